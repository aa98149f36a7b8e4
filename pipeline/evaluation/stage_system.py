"""The summarise stage as a system to evaluate: records in, briefs out, as in a real run."""

from collections.abc import Callable, Sequence

from pipeline.document import Document, Role, Segment, Sentence, Span
from pipeline.evaluation.baselines import Brief, System
from pipeline.evaluation.records import Record
from pipeline.stages.base import Stage

__all__ = ["document_of", "stage_system"]


def document_of(record: Record, *, paragraphs: bool = False) -> Document:
    """A record as a document that `segment` has treated: its title, then its sentences.

    Args:
        record: The sentences are taken as they are, so that indices agree with the reference's.
        paragraphs: Whether each sentence is a paragraph; they are all in one otherwise.
    """
    document = Document(id=record.id, path=record.id, digest="", original="")
    head = f"{record.title}\n" if record.title else ""
    text, sentences = head, []
    for index, sentence in enumerate(record.sentences):
        start = len(text)
        text += sentence + ("\n" if paragraphs else " ")
        sentences.append(
            Sentence(
                index,
                Span(start, start + len(sentence)),
                sentence,
                paragraph=index if paragraphs else 0,
            )
        )
    document.text = document.original = text
    document.sentences = tuple(sentences)
    if record.title:
        span = Span(0, len(record.title))
        document.title = Segment(index=0, text=record.title, spans=(span,), role=Role.TITLE)
    return document


def stage_system(stage: Stage, make: Callable[[Record], Document] = document_of) -> System:
    """A system that runs `stage` over the records as documents.

    Raises:
        RuntimeError: If a document fails: its figures would be missing without a word.
    """

    def run(records: Sequence[Record]) -> list[Brief]:
        briefs = []
        for document in stage.run([make(record) for record in records]):
            if document.failure is not None:
                raise RuntimeError(f"{document.path}: {document.failure.message}")
            text = " ".join(segment.text for segment in document.segments)
            chosen = {index for segment in document.segments for index in segment.sentences}
            briefs.append(Brief(text, tuple(sorted(chosen))))
        return briefs

    return run
