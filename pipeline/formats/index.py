"""`index.html`: all documents of a run in one table, those that need a person first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import quote

from pipeline.document import Document, Severity
from pipeline.formats.pages import render
from pipeline.formats.plots import Histogram
from pipeline.formats.units import State, units

__all__ = ["FailedInput", "IndexRow", "index_html"]


@dataclass(frozen=True, slots=True)
class FailedInput:
    """An input that gave no brief: its path, and where and why it was given up."""

    path: str
    stage: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the index shows of a document; `seconds` is None where no time was taken."""

    id: str
    path: str
    title: str
    title_russian: str
    date: str
    score: float
    needs_review: bool
    errors: int
    warnings: int
    notes: int
    lines: int
    failed_lines: int
    seconds: float | None = None

    @classmethod
    def of(cls, document: Document, seconds: float | None = None) -> "IndexRow":
        """The row of a document: small, so that those of a large run fit in memory."""
        severities = [finding.severity for finding in document.findings]
        summary = [unit for unit in units(document) if unit.number]
        # The title stands for the document; without one, its first line does.
        named = document.title or next(iter(document.segments), None)
        return cls(
            id=document.id,
            path=document.path,
            title=named.english if named else "",
            title_russian=named.text if named else "",
            date=document.date,
            score=document.score,
            needs_review=document.needs_review,
            errors=severities.count(Severity.ERROR),
            warnings=severities.count(Severity.WARNING),
            notes=severities.count(Severity.NOTE),
            lines=len(summary),
            failed_lines=sum(unit.state is State.FAILED for unit in summary),
            seconds=seconds,
        )

    @property
    def href(self) -> str:
        """The report, relative to the index."""
        return f"{quote(self.id)}/report.html"


def index_html(rows: Iterable[IndexRow], failures: Sequence[FailedInput] = ()) -> str:
    """The page of a run.

    Args:
        rows: The finished documents, in any order; those that need review come first, worst first.
        failures: The inputs that gave no brief, in the order to list them in.
    """
    ordered = sorted(rows, key=lambda row: (not row.needs_review, row.score, row.path, row.id))
    scores = [row.score for row in ordered]
    times = [row.seconds for row in ordered if row.seconds is not None]
    return render(
        "index",
        rows=ordered,
        failures=failures,
        review=sum(row.needs_review for row in ordered),
        scores=Histogram.of(scores, 0.0, 1.0) if scores else None,
        times=Histogram.of(times, 0.0, max(times)) if times else None,
        median=median,
        score_values=scores,
        time_values=times,
    )
