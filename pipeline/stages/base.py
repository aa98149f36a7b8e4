"""What a stage is, and the shared behaviour of those that treat one document at a time."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar, Protocol, runtime_checkable

from pipeline.document import Document, Failure
from pipeline.errors import SvodkaError


@runtime_checkable
class Stage(Protocol):
    """A step of the pipeline.

    `version` is raised whenever the stage's output may change for the same input: it is part of
    the run signature, and with it of the key that decides whether a document is done again.
    A stage yields every document that it was given, in order; one that fails is yielded with
    `failure` set, and one that came in failed is passed on untouched.
    """

    name: ClassVar[str]
    version: ClassVar[str]

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Do the step for each document, in order."""
        ...


def fail(document: Document, stage: str, error: SvodkaError) -> Document:
    """Mark `document` as failed in `stage` and return it."""
    document.failure = Failure(stage=stage, kind=type(error).__name__, message=str(error))
    return document


class DocumentStage(ABC):
    """A stage that treats each document by itself: subclasses write `process`.

    A `SvodkaError` in `process` fails that document alone. Any other exception is a bug and is
    raised, so that it is seen.
    """

    name: ClassVar[str]
    version: ClassVar[str]

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Process each document that has not failed; pass the failed ones on."""
        for document in documents:
            if document.failure is None:
                try:
                    self.process(document)
                except SvodkaError as error:
                    fail(document, self.name, error)
            yield document

    @abstractmethod
    def process(self, document: Document) -> None:
        """Fill in this stage's fields of `document`."""
