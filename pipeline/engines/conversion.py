"""ctranslate2 conversions: the one beside the weights, or one made once in the user's cache.

A conversion carries `made-from.json`, which says of which weights it was made
(`model_sha256`), how (`quantization`) and by what (`ctranslate2`). One beside the weights, in
`ct2/`, is used when its digest is that of the weights and its quantization the one that is asked
for. Otherwise the model is converted into the cache, under the digest of all its files, by a child
process: the converter needs torch and transformers, and this process shall not hold them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from filelock import FileLock

from pipeline.engines.tokens import read_json
from pipeline.errors import ModelError
from pipeline.hub.digests import fingerprint, weights_digest
from pipeline.hub.places import cache_folder

__all__ = ["BESIDE", "MADE_FROM", "conversion_for", "convert", "run_worker"]

BESIDE = "ct2"
MADE_FROM = "made-from.json"
_FILES = ("model.bin", "config.json", MADE_FROM)


def conversion_for(model: Path, compute_type: str) -> Path:
    """The folder of a conversion of `model` with weights in `compute_type`; made if need be.

    Args:
        model: A `from_pretrained` folder with safetensors weights.
        compute_type: `int8` or `float32`.

    Raises:
        ModelError: If there are no weights, or they cannot be converted.
    """
    beside = model / BESIDE
    if _is_of(beside, weights_digest(model), compute_type):
        return beside
    target = cache_folder() / "ct2" / f"{fingerprint(model)[:32]}-{compute_type}"
    if not _is_of(target, weights_digest(model), compute_type):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{target}.lock"):
                if not _is_of(target, weights_digest(model), compute_type):
                    convert(model, target, compute_type)
        except OSError as error:
            raise ModelError(
                f"its conversion cannot be kept in {target.parent} ({error.strerror})",
                where=str(model),
                remedy="set SVODKA_CACHE to a folder that can be written",
            ) from error
    return target


def convert(model: Path, target: Path, compute_type: str) -> None:
    """Convert `model` into the folder `target` in a child process, in one step.

    What was at `target` is replaced.

    Raises:
        ModelError: If the child fails; the message holds its last line.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        run_worker(model.resolve(), temporary / "new", compute_type)
        if target.exists():
            target.rename(temporary / "old")
        (temporary / "new").rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def run_worker(model: Path, target: Path, compute_type: str) -> None:
    """Run `conversion_worker` in a child process.

    Raises:
        ModelError: If it fails; the message holds its last line.
    """
    # The package may be run from a checkout that is not installed.
    home = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    worker = [sys.executable, "-m", "pipeline.engines.conversion_worker"]
    run = subprocess.run(
        [*worker, str(model), str(target), compute_type],
        env={**os.environ, "PYTHONPATH": path, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode != 0:
        said = run.stderr.strip().splitlines() or [f"exit code {run.returncode}"]
        raise ModelError(
            f"cannot be converted for ctranslate2 ({said[-1]})",
            where=str(model),
            remedy='run `svodka models verify` for it, or use `engine = "torch"`',
        )


def _is_of(folder: Path, weights: str, compute_type: str) -> bool:
    if not all((folder / name).is_file() for name in _FILES):
        return False
    made = read_json(folder / MADE_FROM)
    return made.get("model_sha256") == weights and made.get("quantization") == compute_type
