"""summarise: the Russian lines of the brief, each with the source it comes from."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from pipeline.config import SummariseSettings
from pipeline.document import Document, Finding, Segment, Sentence, Severity
from pipeline.engines.base import Engine
from pipeline.errors import InputError
from pipeline.messages import say
from pipeline.stages.base import fail
from pipeline.summarising.length import Length, length_of
from pipeline.summarising.selection import Selection, candidates_of, select

if TYPE_CHECKING:
    from pipeline.summarising.faithful import Alignment
    from pipeline.summarising.marks import CueNetwork

__all__ = ["Summarise"]


class Summarise:
    """Fills in `segments`.

    A model folder with `cues.json` holds a summariser that chooses sentences: each line is then
    its spans of the source, with recorded edits, and nothing else. Any other model writes its own
    sentences; each is aligned with the source sentences that it comes from, and what it says that
    the source does not say is a finding.

    Only running text and list items can enter the brief; a release of no more sentences than the
    brief may have goes in whole, without asking the model.

    Args:
        engine: The summariser.
        settings: Length, compression, faithfulness, decoding.
        prefix: What an abstractive model wants before its input.
        chunk: Documents that are decoded together.
    """

    name: ClassVar[str] = "summarise"
    version: ClassVar[str] = "1"

    def __init__(
        self,
        engine: Engine,
        settings: SummariseSettings | None = None,
        *,
        prefix: str = "",
        chunk: int = 32,
    ) -> None:
        self._engine = engine
        self._settings = settings or SummariseSettings()
        self._prefix = prefix
        self._chunk = chunk

    @property
    def chooses(self) -> bool:
        """Whether the model chooses sentences rather than writing them."""
        from pipeline.summarising.marks import FILE

        return (self._engine.model_path / FILE).is_file()

    @cached_property
    def _network(self) -> "CueNetwork":
        from pipeline.summarising.marks import CueNetwork

        return CueNetwork.load(self._engine.model_path)

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Summarise chunk by chunk; failed documents are passed on untouched."""
        waiting = iter(documents)
        while chunk := list(islice(waiting, self._chunk)):
            self._summarise([document for document in chunk if document.failure is None])
            yield from chunk

    def _summarise(self, documents: list[Document]) -> None:
        work: list[tuple[Document, tuple[Sentence, ...], Length]] = []
        for document in documents:
            candidates = candidates_of(document.sentences)
            if not candidates:
                error = InputError(
                    "has no sentence that could enter a brief",
                    where=document.path,
                    remedy="check that the file holds the text of a release",
                )
                fail(document, self.name, error)
                continue
            work.append((document, candidates, length_of(self._settings, len(candidates))))
        if self.chooses:
            self._choose(work)
        else:
            self._write(work)

    def _choose(self, work: Sequence[tuple[Document, tuple[Sentence, ...], Length]]) -> None:
        """Lines of chosen sentences."""
        from pipeline.summarising.ranking import Ranking, rank

        asked = [one for one in work if not _goes_in_whole(*one[1:])]
        rankings = iter(
            rank(
                self._engine,
                self._network,
                [
                    (_title(document), [sentence.text for sentence in candidates])
                    for document, candidates, _ in asked
                ],
            )
        )
        for one in work:
            document, candidates, length = one
            ranking = (
                Ranking([0.0] * len(candidates)) if _goes_in_whole(*one[1:]) else next(rankings)
            )
            selection = select(
                document.text,
                candidates,
                ranking.scores,
                length,
                compressing=self._settings.compress,
            )
            _fill_in(document, selection)
            _note(document, candidates, selection, ranking.shortened)

    def _write(self, work: Sequence[tuple[Document, tuple[Sentence, ...], Length]]) -> None:
        """Lines that the model writes, aligned with their source."""
        from pipeline.engines.decoding import decoding_of
        from pipeline.summarising.abstractive import summaries
        from pipeline.summarising.faithful import align

        decoding = self._settings.decoding.over(decoding_of(self._engine.model_path))
        asked = [one for one in work if not _goes_in_whole(*one[1:])]
        written = iter(
            summaries(
                self._engine,
                [[sentence.text for sentence in candidates] for _, candidates, _ in asked],
                decoding,
                self._prefix,
            )
        )
        for one in work:
            document, candidates, length = one
            lines = [] if _goes_in_whole(*one[1:]) else _fitting(next(written), length)
            if not lines:
                # Nothing was asked of the model, or nothing came of it: the lead stands in.
                scores = [-float(place) for place in range(len(candidates))]
                _fill_in(
                    document, select(document.text, candidates, scores, length, compressing=False)
                )
                continue
            alignments = align(lines, candidates)
            for line, alignment in zip(lines, alignments, strict=True):
                self._add(document, candidates, line, alignment)

    def _add(
        self,
        document: Document,
        candidates: tuple[Sentence, ...],
        line: str,
        alignment: "Alignment",
    ) -> None:
        """One written line as a segment, or under `faithful` the source that should have said it."""
        from pipeline.summarising.assembly import assemble, segment_of
        from pipeline.summarising.faithful import unsupported

        index = _next_index(document)
        sources = [candidates[place] for place in alignment.places]
        spans = tuple(sentence.span for sentence in sources)
        findings = unsupported(line, document.text, segment=index, spans=spans)
        if findings and self._settings.faithful:
            chosen = {place for segment in document.segments for place in segment.sentences}
            fresh = [sentence for sentence in sources if sentence.index not in chosen]
            for sentence in fresh:
                segment = segment_of(assemble(document.text, [sentence]), _next_index(document))
                document.segments.append(segment)
            return
        document.findings += findings
        document.segments.append(
            Segment(
                index=index,
                text=line,
                spans=spans,
                sentences=tuple(sentence.index for sentence in sources),
                alignment=alignment.score,
            )
        )


def _goes_in_whole(candidates: tuple[Sentence, ...], length: Length) -> bool:
    """Whether everything fits, so that there is nothing to choose."""
    return length.lines >= len(candidates) and length.holds([one.text for one in candidates])


def _title(document: Document) -> str:
    return document.title.text if document.title is not None else ""


def _next_index(document: Document) -> int:
    return len(document.all_segments())


def _fill_in(document: Document, selection: Selection) -> None:
    from pipeline.summarising.assembly import segment_of

    for line in selection.lines:
        document.segments.append(segment_of(line, _next_index(document)))


def _fitting(lines: Sequence[str], length: Length) -> list[str]:
    """As many written lines, from the first on, as fit; at least one."""
    kept: list[str] = []
    for line in lines:
        if kept and not length.holds([*kept, line]):
            break
        kept.append(line)
    return kept


def _note(
    document: Document,
    candidates: tuple[Sentence, ...],
    selection: Selection,
    shortened: tuple[int, ...],
) -> None:
    """Say what a reader should know: lines that lean on what is left out, ends that went unread."""
    first = len(document.all_segments()) - len(document.segments)
    for number, segment in enumerate(document.segments):
        leaning = [candidates[place] for place in selection.alone]
        spans = tuple(one.span for one in leaning if one.index in segment.sentences)
        if spans:
            document.findings.append(
                Finding.saying(
                    "leaning",
                    Severity.NOTE,
                    say("leaning"),
                    segment=first + number,
                    source_spans=spans,
                )
            )
    for place in shortened:
        document.findings.append(
            Finding.saying(
                "partly-read",
                Severity.NOTE,
                say("partly-read"),
                source_spans=(candidates[place].span,),
            )
        )
