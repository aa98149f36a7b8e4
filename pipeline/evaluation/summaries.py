"""Scores of summarisers on articles with references, side by side with what they have to beat."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from pipeline.evaluation import facts
from pipeline.evaluation.baselines import (
    Brief,
    System,
    lead,
    lead_of_length,
    lex_rank,
    oracle,
    text_rank,
)
from pipeline.evaluation.bootstrap import Interval, paired_difference
from pipeline.evaluation.records import Record
from pipeline.evaluation.rouge import rouge, signature

__all__ = ["SummaryResult", "baselines", "evaluate_summaries"]

#: The measures whose differences are given with an interval.
COMPARED = ("rouge1", "rouge2", "rougeL", "rouge1_stemmed", "rougeL_stemmed", "chrF", "f1")
TABLE = ("rouge1", "rouge2", "rougeL", "rougeL_stemmed", "chrF", "numbers", "names")
TABLE_END = ("redundancy", "characters", "f1", "key")

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class SummaryResult:
    """Mean scores of each system, and the paired differences of the first from the others.

    Scores run from 0 to 100, `characters` and `sentences` excepted. `per_record` keeps each
    record's own, in the order of the records; NaN where a measure has no value (the numbers of a
    reference without any, the choice of a text cut by characters).
    """

    records: int
    systems: dict[str, Scores]
    differences: dict[str, dict[str, Interval]]
    signatures: dict[str, str]
    per_record: dict[str, list[Scores]] = field(repr=False)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: figures rounded to two places; a measure without a value is absent."""
        return {
            "records": self.records,
            "systems": {
                name: {measure: round(score, 2) for measure, score in scores.items()}
                for name, scores in self.systems.items()
            },
            "differences": {
                name: {measure: interval.as_dict() for measure, interval in intervals.items()}
                for name, intervals in self.differences.items()
            },
            "signatures": self.signatures,
        }

    def table(self) -> str:
        """The figures as plain text: systems, then the differences, then the signatures."""
        measures = [*TABLE, *TABLE_END]
        lines = [f"{self.records} articles", _row("system", measures)]
        for name, scores in self.systems.items():
            cells = [f"{scores[one]:.2f}" if one in scores else "-" for one in measures]
            lines.append(_row(name, cells))
        for name, intervals in self.differences.items():
            lines.append(f"{next(iter(self.systems))} - {name}, with 95 % intervals:")
            lines.extend(f"  {measure:<16}{interval}" for measure, interval in intervals.items())
        lines.extend(f"{name}: {text}" for name, text in self.signatures.items())
        return "\n".join(lines)


def baselines(count: int = 3) -> dict[str, System]:
    """The systems that a summariser is measured against; the last one sees the reference."""
    return {
        "lead-1": lead(1),
        "lead-3": lead(3),
        "textrank": text_rank(count),
        "lexrank": lex_rank(count),
        "oracle": oracle(count),
    }


def evaluate_summaries(
    records: Sequence[Record],
    systems: Mapping[str, System],
    *,
    resamples: int = 2000,
    seed: int = 12345,
) -> SummaryResult:
    """Run each system over the records and score what it writes.

    The first system is the one in question: `lead-same-length`, the lead cut at its number of
    characters, is added after it, and every other system's paired difference from it is given.

    Args:
        records: Of either form; choice scores (`precision`, `recall`, `f1`, `key`) are given
            where the records have chosen sentences.
        systems: By name, in the order in which they are shown.
        resamples: Bootstrap samples for the intervals.
        seed: Of the bootstrap.
    """
    if not systems:
        raise ValueError("no system to evaluate")
    briefs: dict[str, list[Brief]] = {}
    for number, (name, system) in enumerate(systems.items()):
        briefs[name] = system(records)
        if number == 0:
            briefs["lead-same-length"] = lead_of_length(briefs[name])(records)
    per_record = {
        name: [_scores(record, brief) for record, brief in zip(records, written, strict=True)]
        for name, written in briefs.items()
    }
    main = next(iter(systems))
    differences = {
        name: {
            measure: paired_difference(
                [one.get(measure, math.nan) for one in per_record[main]],
                [one.get(measure, math.nan) for one in scores],
                resamples=resamples,
                seed=seed,
            )
            for measure in COMPARED
            if _mean(measure, per_record[main]) is not None and _mean(measure, scores) is not None
        }
        for name, scores in per_record.items()
        if name != main
    }
    return SummaryResult(
        records=len(records),
        systems={name: _means(scores) for name, scores in per_record.items()},
        differences=differences,
        signatures=_signatures(resamples, seed),
        per_record=per_record,
    )


def _scores(record: Record, brief: Brief) -> Scores:
    scores = rouge(brief.text, record.reference)
    stemmed = rouge(brief.text, record.reference, stemmed=True)
    scores |= {f"{kind}_stemmed": score for kind, score in stemmed.items()}
    scores["chrF"] = _chrf(brief.text, record.reference)
    scores["numbers"] = facts.number_coverage(record.reference, brief.text)
    scores["names"] = facts.name_coverage(record.reference, brief.text)
    scores["redundancy"] = facts.redundancy(brief.text)
    scores["characters"] = float(len(brief.text))
    if brief.sentences:
        scores["sentences"] = float(len(brief.sentences))
    if record.chosen and brief.sentences:
        scores |= _choice(record, brief)
    return scores


def _choice(record: Record, brief: Brief) -> Scores:
    """How the sentences chosen agree with the editor's."""
    hits = len(set(record.chosen) & set(brief.sentences))
    precision, recall = hits / len(set(brief.sentences)), hits / len(record.chosen)
    scores = {
        "precision": 100 * precision,
        "recall": 100 * recall,
        "f1": 100 * 2 * precision * recall / (precision + recall) if hits else 0.0,
    }
    if record.key is not None:
        scores["key"] = 100.0 * (record.key in brief.sentences)
    return scores


def _chrf(summary: str, reference: str) -> float:
    from sacrebleu.metrics.chrf import CHRF

    return float(CHRF().sentence_score(summary, [reference]).score)


def _mean(measure: str, scores: Sequence[Scores]) -> float | None:
    values = [one[measure] for one in scores if not math.isnan(one.get(measure, math.nan))]
    return sum(values) / len(values) if values else None


def _means(scores: Sequence[Scores]) -> Scores:
    measures = {measure: None for one in scores for measure in one}
    means = {measure: _mean(measure, scores) for measure in measures}
    return {measure: mean for measure, mean in means.items() if mean is not None}


def _signatures(resamples: int, seed: int) -> dict[str, str]:
    return {
        "rouge": signature(stemmed=False),
        "rouge_stemmed": signature(stemmed=True),
        "chrF": f"sacrebleu:{version('sacrebleu')}|nc:6|nw:0|stat:mean of articles",
        "f1": "of the file's own sentences, by number|stat:mean of articles",
        "intervals": f"paired bootstrap over articles|samples:{resamples}|seed:{seed}|95 %",
    }


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<18}" + "".join(f"{cell:>15}" for cell in cells)
