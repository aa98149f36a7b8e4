"""JSON for people: one field a line, but arrays of integers (spans, replacements) on one line.

`json.dumps` lays everything out or nothing, and lays out in Python code that takes several times
as long as this.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["indented"]

_LEAF = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def indented(value: Any) -> str:
    """`value` as JSON, indented by one space a level; the keys of tables are strings.

    Raises:
        ValueError: If a number is not finite.
        TypeError: If something is not JSON.
    """
    pieces: list[str] = []
    _write(value, "\n", pieces.append)
    return "".join(pieces)


def _write(value: Any, line: str, put: Callable[[str], None]) -> None:
    """Put out a value in pieces; `line` is a line feed and the value's own indentation."""
    inner = line + " "
    if isinstance(value, dict) and value:
        opening = "{"
        for key, item in value.items():
            put(f"{opening}{inner}{_LEAF.encode(key)}: ")
            _write(item, inner, put)
            opening = ","
        put(line + "}")
    elif isinstance(value, (list, tuple)) and value and not _all_integers(value):
        opening = "["
        for item in value:
            put(opening + inner)
            _write(item, inner, put)
            opening = ","
        put(line + "]")
    else:
        put(_LEAF.encode(value))


def _all_integers(values: Sequence[Any]) -> bool:
    return all(type(value) is int for value in values)
