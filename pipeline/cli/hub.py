"""`svodka models list|fetch|convert|verify|path`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from pipeline.cli.console import LOG, OUT, print_json, say
from pipeline.cli.options import ConfigFile, Json

models = typer.Typer(no_args_is_help=True, help="The models: what is here, fetching, checking.")
Name = Annotated[str, typer.Argument(help="A model of `svodka models list`, or a folder.")]


@models.command(name="list")
def list_(json: Json = False) -> None:
    """List the models that the profiles name, and what is here of them."""
    from pipeline.hub.listing import list_models

    listed = list_models()
    if json:
        rows = [
            {
                "name": one.card.name,
                "task": one.card.task,
                "licence": one.card.licence,
                "path": str(one.path or ""),
                "place": one.place,
                "bytes": one.size,
                "revision": one.commit or one.card.revision,
                "needs_conversion": one.needs_conversion,
            }
            for one in listed
        ]
        print_json(rows)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("model", "task", "licence", "here", "size"):
        table.add_column(heading)
    for one in listed:
        here = one.place + (", to be converted" if one.needs_conversion else "") or "no"
        size = f"{one.size / 1e6:.0f} MB" if one.path else ""
        table.add_row(Text(one.card.name), one.card.task, Text(one.card.licence), Text(here), size)
    OUT.print(table)


@models.command()
def fetch(
    name: Annotated[
        str, typer.Argument(help="A profile (standard, large), or a model as owner/name.")
    ],
    config: ConfigFile = None,
    force: Annotated[bool, typer.Option("--force", help="Fetch again what is here.")] = False,
    convert: Annotated[
        bool,
        typer.Option("--convert/--no-convert", help="Make safetensors of pickled weights at once."),
    ] = True,
) -> None:
    """Fetch a profile's models: pinned, checked, resumable.

    Weights that come as a pickle are not loaded; they are made safetensors in a process of their
    own that reads tensors only.
    """
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as Bars

    from pipeline.hub.convert import convert_weights
    from pipeline.hub.fetch import Progress
    from pipeline.hub.fetch import fetch as fetch_model
    from pipeline.hub.registry import models_of

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    for model in models_of(name, config):
        with Bars(*columns, console=LOG, transient=True) as bars:
            task = bars.add_task(model)

            def show(progress: Progress, bars: Bars = bars, task: object = task) -> None:
                bars.update(task, completed=progress.all_done, total=progress.all_size)  # type: ignore[arg-type]

            fetched = fetch_model(model, force=force, progress=show)
        say(f"{model}: {fetched.commit or 'here'} ({fetched.licence or 'no licence named'})")
        if fetched.needs_conversion and convert:
            converted = convert_weights(fetched.path)
            say(f"{model}: weights made safetensors ({converted.tensors} tensors)")
        elif fetched.needs_conversion:
            say(f"{model}: has pickled weights; run `svodka models convert {model}`")


@models.command()
def convert(
    name: Name,
    remove: Annotated[bool, typer.Option("--remove", help="Delete the pickle afterwards.")] = False,
) -> None:
    """Make safetensors of a model's pickled weights, without running what the pickle may hold."""
    from pipeline.hub.convert import convert_weights
    from pipeline.hub.resolve import find

    converted = convert_weights(find(name), remove=remove)
    say(f"{name}: {'had safetensors already' if converted.already else 'made safetensors'}")


@models.command()
def verify(
    name: Annotated[str, typer.Argument(help="A model, a profile, or a folder.")] = "compact",
    config: ConfigFile = None,
    json: Json = False,
) -> None:
    """Hash every file, compare shapes, and try a sentence; exit with 6 where anything is wrong."""
    from dataclasses import asdict

    from pipeline.hub.registry import models_of
    from pipeline.hub.verify import verify as verify_model

    names = [name] if Path(name).is_dir() else models_of(name, config)
    results = [(model, verify_model(model)) for model in names]
    if json:
        print_json({model: [asdict(check) for check in found.checks] for model, found in results})
    else:
        for model, found in results:
            table = Table(box=None, pad_edge=False, show_header=False, title=Text(model))
            for check in found.checks:
                mark = {True: "ok", False: "bad", None: "-"}[check.ok]
                table.add_row(mark, Text(check.what), Text(check.message))
            OUT.print(table)
    if not all(found.ok for _, found in results):
        raise typer.Exit(6)


@models.command()
def path(name: Name) -> None:
    """Print where a model lies."""
    from pipeline.hub.resolve import find

    OUT.print(str(find(name)), markup=False)


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    app.add_typer(models, name="models", rich_help_panel="Upkeep")
