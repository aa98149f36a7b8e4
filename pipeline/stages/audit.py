"""audit: check every line of the brief against its source, and say how far it can be relied on."""

from typing import ClassVar

from pipeline.auditing import Triple, examine, score_document, score_segment
from pipeline.config import AuditSettings
from pipeline.document import Document, Finding, Segment, Severity, Span
from pipeline.language.glossary import Glossary
from pipeline.messages import say
from pipeline.stages.base import DocumentStage

_FOR_A_PERSON = frozenset(
    {
        "unsure",
        "guessed_word",
        "name_lost",
        "name_swapped",
        "invented_name",
        "term_lost",
        "term_wrong",
    }
)
"""Warnings that send a document to review, however well it scores.

A wrong name, term or noun is what a reader quotes, and nothing else in the line shows that it is wrong.
"""


class Audit(DocumentStage):
    """Fill in `findings`, `score` and `needs_review`.

    Findings that an earlier stage left (a split sentence, a term that did not come through) stay.

    Args:
        settings: From when on a document needs review.
        glossary: The terms that must come through.
    """

    name: ClassVar[str] = "audit"
    version: ClassVar[str] = "4"

    def __init__(self, settings: AuditSettings, glossary: Glossary) -> None:
        self._settings = settings
        self._glossary = glossary

    def process(self, document: Document) -> None:
        """Examine each segment of `document` and score it."""
        for index, segment in enumerate(document.all_segments()):
            triple = triple_of(document, segment, self._glossary)
            document.findings += examine(triple, segment=index)
            document.findings += confidence(segment, index, self._settings)
        conclude(document, self._settings)


def triple_of(document: Document, segment: Segment, glossary: Glossary) -> Triple:
    """The source, Russian and English of a segment, as the checks want them."""
    sentences = [document.sentences[at].span for at in segment.sentences] or list(segment.spans)
    return Triple.of_document(
        document.text,
        tuple(sentences),
        segment.text,
        segment.english,
        glossary=glossary,
    )


def confidence(segment: Segment, index: int, settings: AuditSettings) -> list[Finding]:
    """A warning where the model itself gives the English that stands a low probability.

    The checks of `auditing` see what can be compared; that a fluent line says something else
    altogether, only the model's own doubt tells.
    """
    if segment.chosen is None:
        return []
    score = segment.hypotheses[segment.chosen].score
    if score >= settings.unsure_below:
        return []
    said = say("unsure", score=f"{score:.2f}")
    whole = (Span(0, len(segment.english)),)
    return [Finding.saying("unsure", Severity.WARNING, said, segment=index, english_spans=whole)]


def conclude(document: Document, settings: AuditSettings) -> None:
    """Set the document's score and whether a person must see it, from its findings."""
    scores = [
        score_segment(finding for finding in document.findings if finding.segment == index)
        for index in range(len(document.all_segments()))
    ]
    document.score = score_document(scores)
    document.needs_review = document.score < settings.review_below or any(
        map(for_a_person, document.findings)
    )


def for_a_person(finding: Finding) -> bool:
    """Whether a finding alone sends its document to review.

    Every error does, and every warning about a name, a term, a word that the model guessed, or its
    doubt of the whole line; a note never.
    """
    if finding.severity is Severity.WARNING:
        return finding.kind in _FOR_A_PERSON
    return finding.severity is Severity.ERROR
