"""From a model folder to an engine."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.base import Engine
from pipeline.engines.canary import Task, check_canary
from pipeline.engines.conversion import conversion_for
from pipeline.engines.reranking import reranked
from pipeline.engines.shape import input_limit_of, output_limit_of
from pipeline.engines.tokens import load_tokens
from pipeline.errors import ModelError
from pipeline.hub.digests import WEIGHTS, fingerprint

if TYPE_CHECKING:
    from pipeline.config import EngineSettings

__all__ = ["load_engine"]


def load_engine(
    model_dir: Path,
    settings: "EngineSettings",
    *,
    task: Task = "translate",
    input_limit: int | None = None,
    prefix: str = "",
    canary: bool = True,
) -> Engine:
    """Load the model in `model_dir` with the engine that `settings` ask for.

    `auto` is torch when a CUDA device is asked for, else ctranslate2.

    Args:
        model_dir: A `from_pretrained` folder with safetensors weights.
        settings: Engine, device, compute type and threads.
        task: What the model is for; decides what the canary sentence must give.
        input_limit: The most source tokens; None takes what the model's configuration says.
        prefix: What the model wants before its input; for the canary sentence alone.
        canary: Whether to try the canary sentence. Only tests with random weights leave it out.

    Raises:
        ModelError: If the folder is not there, incomplete or damaged, or the model fails the
            canary sentence.
    """
    _check_folder(model_dir)
    tokens = load_tokens(model_dir)
    limit = input_limit_of(model_dir) if input_limit is None else input_limit
    threads = settings.threads or _cores()
    name = settings.engine
    if name == "auto":
        name = "torch" if settings.device == "cuda" else "ctranslate2"
    engine: Engine
    if name == "torch":
        from pipeline.engines.torch import TorchEngine

        engine = TorchEngine(
            model_dir,
            tokens,
            input_limit=limit,
            output_limit=output_limit_of(model_dir),
            weights=fingerprint(model_dir),
            device=settings.device,
            threads=threads,
        )
    else:
        conversion = conversion_for(model_dir, settings.compute_type)
        from pipeline.engines.ctranslate2 import Ctranslate2Engine

        engine = Ctranslate2Engine(
            model_dir,
            conversion,
            tokens,
            input_limit=limit,
            output_limit=output_limit_of(model_dir),
            weights=fingerprint(model_dir),
            compute_type=settings.compute_type,
            device=settings.device,
            threads=threads,
            workers=threads if settings.device == "cpu" else 1,
        )
    engine = reranked(engine, model_dir, tokens)
    if canary:
        check_canary(engine, task, prefix)
    return engine


def _cores() -> int:
    """Cores that this process may use, which in a container may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _check_folder(model: Path) -> None:
    if not model.is_dir():
        raise ModelError(
            "there is no such model folder",
            where=str(model),
            remedy="run `svodka models list` to see what is there",
        )
    if (model / WEIGHTS).is_file():
        return
    if (model / "pytorch_model.bin").is_file():
        raise ModelError(
            "has its weights as pytorch_model.bin only, which is not loaded as it can hold code",
            where=str(model),
            remedy=f"run `svodka models convert {model}`",
        )
    raise ModelError(
        f"has no {WEIGHTS}",
        where=str(model),
        remedy="run `svodka models verify` for it, or fetch it again",
    )
