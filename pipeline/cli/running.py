"""What `svodka run` and `svodka retry` share: carrying a run out, and showing what came of it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from pipeline.cli.console import OUT, print_json, say

if TYPE_CHECKING:
    from pipeline.batch.events import Listener
    from pipeline.batch.report import RunReport
    from pipeline.batch.runner import Runner


def carry_out(
    opened: "Callable[[Listener], AbstractContextManager[Runner]]",
    sources: Sequence[Any],
    *,
    dry_run: bool = False,
    strict: bool = False,
    json: bool = False,
    events: bool = False,
    quiet: bool = False,
) -> NoReturn:
    """Run, or plan, with the runner that `opened` gives for a listener; show it and exit."""
    from pipeline.cli.progress import listener

    with ExitStack() as stack:
        tell = stack.enter_context(listener(as_json=events, quiet=quiet or json))
        runner = stack.enter_context(opened(tell))
        report = runner.plan(sources) if dry_run else runner.run(sources)
    if json:
        print_json(report.as_dict())
    elif not quiet:
        _show(report, strict=strict)
    raise typer.Exit(report.exit_code(strict=strict))


def _show(report: "RunReport", *, strict: bool) -> None:
    from pipeline.batch.report import Outcome
    from pipeline.cli.tables import outcome_table

    OUT.print(outcome_table(report))
    done, failed = report.count(Outcome.DONE), report.count(Outcome.FAILED)
    line = f"{done} done, {report.count(Outcome.UP_TO_DATE)} up to date, {failed} failed"
    if report.dry_run:
        line = f"{report.count(Outcome.PLANNED)} would be done; nothing was written"
    say(f"{line}; {report.seconds:.1f} s")
    if not report.dry_run:
        say(f"open {Path(report.output) / 'index.html'}")
    if report.stopped:
        say(f"stopped: {report.stop_reason}; the same command goes on from here")
    if strict and report.needs_review:
        say("needs review: " + ", ".join(report.needs_review))
