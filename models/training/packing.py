"""Sentence pairs as token arrays: all that training needs, in a few files of uint16.

A pack is a folder. `source.npy` and `target.npy` hold the ids of all sentences in one flat row,
`source.lengths.npy` and `target.lengths.npy` how long each is, `corpus.npy` the index of each pair's
corpus in `pack.json`; `alignment.npy` and `embeddings.npy` may be added by their modules. Arrays are
memory-mapped, so processes share them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.training.tokenizer import Pieces

if TYPE_CHECKING:
    from datasets import Dataset

Ids = NDArray[np.uint16]
ALIGNMENT, EMBEDDINGS = "alignment.npy", "embeddings.npy"


@dataclass(frozen=True)
class Side:
    """All sentences of one language: flat ids, and the length of each sentence."""

    ids: Ids
    lengths: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, index: int) -> Ids:
        return self.ids[self.ends[index] - self.lengths[index] : self.ends[index]]

    def where(self, keep: NDArray[np.bool_]) -> "Side":
        """The sentences for which `keep`, (sentences,), is true."""
        return Side(self.ids[np.repeat(keep, self.lengths)], self.lengths[keep])

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where each sentence ends in `ids`."""
        return np.cumsum(self.lengths)


@dataclass(frozen=True)
class Pack:
    """Pairs with the index of their corpus, and their alignment if there is one.

    `alignment` is flat and parallel to the target ids: the place of each piece's source piece.
    """

    source: Side
    target: Side
    corpus: NDArray[np.uint16]
    corpora: tuple[str, ...]
    alignment: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.corpus)


def side_of(sentences: Sequence[Sequence[int]]) -> Side:
    """One language of a pack, from lists of ids."""
    flat = [np.asarray(ids, dtype=np.uint16) for ids in sentences]
    lengths = np.array([len(ids) for ids in flat], dtype=np.int64)
    return Side(np.concatenate([np.zeros(0, np.uint16), *flat]), lengths)


def joined(sides: Sequence[Side]) -> Side:
    """The sentences of all sides, one after another."""
    return Side(
        np.concatenate([side.ids for side in sides]),
        np.concatenate([side.lengths for side in sides]),
    )


def pack_of(rows: "Dataset", pieces: Pieces) -> Pack:
    """Encode `rows` with columns ru, en and corpus."""
    labels: list[str] = rows["corpus"][:]
    corpora = tuple(sorted(set(labels)))
    index = {corpus: number for number, corpus in enumerate(corpora)}
    return Pack(
        source=side_of(pieces.encode(rows["ru"][:])),
        target=side_of(pieces.encode(rows["en"][:])),
        corpus=np.array([index[label] for label in labels], dtype=np.uint16),
        corpora=corpora,
    )


def write_pack(pack: Pack, folder: Path) -> None:
    """Write a pack to `folder`; `pack.json` comes last and says that it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, side in (("source", pack.source), ("target", pack.target)):
        np.save(folder / f"{name}.npy", side.ids)
        np.save(folder / f"{name}.lengths.npy", side.lengths.astype(np.uint16))
    np.save(folder / "corpus.npy", pack.corpus)
    if pack.alignment is not None:
        np.save(folder / ALIGNMENT, pack.alignment)
    about = {"corpora": pack.corpora, "pairs": len(pack)}
    (folder / "pack.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def read_pack(folder: Path) -> Pack:
    """Open the pack in `folder`."""
    about = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
    links = folder / ALIGNMENT
    return Pack(
        source=_read_side(folder, "source"),
        target=_read_side(folder, "target"),
        corpus=np.load(folder / "corpus.npy"),
        corpora=tuple(about["corpora"]),
        alignment=np.load(links, mmap_mode="r") if links.exists() else None,
    )


def _read_side(folder: Path, name: str) -> Side:
    return Side(
        ids=np.load(folder / f"{name}.npy", mmap_mode="r"),
        lengths=np.load(folder / f"{name}.lengths.npy").astype(np.int64),
    )


def chosen(pack: Pack, keep: NDArray[np.bool_]) -> Pack:
    """The pairs of `pack` for which `keep` is true."""
    return Pack(
        source=pack.source.where(keep),
        target=pack.target.where(keep),
        corpus=pack.corpus[keep],
        corpora=pack.corpora,
        alignment=None
        if pack.alignment is None
        else pack.alignment[np.repeat(keep, pack.target.lengths)],
    )
