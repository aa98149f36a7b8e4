"""Digests of model files, without hashing a large file at each start.

A file's sha256 is remembered in the user's cache under its path, size, modification time and inode.
Size alone would not do: a model trained again has other weights in a file of the same size.
`svodka models verify` passes `fresh=True` and hashes really.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.hub.places import cache_folder

__all__ = ["WEIGHTS", "file_digest", "fingerprint", "weights_digest"]

WEIGHTS = "model.safetensors"
#: Smaller than this a file is hashed each time: looking it up would cost as much.
_SMALL = 4 * 1024 * 1024
#: The files, besides the weights, that decide what a model writes.
_DECISIVE = (
    "config.json",
    "generation_config.json",
    "vocab.json",
    "target_vocab.json",
    "source.spm",
    "target.spm",
    "spiece.model",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "lexicon.safetensors",
    "reranking.json",
)


def file_digest(
    path: Path, *, fresh: bool = False, progress: Callable[[int], None] | None = None
) -> str:
    """The sha256 of a file in hex.

    Args:
        path: The file.
        fresh: Hash it even when the digest is remembered.
        progress: Called with the number of bytes of each block that was hashed.

    Raises:
        ModelError: If the file cannot be read.
    """
    try:
        status = path.stat()
        if status.st_size <= _SMALL:
            return _hashed(path, progress)
        key = f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}|{status.st_ino}"
        known = {} if fresh else _remembered()
        if key not in known:
            known = {**_remembered(), key: _hashed(path, progress)}
            _remember(known)
        return known[key]
    except OSError as error:
        raise ModelError(
            f"cannot be read ({error.strerror})",
            where=str(path),
            remedy="run `svodka models verify` for this model, or fetch it again",
        ) from error


def weights_digest(model: Path, *, fresh: bool = False) -> str:
    """The sha256 of the weights of the model in this folder.

    Raises:
        ModelError: If there are none.
    """
    return file_digest(model / WEIGHTS, fresh=fresh)


def fingerprint(model: Path) -> str:
    """One digest over the weights and every other file that decides what the model writes."""
    total = hashlib.sha256(f"{WEIGHTS} {weights_digest(model)}\n".encode())
    for name in _DECISIVE:
        if (model / name).is_file():
            total.update(f"{name} {file_digest(model / name)}\n".encode())
    return total.hexdigest()


def _hashed(path: Path, progress: Callable[[int], None] | None) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            if progress is not None:
                progress(len(block))
    return digest.hexdigest()


def _memory() -> Path:
    return cache_folder() / "digests.json"


def _remembered() -> dict[str, str]:
    try:
        content = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _remember(digests: dict[str, str]) -> None:
    """Write the memory in one step; where the cache cannot be written, go without."""
    with contextlib.suppress(OSError):
        _memory().parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=_memory().parent, prefix="digests-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(digests, file, indent=0, sort_keys=True)
        Path(temporary).replace(_memory())
