"""`svodka run`: the main job."""

from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import ConfigFile, Json, Layout, LayoutOption, ProfileName, nested
from pipeline.cli.running import carry_out

if TYPE_CHECKING:
    from pipeline.batch.events import Listener
    from pipeline.batch.runner import Runner


class EngineName(StrEnum):
    """Engines that can be asked for."""

    AUTO = "auto"
    CTRANSLATE2 = "ctranslate2"
    TORCH = "torch"
    RAY = "ray"


def run(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders or globs; - reads a release from standard input.  [default: inputs]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", help="Where the results go; with --engine ray also a URL (s3://...)."
        ),
    ] = "outputs",
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    sentences: Annotated[
        int | None, typer.Option(min=1, help="Sentences in the brief.", rich_help_panel="Length")
    ] = None,
    chars: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Most characters of the Russian summary; stands before --sentences.",
            rich_help_panel="Length",
        ),
    ] = None,
    ratio: Annotated[
        float | None,
        typer.Option(
            min=0.01,
            max=1.0,
            help="Share of the sentences; used where neither of the others is given.",
            rich_help_panel="Length",
        ),
    ] = None,
    compress: Annotated[
        bool | None,
        typer.Option(
            "--compress/--no-compress",
            help="Leave out asides and attributions (recorded).",
            rich_help_panel="Text",
            show_default=False,
        ),
    ] = None,
    faithful: Annotated[
        bool | None,
        typer.Option(
            "--faithful/--no-faithful",
            help="Abstractive models: put the source sentence in place of one that it does not bear out.",
            rich_help_panel="Text",
            show_default=False,
        ),
    ] = None,
    glossary: Annotated[
        Path | None,
        typer.Option(help="Your terms (TSV), over the built-in ones.", rich_help_panel="Text"),
    ] = None,
    repair: Annotated[
        bool | None,
        typer.Option(
            "--repair/--no-repair",
            help="Decode again what the audit finds wrong.",
            rich_help_panel="Text",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        EngineName | None,
        typer.Option(
            help="What runs the models; ray decodes on a cluster.",
            rich_help_panel="Machine",
            show_default=False,
        ),
    ] = None,
    device: Annotated[
        str | None, typer.Option(help="cpu or cuda.", rich_help_panel="Machine", show_default=False)
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(
            min=0, help="0 takes every core.", rich_help_panel="Machine", show_default=False
        ),
    ] = None,
    address: Annotated[
        str,
        typer.Option(
            help="Of a Ray cluster: local, auto, or host:port.", rich_help_panel="Machine"
        ),
    ] = "local",
    workers: Annotated[int, typer.Option(min=1, help="Ray actors.", rich_help_panel="Machine")] = 2,
    state: Annotated[
        Path | None,
        typer.Option(
            help="Where ledger and lock lie, if the output is a URL.", rich_help_panel="Machine"
        ),
    ] = None,
    layout: LayoutOption = Layout.FOLDERS,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Only the first so many documents (their chunk is decoded whole).",
            rich_help_panel="Batch",
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            help="Only inputs changed since then (their chunks are decoded whole).",
            rich_help_panel="Batch",
        ),
    ] = None,
    deadline: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            help="Seconds that a stage may take for one document; one that takes longer fails.",
            rich_help_panel="Batch",
        ),
    ] = None,
    chunk: Annotated[
        int,
        typer.Option(
            min=1, max=4096, help="Documents that are decoded together.", rich_help_panel="Batch"
        ),
    ] = 32,
    text_column: Annotated[
        str,
        typer.Option(help="The column of tables that holds the releases.", rich_help_panel="Batch"),
    ] = "text",
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Do everything again; take what is not Russian; overwrite corrections.",
            rich_help_panel="Batch",
        ),
    ] = False,
    fail_fast: Annotated[
        bool,
        typer.Option(
            "--fail-fast", help="Stop at the first document that fails.", rich_help_panel="Batch"
        ),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Exit with 5 where a document needs review, and list them.",
            rich_help_panel="Batch",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Say what would be done, and why; write nothing.",
            rich_help_panel="Batch",
        ),
    ] = False,
    json: Json = False,
    events: Annotated[
        bool, typer.Option("--events", help="What happens, as JSON lines on standard error.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no table.")] = False,
) -> None:
    """Brief every release among the inputs.

    For each one a folder appears below the output folder: the brief as JSON, line-aligned Russian
    and English summaries, a TMX and a report; index.html leads to them. Done documents are not
    done again until their text, the settings or the models change.

        svodka run inputs/
        svodka run "archive/*.txt" -o briefs --sentences 5 --strict
        cat release.txt | svodka run - -o briefs
    """  # fmt: skip
    from pipeline.batch.open import open_plan, open_run, store_for
    from pipeline.batch.options import RunOptions
    from pipeline.config import RunSettings, load_profile, with_changes
    from pipeline.facade import Pipeline
    from pipeline.stages.read import discover

    changes = nested(
        summarise__sentences=sentences,
        summarise__chars=chars,
        summarise__ratio=ratio,
        summarise__compress=compress,
        summarise__faithful=faithful,
        audit__repair=repair,
        glossary=None if glossary is None else str(glossary),
        engine__engine=None if engine in (None, EngineName.RAY) else engine.value,
        engine__device=device,
        engine__threads=threads,
    )
    settings = RunSettings(
        chunk=chunk, limit=limit, force=force, fail_fast=fail_fast, text_column=text_column
    )
    pipeline = Pipeline(with_changes(load_profile(profile, config), changes), run=settings)
    sources = discover([Path(one) for one in inputs or ["inputs"]])
    options = RunOptions.of(settings, since=since, deadline=deadline)

    def opened(tell: "Listener") -> "AbstractContextManager[Runner]":
        on_cluster = engine is EngineName.RAY
        store = None if on_cluster else store_for(Path(output), layout.value, force=force)
        if dry_run:
            return open_plan(pipeline, Path(output), options, store=store)
        if on_cluster:
            from pipeline.batch.cluster import open_cluster_run

            return open_cluster_run(
                pipeline,
                output,
                options,
                state=state,
                events=tell,
                address=address,
                workers=workers,
            )
        return open_run(pipeline, Path(output), options, store=store, events=tell)

    carry_out(
        opened, sources, dry_run=dry_run, strict=strict, json=json, events=events, quiet=quiet
    )


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(rich_help_panel="Briefs")(run)
