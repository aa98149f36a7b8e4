"""From a model's name to the folder that holds it on this machine."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.hub.places import models_folder
from pipeline.hub.registry import ModelCard, card, registry
from pipeline.resources import models_root

__all__ = ["Found", "find", "locate"]

CONFIG = "config.json"


@dataclass(frozen=True, slots=True)
class Found:
    """A model on this machine: its folder, and what kind of place that is."""

    path: Path
    place: str
    """`folder`, `embedded`, `fetched` or `hub cache`."""


def find(name_or_path: str) -> Path:
    """The folder of a model: a local folder first, then every place where models are kept.

    Raises:
        ModelError: If it is not on this machine; the remedy is the command that gets it.
    """
    found = locate(name_or_path)
    if found is not None:
        return found.path
    known = card(name_or_path)
    if known is None:
        raise ModelError(
            "is neither a model folder nor a model of the registry",
            where=name_or_path,
            remedy="name a folder that holds config.json, or one of " + ", ".join(registry()),
        )
    if known.embedded:
        raise ModelError(
            f"its weights are missing from {models_root()}",
            where=name_or_path,
            remedy="install svodka again, or run from a complete checkout",
        )
    raise ModelError(
        "is not on this machine",
        where=name_or_path,
        remedy=f"run `svodka models fetch {name_or_path}`",
    )


def locate(name_or_path: str) -> Found | None:
    """As `find`, but None where the model is not on this machine."""
    for path, place in _candidates(name_or_path):
        if (path / CONFIG).is_file():
            return Found(path, place)
    return None


def _candidates(name: str) -> Iterator[tuple[Path, str]]:
    yield Path(name).expanduser(), "folder"
    if _is_plain(name):
        yield models_root() / name, "embedded"
        yield models_folder() / name, "fetched"
    known = card(name)
    if known is not None and known.repo:
        for snapshot in _snapshots(known):
            yield snapshot, "hub cache"


def _is_plain(name: str) -> bool:
    """Whether the name stays inside a models folder."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _snapshots(known: ModelCard) -> list[Path]:
    """What other programs have fetched of this very revision."""
    home = os.environ.get("HF_HOME") or str(Path.home() / ".cache" / "huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE") or Path(home, "hub")).expanduser()
    snapshots = cache / f"models--{known.repo.replace('/', '--')}" / "snapshots"
    if not known.revision or not snapshots.is_dir():
        return []
    return sorted(path for path in snapshots.iterdir() if path.name.startswith(known.revision))
