"""The library's front door: a `Pipeline` made from a profile, and `summarize` for one text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline.config import Profile, RunSettings, load_profile
from pipeline.document import Document
from pipeline.errors import ConfigError, InputError
from pipeline.stages.base import Stage

if TYPE_CHECKING:
    from pipeline.batch.runner import RunReport
    from pipeline.engines.base import Engine
    from pipeline.engines.canary import Task
    from pipeline.language.glossary import Glossary

Inputs = str | Path | Sequence[str | Path]


class Pipeline:
    """All stages from `read` to `link`, put together from a profile.

    Nothing is loaded until the first document is run; engines are loaded once and kept.

    Args:
        profile: Models and settings; see `load_profile`.
        run: Batch settings.
        replace: Stages of your own, by the name of the stage that each stands in for.
        after: More stages of your own, by the name of the stage that they come after.

    A profile can name stages for both that an installed package brings; what is given here wins.
    """

    def __init__(
        self,
        profile: Profile,
        *,
        run: RunSettings | None = None,
        replace: Mapping[str, Stage] | None = None,
        after: Mapping[str, Sequence[Stage]] | None = None,
    ) -> None:
        self.profile = profile
        self.run_settings = run or RunSettings()
        self._replace = dict(replace or {})
        self._after = dict(after or {})

    @classmethod
    def from_profile(
        cls,
        name: str = "compact",
        *,
        config: Path | None = None,
        run: RunSettings | None = None,
        replace: Mapping[str, Stage] | None = None,
        after: Mapping[str, Sequence[Stage]] | None = None,
    ) -> "Pipeline":
        """The pipeline of a profile by its name.

        Raises:
            ConfigError: If there is no such profile or the configuration is not valid.
        """
        return cls(load_profile(name, config), run=run, replace=replace, after=after)

    def run(self, inputs: Inputs) -> Iterator[Document]:
        """Brief one text, or every release among the paths named; write nothing.

        A `str` with a line break, or that names no existing file, is taken as the text of a
        release; a `Path`, or a sequence, always names files and folders. Documents come in order,
        those that failed with `failure` set. Decoding is batched over `RunSettings.chunk`
        documents.

        Raises:
            InputError: If a `str` is neither a file nor a text of at least one sentence.
            NoInputError: If the paths hold no release.
            ModelError: If a model of the profile is missing or broken.
        """
        documents = iter(self._read(inputs))
        size = self.run_settings.chunk
        while chunk := list(islice(documents, size)):
            yield from self.process(chunk)

    def process(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Take documents that have been read through all later stages, as one chunk."""
        for stage in self.stages[1:]:
            documents = stage.run(documents)
        yield from documents

    def write(self, inputs: Inputs, output: Path) -> "RunReport":
        """Brief every release among `inputs` and write the results below `output`.

        The same as `svodka run`: resumable, locked, with a ledger.

        Raises:
            SvodkaError: If the run cannot start; a single document's fault is in the report.
        """
        from pipeline.batch.open import open_run

        with open_run(self, output) as runner:
            return runner.run(self._discover(inputs))

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages in order, `read` first and `link` last; `write` belongs to the runner."""
        from pipeline.stages.audit import Audit
        from pipeline.stages.link import Link
        from pipeline.stages.normalise import Normalise
        from pipeline.stages.read import Read
        from pipeline.stages.repair import Repair
        from pipeline.stages.segment import Segment
        from pipeline.stages.summarise import Summarise
        from pipeline.stages.translate import Translate

        profile, run = self.profile, self.run_settings
        chunk = run.chunk
        makers: dict[str, Any] = {
            "read": lambda: Read(
                max_bytes=run.max_bytes, force=run.force, text_column=run.text_column
            ),
            "normalise": Normalise,
            "segment": Segment,
            "summarise": lambda: Summarise(
                self.summariser,
                profile.summarise,
                prefix=_prefix_of(profile.summariser),
                chunk=chunk,
            ),
            "translate": lambda: Translate(
                self.translator, profile.translate, self.glossary, chunk=chunk
            ),
            "audit": lambda: Audit(profile.audit, self.glossary),
            "repair": lambda: Repair(self.translator, profile, self.glossary, chunk=chunk),
            "link": lambda: Link(self.glossary),
        }
        if not profile.audit.repair:
            del makers["repair"]
        replace, after = self._own_stages()
        unknown = sorted({*replace, *after} - set(makers))
        if unknown:
            raise ConfigError(
                f"no stage {', '.join(unknown)} to put another one in place of, or after",
                remedy="name one of " + ", ".join(makers),
            )
        stages: list[Stage] = []
        for name, make in makers.items():
            stages += [replace[name] if name in replace else make(), *after.get(name, ())]
        return stages

    @cached_property
    def summariser(self) -> "Engine":
        """The loaded summariser."""
        return self._engine(self.profile.summariser, "summarise")

    @cached_property
    def translator(self) -> "Engine":
        """The loaded translator."""
        return self._engine(self.profile.translator, "translate")

    @cached_property
    def glossary(self) -> "Glossary":
        """The built-in glossary, with the user's over it."""
        from pipeline.language.glossary import Glossary

        own = self.profile.glossary
        return Glossary.load(Path(own)) if own else Glossary.builtin()

    def _own_stages(self) -> tuple[dict[str, Stage], dict[str, Sequence[Stage]]]:
        """Stages that stand in for others, and stages that come after others."""
        from pipeline.plugins import STAGES, load

        def named(name: str) -> Stage:
            return cast(Stage, load(STAGES, name, Stage))

        profile = self.profile
        replace = {
            at: named(name) for at, name in profile.replace.items() if at not in self._replace
        }
        after = {at: [named(name) for name in names] for at, names in profile.after.items()}
        return {**replace, **self._replace}, {**after, **self._after}

    def _engine(self, name: str, task: "Task") -> "Engine":
        from pipeline.engines.load import load_engine
        from pipeline.hub.registry import card
        from pipeline.hub.resolve import find
        from pipeline.summarising.marks import FILE as CUES

        folder, known = find(name), card(name)
        if known is None and task == "summarise" and (folder / CUES).is_file():
            task = "select"
        return load_engine(
            folder,
            self.profile.engine,
            task=task if known is None else known.task,
            input_limit=None if known is None else known.input_limit,
            prefix="" if known is None else known.prefix,
        )

    def _discover(self, inputs: Inputs) -> "list[Any]":
        from pipeline.stages.read import discover

        paths = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
        return discover([Path(path) for path in paths])

    def _read(self, inputs: Inputs) -> Iterable[Document]:
        from pipeline.stages.read import document_from_text

        if isinstance(inputs, str) and not _is_path(inputs):
            if not inputs.strip():
                raise InputError("the text is empty", remedy="pass the text of a release")
            return [document_from_text(inputs)]
        read = self.stages[0]
        return read.run(self._discover(inputs))


def summarize(
    text_or_paths: Inputs, profile: str = "compact", *, config: Path | None = None
) -> list[Document]:
    """Brief a text, or the releases among some paths, and return the documents.

    For more than one call make a `Pipeline` and keep it: it loads its models once.
    """
    return list(Pipeline.from_profile(profile, config=config).run(text_or_paths))


def _prefix_of(model: str) -> str:
    """What a registered model wants before its input, such as `summary: `."""
    from pipeline.hub.registry import card

    known = card(model)
    return "" if known is None else known.prefix


def _is_path(text: str) -> bool:
    if "\n" in text or len(text) > 1024:
        return False
    try:
        return Path(text).exists() or not any(character.isspace() for character in text)
    except (OSError, ValueError):  # a NUL or an over-long name is no path
        return False
