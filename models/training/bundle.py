"""Carrying a run to a machine that can be reached only with a small parcel.

A bundle is a folder under 50 MB with the token arrays of the corpora that matter, compressed, and the
tokenizer. There `unpack` makes a pack of it again, and training goes on from exported weights, which
come back in shards (`export --shard-size`) that pass through the same door.
"""

import json
import shutil
from pathlib import Path

import numpy as np

from models.training.corpora import Mixture
from models.training.export import TOKENIZER_FILES, megabytes
from models.training.packing import Pack, Side, chosen, read_pack, write_pack

LIMIT_MB = 50.0
#: Left out of a bundle, where space is dear: the least useful pairs per byte.
LEFT_OUT = frozenset({"machine"})


def bundle(packed: Path, tokenizer: Path, mixture: Mixture, folder: Path) -> float:
    """Write a bundle to `folder` and return its size in MB. Raises ValueError if it is too large."""
    pack = read_pack(packed)
    domains = {corpus.name: corpus.domain for corpus in mixture.corpora}
    wanted = np.array([domains[name] not in LEFT_OUT for name in pack.corpora])
    short = (pack.source.lengths < 256) & (pack.target.lengths < 256)
    pack = chosen(pack, wanted[pack.corpus] & short)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "tokens.npz",
        source=pack.source.ids,
        source_lengths=pack.source.lengths.astype(np.uint8),
        target=pack.target.ids,
        target_lengths=pack.target.lengths.astype(np.uint8),
        corpus=pack.corpus.astype(np.uint8),
    )
    (folder / "pack.json").write_text(
        json.dumps({"corpora": pack.corpora}) + "\n", encoding="utf-8"
    )
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer / name, folder / name)
    size = megabytes(folder)
    if size > LIMIT_MB:
        raise ValueError(f"{folder}: {size:.1f} MB, more than {LIMIT_MB:.0f}; leave out a domain")
    return size


def unpack(folder: Path, packed: Path, tokenizer: Path) -> None:
    """Make a pack and a tokenizer folder of a bundle. First embeddings and alignments are not in it."""
    with np.load(folder / "tokens.npz") as arrays:
        pack = Pack(
            source=Side(arrays["source"], arrays["source_lengths"].astype(np.int64)),
            target=Side(arrays["target"], arrays["target_lengths"].astype(np.int64)),
            corpus=arrays["corpus"].astype(np.uint16),
            corpora=tuple(
                json.loads((folder / "pack.json").read_text(encoding="utf-8"))["corpora"]
            ),
        )
    write_pack(pack, packed)
    tokenizer.mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER_FILES:
        shutil.copyfile(folder / name, tokenizer / name)
