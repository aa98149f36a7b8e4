"""ROUGE over Russian words: rouge_score's definition, not its tokenizer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.rouge import NgramOverlap, rouge, signature
from pipeline.evaluation.words import words

REFERENCE = "Завод в Вологде выпустил первую лопасть."


def test_a_text_scores_100_against_itself() -> None:
    assert rouge(REFERENCE, REFERENCE) == {"rouge1": 100, "rouge2": 100, "rougeL": 100}


@pytest.mark.parametrize("summary", ["", "—", "London calling"])
def test_nothing_in_common_scores_0(summary: str) -> None:
    assert rouge(summary, REFERENCE) == {"rouge1": 0, "rouge2": 0, "rougeL": 0}


def test_scores_are_f1_of_words_pairs_and_order() -> None:
    # 3 of 3 words against 3 of 6; pairs: 1 of 2 against 1 of 5; the longest common order has 2.
    scores = rouge("первую лопасть завод", REFERENCE)
    assert scores["rouge1"] == pytest.approx(200 / 3)
    assert scores["rouge2"] == pytest.approx(200 / 7)
    assert scores["rougeL"] == pytest.approx(100 * 2 * 2 / 9)


def test_stems_bring_case_forms_together() -> None:
    assert rouge("заводами Вологды", "завод Вологда")["rouge1"] == 0
    assert rouge("заводами Вологды", "завод Вологда", stemmed=True)["rouge1"] == 100


def test_the_signature_says_whether_words_were_stemmed() -> None:
    assert "stem:none" in signature(stemmed=False)
    assert "stem:snowball" in signature(stemmed=True)
    assert "razdel" in signature(stemmed=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёлка, ещё ёлка!", ["елка", "еще", "елка"]),
        ("ТОСЭР «Северск» — 24 резидента", ["тосэр", "северск", "24", "резидента"]),
        ("1,5 млрд руб.", ["1,5", "млрд", "руб"]),
        ("…«»—", []),
    ],
)
def test_words_are_lower_case_without_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(["завод", "открыт", "в", "мае", "новый", "цех"]), min_size=1, max_size=7
    ),
    min_size=1,
    max_size=4,
)


@given(SENTENCES)
def test_the_growing_score_is_rouge_of_the_sentence(drawn: list[list[str]]) -> None:
    """For one sentence the oracle's counter and rouge_score agree."""
    sentences = [" ".join(one) for one in drawn]
    overlap = NgramOverlap(sentences, "новый цех завода открыт в мае")
    for index, sentence in enumerate(sentences):
        exact = rouge(sentence, "новый цех завода открыт в мае", stemmed=True)
        assert 100 * overlap.score([index]) == pytest.approx(
            (exact["rouge1"] + exact["rouge2"]) / 2
        )
