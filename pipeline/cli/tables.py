"""Results as tables for a terminal."""

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from pipeline.batch.report import RunReport

_STYLE = {"failed": "red", "kept": "yellow", "planned": "cyan", "done": "green"}


def outcome_table(report: "RunReport") -> Table:
    """What became of each document of a run."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("release", overflow="fold")
    table.add_column("outcome")
    table.add_column("why", style="dim")
    table.add_column("score", justify="right")
    table.add_column("review")
    for one in report.documents:
        scored = one.outcome.value in ("done", "up to date", "kept")
        table.add_row(
            Text(one.path),
            Text(one.outcome.value, style=_STYLE.get(one.outcome.value, "")),
            Text(one.reason.value),
            f"{one.score:.2f}" if scored else "",
            Text("yes", style="yellow") if one.needs_review else "",
        )
    return table
