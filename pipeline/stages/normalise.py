"""normalise: one way to write each thing, with a map back to the original."""

from typing import ClassVar

from pipeline.document import Document
from pipeline.errors import InputError
from pipeline.reading.normalisation import Firing, explain, normalise
from pipeline.stages.base import DocumentStage

__all__ = ["Firing", "Normalise", "explain"]


class Normalise(DocumentStage):
    """Fills in `text`, `offsets` and `normalisations`."""

    name: ClassVar[str] = "normalise"
    version: ClassVar[str] = "1"

    def process(self, document: Document) -> None:
        """Normalise the document's original text.

        Raises:
            InputError: If nothing that can be seen is left of it.
        """
        result = normalise(document.original)
        if not result.text:
            raise InputError(
                "holds only blanks", where=document.path, remedy="put the release's text into it"
            )
        document.text = result.text
        document.offsets = result.offsets
        document.normalisations = dict(sorted(result.counts.items()))
