"""What `comparisons.toml` says: short trainings to be set side by side, and which pairs each may see."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.corpora import DERIVED, TERMS, Mixture, Phase, read_phases
from models.training.network import Shape

COMPARISONS_TOML = Path(__file__).with_name("comparisons.toml")
#: Phases of the stable stretch and of the cooldown.
STRETCH, COOLING = "brief", "brief-domain"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One short training.

    `leaves_out` are terms of corpora, `share` is the part of each corpus's pairs that it is given.
    `updates` of the stable stretch, or as many as fit into `seconds` of processor time with the
    cooldown, which has `cooldown` times as many updates again. `guided` is `guide_until` of Settings.
    """

    table: str
    name: str
    shape: Shape
    leaves_out: frozenset[str] = frozenset()
    share: float = 1.0
    updates: int = 0
    seconds: float = 0.0
    cooldown: float = 0.25
    guided: int = 1000

    @property
    def title(self) -> str:
        """Its name among all comparisons."""
        return f"{self.table}-{self.name}"

    def stretch(self, cost: float) -> tuple[int, int]:
        """Updates of the stable stretch and of the cooldown, where one takes `cost` seconds."""
        updates = self.updates or max(1, round(self.seconds / cost / (1 + self.cooldown)))
        return updates, max(1, round(self.cooldown * updates))


def read_comparisons(
    shape: Shape, path: Path = COMPARISONS_TOML
) -> tuple[tuple[Comparison, ...], dict[str, Phase]]:
    """The comparisons in `path`, of networks that differ from `shape` as they say, and their phases.

    Raises KeyError, TypeError or ValueError naming what is wrong in it.
    """
    with path.open("rb") as handle:
        raw = tomllib.load(handle)
    found = []
    for table, shared in raw["table"].items():
        runs = shared.pop("run")
        for name, own in runs.items():
            entry = {**shared, **own}
            left_out = frozenset(entry.pop("leaves_out", ()))
            if unknown := left_out - set(TERMS):
                raise ValueError(f"table.{table}.run.{name}.leaves_out: no such terms: {unknown}")
            wanted = replace(shape, **entry.pop("shape", {}))
            found.append(Comparison(table, name, wanted, left_out, **entry))
    return tuple(found), read_phases(raw["phase"])


def allowed(
    origins: NDArray[np.uint16],
    corpora: Sequence[str],
    mixture: Mixture,
    leaves_out: frozenset[str],
) -> NDArray[np.bool_]:
    """Which pairs a run may see that does without the terms `leaves_out`.

    `origins` holds, for each pair, the index in `corpora` of the corpus that it is, or was made, from. A
    derived pair of unknown origin is left out as soon as anything is.
    """
    terms = {corpus.name: corpus.terms for corpus in mixture.corpora}
    barred = leaves_out | {DERIVED} if leaves_out else leaves_out
    fine = np.array([terms[name] not in barred for name in corpora])
    return fine[origins]


def sampled(count: int, share: float, seed: int = 1) -> NDArray[np.bool_]:
    """A `share` of `count` pairs, drawn one by one: a smaller share is part of a larger one."""
    return np.random.default_rng(seed).random(count) < share
