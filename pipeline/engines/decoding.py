"""The decoding that a model's own files ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.engines.base import Decoding
from pipeline.engines.tokens import read_json
from pipeline.errors import ModelError

__all__ = ["decoding_of"]

#: Name in generation_config.json -> our name, and the type that it must have.
_NAMES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "num_beams": ("beam_size", int),
    "length_penalty": ("length_penalty", float),
    "max_length": ("max_length", int),
    "no_repeat_ngram_size": ("no_repeat_ngram_size", int),
    "repetition_penalty": ("repetition_penalty", float),
}


def decoding_of(model: Path) -> Decoding:
    """Read `generation_config.json`, or the same keys of an older model's `config.json`.

    Keys that concern neither engine are left out; what neither file names has our default.

    Raises:
        ModelError: If a file is not valid JSON or a value is not a number.
    """
    file = model / "generation_config.json"
    if not file.is_file():
        file = model / "config.json"
    found = read_json(file)
    chosen: dict[str, Any] = {}
    for theirs, (ours, kind) in _NAMES.items():
        value = found.get(theirs)
        if value is None:
            continue
        try:
            chosen[ours] = kind(value)
        except (TypeError, ValueError) as error:
            raise ModelError(
                f"{theirs} is not a number but {value!r}",
                where=str(file),
                remedy="put it right, or fetch the model again",
            ) from error
    return Decoding(**chosen)
