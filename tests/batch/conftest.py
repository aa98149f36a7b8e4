"""Small stages that behave as the real ones do, so that a run can be watched in milliseconds."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest

from pipeline.batch.events import Event
from pipeline.batch.ledger import Ledger
from pipeline.batch.lock import locked
from pipeline.batch.options import RunOptions
from pipeline.batch.report import RunReport
from pipeline.batch.runner import Runner
from pipeline.batch.signature import run_signature
from pipeline.batch.store import FolderStore, Store
from pipeline.document import Document, Hypothesis, Segment, Span
from pipeline.errors import InputError
from pipeline.formats import brief
from pipeline.formats.atomic import Observer, unobserved
from pipeline.reading.sources import discover
from pipeline.stages.base import DocumentStage, Stage
from pipeline.stages.read import Read

TEXT = "Завод «Северный» открыл новый цех номер {number}. Работу получат сто человек."


class Normalise(DocumentStage):
    name: ClassVar[str] = "normalise"
    version: ClassVar[str] = "1"

    def process(self, document: Document) -> None:
        document.text = document.original.strip()
        if "НЕЛЬЗЯ" in document.text:
            raise InputError("cannot be normalised", where=document.path, remedy="leave it out")


class Translate:
    """A model whose result depends on all that is decoded together, as that of int8 models does."""

    name: ClassVar[str] = "translate"
    version: ClassVar[str] = "1"

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.pause = 0.0

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        batch = list(documents)
        alive = [document for document in batch if document.failure is None]
        self.calls.append([document.path for document in alive])
        time.sleep(self.pause)
        together = hashlib.sha256("".join(one.text for one in alive).encode()).hexdigest()[:8]
        for document in alive:
            if "СБОЙ" in document.text:
                raise ZeroDivisionError("a bug")
            segment = Segment(0, document.text, (Span(0, len(document.text)),), (0,))
            segment.hypotheses.append(Hypothesis(f"English of {together}", "model"))
            segment.chosen = 0
            document.segments.append(segment)
        yield from batch


class Audit(DocumentStage):
    name: ClassVar[str] = "audit"
    version: ClassVar[str] = "1"

    def process(self, document: Document) -> None:
        document.score = 0.5 if "сомнение" in document.text else 1.0
        document.needs_review = document.score < 1.0


def render(document: Document) -> Mapping[str, bytes]:
    english = "".join(f"{segment.english}\n" for segment in document.segments)
    return {
        "brief.json": brief.dumps(document).encode(),
        "summary.en.txt": english.encode(),
    }


class Bench:
    """A folder of inputs, a folder of outputs, and runs between the two."""

    def __init__(self, folder: Path, inputs: Path | None = None) -> None:
        self.inputs = inputs or folder / "inputs"
        self.output = folder / "outputs"
        self.inputs.mkdir(exist_ok=True)
        self.translate = Translate()
        self.events: list[Event] = []
        self.settings: dict[str, object] = {}
        self.at: Observer = unobserved
        self.render: Callable[[Document], Mapping[str, bytes]] = render
        self.extra: list[Stage] = []
        self.store: Store | None = None

    def write(self, name: str, text: str) -> Path:
        path = self.inputs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def releases(self, count: int) -> None:
        for number in range(count):
            self.write(f"{number:03}.txt", TEXT.format(number=number))

    @contextmanager
    def runner(self, *, chunk: int = 4, **options: object) -> Iterator[Runner]:
        stages: list[Stage] = [Read(), Normalise(), self.translate, *self.extra, Audit()]  # type: ignore[list-item]
        store = self.store or FolderStore(self.output, render=self.render, at=self.at)
        chosen = RunOptions(chunk=chunk, **options)  # type: ignore[arg-type]
        named = [(stage.name, stage.version) for stage in stages]
        named.append((store.name, store.version))
        signature = run_signature(named, chunk=chunk, settings=self.settings)
        ledger_path = self.output / "ledger.sqlite"
        with locked(self.output), Ledger(ledger_path) as ledger:
            yield Runner(
                stages, store, ledger, chosen, signature=signature, events=self.events.append
            )

    def run(self, **options: object) -> RunReport:
        self.translate.calls.clear()
        self.events.clear()
        with self.runner(**options) as runner:  # type: ignore[arg-type]
            return runner.run(discover([self.inputs]))

    def plan(self, **options: object) -> RunReport:
        self.translate.calls.clear()
        with self.runner(**options) as runner:  # type: ignore[arg-type]
            return runner.plan(discover([self.inputs]))

    def files(self) -> dict[str, bytes]:
        """Every document file, by its path: what must be the same however a run went."""
        return {
            str(path.relative_to(self.output)): path.read_bytes()
            for path in sorted(self.output.glob("*/*"))
        }

    def folder(self, name: str) -> Path:
        (found,) = self.output.glob(f"{name}-????????")
        return found

    def failed(self) -> list[dict[str, str]]:
        path = self.output / "failed.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def another_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("another"))
