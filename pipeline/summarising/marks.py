"""From cues to the mark before each sentence: a network of one hidden layer and some steps.

The network lies as `cues.json` in the summariser's folder; its recipe is
`models.training.summariser_cues`. It gives each sentence the log-odds that an editor would choose
it, and the mark is the step of a fixed scale into which they fall. The model reads the mark as one
more token and weighs it against what the sentence says.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError
from pipeline.summarising.article import Article
from pipeline.summarising.cues import CUES, measure
from pipeline.summarising.layout import MARKS

__all__ = ["FILE", "CueNetwork"]

FILE = "cues.json"
_REMEDY = "restore the summariser's folder"


class CueNetwork:
    """The weights of `cues.json`, ready to score articles.

    Args:
        table: `cues` (names of those that it takes, in order), `mean`, `scale` (one a cue), `hidden`
            (units x cues), `hidden_bias`, `output` (one a unit), `output_bias`, `steps`
            (ascending borders between marks), `widest` where scaled cues are cut at a distance from
            0, and `lowest` where the lowest mark is not 0: models
            differ in how many marks they know.

    Raises:
        ValueError: If a name is none of `CUES`, or sizes do not fit.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        import numpy

        self.cues: tuple[str, ...] = tuple(table["cues"])
        if unknown := set(self.cues) - {name for name, _ in CUES}:
            raise ValueError(f"cues are not known to this version: {', '.join(sorted(unknown))}")
        self._mean = numpy.asarray(table["mean"])
        self._scale = numpy.asarray(table["scale"])
        self._hidden = numpy.asarray(table["hidden"])
        self._hidden_bias = numpy.asarray(table["hidden_bias"])
        self._output = numpy.asarray(table["output"])
        self._output_bias = float(table["output_bias"])
        self._widest = float(table.get("widest", numpy.inf))
        self.steps: tuple[float, ...] = tuple(table["steps"])
        self.lowest = int(table.get("lowest", 0))
        if self._hidden.shape != (len(self._output), len(self.cues)) or len(self._mean) != len(
            self.cues
        ):
            raise ValueError(f"sizes do not fit: {self._hidden.shape} for {len(self.cues)} cues")
        if not 0 <= self.lowest < MARKS - len(self.steps):
            raise ValueError(f"{len(self.steps) + 1} marks from {self.lowest} on are too many")

    @classmethod
    def load(cls, folder: Path) -> "CueNetwork":
        """The network of a summariser's folder.

        Raises:
            ModelError: If `cues.json` is missing, or not one that this version wrote.
        """
        path = folder / FILE
        try:
            return cls(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise ModelError("is missing", where=str(path), remedy=_REMEDY) from error
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"is not valid: {error}", where=str(path), remedy=_REMEDY) from error

    def log_odds(self, article: Article) -> list[float]:
        """For each sentence the log-odds of being chosen, by its cues alone."""
        import numpy

        if not len(article):
            return []
        scaled = (numpy.asarray(measure(article, self.cues)) - self._mean) / self._scale
        scaled = scaled.clip(-self._widest, self._widest)
        hidden = numpy.maximum(scaled @ self._hidden.T + self._hidden_bias, 0)
        return [float(one) for one in hidden @ self._output + self._output_bias]

    def marks(self, title: str, sentences: Sequence[str]) -> list[int]:
        """For each sentence its mark, from `lowest` (hardly ever chosen) upwards."""
        return [self.mark(one) for one in self.log_odds(Article(title, sentences))]

    def mark(self, log_odds: float) -> int:
        """The step of the scale into which the log-odds fall."""
        return self.lowest + bisect_right(self.steps, log_odds)
