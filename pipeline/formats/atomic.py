"""Files and folders that are there whole or not at all, whenever the process or power fails.

New content is written beside its place under a hidden name, synced to the disk, and renamed. POSIX
renames a file over another in one step. It has no such step for folders, so an old folder is first
renamed aside; `recover` puts it back if the process ended in between, and clears what else an
ended process left. Between those two renames, and only there, a reader can find no folder.

An observer is called with the name of each point that has been reached, so that tests can end the
process there.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import OutputError

__all__ = [
    "DIRECTORY_POINTS",
    "FILE_POINTS",
    "Observer",
    "recover",
    "replace_directory",
    "replace_file",
    "staged_file",
    "unobserved",
]

DIRECTORY_POINTS = ("made", "filled", "synced", "aside", "placed", "cleared")
"""The points of `replace_directory`; `aside` is left out where there is no old folder."""

FILE_POINTS = ("opened", "filled", "synced", "placed")
"""The points of `replace_file`."""

Observer = Callable[[str], None]
"""What is called with the name of each point that has been reached."""

_NEW = ".new-"
_OLD = ".old-"

_REMEDIES = {
    errno.ENOSPC: "free some space on the disk and run again",
    errno.EDQUOT: "free some space in your quota and run again",
    errno.EACCES: "make the folder writable, or choose another with --output",
    errno.EPERM: "make the folder writable, or choose another with --output",
    errno.EROFS: "choose a folder on a disk that can be written with --output",
}


def unobserved(point: str) -> None:
    """The observer where there is none."""


def replace_directory(
    target: Path, fill: Callable[[Path], None], *, at: Observer = unobserved
) -> None:
    """Put a folder in place of `target`, or make it, in one step.

    Args:
        target: The folder's place; its parent must exist.
        fill: Writes the content into the empty folder that it is given.
        at: Called at each of `DIRECTORY_POINTS`.

    Raises:
        OutputError: If anything cannot be written; `target` is then as it was, or is put back by
            `recover` where even that could not be done.
    """
    new = _beside(target)
    old = target.with_name(_OLD + target.name)
    with _reported(target):
        try:
            new.mkdir()
            at("made")
            fill(new)
            at("filled")
            _sync_tree(new)
            at("synced")
            if os.path.lexists(target):
                _remove(old)
                target.rename(old)
                at("aside")
            new.rename(target)
            _sync_directory(target.parent)
            at("placed")
        except BaseException:
            _settle(target, new, old)
            raise
        with suppress(OSError):  # what cannot be cleared now is cleared by `recover`
            _remove(old)
        at("cleared")


def replace_file(target: Path, content: Iterable[bytes], *, at: Observer = unobserved) -> None:
    """Put a file with this content in place of `target`, or make it, in one step.

    Args:
        target: The file's place; its parent must exist.
        content: Its bytes, in pieces; taken one at a time.
        at: Called at each of `FILE_POINTS`.

    Raises:
        OutputError: If anything cannot be written; `target` is then as it was.
    """
    with staged_file(target, at=at) as new, new.open("xb") as file:
        at("opened")
        file.writelines(content)
        at("filled")


@contextmanager
def staged_file(target: Path, *, at: Observer = unobserved) -> Iterator[Path]:
    """A path to write a file to, that takes the place of `target` when the block ends well.

    Args:
        target: The file's place; its parent must exist.
        at: Called at `synced` and `placed`.

    Raises:
        OutputError: If anything cannot be written; `target` is then as it was.
    """
    new = _beside(target)
    with _reported(target):
        try:
            yield new
            _sync(new)
            at("synced")
            new.replace(target)
            _sync_directory(target.parent)
            at("placed")
        except BaseException:
            _remove(new)
            raise


def recover(parent: Path) -> list[str]:
    """Put right what a process that was ended left in `parent`.

    Nothing else may be writing there: the caller holds the run's lock.

    Returns:
        The names of the folders that were put back, sorted.

    Raises:
        OutputError: If the folder cannot be put right.
    """
    restored = []
    with _reported(parent):
        for left in sorted(parent.glob(".*")):
            if left.name.startswith(_NEW):
                _remove(left)
            elif left.name.startswith(_OLD):
                target = left.with_name(left.name.removeprefix(_OLD))
                if os.path.lexists(target):
                    _remove(left)
                else:
                    left.rename(target)
                    restored.append(target.name)
    return restored


def _beside(target: Path) -> Path:
    return target.with_name(_NEW + secrets.token_hex(8))


def _settle(target: Path, new: Path, old: Path) -> None:
    """After a failure: the old folder back in its place, the new one gone."""
    with suppress(OSError):
        _remove(new)
    with suppress(OSError):
        if os.path.lexists(old) and not os.path.lexists(target):
            old.rename(target)


def _remove(path: Path) -> None:
    """Remove a file, link or whole folder; a link is removed, never followed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync_tree(folder: Path | str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _sync_tree(entry.path)
            else:
                _sync(entry.path)
    _sync_directory(folder)


def _sync_directory(folder: Path | str) -> None:
    if os.name != "nt":  # Windows cannot open a folder, and orders renames by itself.
        _sync(folder)


def _sync(path: Path | str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _reported(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(target),
            remedy=_REMEDIES.get(error.errno or 0, "check the disk and run again"),
        ) from error
