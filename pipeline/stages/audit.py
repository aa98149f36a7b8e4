"""audit: check every line of the brief against its source, and say how far it can be relied on."""

from typing import ClassVar

from pipeline.auditing import Triple, examine, score_document, score_segment
from pipeline.config import AuditSettings
from pipeline.document import Document, Finding, Role, Segment, Severity
from pipeline.language.glossary import Glossary
from pipeline.stages.base import DocumentStage


class Audit(DocumentStage):
    """Fill in `findings`, `score` and `needs_review`.

    Findings that an earlier stage left (a split sentence, a term that did not come through) stay.

    Args:
        settings: From when on a document needs review.
        glossary: The terms that must come through.
    """

    name: ClassVar[str] = "audit"
    version: ClassVar[str] = "1"

    def __init__(self, settings: AuditSettings, glossary: Glossary) -> None:
        self._settings = settings
        self._glossary = glossary

    def process(self, document: Document) -> None:
        """Examine each segment of `document` and score it."""
        for index, segment in enumerate(document.all_segments()):
            document.findings += self.examine(document, index, segment)
        conclude(document, self._settings)

    def examine(self, document: Document, index: int, segment: Segment) -> list[Finding]:
        """The findings of one segment, which is number `index` of `all_segments()`."""
        return examine(triple_of(document, segment, self._glossary), segment=index)


def triple_of(document: Document, segment: Segment, glossary: Glossary) -> Triple:
    """The source, Russian and English of a segment, as the checks want them."""
    sentences = [document.sentences[at].span for at in segment.sentences] or list(segment.spans)
    return Triple.of_document(
        document.text,
        tuple(sentences),
        segment.text,
        segment.english,
        glossary=glossary,
        heading=segment.role is not Role.SUMMARY,
    )


def conclude(document: Document, settings: AuditSettings) -> None:
    """Set the document's score and whether a person must see it, from its findings."""
    scores = [
        score_segment(finding for finding in document.findings if finding.segment == index)
        for index in range(len(document.all_segments()))
    ]
    document.score = score_document(scores)
    document.needs_review = document.score < settings.review_below or any(
        finding.severity is Severity.ERROR for finding in document.findings
    )
