"""The child process behind `convert`: reads a pickle, writes safetensors, compares.

python -m pipeline.hub.convert_worker MODEL
"""

import json
import pickle
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline.hub.digests import WEIGHTS

__all__ = ["main"]

PICKLED = "pytorch_model.bin"


def main(model: Path) -> dict[str, Any]:
    """Convert the weights of `model` in place; the report names how many tensors, which dropped."""
    import torch
    from safetensors.torch import save_file

    state = torch.load(model / PICKLED, map_location="cpu", weights_only=True)
    kept, dropped = _without_doubles(state)
    with tempfile.TemporaryDirectory(dir=model, prefix=".converting-") as temporary:
        folder = Path(temporary)
        save_file(kept, folder / WEIGHTS, metadata={"format": "pt"})
        for file in model.glob("*.json"):
            shutil.copyfile(file, folder / file.name)
        different = _compare(model, folder)
        if different:
            sys.exit(f"the two load to different models: {different} differs")
        (folder / WEIGHTS).replace(model / WEIGHTS)
    return {"tensors": len(kept), "dropped": dropped}


def _without_doubles(state: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Tensors that share their memory are one tensor: keep the shared one, or the first by name."""
    kept: dict[str, Any] = {}
    dropped: list[str] = []
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for name in sorted(state, key=lambda name: ("shared" not in name, name)):
        tensor = state[name]
        place = (tensor.data_ptr(), tuple(tensor.shape))
        if tensor.numel() and place in seen:
            dropped.append(name)
            continue
        seen.add(place)
        kept[name] = tensor.contiguous().clone()
    return kept, dropped


def _compare(pickled: Path, converted: Path) -> str:
    """The name of a tensor in which the two models differ, or an empty string."""
    import torch
    from transformers import AutoModelForSeq2SeqLM

    options: dict[str, Any] = {"local_files_only": True, "dtype": torch.float32}
    load = AutoModelForSeq2SeqLM.from_pretrained
    # The folder with the pickle has no safetensors yet, so this reads the pickle.
    before = load(pickled, use_safetensors=False, **options).state_dict()
    after = load(converted, use_safetensors=True, **options).state_dict()
    if before.keys() != after.keys():
        return str(sorted(before.keys() ^ after.keys())[0])
    return next((name for name in before if not torch.equal(before[name], after[name])), "")


if __name__ == "__main__":
    try:
        print(json.dumps(main(Path(sys.argv[1]))))  # noqa: T201 - the parent reads it
    except (pickle.UnpicklingError, OSError, RuntimeError, ValueError, KeyError) as error:
        sys.exit(f"{type(error).__name__}: {str(error).splitlines()[0]}")
