"""Word alignments of the training pairs, piece by piece, for guiding attention early.

From random weights a small model spends hours as a language model before its cross-attention finds
the source. Alignments from eflomal (Östling and Tiedemann 2016, "Efficient Word Alignment with Markov
Chain Monte Carlo") say where to look; the trainer uses them as a second loss on one attention head
(Garg et al. 2019, "Jointly Learning to Align and Translate with Transformer Models").
"""

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.packing import Pack, Side

#: In an alignment row: this target piece has no partner.
NONE = 255


def align(pack: Pack, chosen: NDArray[np.int64], iterations: float = 1.0) -> NDArray[np.uint8]:
    """For each target piece of the chosen pairs, flat: the position of its source piece, or NONE.

    Pairs with more than 254 source pieces must not be among `chosen`. Pieces not linked from the
    target's side stay NONE.
    """
    import eflomal

    with tempfile.TemporaryDirectory() as scratch:
        links_path = Path(scratch) / "links"
        sides = {"source": pack.source, "target": pack.target}
        for name, side in sides.items():
            (Path(scratch) / name).write_text(_as_words(side, chosen), encoding="utf-8")
        with (
            (Path(scratch) / "source").open() as source,
            (Path(scratch) / "target").open() as target,
        ):
            eflomal.Aligner(model=3, rel_iterations=iterations).align(
                source, target, links_filename_fwd=str(links_path), quiet=True
            )
        lines = links_path.read_text(encoding="utf-8").splitlines()
    rows = [
        _row(line, int(length))
        for line, length in zip(lines, pack.target.lengths[chosen], strict=True)
    ]
    return np.concatenate(rows)


def _as_words(side: Side, chosen: NDArray[np.int64]) -> str:
    """Ids as words: eflomal wants text, and a number serves as well as a piece."""
    return "".join(" ".join(map(str, side[int(index)])) + "\n" for index in chosen)


def _row(line: str, length: int) -> NDArray[np.uint8]:
    row = np.full(length, NONE, dtype=np.uint8)
    for link in line.split():
        source, _, target = link.partition("-")
        row[int(target)] = int(source)
    return row


def aligned(pack: Pack, corpora: set[str], limit: int = 100) -> NDArray[np.uint8]:
    """The `alignment` of a pack, in which the pairs of `corpora` up to `limit` pieces are aligned."""
    wanted = np.isin(pack.corpus, [i for i, name in enumerate(pack.corpora) if name in corpora])
    short = (pack.source.lengths <= limit) & (pack.target.lengths <= limit)
    some = (pack.source.lengths > 0) & (pack.target.lengths > 0)
    chosen = np.flatnonzero(wanted & short & some)
    flat = np.full(len(pack.target.ids), NONE, dtype=np.uint8)
    if len(chosen):
        is_chosen = np.zeros(len(pack), dtype=bool)
        is_chosen[chosen] = True
        flat[np.repeat(is_chosen, pack.target.lengths)] = align(pack, chosen)
    return flat
