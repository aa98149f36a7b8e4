"""Systems side by side: scores, paired differences, and how they are shown."""

import json
from collections.abc import Sequence

import pytest

from pipeline.evaluation.baselines import Brief, lead
from pipeline.evaluation.records import Record
from pipeline.evaluation.summaries import baselines, evaluate_summaries

SENTENCES = (
    "Завод «Северный ветер» открыли в Вологде 14 мая.",
    "Гостей было много.",
    "Объём инвестиций составил 4,2 млрд рублей.",
    "Губернатор Пётр Лаптев поздравил рабочих.",
)
LABELLED = [
    Record(str(number), "Открыт завод", SENTENCES, f"{SENTENCES[0]} {SENTENCES[2]}", (0, 2), 0)
    for number in range(3)
]
FREE = [Record("1", "", SENTENCES, "В Вологде открыт завод за 4,2 млрд рублей.")]


def perfect(records: Sequence[Record]) -> list[Brief]:
    return [Brief(record.reference, record.chosen) for record in records]


def test_the_right_choice_scores_full_marks() -> None:
    result = evaluate_summaries(LABELLED, {"ours": perfect})
    scores = result.systems["ours"]
    for measure in ("rouge1", "rougeL", "f1", "precision", "recall", "key", "numbers", "names"):
        assert scores[measure] == pytest.approx(100)
    assert scores["chrF"] == pytest.approx(100)
    assert scores["sentences"] == 2
    assert scores["characters"] == len(LABELLED[0].reference)


def test_choice_scores_are_means_over_articles() -> None:
    scores = evaluate_summaries(LABELLED, {"lead": lead(3)}).systems["lead"]
    assert scores["precision"] == pytest.approx(200 / 3)
    assert scores["recall"] == pytest.approx(100)
    assert scores["f1"] == pytest.approx(80)


def test_free_summaries_have_no_choice_scores() -> None:
    result = evaluate_summaries(FREE, {"lead-1": lead(1)})
    assert "f1" not in result.systems["lead-1"]
    assert result.systems["lead-1"]["numbers"] == 0
    assert result.systems["lead-1"]["names"] == 100


def test_the_lead_of_the_same_length_is_always_there() -> None:
    result = evaluate_summaries(FREE, {"ours": lead(1)})
    assert list(result.systems) == ["ours", "lead-same-length"]
    assert result.systems["lead-same-length"]["rouge1"] == result.systems["ours"]["rouge1"]


def test_every_other_system_is_compared_with_the_first() -> None:
    result = evaluate_summaries(LABELLED, {"ours": perfect, "lead-1": lead(1)})
    assert set(result.differences) == {"lead-same-length", "lead-1"}
    difference = result.differences["lead-1"]["rouge1"]
    assert difference.low == pytest.approx(difference.high)  # the three articles are the same
    assert difference.mean > 0
    assert "f1" in result.differences["lead-1"]
    assert "f1" not in result.differences["lead-same-length"]


def test_the_result_is_plain_json() -> None:
    systems = {"ours": perfect, **baselines()}
    result = evaluate_summaries(LABELLED, systems, resamples=50).as_dict()
    again = json.loads(json.dumps(result, allow_nan=False))
    assert {"svodka", "ours"} & set(again["systems"]) == {"ours"}
    assert set(baselines()) <= set(again["systems"])
    assert again["systems"]["oracle"]["f1"] == 100
    assert again["signatures"]["rouge"].startswith("rouge_score:")
    assert again["differences"]["lead-3"]["rouge1"].keys() == {"mean", "low", "high"}


def test_the_table_has_a_line_a_system_and_the_signatures() -> None:
    table = evaluate_summaries(FREE, {"ours": lead(2)}, resamples=50).table()
    assert "ours" in table
    assert "lead-same-length" in table
    assert "stem:snowball" in table


def test_no_system_is_an_error() -> None:
    with pytest.raises(ValueError, match="no system"):
        evaluate_summaries(FREE, {})
