"""Running stages over the documents of a chunk so that one bad document harms no other.

A stage that raises, or takes longer than the deadline, does not say which document it was. The
chunk is then taken back to where it stood before that stage and tried one document at a time; those
that fail alone are failed for good, and the others are run together again, so that they come out
as if the bad ones had never been there.
"""

import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.document import Document, Failure, Segment
from pipeline.errors import ModelError, SvodkaError
from pipeline.stages.base import DocumentStage, Stage

__all__ = ["DeadlineError", "StageGroup", "groups_of", "snapshot"]


class DeadlineError(SvodkaError):
    """A document took longer in one stage than it may."""


class StageGroup:
    """Stages that run one after the other in one thread.

    Args:
        stages: At least one.
        deadline: Seconds that one stage may take for one document; None for no limit. Python
            cannot end a thread: work that overran goes on unseen until it ends by itself, and its
            result is dropped.
    """

    def __init__(self, stages: Sequence[Stage], deadline: float | None = None) -> None:
        self.stages = tuple(stages)
        self.deadline = deadline

    def run(self, documents: Sequence[Document], causes: dict[str, str]) -> list[Document]:
        """Take the documents through the stages; those that fail have `failure` set.

        Args:
            documents: Some may have failed already; these stay as they are.
            causes: Receives, by document id, the traceback of an error that is a bug.

        Raises:
            ModelError: If a stage fails with it for every document of several: then the model is
                at fault and not a document.
        """
        result = list(documents)
        for stage in self.stages:
            places = [n for n, document in enumerate(result) if document.failure is None]
            if not places:
                break
            for place, document in zip(
                places, self._stage(stage, [result[n] for n in places], causes), strict=True
            ):
                result[place] = document
        return result

    def _stage(
        self, stage: Stage, documents: list[Document], causes: dict[str, str]
    ) -> list[Document]:
        before = [snapshot(document) for document in documents]
        try:
            if self.deadline is not None and isinstance(stage, DocumentStage) and len(before) > 1:
                raise _OneByOne  # the time of each is known only when each runs by itself
            return self._together(stage, documents)
        except Exception:
            return self._apart(stage, before, causes)

    def _together(self, stage: Stage, documents: list[Document]) -> list[Document]:
        limit = None if self.deadline is None else self.deadline * len(documents)
        result = _within(limit, lambda: list(stage.run(documents)))
        if [document.id for document in result] != [document.id for document in documents]:
            raise RuntimeError(f"stage {stage.name} gave back other documents than it was given")
        return result

    def _apart(
        self, stage: Stage, before: list[Document], causes: dict[str, str]
    ) -> list[Document]:
        alone: dict[int, Document] = {}
        errors: dict[int, Exception] = {}
        for number, document in enumerate(before):
            try:
                (alone[number],) = self._together(stage, [snapshot(document)])
            except Exception as error:
                errors[number] = error
        if len(errors) == len(before) > 1:
            _raise_if_model(list(errors.values()))
        if alone and not isinstance(stage, DocumentStage):
            try:
                again = self._together(stage, [snapshot(before[number]) for number in alone])
                alone = dict(zip(alone, again, strict=True))
            except Exception:  # only together do they fail: each alone is the best there is
                alone = dict(alone)
        for number, reason in errors.items():
            alone[number] = _failed(before[number], stage, reason, causes)
        return [alone[number] for number in range(len(before))]


class _OneByOne(Exception):  # noqa: N818 - not an error, a turn
    pass


def groups_of(stages: Sequence[Stage]) -> list[list[Stage]]:
    """Stages by thread: neighbours that treat one document at a time share one.

    A stage that batches over documents (a model stage) has a thread of its own.
    """
    groups: list[list[Stage]] = []
    for stage in stages:
        light = isinstance(stage, DocumentStage)
        if light and groups and isinstance(groups[-1][-1], DocumentStage):
            groups[-1].append(stage)
        else:
            groups.append([stage])
    return groups


def snapshot(document: Document) -> Document:
    """A copy that stages can fill in without touching the original; what is immutable is shared."""
    return replace(
        document,
        metadata=dict(document.metadata),
        normalisations=dict(document.normalisations),
        title=None if document.title is None else _segment(document.title),
        dateline=None if document.dateline is None else _segment(document.dateline),
        segments=[_segment(segment) for segment in document.segments],
        findings=list(document.findings),
        signature=dict(document.signature),
    )


def _segment(segment: Segment) -> Segment:
    return replace(segment, hypotheses=list(segment.hypotheses))


def _within(limit: float | None, work: Callable[[], list[Document]]) -> list[Document]:
    if limit is None:
        return work()
    results: list[list[Document]] = []
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    worker = threading.Thread(target=guarded, daemon=True)
    worker.start()
    worker.join(limit)
    if errors:
        raise errors[0]
    if not results:
        raise DeadlineError("took longer than the deadline")
    return results[0]


def _raise_if_model(errors: Sequence[Exception]) -> None:
    if all(isinstance(error, ModelError) for error in errors):
        raise errors[0]


def _failed(document: Document, stage: Stage, error: Exception, causes: dict[str, str]) -> Document:
    if isinstance(error, DeadlineError):
        message = f"{document.path}: {stage.name} {error}; allow more time, or shorten the text"
    elif isinstance(error, SvodkaError):
        message = str(error)
    else:
        message = (
            f"{document.path}: {type(error).__name__} in {stage.name}: {error}; "
            "this is a bug: report it with its cause from failed.jsonl"
        )
        causes[document.id] = "".join(traceback.format_exception(error))
    document.failure = Failure(stage.name, type(error).__name__, message)
    return document
