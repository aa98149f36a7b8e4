"""What happens to a chunk whose documents are finished: written, recorded, told.

The order for each document is: note in the ledger which bytes are meant, put them in place in one
step, note that they are there. Whenever the process ends, the ledger knows whatever lies there.
"""

import hashlib
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from pipeline.batch.chunks import Chunk
from pipeline.batch.entry import Entry, Status
from pipeline.batch.events import (
    DocumentDone,
    DocumentFailed,
    DocumentKept,
    DocumentSkipped,
    DuplicateFound,
    Event,
)
from pipeline.batch.items import Item
from pipeline.batch.ledger import Ledger
from pipeline.batch.options import RunOptions
from pipeline.batch.outputs import FolderState
from pipeline.batch.planning import planned
from pipeline.batch.report import Outcome, Reason, RunReport
from pipeline.batch.signature import signature_key
from pipeline.batch.store import Store, is_final
from pipeline.document import Document, Failure
from pipeline.errors import OutputError, SvodkaError

__all__ = ["Recorder"]

WRITE = "write"

WRITERS = 8
"""Threads that write; they wait for the disk and take little of a core."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What came of writing one document: `kept` names the files of a person's that stand."""

    kept: tuple[str, ...] = ()
    text_digest: str = ""


class Recorder:
    """Takes finished chunks, in order.

    Documents of a chunk are written by several threads: each waits for the disk most of the time,
    and a journaling file system syncs many files at once for little more than one. Outcomes are
    reported in order, in the caller's thread.

    Args:
        store: Where results go.
        ledger: Where it is recorded.
        signature: Of the run; becomes part of every document.
        options: Whether to overwrite corrections, and to stop at a failure.
        report: Receives every document's outcome.
        tell: Is told what happens.
        stop: Ends the run, with the reason.
    """

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        signature: Mapping[str, Any],
        options: RunOptions,
        report: RunReport,
        tell: Callable[[Event], None],
        stop: Callable[[str], None],
    ) -> None:
        self.halted = False
        """Whether nothing more can be written."""
        self._store = store
        self._ledger = ledger
        self._signature = dict(signature)
        self._options = options
        self._report = report
        self._tell = tell
        self._stop = stop
        self._ahead: set[str] = set()
        """Documents that may be recorded already but have not been reported."""
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="write")

    def close(self) -> None:
        """Let what is being written be finished."""
        self._writers.shutdown(cancel_futures=True)

    def take(self, chunk: Chunk) -> None:
        """Write and record the documents of a chunk."""
        seconds = round(chunk.seconds / max(1, len(chunk.alive())), 6)
        writing = {
            item.part.id: self._writers.submit(self._write, item, item.document, seconds)
            for item in chunk.to_do()
            if not (chunk.dropped or self.halted or item.document is None)
        }
        self._ahead = set(writing)
        for item in chunk.items:
            self._ahead.discard(item.part.id)
            if item.reason is Reason.NOT_ASKED:
                continue
            if not item.reason.to_do:
                self._left_alone(item)
            elif item.part.id not in writing or item.document is None:
                self._report.documents.append(item.outcome(Outcome.NOT_REACHED))
            else:
                written = writing[item.part.id]
                self._finish(item, item.document, written, chunk.causes.get(item.part.id, ""))

    def _left_alone(self, item: Item) -> None:
        part = item.part
        outcome = planned(item)
        self._report.documents.append(outcome)
        if outcome.outcome is Outcome.KEPT:
            names = item.inspection.names if item.inspection else ()
            self._tell(DocumentKept(part.id, part.path, names))
        elif outcome.outcome is Outcome.UP_TO_DATE:
            self._tell(DocumentSkipped(part.id, part.path))
        else:
            # Not in the ledger: the row with this id is the other document's.
            self._tell(DocumentFailed(part.id, part.path, "read", "InputError", item.detail))
            self._failed_fast(part.path)

    def _finish(
        self, item: Item, document: Document, written: Future[_Written], cause: str
    ) -> None:
        try:
            result = written.result()
        except SvodkaError as error:
            if is_final(error):
                self._halt(item, error)
                return
            document.failure = Failure(WRITE, type(error).__name__, str(error))
            cause = repr(error.__cause__) if error.__cause__ else ""
        except Exception as error:
            message = f"{document.path}: {type(error).__name__} while it was written: {error}"
            remedy = "; this is a bug: report it with its cause from failed.jsonl"
            document.failure = Failure(WRITE, type(error).__name__, message + remedy)
            cause = "".join(traceback.format_exception(error))
        if document.failure is not None:
            self._fail(item, document, document.failure, cause)
        elif result.kept:
            self._keep(item, result.kept)
        else:
            self._done(item, document, result.text_digest)

    def _write(self, item: Item, document: Document, seconds: float) -> _Written:
        """Runs in a thread of the writers; touches nothing but the store and the ledger."""
        if document.failure is not None:
            return _Written()
        document.signature = dict(self._signature)
        files = item.files if item.files is not None else self._store.render(document)
        meant = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        entry = self._entry(document, seconds)
        known = item.entry.files if item.entry is not None else {}
        intended = item.entry.intended if item.entry is not None else {}
        there = self._store.inspect(document.id, known)
        lying = {name: facts.sha256 for name, facts in there.facts.items()}
        if lying == meant:
            facts = dict(there.facts)
        elif (
            there.state is FolderState.CORRECTED
            and lying != dict(intended)
            and not self._options.force
        ):
            return _Written(kept=there.names)
        else:
            self._ledger.intend(replace(entry, intended=meant), self._signature)
            facts = self._store.put(document.id, files)
        self._ledger.record_done(replace(entry, files=facts), self._signature)
        return _Written(text_digest=entry.text_digest)

    def _done(self, item: Item, document: Document, text_digest: str) -> None:
        outcome = replace(
            item.outcome(Outcome.DONE), needs_review=document.needs_review, score=document.score
        )
        self._report.documents.append(outcome)
        self._tell(
            DocumentDone(
                document.id,
                document.path,
                item.reason.value,
                document.score,
                document.needs_review,
            )
        )
        same = [
            one.path
            for one in self._ledger.same_text(text_digest)
            if one.id != document.id and one.id not in self._ahead
        ]
        if same:
            self._tell(DuplicateFound(document.id, document.path, tuple(same)))

    def _keep(self, item: Item, names: tuple[str, ...]) -> None:
        detail = ", ".join(names)
        self._report.documents.append(replace(item.outcome(Outcome.KEPT), detail=detail))
        self._tell(DocumentKept(item.part.id, item.part.path, names))

    def _fail(self, item: Item, document: Document, failure: Failure, cause: str) -> None:
        try:
            entry = self._entry(document, 0.0)
            self._ledger.record_failed(entry, self._signature, failure, cause)
        except OutputError as error:
            self._halt(item, error)
            return
        self._report.documents.append(replace(item.outcome(Outcome.FAILED), detail=failure.message))
        self._tell(
            DocumentFailed(document.id, document.path, failure.stage, failure.kind, failure.message)
        )
        self._failed_fast(document.path)

    def _failed_fast(self, path: str) -> None:
        if self._options.fail_fast:
            self._stop(f"{path} failed")

    def _halt(self, item: Item, error: SvodkaError) -> None:
        self.halted = True
        self._report.documents.append(replace(item.outcome(Outcome.NOT_REACHED), detail=str(error)))
        self._stop(str(error))

    def _entry(self, document: Document, seconds: float) -> Entry:
        text = document.text or document.original
        return Entry(
            id=document.id,
            path=document.path,
            key=signature_key(document.digest, self._signature),
            input_digest=document.digest,
            signature="",
            status=Status.DONE,
            text_digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            score=document.score,
            needs_review=document.needs_review,
            seconds=seconds,
        )
