"""Carrying training to a machine that can be reached only with a small parcel.

A bundle is a folder with the token arrays of the pairs, their alignments, Russian sentences without
English, the dev sets and the tokenizer. There `unpack` makes a pack of it again, and training goes on
from exported weights, which come back in shards (`export --shard-size`) that pass through the same
door, or starts afresh (`models.training.distillation`).
"""

import io
import json
import lzma
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.corpora import Mixture
from models.training.export import TOKENIZER_FILES, megabytes
from models.training.packing import ALIGNMENT, Pack, Side, chosen, read_pack, write_pack

LIMIT_MB = 80.0
#: Corpora that no phase sees are left out; so are pairs longer than any phase takes.
MAX_PIECES = 128
TOKENS, RUSSIAN, ABOUT, DEV = "tokens.xz", "russian.xz", "pack.json", "dev"


def bundle(
    packed: Path,
    tokenizer: Path,
    mixture: Mixture,
    folder: Path,
    russian: Side | None = None,
    dev: tuple[Path, ...] = (),
) -> float:
    """Write a bundle to `folder` and return its size in MB. Raises ValueError if it is too large.

    `russian` are sentences without English, `dev` files for choosing.
    """
    pack = read_pack(packed)
    weights = {corpus.name: corpus.weight for corpus in mixture.corpora}
    wanted = np.array([weights[name] > 0 for name in pack.corpora])
    short = (pack.source.lengths <= MAX_PIECES) & (pack.target.lengths <= MAX_PIECES)
    pack = chosen(pack, wanted[pack.corpus] & short)
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {**_side("source", pack.source), **_side("target", pack.target)}
    arrays["corpus"] = pack.corpus.astype(np.uint8)
    if pack.alignment is not None:
        arrays["alignment"] = _steps(np.asarray(pack.alignment))
    _write(folder / TOKENS, arrays)
    if russian is not None:
        _write(folder / RUSSIAN, _side("russian", russian))
    about = {"corpora": pack.corpora, "aligned": pack.alignment is not None}
    (folder / ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")
    (folder / DEV).mkdir(exist_ok=True)
    for path in dev:
        shutil.copyfile(path, folder / DEV / path.name)
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer / name, folder / name)
    size = megabytes(folder)
    if size > LIMIT_MB:
        raise ValueError(f"{folder}: {size:.1f} MB, more than {LIMIT_MB:.0f}; leave out a corpus")
    return size


def unpack(folder: Path, packed: Path, tokenizer: Path) -> None:
    """Make a pack and a tokenizer folder of a bundle. First embeddings are not in it."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    arrays = _read(folder / TOKENS)
    pack = Pack(
        source=_side_of("source", arrays),
        target=_side_of("target", arrays),
        corpus=arrays["corpus"].astype(np.uint16),
        corpora=tuple(about["corpora"]),
        alignment=np.cumsum(arrays["alignment"], dtype=np.uint8) if about["aligned"] else None,
    )
    (packed / ALIGNMENT).unlink(missing_ok=True)
    write_pack(pack, packed)
    tokenizer.mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER_FILES:
        shutil.copyfile(folder / name, tokenizer / name)


def russian_of(folder: Path) -> Side | None:
    """The sentences without English of a bundle, if it has any."""
    path = folder / RUSSIAN
    return _side_of("russian", _read(path)) if path.is_file() else None


def _steps(links: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Differences of neighbours, modulo 256: mostly 0, 1 and a few others, which compresses well."""
    return np.diff(links, prepend=np.uint8(0)).astype(np.uint8)


def _side(name: str, side: Side) -> dict[str, NDArray[np.uint8]]:
    """High and low bytes apart: there are 48 high ones, and a compressor finds their patterns."""
    ids = np.asarray(side.ids)
    return {
        f"{name}.low": (ids & 255).astype(np.uint8),
        f"{name}.high": (ids >> 8).astype(np.uint8),
        f"{name}.lengths": side.lengths.astype(np.uint8),
    }


def _side_of(name: str, arrays: Mapping[str, NDArray[np.uint8]]) -> Side:
    ids = arrays[f"{name}.high"].astype(np.uint16) << 8 | arrays[f"{name}.low"]
    return Side(ids.astype(np.uint16), arrays[f"{name}.lengths"].astype(np.int64))


def _write(path: Path, arrays: Mapping[str, NDArray[np.uint8]]) -> None:
    plain = io.BytesIO()
    np.savez(plain, **arrays)  # type: ignore[arg-type]
    path.write_bytes(lzma.compress(plain.getvalue(), preset=6))


def _read(path: Path) -> dict[str, NDArray[np.uint8]]:
    with np.load(io.BytesIO(lzma.decompress(path.read_bytes()))) as arrays:
        return dict(arrays)
