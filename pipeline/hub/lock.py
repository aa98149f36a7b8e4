"""models.lock: the commit and digests of every model that was fetched, as they were first seen.

The file lies among the fetched models, so that a copy of that folder brings it along. One beside
the registry is read too, and counts first.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError
from pipeline.hub.places import models_folder
from pipeline.resources import models_root

__all__ = ["LOCK", "Locked", "locked", "write_lock"]

LOCK = "models.lock"


@dataclass(frozen=True, slots=True)
class Locked:
    """One model as it was first fetched: its commit, and the sha256 of each file."""

    repo: str
    commit: str
    files: dict[str, str]


def locked(name: str) -> Locked | None:
    """What is known of the model of that name, or None if it was never fetched.

    Raises:
        ModelError: If a lock file is damaged.
    """
    for path in (models_root() / LOCK, models_folder() / LOCK):
        entry = _read(path).get(name)
        if entry is not None:
            try:
                return Locked(str(entry["repo"]), str(entry["commit"]), dict(entry["files"]))
            except (KeyError, TypeError, ValueError) as error:
                raise _damaged(path) from error
    return None


def write_lock(name: str, entry: Locked) -> None:
    """Add a model to the lock among the fetched models, in one step.

    Raises:
        ModelError: If it cannot be written.
    """
    path = models_folder() / LOCK
    content = {**_read(path), name: asdict(entry)}
    text = json.dumps(content, indent=1, sort_keys=True) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".lock-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except OSError as error:
        raise ModelError(
            f"cannot be written ({error.strerror})",
            where=str(path),
            remedy="set SVODKA_MODELS to a folder that can be written",
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _damaged(path: Path) -> ModelError:
    return ModelError(
        "is damaged", where=str(path), remedy="delete it; the next fetch writes it again"
    )
