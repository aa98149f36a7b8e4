"""What is to be done with each document of the inputs, and why.

Inputs come as sources, each a file that may hold several documents. An unchanged file is not even
opened: the ledger remembers which documents it held.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.batch.entry import Entry, Part, Stamp, Status
from pipeline.batch.items import Item, Reader, Source, documents_of
from pipeline.batch.ledger import Ledger
from pipeline.batch.options import RunOptions
from pipeline.batch.outputs import FolderState, Inspection
from pipeline.batch.report import DocumentOutcome, Outcome, Reason
from pipeline.batch.signature import canonical_json, differences, signature_key
from pipeline.batch.store import Store
from pipeline.document import Document

__all__ = ["Planner", "decide", "planned"]

RACY = 1_000_000_000
"""A file changed less than this long ago (ns) may change again without its times showing it."""


class Planner:
    """Sources to items, one at a time, so that a run begins before all inputs are looked at.

    Args:
        reader: The first stage.
        ledger: What was done before.
        store: Where it was put.
        signature: Of this run.
        options: Which documents are wanted.
    """

    def __init__(
        self,
        reader: Reader,
        ledger: Ledger,
        store: Store,
        signature: Mapping[str, Any],
        options: RunOptions,
    ) -> None:
        self.reader = reader
        self.ledger = ledger
        self.store = store
        self.signature = signature
        self.options = options
        settings = {
            name: str(value)
            for name, value in getattr(reader, "__dict__", {}).items()
            if not name.startswith("_")
        }
        self._reading = canonical_json([str(reader.name), str(reader.version), settings])
        self._differences: dict[str, str] = {}

    def items(self, sources: Iterable[Source]) -> Iterator[Item]:
        """Every document, in the order of the sources.

        Those that the options do not ask for come too, as far as a chunk of theirs has one that
        they do ask for: what is decoded together must not depend on what is asked for.
        """
        seen: dict[str, str] = {}
        asked = count = 0
        for source in sources:
            recent = self._recent(source)
            for part, document in self._parts(source):
                enough = self.options.limit is not None and asked >= self.options.limit
                if enough and count % self.options.chunk == 0:
                    return
                count += 1
                if part.id in seen:
                    detail = f"{part.path}: has the same id as {seen[part.id]}; rename one of them"
                    yield Item(part, source, Reason.CLASH, detail)
                    continue
                seen[part.id] = part.path
                if recent and not enough:
                    asked += 1
                    yield self._item(part, source, document)
                else:
                    yield Item(part, source, Reason.NOT_ASKED, document=document)

    def _recent(self, source: Source) -> bool:
        if self.options.since is None or source.location is None:
            return True
        try:
            return source.location.stat().st_mtime >= self.options.since.timestamp()
        except OSError:
            return True  # reading it says what is wrong

    def _parts(self, source: Source) -> Iterator[tuple[Part, Document | None]]:
        before = None if self.options.thorough else _stamp(source)
        if before is not None:
            known = self.ledger.source(source.path, self._reading, before)
            if known is not None:
                yield from ((part, None) for part in known)
                return
        parts: list[Part] = []
        sound = True
        for document in documents_of(self.reader, source):
            part = Part(document.id, document.path, document.digest)
            parts.append(part)
            sound = sound and document.failure is None
            yield part, document
        settled = before is not None and time.time_ns() - before.changed > RACY
        if before is not None and sound and settled and _stamp(source) == before:
            self.ledger.remember_source(source.path, self._reading, before, parts)

    def _item(self, part: Part, source: Source, document: Document | None) -> Item:
        entry = self.ledger.lookup(part.id)
        if self.options.only_failed and (entry is None or entry.status is not Status.FAILED):
            return Item(part, source, Reason.NOT_ASKED, entry=entry, document=document)
        if entry is None:
            reason = Reason.FORCED if self.options.force else Reason.NEW
            return Item(part, source, reason, document=document)
        inspection = self.store.inspect(
            part.id, entry.files, thorough=self.options.thorough or entry.status is Status.WRITING
        )
        key = signature_key(part.digest, self.signature)
        reason = decide(entry, key, part.digest, inspection, force=self.options.force)
        detail = ", ".join(inspection.names)
        if reason is Reason.SETTINGS_CHANGED:
            detail = self._what_changed(entry.signature)
        elif reason is Reason.FAILED_BEFORE:
            detail = entry.message
        elif reason is Reason.UP_TO_DATE:
            self._settle(entry, inspection)
        return Item(part, source, reason, detail, entry, document, inspection)

    def _settle(self, entry: Entry, inspection: Inspection) -> None:
        """Bring the row of a document that needs no doing up to date with what was seen."""
        if entry.status is Status.WRITING:
            self.ledger.record_done(replace(entry, files=inspection.facts), self.signature)
        elif inspection.facts != entry.files:
            self.ledger.refresh(entry.id, inspection.facts)

    def _what_changed(self, old: str) -> str:
        if old not in self._differences:
            body = self.ledger.signature(old)
            self._differences[old] = "; ".join(differences(body, self.signature))
        return self._differences[old]


def decide(
    entry: Entry, key: str, input_digest: str, inspection: Inspection, *, force: bool = False
) -> Reason:
    """Why a document that the ledger knows is done again, or is not.

    Args:
        entry: Its row.
        key: Its key under the signature of this run.
        input_digest: Its input's digest now.
        inspection: Its output as it lies there.
        force: Do it whatever the rest says.
    """
    if force:
        return Reason.FORCED
    if entry.status is Status.FAILED:
        return Reason.FAILED_BEFORE
    if entry.status is Status.WRITING:
        # Killed between the files and the row: if the files are those that were meant, only the
        # row is missing.
        lying = {name: facts.sha256 for name, facts in inspection.facts.items()}
        complete = entry.key == key and bool(lying) and lying == dict(entry.intended)
        return Reason.UP_TO_DATE if complete else Reason.INTERRUPTED
    if inspection.state is FolderState.CORRECTED:
        return Reason.CORRECTED
    if entry.key != key:
        changed = entry.input_digest != input_digest
        return Reason.INPUT_CHANGED if changed else Reason.SETTINGS_CHANGED
    return _BY_STATE[inspection.state]


_BY_STATE = {
    FolderState.INTACT: Reason.UP_TO_DATE,
    FolderState.MISSING: Reason.OUTPUT_MISSING,
    FolderState.DAMAGED: Reason.OUTPUT_DAMAGED,
}


def planned(item: Item) -> DocumentOutcome:
    """What would become of a document if everything went well."""
    if item.reason is Reason.CLASH:
        return item.outcome(Outcome.FAILED)
    if item.reason is Reason.CORRECTED:
        return _known(item, Outcome.KEPT)
    if not item.reason.to_do:
        return _known(item, Outcome.UP_TO_DATE)
    if item.document is not None and item.document.failure is not None:
        return replace(item.outcome(Outcome.FAILED), detail=item.document.failure.message)
    return item.outcome(Outcome.PLANNED)


def _known(item: Item, outcome: Outcome) -> DocumentOutcome:
    plain = item.outcome(outcome)
    if item.entry is None:
        return plain
    return replace(plain, needs_review=item.entry.needs_review, score=item.entry.score)


def _stamp(source: Source) -> Stamp | None:
    if source.location is None:
        return None
    try:
        status = source.location.stat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
