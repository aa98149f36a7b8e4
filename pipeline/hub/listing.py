"""What models there are, and which of them are on this machine."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.hub.digests import WEIGHTS
from pipeline.hub.lock import locked
from pipeline.hub.registry import ModelCard, registry
from pipeline.hub.resolve import locate

__all__ = ["Listed", "list_models"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A model of the registry, and where it is."""

    card: ModelCard
    path: Path | None
    """None where it is not on this machine."""
    place: str = ""
    """`embedded`, `fetched` or `hub cache`."""
    size: int = 0
    """Bytes on this machine."""
    commit: str = ""
    """The commit that was fetched; empty for what was not."""
    needs_conversion: bool = False


def list_models() -> list[Listed]:
    """Every model of the registry, in its order."""
    return [_listed(known) for known in registry().values()]


def _listed(known: ModelCard) -> Listed:
    found = locate(known.name)
    if found is None:
        return Listed(known, None)
    lock = locked(known.name)
    return Listed(
        card=known,
        path=found.path,
        place=found.place,
        size=sum(file.stat().st_size for file in found.path.rglob("*") if file.is_file()),
        commit=lock.commit if lock is not None else known.revision,
        needs_conversion=not (found.path / WEIGHTS).is_file(),
    )
