"""The lexicon that ships with the translator: counted over the word alignments of the pack.

See `pipeline.engines.lexicon` for what it is for and how the file is laid out.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from models.training.alignments import NONE
from models.training.packing import Pack
from pipeline.engines.lexicon import FILE, FLOOR, STEP

#: A pair of pieces that was linked less often is chance.
LEAST = 2
#: Added to the use of a piece, so that what was seen twice is not certain.
DOUBT = 5.0


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """How often two pieces were linked, (entries,) each, ordered by source piece."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    count: NDArray[np.float32]


def link_counts(pack: Pack, vocabulary: int) -> LinkCounts:
    """Count the links of the pack's alignment; those seen less than LEAST times are left out."""
    assert pack.alignment is not None
    links = np.asarray(pack.alignment)
    begins = np.repeat(pack.source.ends - pack.source.lengths, pack.target.lengths)
    linked = links != NONE
    source = np.asarray(pack.source.ids)[begins[linked] + links[linked].astype(np.int64)]
    target = np.asarray(pack.target.ids)[linked]
    pairs, count = np.unique(source.astype(np.int64) * vocabulary + target, return_counts=True)
    often = count >= LEAST
    return LinkCounts(*np.divmod(pairs[often], vocabulary), count[often].astype(np.float32))


def _codes(probabilities: NDArray[np.floating]) -> NDArray[np.uint8]:
    codes: NDArray[np.uint8] = np.rint(np.clip(np.log(probabilities), FLOOR, 0) / -STEP).astype(
        np.uint8
    )
    return codes


def write_lexicon(pack: Pack, vocabulary: int, folder: Path) -> int:
    """Write `lexicon.safetensors` to `folder`; returns the number of entries."""
    links = link_counts(pack, vocabulary)
    of_source = np.bincount(links.source, weights=links.count, minlength=vocabulary)
    of_target = np.bincount(links.target, weights=links.count, minlength=vocabulary)
    row_lengths = np.bincount(links.source, minlength=vocabulary)
    fresh = folder / f"{FILE}.new"
    save_file(
        {
            "starts": np.concatenate([[0], np.cumsum(row_lengths)]).astype(np.int32),
            "targets": links.target.astype(np.uint16),
            "forward": _codes(links.count / (of_source[links.source] + DOUBT)),
            "backward": _codes(links.count / (of_target[links.target] + DOUBT)),
        },
        fresh,
    )
    fresh.chmod(0o644)  # safetensors writes for the owner alone
    fresh.replace(folder / FILE)
    return len(links.count)
