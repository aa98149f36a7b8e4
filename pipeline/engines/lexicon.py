"""Which pieces translate which: how far a translation is borne out by its source, piece by piece.

A small model's best hypothesis is often fluent and about something else, while a lower one says what
the source says. The lexicon holds p(target | source) and p(source | target) of single pieces, counted
over word alignments of the training pairs, as IBM model 1 has them (Brown et al. 1993). A hypothesis
is scored in both directions: how well some source piece explains each of its pieces (nothing
invented), and how well some piece of it explains each source piece (nothing dropped).

The file, `lexicon.safetensors`, is a sparse matrix in rows of source pieces:

- `starts` (source pieces + 1), int32: where each row begins in the other three;
- `targets` (entries,), uint16: target piece of each entry;
- `forward`, `backward` (entries,), uint8: -log p in steps of `STEP`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FILE", "FLOOR", "STEP", "Lexicon", "Support"]

FILE = "lexicon.safetensors"
#: What a pair of pieces that is not listed has: the logarithm of a thousandth.
FLOOR = -6.9
STEP = -FLOOR / 255


@dataclass(frozen=True, slots=True)
class Support:
    """Mean log-probabilities of a hypothesis, between FLOOR and 0.

    `forward`: of its pieces given the best source piece of each; `backward`: of the source's pieces
    given the best piece of the hypothesis. FLOOR for no pieces.
    """

    forward: float
    backward: float


class Lexicon:
    """A lexicon, read from the folder of the model whose pieces it speaks of.

    Raises:
        ModelError: If the file is damaged or speaks of pieces that the model does not have.
    """

    def __init__(self, model: Path, source_pieces: int, target_pieces: int) -> None:
        import numpy as np
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        path = model / FILE
        try:
            arrays = load_file(path)
            self._starts = arrays["starts"]
            self._targets = arrays["targets"].astype(np.int64)
            self._forward = _logarithms(arrays["forward"])
            self._backward = _logarithms(arrays["backward"])
        except (OSError, KeyError, SafetensorError) as error:
            raise _damaged(path, str(error)) from error
        entries = len(self._targets)
        rises = len(self._starts) > 0 and bool((np.diff(self._starts) >= 0).all())
        if not rises or self._starts[0] != 0 or self._starts[-1] != entries:
            raise _damaged(path, "its rows do not fit together")
        if len(self._forward) != entries or len(self._backward) != entries:
            raise _damaged(path, "its columns differ in length")
        if len(self._starts) - 1 > source_pieces or (
            entries and int(self._targets.max()) >= target_pieces
        ):
            raise _damaged(path, "it was made for another vocabulary")
        self._place = np.full(target_pieces, -1, dtype=np.int64)

    def support(self, source: Sequence[int], hypotheses: Sequence[Sequence[int]]) -> list[Support]:
        """Score hypotheses (target ids) against their one source (ids)."""
        import numpy as np

        columns = np.unique(np.array([i for one in hypotheses for i in one], dtype=np.int64))
        forward = np.full((len(source), len(columns)), FLOOR, dtype=np.float32)
        backward = forward.copy()
        self._place[columns] = np.arange(len(columns))
        rows, entries = self._entries(np.asarray(source, dtype=np.int64))
        places = self._place[self._targets[entries]]
        here = places >= 0
        rows, entries, places = rows[here], entries[here], places[here]
        forward[rows, places] = self._forward[entries]
        backward[rows, places] = self._backward[entries]
        explained = forward.max(axis=0, initial=FLOOR)
        results = []
        for one in hypotheses:
            if not len(source) or not len(one):
                results.append(Support(FLOOR, FLOOR))
                continue
            chosen = self._place[np.asarray(one, dtype=np.int64)]
            results.append(
                Support(
                    float(explained[chosen].sum()) / len(chosen),
                    float(backward[:, chosen].max(axis=1).sum()) / len(source),
                )
            )
        self._place[columns] = -1
        return results

    def explained(self, source: Sequence[int], target: Sequence[int]) -> list[float]:
        """The log-probability of each target id given the best source id of it, FLOOR to 0."""
        import numpy as np

        _, entries = self._entries(np.asarray(source, dtype=np.int64))
        best = dict.fromkeys(target, FLOOR)
        for entry in entries[np.isin(self._targets[entries], list(best))]:
            piece = int(self._targets[entry])
            best[piece] = max(best[piece], float(self._forward[entry]))
        return [best[piece] for piece in target]

    def _entries(
        self, source: "NDArray[np.int64]"
    ) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
        """All entries of the pieces `source`: the place in `source` of each, and the entry."""
        import numpy as np

        known = np.flatnonzero(source < len(self._starts) - 1)
        begins = self._starts[source[known]].astype(np.int64)
        counts = self._starts[source[known] + 1] - begins
        # Within each piece's stretch the entry rises by one from its begin.
        skipped = np.cumsum(counts) - counts
        entries = np.repeat(begins - skipped, counts) + np.arange(int(counts.sum()))
        return np.repeat(known, counts), entries


def _logarithms(codes: "NDArray[np.uint8]") -> "NDArray[np.float32]":
    import numpy as np

    return codes.astype(np.float32) * np.float32(-STEP)


def _damaged(path: Path, why: str) -> ModelError:
    return ModelError(
        f"cannot be used ({why})",
        where=str(path),
        remedy="fetch the model again, or delete the file: hypotheses are then not ranked anew",
    )
