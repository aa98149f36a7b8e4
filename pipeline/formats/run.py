"""The documents of a run's output folder, read from their `brief.json` one at a time."""

from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline.document import Document
from pipeline.errors import InputError, NoInputError
from pipeline.formats import brief

__all__ = ["BRIEF", "brief_paths", "documents_of"]

BRIEF = "brief.json"


def brief_paths(run: Path, ids: Collection[str] | None = None) -> list[Path]:
    """The briefs of a run in the order of their ids, or the one of a single document's folder.

    Args:
        run: The output folder of a run, or that of one document.
        ids: Only these documents; None for all that are there.

    Raises:
        InputError: If `run` is not a folder that can be read.
    """
    if (run / BRIEF).is_file():
        return [run / BRIEF]
    try:
        folders = sorted(path for path in run.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(run), remedy="name a run's folder"
        ) from error
    wanted = (path for path in folders if ids is None or path.name in ids)
    return [path / BRIEF for path in wanted if (path / BRIEF).is_file()]


def documents_of(run: Path, ids: Collection[str] | None = None) -> Iterator[Document]:
    """The documents of a run, in the order of their ids.

    Raises:
        NoInputError: If there is none.
        InputError: If a brief cannot be read.
    """
    paths = brief_paths(run, ids)
    if not paths:
        raise NoInputError("no brief.json", where=str(run), remedy="name a run's output folder")
    return map(brief.load, paths)
