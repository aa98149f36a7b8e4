"""link: numbers, names and terms tied together across source, Russian line and English."""

from typing import ClassVar

from pipeline.auditing.links import find_links
from pipeline.document import Document
from pipeline.language.glossary import Glossary
from pipeline.stages.base import DocumentStage


class Link(DocumentStage):
    """Fills in `Document.links`; the last stage, since repair may put another English in place.

    Args:
        glossary: The terms to look for, and to know names by; the built-in one by default.
    """

    name: ClassVar[str] = "link"
    version: ClassVar[str] = "1"

    def __init__(self, glossary: Glossary | None = None) -> None:
        self._glossary = glossary or Glossary.builtin()

    def process(self, document: Document) -> None:
        """Find the links of all lines."""
        document.links = list(find_links(document, self._glossary))
