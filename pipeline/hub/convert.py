"""Pickled weights made safetensors: in a process of their own, without running what they hold.

A pickle can hold code. `torch.load(weights_only=True)` reads tensors and nothing else, and it is
done in a child process, which afterwards loads the model both ways and compares every tensor.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.hub.digests import WEIGHTS

__all__ = ["Converted", "convert_weights"]

PICKLED = "pytorch_model.bin"


@dataclass(frozen=True, slots=True)
class Converted:
    """A model whose weights are now safetensors.

    `dropped` names tensors that were another one's double (tied weights); loading ties them again.
    """

    path: Path
    tensors: int
    size: int
    dropped: tuple[str, ...] = ()
    already: bool = False


def convert_weights(model: Path, *, remove: bool = False) -> Converted:
    """Write `model.safetensors` beside `pytorch_model.bin`.

    Args:
        model: The model's folder.
        remove: Whether to delete the pickle afterwards.

    Raises:
        ModelError: If there is no pickle, it holds more than tensors, or the two do not load to
            the same model; nothing is left behind then.
    """
    target = model / WEIGHTS
    if target.is_file():
        return Converted(model, 0, target.stat().st_size, already=True)
    if not (model / PICKLED).is_file():
        raise ModelError(
            f"has neither {WEIGHTS} nor {PICKLED}",
            where=str(model),
            remedy="fetch it first: `svodka models fetch NAME`",
        )
    home = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    run = subprocess.run(
        [sys.executable, "-m", "pipeline.hub.convert_worker", str(model.resolve())],
        env={**os.environ, "PYTHONPATH": path, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode != 0 or not target.is_file():
        said = run.stderr.strip().splitlines() or [f"exit code {run.returncode}"]
        raise ModelError(
            f"its weights cannot be converted ({said[-1]})",
            where=str(model / PICKLED),
            remedy="fetch it again; if it stays so, do not use it",
        )
    if remove:
        (model / PICKLED).unlink()
    report = json.loads(run.stdout.strip().splitlines()[-1])
    return Converted(model, report["tensors"], target.stat().st_size, tuple(report["dropped"]))
