"""From a trained network to the folder that ships: `from_pretrained` files and the ctranslate2 form.

Everything is written beside its place and moved there, file by file, so that a reader never sees half
a model.
"""

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from transformers import GenerationConfig, MarianMTModel

from models.training.tokenizer import EOS_ID

TOKENIZER_FILES = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")
#: File of an exported folder that says how far the model was trained.
TRAINING_NOTE = "training.json"


def digest(path: Path) -> str:
    """sha256 of a file, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a small JSON file that people may read."""
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def generation_config(model: Any, decoding: Mapping[str, Any]) -> Any:
    """How the model wants to be decoded: the ids it needs, and the settings chosen on dev."""
    pad = model.config.pad_token_id
    return GenerationConfig(  # type: ignore[no-untyped-call]
        decoder_start_token_id=pad, eos_token_id=EOS_ID, pad_token_id=pad, **decoding
    )


def write_model(
    model: Any,
    tokenizer: Path,
    folder: Path,
    decoding: Mapping[str, Any],
    note: Mapping[str, Any] | None = None,
    shard_size: str = "1GB",
) -> None:
    """Write `model` in float16 with its tokenizer to `folder`, a plain `from_pretrained` folder.

    Weights of more than `shard_size` go to several files. `note` (how far it was trained) goes to `training.json`, from where a run can go on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half: Any = MarianMTModel(model.config)
    half.load_state_dict(model.state_dict())
    half.to(torch.float16)
    half.generation_config = generation_config(model, decoding)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        half.save_pretrained(scratch, max_shard_size=shard_size)
        for name in TOKENIZER_FILES:
            shutil.copyfile(tokenizer / name, Path(scratch) / name)
        if note is not None:
            write_json(Path(scratch) / TRAINING_NOTE, note)
        _move_files(Path(scratch), folder)


def convert(folder: Path, quantization: str = "int8", target: Path | None = None) -> Path:
    """Make the ctranslate2 form of the model in `folder`, with `made-from.json`, in `folder/ct2`."""
    import ctranslate2

    target = target or folder / "ct2"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        made = Path(scratch) / "ct2"
        with warnings.catch_warnings():
            # MarianTokenizer asks for sacremoses, which it never calls.
            warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
            converter = ctranslate2.converters.TransformersConverter(str(folder))
            converter.convert(str(made), quantization=quantization)
        about = {
            "model_sha256": digest(folder / "model.safetensors"),
            "quantization": quantization,
            "ctranslate2": ctranslate2.__version__,
        }
        write_json(made / "made-from.json", about)
        _move_files(made, target)
    return target


def _move_files(source: Path, target: Path) -> None:
    for path in sorted(source.iterdir()):
        path.chmod(0o644)
        path.replace(target / path.name)


def megabytes(folder: Path) -> float:
    """Size of everything in `folder`, in MB of 10^6 bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
