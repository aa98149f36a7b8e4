"""One known sentence through a model that was just loaded.

A checkpoint can be damaged and still load: the first large OPUS-MT conversions answered every
sentence with one repeated word. A sentence of three words shows that for a few milliseconds.
"""

import math
from typing import Literal

from pipeline.engines.base import Engine
from pipeline.engines.decoding import decoding_of
from pipeline.errors import ModelError
from pipeline.language.degeneration import faults

__all__ = ["SENTENCE", "Task", "check_canary"]

SENTENCE = "Сегодня хорошая погода."
Task = Literal["translate", "summarise", "select"]
"""What a model is for; `select` is a summariser that chooses among numbered sentences."""


def check_canary(engine: Engine, task: Task, prefix: str = "") -> None:
    """Put the canary sentence through `engine`.

    The answer must come to an end, and be neither empty, nor one word or letter over and over, nor,
    from a translator, Russian.

    Args:
        engine: The model.
        task: What it is for.
        prefix: What the model wants before its input, such as `summary: `.

    Raises:
        ModelError: If it does not pass; from a model that selects, if its probabilities are no
            numbers.
    """
    source = engine.encode(prefix + SENTENCE)
    if task == "select":
        (scores,) = engine.next_token_scores([source], [[]], [[engine.end_token]])
        wrong = "" if all(map(math.isfinite, scores.values())) else "its probabilities are NaN"
    else:
        ((best, *_),) = engine.generate([source], decoding_of(engine.model_path))
        wrong = _fault(engine.decode(best.tokens), task, finished=best.finished)
    if wrong:
        raise ModelError(
            f"does not pass the canary sentence: {wrong}",
            where=str(engine.model_path),
            remedy="run `svodka models verify` for it, or fetch it again",
        )


def _fault(answer: str, task: Task, *, finished: bool) -> str:
    kinds = [fault.kind for fault in faults(SENTENCE, answer, finished=finished)]
    if task != "translate":
        kinds = [kind for kind in kinds if kind not in ("untranslated", "length")]
    words = answer.lower().split()
    if not kinds and len(words) > 1 and len(set(words)) == 1:
        kinds = ["repeated"]
    return f"{SENTENCE!r} becomes {answer[:80]!r} ({', '.join(kinds)})" if kinds else ""
