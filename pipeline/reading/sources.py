"""What the user names on the command line, as an ordered list of inputs."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError, NoInputError
from pipeline.reading.registry import suffix_of, suffixes

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file, or standard input (`location` None).

    `path` is its name relative to the input folder, with forward slashes. `problem` says why an
    input that was found cannot be taken; it becomes a failed document, so that nothing that a
    user put into a folder is left out in silence.
    """

    path: str
    location: Path | None
    problem: InputError | None = None


def discover(paths: Iterable[str | Path], *, root: Path | None = None) -> list[Source]:
    """The inputs that `paths` name, each once, in the order given and sorted within a folder.

    Args:
        paths: Files, folders (searched to any depth; hidden files are passed over), glob patterns,
            or `-` for standard input.
        root: The folder that names are relative to, and that no input may lie outside of. By
            default a folder given alone, or the closest folder that holds all inputs given; a
            link inside a folder may not lead out of that folder.

    Raises:
        NoInputError: If nothing is found at all.
    """
    names = [str(path) for path in paths]
    expanded = [name for given in names for name in _expand(given)]
    base = root if root is not None else _common_folder(expanded)
    sources: list[Source] = []
    seen: set[str] = set()
    for name in expanded:
        for source in _sources(name, base, strict=root is not None):
            key = source.path if source.location is None else str(source.location)
            if key not in seen:
                seen.add(key)
                sources.append(source)
    if not sources or all(_missing(source) for source in sources):
        raise NoInputError(
            "no press release found",
            where=", ".join(names),
            remedy="name files or folders with " + ", ".join(sorted(suffixes())),
        )
    return sources


def _missing(source: Source) -> bool:
    return source.problem is not None and source.problem.what == _NOT_THERE


_NOT_THERE = "does not exist"
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
"""Files that a system puts into folders by itself, as `~$name.docx` is put there by Word."""


def _expand(name: str) -> list[str]:
    """The paths a pattern stands for; a name without wildcards, or of a real file, is itself."""
    if name == STDIN or not glob.has_magic(name) or Path(name).exists():
        return [name]
    return sorted(glob.glob(name, recursive=True)) or [name]  # noqa: PTH207 (absolute patterns)


def _common_folder(names: list[str]) -> Path:
    folders = [
        path if path.is_dir() else path.parent
        for path in (Path(name).absolute() for name in names if name != STDIN)
    ]
    if not folders:
        return Path.cwd()
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return folders[0]


def _sources(name: str, base: Path, *, strict: bool) -> Iterator[Source]:
    if name == STDIN:
        yield Source("stdin", None)
        return
    path = Path(name)
    relative = _relative(path, base)
    if strict and not _inside(path, base):
        yield Source(relative, path, _outside(relative))
    elif not path.exists() and not path.is_symlink():
        yield Source(
            relative,
            path,
            InputError(_NOT_THERE, where=relative, remedy="check the name"),
        )
    elif path.is_dir():
        yield from _folder(path, base)
    else:
        yield Source(relative, path, _unsupported(relative))


def _folder(folder: Path, base: Path) -> Iterator[Source]:
    for place, folders, files in os.walk(folder, onerror=None, followlinks=False):
        here = Path(place)
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        linked = [one for one in folders if (here / one).is_symlink()]
        for file in sorted([*files, *linked]):
            if file.startswith((".", "~$")) or file.lower() in _OF_THE_SYSTEM:
                continue
            path = here / file
            relative = _relative(path, base)
            if not _inside(path, folder):
                yield Source(relative, path, _outside(relative))
            elif path.is_dir():
                continue  # a link to a folder that is searched anyway
            else:
                yield Source(relative, path, _unsupported(relative))


def _relative(path: Path, base: Path) -> str:
    """The name of `path` seen from `base`, without following links."""
    return Path(os.path.relpath(path.absolute(), base.absolute())).as_posix()


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _outside(relative: str) -> InputError:
    return InputError(
        "leads out of the input folder", where=relative, remedy="put a copy of the file there"
    )


def _unsupported(relative: str) -> InputError | None:
    suffix = suffix_of(relative)
    if suffix in suffixes():
        return None
    return InputError(
        f"files of the kind {suffix!r} are not read" if suffix else "has no suffix in its name",
        where=relative,
        remedy="give it as one of " + ", ".join(sorted(suffixes())),
    )
