"""Scores on the dev sets while training runs and when it is over."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.training.decoding import Decoder
from models.training.export import convert, write_model
from pipeline.evaluation.copying import copy_rates, copying_set
from pipeline.evaluation.translation import evaluate_translation, read_pairs

DEV_SETS = ("dev.news", "dev.press")
GREEDY = {"num_beams": 1}


@dataclass(frozen=True, slots=True)
class DevJudge:
    """Greedy chrF2 and BLEU on the first `lines` of each dev set. Can be sent to another process."""

    corpora: Path
    tokenizer: Path
    lines: int = 200

    def __call__(self, model: Any) -> dict[str, Any]:
        """Score `model` through the same export and conversion that ship."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "model"
            write_model(model, self.tokenizer, folder, GREEDY)
            convert(folder)
            return judge(folder, self.corpora, self.lines)


def judge(
    folder: Path, corpora: Path, lines: int | None = None, options: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Figures for every dev set under its name, a translation to look at, and rates of copying."""
    decoder = Decoder(folder, options)
    figures: dict[str, Any] = {}
    for name in DEV_SETS:
        pairs = read_pairs(corpora / f"{name}.tsv")[:lines]
        score = evaluate_translation(pairs, decoder)
        figures[name] = score.as_dict()
        median = score.segments[len(score.segments) // 2]
        figures[name]["example"] = {"ru": median.source, "en": median.hypothesis}
    copying = copying_set(read_pairs(corpora / f"{DEV_SETS[-1]}.tsv")[:lines])
    figures["copying"] = copy_rates(copying, decoder).as_dict()
    return figures
