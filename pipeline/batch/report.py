"""What became of every document of a run."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["DocumentOutcome", "Outcome", "Reason", "RunReport"]


class Reason(StrEnum):
    """Why a document is done, or is not."""

    NEW = "new"
    INPUT_CHANGED = "changed input"
    SETTINGS_CHANGED = "changed settings"
    OUTPUT_MISSING = "missing output"
    OUTPUT_DAMAGED = "damaged output"
    FAILED_BEFORE = "failed before"
    INTERRUPTED = "interrupted before"
    FORCED = "forced"
    UP_TO_DATE = "up to date"
    CORRECTED = "corrected by hand"
    NOT_ASKED = "not asked for"
    CLASH = "same id as another input"

    @property
    def to_do(self) -> bool:
        """Whether a document is done for this reason."""
        return self not in _LEFT_ALONE


_LEFT_ALONE = {Reason.UP_TO_DATE, Reason.CORRECTED, Reason.NOT_ASKED, Reason.CLASH}


class Outcome(StrEnum):
    """What became of a document in this run; `PLANNED` only where nothing was to be written."""

    DONE = "done"
    UP_TO_DATE = "up to date"
    KEPT = "kept"
    FAILED = "failed"
    NOT_REACHED = "not reached"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """One document: what became of it and why.

    `detail` names what changed (settings), which files (kept, damaged) or the fault (failed).
    """

    id: str
    path: str
    outcome: Outcome
    reason: Reason
    detail: str = ""
    needs_review: bool = False
    score: float = 1.0


@dataclass(slots=True)
class RunReport:
    """A run in figures, and document by document.

    `stopped` says that documents were left for another run, and `stop_reason` why; running the
    same command again goes on where this one stopped.
    """

    output: str
    documents: list[DocumentOutcome] = field(default_factory=list)
    duplicates: list[list[str]] = field(default_factory=list)
    seconds: float = 0.0
    stopped: bool = False
    stop_reason: str = ""
    interrupted: bool = False
    dry_run: bool = False

    def of(self, outcome: Outcome) -> list[DocumentOutcome]:
        """The documents with that outcome, in the order of the inputs."""
        return [document for document in self.documents if document.outcome is outcome]

    def count(self, outcome: Outcome) -> int:
        """How many documents have that outcome."""
        return sum(document.outcome is outcome for document in self.documents)

    @property
    def needs_review(self) -> list[str]:
        """The paths of finished documents that a person should look at."""
        return [document.path for document in self.documents if document.needs_review]

    def exit_code(self, *, strict: bool = False) -> int:
        """What the command line ends with: 0, 3 (failures), 5 (review, if strict) or 130."""
        if self.interrupted:
            return 130
        if self.count(Outcome.FAILED) or self.stopped:
            return 3
        return 5 if strict and self.needs_review else 0

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for `--json`."""
        return {
            "output": self.output,
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "stop_reason": self.stop_reason,
            "seconds": round(self.seconds, 3),
            "counts": {outcome.name.lower(): self.count(outcome) for outcome in Outcome},
            "needs_review": self.needs_review,
            "duplicates": self.duplicates,
            "documents": [
                {
                    "id": one.id,
                    "path": one.path,
                    "outcome": one.outcome.value,
                    "reason": one.reason.value,
                    "detail": one.detail,
                    "needs_review": one.needs_review,
                    "score": one.score,
                }
                for one in self.documents
            ],
        }
