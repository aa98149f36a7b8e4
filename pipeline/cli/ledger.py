"""`svodka status`, `retry`, `prune` and `watch`: living with an output folder."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from pipeline.cli.console import OUT, print_json, say
from pipeline.cli.options import (
    OUTPUTS,
    ConfigFile,
    Json,
    Layout,
    LayoutOption,
    OutputDir,
    ProfileName,
)
from pipeline.cli.running import carry_out

Inputs = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders or globs.  [default: inputs]", show_default=False),
]


def status(output: OutputDir = OUTPUTS, json: Json = False) -> None:
    """Say how an output folder stands: done, failed and why, duplicates. Runs may be going on."""
    from pipeline.batch.maintenance import status as state_of

    state = state_of(output)
    if json:
        print_json(state)
        return
    counts = ("done", "failed", "interrupted", "needs_review")
    say(f"{output}: " + ", ".join(f"{state[key]} {key.replace('_', ' ')}" for key in counts))
    OUT.print(_failures(state["failures"]))
    for group in state["duplicates"]:
        say("the same text: " + ", ".join(group))


def retry(
    inputs: Inputs = None,
    output: OutputDir = OUTPUTS,
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    layout: LayoutOption = Layout.FOLDERS,
    json: Json = False,
) -> None:
    """Do again the documents that failed before, and only those."""
    from pipeline.batch.open import open_run, store_for
    from pipeline.batch.options import RunOptions
    from pipeline.facade import Pipeline
    from pipeline.stages.read import discover

    pipeline = Pipeline.from_profile(profile, config=config)
    options = RunOptions.of(pipeline.run_settings, only_failed=True)
    store = store_for(output, layout.value)
    carry_out(
        lambda tell: open_run(pipeline, output, options, store=store, events=tell),
        discover(_paths(inputs)),
        json=json,
    )


def prune(
    inputs: Inputs = None,
    output: OutputDir = OUTPUTS,
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    force: Annotated[
        bool, typer.Option("--force", help="Take away corrected results too.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be taken away.")
    ] = False,
    json: Json = False,
) -> None:
    """Take away the results of releases that are no longer among the inputs."""
    from pipeline.batch.maintenance import prune as take_away
    from pipeline.batch.open import open_run
    from pipeline.batch.options import RunOptions
    from pipeline.facade import Pipeline
    from pipeline.stages.read import discover

    pipeline = Pipeline.from_profile(profile, config=config)
    options = RunOptions.of(pipeline.run_settings, force=force)
    with open_run(pipeline, output, options) as runner:
        report = take_away(runner, discover(_paths(inputs)), dry_run=dry_run)
    if json:
        print_json(report.as_dict())
        return
    for path in report.removed:
        say(f"{'would remove' if dry_run else 'removed'}: {path}")
    for path in report.kept:
        say(f"kept, as it was corrected by hand: {path}")
    say(f"{len(report.removed)} removed, {len(report.kept)} kept")


def upgrade(
    output: OutputDir = OUTPUTS,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    json: Json = False,
) -> None:
    """Bring the results of an older version to the present form; nothing is decoded again."""
    from pipeline.batch.upgrade import upgrade as bring_up

    report = bring_up(output, dry_run=dry_run)
    if json:
        print_json(report.as_dict())
        return
    for name in ("upgraded", "current", "kept", "left"):
        say(f"{len(getattr(report, name))} {name}")


def watch(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders to watch.  [default: inputs]", show_default=False),
    ] = None,
    output: OutputDir = OUTPUTS,
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    settle: Annotated[
        float, typer.Option(min=0.1, help="Seconds for which a file must not have changed.")
    ] = 1.0,
    events: Annotated[
        bool, typer.Option("--events", help="What happens, as JSON lines on standard error.")
    ] = False,
) -> None:
    """Brief everything, then each new or changed release as it comes; Ctrl-C ends it."""
    from pipeline.batch.open import open_run
    from pipeline.batch.watch import watch as reports_of
    from pipeline.cli.progress import listener
    from pipeline.facade import Pipeline

    pipeline = Pipeline.from_profile(profile, config=config)
    with (
        listener(as_json=events, quiet=True) as tell,
        open_run(pipeline, output, events=tell) as runner,
    ):
        for report in reports_of(runner, folders or [Path("inputs")], settle=settle):
            if not events:
                for one in report.documents:
                    say(f"{one.outcome.value}: {one.path}")


def _paths(inputs: list[str] | None) -> list[Path]:
    return [Path(one) for one in inputs or ["inputs"]]


def _failures(failures: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for one in failures:
        table.add_row(Text("failed", style="red"), Text(one["stage"]), Text(one["message"]))
    return table


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (watch, status, retry, prune, upgrade):
        app.command(rich_help_panel="Batches")(command)
