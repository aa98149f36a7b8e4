"""The commands put together, and what the process's exit code means."""

import sys
from typing import Annotated

import typer

from pipeline.cli.console import OUT, say
from pipeline.errors import SvodkaError

EXIT_CODES = """
Exit codes: 0 done · 1 a bug · 2 usage or configuration · 3 some documents failed · 4 no input ·
5 needs review (with --strict) · 6 model missing or broken · 7 output folder locked · 130 stopped.
"""

app = typer.Typer(
    name="svodka",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)


def _version(wanted: bool) -> None:
    if wanted:
        from pipeline.version import __version__

        OUT.print(f"svodka {__version__}")
        raise typer.Exit


@app.callback()
def svodka(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn Russian press releases into short English briefs, every line aligned with its source.

    Start with [bold]svodka run inputs/[/bold], then open [bold]outputs/index.html[/bold].
    """


def _register() -> None:
    from pipeline.cli import audit, evaluate, glossary, hub, inspect, ledger, run, serve

    for module in (run, inspect, serve, ledger, audit, glossary, hub, evaluate):
        module.register(app)


_register()


def main() -> None:
    """Run the command line and leave with the exit code that says how it went."""
    try:
        app(standalone_mode=True)
    except SvodkaError as error:
        say(f"svodka: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        say("svodka: stopped; the same command goes on from here")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away (`svodka … | head`): not an error of ours.
        sys.stderr.close()
        sys.exit(0)
