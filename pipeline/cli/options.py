"""Options that several commands share, declared once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

ProfileName = Annotated[
    str,
    typer.Option(
        "--profile", "-p", help="Models and settings: compact, standard, large, or your own."
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="A file with profiles of your own.  [default: svodka.toml, if there is one]",
        show_default=False,
    ),
]


class Layout(StrEnum):
    """How results are laid out."""

    FOLDERS = "folders"
    SHARDS = "shards"
    PARQUET = "parquet"


LayoutOption = Annotated[
    Layout,
    typer.Option(help="A folder a document, or a few large files.", rich_help_panel="Batch"),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
OutputDir = Annotated[
    Path, typer.Option("--output", "-o", help="Where the results are.", file_okay=False)
]

OUTPUTS = Path("outputs")
"""Where results go, and are looked for, unless another folder is named."""


def nested(**values: Any) -> dict[str, Any]:
    """Settings as nested tables, those that are None left out.

    >>> nested(summarise__sentences=5, summarise__chars=None)
    {'summarise': {'sentences': 5}}
    """
    table: dict[str, Any] = {}
    for path, value in values.items():
        if value is None:
            continue
        *groups, key = path.split("__")
        place = table
        for group in groups:
            place = place.setdefault(group, {})
        place[key] = value
    return table
