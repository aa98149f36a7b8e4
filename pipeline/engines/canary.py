"""One known sentence through a model that was just loaded.

A checkpoint can be damaged and still load: the first large OPUS-MT conversions answered every
sentence with one repeated word. A sentence of three words shows that for a few milliseconds.
"""

import math
from typing import Literal

from pipeline.engines.base import Engine
from pipeline.engines.decoding import decoding_of
from pipeline.errors import ModelError
from pipeline.language.degeneration import empty, repeated, untranslated

__all__ = ["SENTENCE", "Task", "check_canary"]

SENTENCE = "Сегодня хорошая погода."
Task = Literal["translate", "summarise", "select"]
"""What a model is for; `select` is a summariser that chooses among numbered sentences."""


def check_canary(engine: Engine, task: Task, prefix: str = "") -> None:
    """Put the canary sentence through `engine`.

    Args:
        engine: The model.
        task: What it is for.
        prefix: What the model wants before its input, such as `summary: `.

    Raises:
        ModelError: If the answer is empty, one repeated word or, for a translator, Russian; or, for
            a model that selects, if its probabilities are no numbers.
    """
    source = engine.encode(prefix + SENTENCE)
    if task == "select":
        (scores,) = engine.next_token_scores([source], [[]], [[engine.end_token]])
        wrong = "" if all(map(math.isfinite, scores.values())) else "its probabilities are NaN"
    else:
        ((best, *_),) = engine.generate([source], decoding_of(engine.model_path))
        wrong = _fault(engine.decode(best.tokens), task)
    if wrong:
        raise ModelError(
            f"does not pass the canary sentence: {wrong}",
            where=str(engine.model_path),
            remedy="run `svodka models verify` for it, or fetch it again",
        )


def _fault(answer: str, task: Task) -> str:
    rules = (empty, repeated, untranslated) if task == "translate" else (empty, repeated)
    for rule in rules:
        fault = rule(SENTENCE, answer)
        if fault is not None:
            return f"{SENTENCE!r} becomes {answer[:80]!r} ({fault.kind})"
    words = answer.lower().split()
    if len(words) > 1 and len(set(words)) == 1:
        return f"{SENTENCE!r} becomes {answer[:80]!r} (repeated)"
    return ""
