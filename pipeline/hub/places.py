"""Where Svodka keeps things outside the checkout: what can be made again, and what was fetched."""

import os
from pathlib import Path

__all__ = ["cache_folder", "models_folder"]


def cache_folder() -> Path:
    """Conversions and digests, all of which can be made again: `~/.cache/svodka`.

    `SVODKA_CACHE` names another place; `XDG_CACHE_HOME` is honoured. Nothing is created here.
    """
    named = os.environ.get("SVODKA_CACHE")
    if named:
        return Path(named).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "svodka"


def models_folder() -> Path:
    """Models that the user has fetched: `~/.local/share/svodka/models`.

    `SVODKA_MODELS` names another place; `XDG_DATA_HOME` is honoured. A copy of this folder on a
    machine without a network is all that its models need.
    """
    named = os.environ.get("SVODKA_MODELS")
    if named:
        return Path(named).expanduser()
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "svodka" / "models"
