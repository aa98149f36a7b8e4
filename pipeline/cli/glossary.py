"""`svodka glossary check|explain`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import OUT, print_json, say
from pipeline.cli.options import Json

glossary = typer.Typer(
    no_args_is_help=True, help="Check a glossary, or see which terms a text holds."
)
Own = Annotated[
    Path | None, typer.Option("--glossary", "-g", help="Your terms (TSV), over the built-in ones.")
]


@glossary.command()
def check(
    file: Annotated[
        Path, typer.Argument(help="Russian TAB English [TAB note [TAB kind]], a term a line.")
    ],
) -> None:
    """Check a glossary file; every wrong line is named with its number."""
    from pipeline.language.glossary_file import read_terms

    say(f"{file}: {len(read_terms(file))} terms, all well")


@glossary.command()
def explain(
    text: Annotated[str, typer.Argument(help="A Russian sentence.")],
    own: Own = None,
    json: Json = False,
) -> None:
    """Show the terms that a sentence holds, and what it becomes with their English put in."""
    from rich.table import Table
    from rich.text import Text

    from pipeline.language.glossary import Glossary

    terms = Glossary.load(own) if own else Glossary.builtin()
    found = terms.explain(text)
    inlined, _ = terms.inline(text, [one.match for one in found])
    if json:
        print_json({"terms": [asdict(one.match) for one in found], "inlined": inlined})
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("in the text", "term", "English", "kind", "source"):
        table.add_column(heading)
    for one in found:
        match = one.match
        row = (match.text, match.term.russian, match.english, match.term.kind, match.term.note)
        table.add_row(*map(Text, row))
    OUT.print(table)
    OUT.print(inlined, markup=False)


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    app.add_typer(glossary, name="glossary", rich_help_panel="Checking")
