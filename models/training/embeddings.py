"""Embeddings that know which pieces translate each other, before any training.

Positive pointwise mutual information of source and target pieces over sentence pairs, reduced by a
truncated singular value decomposition (Levy and Goldberg 2014, "Neural Word Embedding as Implicit
Matrix Factorization"). The vocabulary is joint, so a piece's source and target rows are averaged by
how often it is used on each side.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.training.packing import Pack, Side

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

Matrix = NDArray[np.float32]


def embeddings_from_pairs(
    pack: Pack, size: int, width: int, max_pieces: int = 60, seed: int = 1
) -> Matrix:
    """`size` rows of `width`, of norm about 1; pieces never seen get a random row of the same norm."""
    import scipy.sparse.linalg  # type: ignore[import-untyped]

    short = np.flatnonzero(
        (pack.source.lengths <= max_pieces) & (pack.target.lengths <= max_pieces)
    )
    left = _presence(pack.source, short, size)
    right = _presence(pack.target, short, size)
    together = (left.T @ right).tocoo()
    enough = together.data >= 3
    rows, columns, counts = together.row[enough], together.col[enough], together.data[enough]
    uses_left = np.asarray(left.sum(axis=0)).ravel()
    uses_right = np.asarray(right.sum(axis=0)).ravel()
    information = np.log(counts * len(short) / (uses_left[rows] * uses_right[columns]))
    positive = information > 0
    matrix = scipy.sparse.csr_matrix(
        (information[positive].astype(np.float32), (rows[positive], columns[positive])),
        (size, size),
    )
    u, s, vt = scipy.sparse.linalg.svds(matrix, k=width, random_state=seed)
    u, v = u * np.sqrt(s), vt.T * np.sqrt(s)
    share = (uses_left / np.maximum(uses_left + uses_right, 1))[:, None]
    table = share * u + (1 - share) * v
    draw = np.random.default_rng(seed)
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    random_rows = draw.normal(0, width**-0.5, (size, width))
    return np.where(norms > 1e-6, table / np.maximum(norms, 1e-6), random_rows).astype(np.float32)


def _presence(side: Side, chosen: NDArray[np.int64], size: int) -> "csr_matrix":
    """Sentences by pieces: 1 where a piece occurs."""
    import scipy.sparse

    sentences = [np.unique(side[int(index)]) for index in chosen]
    columns = np.concatenate(sentences).astype(np.int64)
    ends = np.cumsum([0, *(len(pieces) for pieces in sentences)])
    return scipy.sparse.csr_matrix(
        (np.ones(len(columns), np.float32), columns, ends), (len(chosen), size)
    )
