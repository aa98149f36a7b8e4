"""A model's weights as transformers loads them: safetensors only, whole, without its remarks."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from pipeline.engines.checks import check_complete
from pipeline.errors import ModelError

__all__ = ["load_weights"]


def load_weights(model: Path) -> Any:
    """The model of a folder in float32, ready to be asked.

    Raises:
        ModelError: If the weights cannot be read or lack a tensor.
    """
    from transformers import AutoModelForSeq2SeqLM

    try:
        with _quiet():
            loaded, report = AutoModelForSeq2SeqLM.from_pretrained(
                model,
                dtype=torch.float32,
                use_safetensors=True,
                local_files_only=True,
                trust_remote_code=False,
                output_loading_info=True,
            )
    except Exception as error:  # transformers and safetensors each raise their own
        raise ModelError(
            f"its weights cannot be loaded ({str(error).splitlines()[0]})",
            where=str(model),
            remedy="run `svodka models verify` for it, or fetch it again",
        ) from error
    check_complete(report, model)
    return loaded.eval()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Loading without transformers' own progress bar and its remarks on tied weights."""
    import transformers.utils.logging

    logging: Any = transformers.utils.logging
    shown = logging.is_progress_bar_enabled()
    verbosity = logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if shown:
            logging.enable_progress_bar()
