"""Stages, formats and readers that other packages bring.

A package names what it brings in its `pyproject.toml`, as an entry point
(https://packaging.python.org/en/latest/specifications/entry-points/) in one of three groups:

- `svodka.stages`: a class or function that, called without arguments, gives a `stages.base.Stage`;
  a profile puts it in its place with `replace` or `after`;
- `svodka.formats`: a `formats.export.Format`, for `svodka export` and the page of `svodka serve`;
- `svodka.readers`: a `reading.release.Reader`; the entry point's name is the suffix, without dot.

Nothing is imported until it is asked for by its name. What Svodka itself brings wins a name.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pipeline.errors import ConfigError

__all__ = ["FORMATS", "READERS", "STAGES", "load", "names"]

STAGES = "svodka.stages"
FORMATS = "svodka.formats"
READERS = "svodka.readers"


def names(group: str) -> tuple[str, ...]:
    """What installed packages bring in a group, sorted."""
    return tuple(sorted(_installed(group)))


def load(group: str, name: str, kind: type) -> Any:
    """What a package brings under that name: an object of `kind`.

    Args:
        group: `STAGES`, `FORMATS` or `READERS`.
        name: Of the entry point.
        kind: The class or protocol that the object must be of.

    Raises:
        ConfigError: If there is none of that name, it cannot be imported, or it is something else.
    """
    entry = _installed(group).get(name)
    if entry is None:
        known = ", ".join(names(group)) or "none is installed"
        raise ConfigError(
            f"no plug-in {name!r} in {group}",
            remedy=f"install the package that brings it (there are: {known})",
        )
    try:
        found = entry.load()
    except Exception as error:  # whatever a foreign module does when it is imported
        raise ConfigError(
            f"plug-in {name!r} cannot be loaded ({type(error).__name__}: {error})",
            where=entry.value,
            remedy="put its package right, or take it out",
        ) from error
    if group == STAGES and callable(found):
        found = found()
    if not isinstance(found, kind):
        raise ConfigError(
            f"plug-in {name!r} is no {kind.__name__}",
            where=entry.value,
            remedy=f"see {kind.__module__}.{kind.__name__}",
        )
    return found


@cache
def _installed(group: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=group)}
