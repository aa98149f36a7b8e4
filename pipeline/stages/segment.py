"""segment: the sentences of a release, and which of them are title, dateline, list or boilerplate."""

from typing import ClassVar

from pipeline.document import Document, Role, Span
from pipeline.document import Segment as BriefSegment
from pipeline.reading.layout import Layout, analyse
from pipeline.reading.normalisation import normalise
from pipeline.stages.base import DocumentStage

__all__ = ["Segment"]


class Segment(DocumentStage):
    """Fills in `sentences` and `date`, and the Russian side of `title` and `dateline`."""

    name: ClassVar[str] = "segment"
    version: ClassVar[str] = "1"

    def process(self, document: Document) -> None:
        """Find the parts of the document's normalised text."""
        layout = analyse(
            document.text,
            metadata_title=normalise(document.metadata.get("title", "")).text,
            metadata_date=document.metadata.get("date", ""),
        )
        document.sentences = layout.sentences
        document.date = layout.date
        document.title = _segment(document, layout, layout.title, Role.TITLE)
        document.dateline = _segment(document, layout, layout.dateline, Role.DATELINE)


def _segment(
    document: Document, layout: Layout, span: Span | None, role: Role
) -> BriefSegment | None:
    """The head of a brief: its text is exactly what its span covers."""
    if span is None:
        return None
    index = 1 if role is Role.DATELINE and layout.title is not None else 0
    return BriefSegment(
        index=index,
        text=span.of(document.text),
        spans=(span,),
        sentences=tuple(one.index for one in layout.sentences if one.span.overlaps(span)),
        role=role,
    )
