"""`svodka serve` and `svodka export`: results for people and other tools."""

import os
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import OUT, say
from pipeline.cli.options import ConfigFile, ProfileName


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 8765,
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    max_bytes: Annotated[int, typer.Option(min=1, help="Longest request.")] = 1024 * 1024,
    per_minute: Annotated[int, typer.Option(min=1, help="Releases a minute.")] = 30,
    deadline: Annotated[float, typer.Option(min=1, help="Seconds for one release.")] = 120.0,
) -> None:
    """Serve a page on 127.0.0.1: paste or drop a release, watch the brief, download it.

    Set SVODKA_TOKEN to ask for a token. Needs the extra: pip install "svodka[serve]".
    """
    from pipeline.errors import ConfigError
    from pipeline.facade import Pipeline

    try:
        import uvicorn

        from pipeline.serving.app import Limits, create_app
    except ImportError as error:
        raise ConfigError(
            f"the page needs {error.name}, which is not installed",
            remedy='run: pip install "svodka[serve]"',
        ) from error
    limits = Limits(max_bytes=max_bytes, per_minute=per_minute, deadline=deadline)
    app = create_app(
        Pipeline.from_profile(profile, config=config),
        token=os.environ.get("SVODKA_TOKEN", ""),
        limits=limits,
    )
    say(f"http://127.0.0.1:{port}/ (Ctrl-C ends it)")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", server_header=False)


def export(
    run: Annotated[Path, typer.Argument(help="The output folder of a run, or of one document.")],
    format: Annotated[str, typer.Option("--format", "-f", help="See --list.")] = "",
    target: Annotated[Path | None, typer.Option("--to", help="The file to write.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
) -> None:
    """Write a run's briefs in another format, from their brief.json alone.

    svodka export outputs --format docx --to briefs.docx
    """
    from pipeline.formats.export import export as write
    from pipeline.formats.export import format_named, known_formats

    if list_:
        for one in map(format_named, known_formats()):
            OUT.print(
                f"{one.name:<12} {', '.join(one.suffixes):<18} {one.description}", markup=False
            )
        return
    suffixes = format_named(format).suffixes
    name = f"{run.resolve().name}{suffixes[0] if len(suffixes) == 1 else ''}"
    for path in write(run, format, target or Path(name)):
        say(f"wrote {path}")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(rich_help_panel="Briefs")(export)
    app.command(rich_help_panel="Briefs")(serve)
