"""Word alignments of the training pairs, piece by piece, for guiding attention early.

From random weights a small model spends hours as a language model before its cross-attention finds
the source. Alignments from eflomal (Östling and Tiedemann 2016, "Efficient Word Alignment with Markov
Chain Monte Carlo") say where to look; the trainer uses them as a second loss on one attention head
(Garg et al. 2019, "Jointly Learning to Align and Translate with Transformer Models").
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
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


def copied(source: Sequence[int], target: Sequence[int]) -> dict[int, int]:
    """Target places that repeat the source's pieces, each with the place in the source.

    Runs of two pieces or more around a piece that stands once on either side: names in Latin letters
    and figures. A rare name's pieces are too few for counting to link them, and in order they must be.
    """
    here, there = _places_of_lone(source), _places_of_lone(target)
    links: dict[int, int] = {}
    for piece in here.keys() & there.keys():
        at, shift = there[piece], here[piece] - there[piece]
        if at in links:
            continue
        start, stop = at, at + 1
        while min(start, start + shift) > 0 and target[start - 1] == source[start - 1 + shift]:
            start -= 1
        while (
            stop < len(target)
            and stop + shift < len(source)
            and target[stop] == source[stop + shift]
        ):
            stop += 1
        if stop - start > 1:
            links |= {place: place + shift for place in range(start, stop)}
    return links


def _places_of_lone(pieces: Sequence[int]) -> dict[int, int]:
    counts = Counter(pieces)
    return {piece: at for at, piece in enumerate(pieces) if counts[piece] == 1}


def with_copies(
    pack: Pack, chosen: NDArray[np.int64], flat: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """The alignment `flat` of a pack, in which copied runs of the chosen pairs are linked in order."""
    result = flat.copy()
    for index in chosen:
        links = copied(pack.source[int(index)].tolist(), pack.target[int(index)].tolist())
        begin = int(pack.target.ends[index] - pack.target.lengths[index])
        for there, here in links.items():
            result[begin + there] = here
    return result


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
        flat = with_copies(pack, chosen, flat)
    return flat
