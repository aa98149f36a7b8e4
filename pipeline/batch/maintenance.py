"""Looking after an output folder: how things stand, and taking away what has no input any more."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.batch.entry import Entry
from pipeline.batch.finishing import close_run
from pipeline.batch.items import Source
from pipeline.batch.ledger import LEDGER_NAME, Ledger
from pipeline.batch.outputs import FolderState
from pipeline.batch.report import Outcome, RunReport
from pipeline.batch.runner import Runner
from pipeline.errors import ConfigError

__all__ = ["PruneReport", "prune", "status"]


@dataclass(slots=True)
class PruneReport:
    """What was taken away, by the paths of the inputs that are gone.

    `kept` names those whose output a person has corrected: they stay, and stay in the ledger.
    """

    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for `--json`."""
        return asdict(self)


def status(output: Path) -> dict[str, Any]:
    """How an output folder stands: counts, the failures with their reasons, duplicates.

    Takes no lock, and may be asked while a run goes on.

    Raises:
        OutputError: If there is no ledger, or it cannot be read.
    """
    with Ledger(output / LEDGER_NAME, read_only=True) as ledger:
        return {
            "output": str(output),
            **asdict(ledger.summary()),
            "failures": [
                {
                    "path": entry.path,
                    "stage": entry.stage,
                    "kind": entry.kind,
                    "message": entry.message,
                }
                for entry in ledger.failed()
            ],
            "duplicates": ledger.duplicates(),
        }


def prune(runner: Runner, sources: Sequence[Source], *, dry_run: bool = False) -> PruneReport:
    """Forget documents that no input holds any more, and take their results away.

    Documents of an input that cannot be read now are left as they are.

    Args:
        runner: An open runner; with `force` among its options corrected outputs go too.
        sources: All inputs that are to stay.
        dry_run: Only say what would be taken away.

    Raises:
        ConfigError: If the runner is limited to some of the inputs.
    """
    options = runner.options
    if options.limit is not None or options.since is not None or options.only_failed:
        raise ConfigError(
            "pruning takes all inputs into account", remedy="leave out --limit and --since"
        )
    plan = runner.plan(sources)
    present = {document.id for document in plan.documents}
    unreadable = [one.path for one in plan.of(Outcome.FAILED)]
    report = PruneReport(dry_run=dry_run)
    gone: list[Entry] = []
    for entry in runner.ledger.entries():
        if entry.id in present or any(_held_by(entry.path, path) for path in unreadable):
            continue
        state = runner.store.inspect(entry.id, entry.files).state
        if state is FolderState.CORRECTED and not options.force:
            report.kept.append(entry.path)
        else:
            report.removed.append(entry.path)
            gone.append(entry)
    if gone and not dry_run:
        for entry in gone:
            runner.store.remove(entry.id)
        runner.ledger.prune(entry.id for entry in gone)
        close_run(runner.store, runner.ledger, RunReport(runner.store.place))
    return report


def _held_by(path: str, file: str) -> bool:
    """Whether a document's path says that it is of that file."""
    return path == file or path.startswith(f"{file}#")
