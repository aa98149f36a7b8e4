"""The files of the whole run: what failed, the corpus and the index, made when documents are done."""

from pipeline.batch.entry import Status
from pipeline.batch.ledger import Ledger
from pipeline.batch.outputs import files_digest
from pipeline.batch.quarantine import QUARANTINE_NAME, quarantine
from pipeline.batch.report import Outcome, RunReport
from pipeline.batch.store import Store

__all__ = ["close_run"]


def close_run(store: Store, ledger: Ledger, report: RunReport) -> None:
    """Bring the files of the whole run up to date: failures, corpus, index.

    They are made again only if a document's results, a failure or a correction has changed.

    Raises:
        OutputError: If they cannot be written.
    """
    done, failed = list(ledger.entries(Status.DONE)), ledger.failed()
    kept = {one.id: one.detail for one in report.of(Outcome.KEPT)}
    state = files_digest(
        {entry.id: f"{entry.output_digest} {entry.path}" for entry in done}
        | {f"{entry.id} failed": entry.message for entry in failed}
        | {f"{id} kept": detail for id, detail in kept.items()}
    )
    if state != ledger.fact("finished") or not store.is_finished():
        store.put_file(QUARANTINE_NAME, quarantine(failed))
        store.finish(done, failed)
        ledger.set_fact("finished", state)
    report.duplicates = ledger.duplicates()
