"""The summarise stage as a system to evaluate: records in, briefs out, as in a real run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.document import Document, Role, Segment, Sentence, Span
from pipeline.evaluation.baselines import Brief, System
from pipeline.evaluation.records import Record
from pipeline.stages.base import Stage

if TYPE_CHECKING:
    from pipeline.config import SummariseSettings
    from pipeline.engines.base import Engine

__all__ = ["document_of", "stage_system", "svodka"]


def svodka(engine: "Engine", settings: "SummariseSettings") -> System:
    """Our summariser: the engine's model in the summarise stage, with these settings."""
    from pipeline.stages.summarise import Summarise

    return stage_system(Summarise(engine, settings))


def document_of(record: Record) -> Document:
    """A record as a document that `segment` has treated: its title, then its sentences.

    The sentences are taken as they are, so that indices agree with the reference's.
    """
    text = f"{record.title}\n" if record.title else ""
    sentences = []
    paragraphs = record.paragraphs or (0,) * len(record.sentences)
    for index, (sentence, paragraph) in enumerate(zip(record.sentences, paragraphs, strict=True)):
        span = Span(len(text), len(text) + len(sentence))
        sentences.append(Sentence(index, span, sentence, paragraph=paragraph))
        text += sentence + " "
    document = Document(id=record.id, path=record.id, digest="", original=text, text=text)
    document.sentences = tuple(sentences)
    if record.title:
        span = Span(0, len(record.title))
        document.title = Segment(index=0, text=record.title, spans=(span,), role=Role.TITLE)
    return document


def stage_system(stage: Stage) -> System:
    """A system that runs `stage` over the records as documents.

    Raises:
        RuntimeError: If a document fails: its figures would be missing without a word.
    """

    def run(records: Sequence[Record]) -> list[Brief]:
        briefs = []
        for document in stage.run(map(document_of, records)):
            if document.failure is not None:
                raise RuntimeError(f"{document.path}: {document.failure.message}")
            text = " ".join(segment.text for segment in document.segments)
            chosen = {index for segment in document.segments for index in segment.sentences}
            briefs.append(Brief(text, tuple(sorted(chosen))))
        return briefs

    return run
