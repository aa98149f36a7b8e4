"""What a summariser is measured against."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.baselines import (
    Brief,
    greedy_oracle,
    lead,
    lead_of_length,
    lex_rank,
    oracle,
    text_rank,
)
from pipeline.evaluation.records import Record

SENTENCES = (
    "В Вологде открыли завод лопастей.",
    "Погода в день открытия была ясной.",
    "Завод лопастей будет выпускать сто лопастей в год.",
    "Гостям показали цех, где делают лопасти для завода.",
    "Вечером состоялся концерт.",
)
RECORD = Record("1", "Открыт завод", SENTENCES, "Завод в Вологде выпустит сто лопастей в год.")


def test_the_lead_is_the_first_sentences() -> None:
    (brief,) = lead(2)([RECORD])
    assert brief == Brief(f"{SENTENCES[0]} {SENTENCES[1]}", (0, 1))


def test_the_lead_of_a_short_text_is_all_of_it() -> None:
    record = Record("1", "", SENTENCES[:1], "")
    assert lead(3)([record]) == [Brief(SENTENCES[0], (0,))]


@given(st.integers(0, 200))
def test_the_lead_of_a_length_is_whole_words_within_it(length: int) -> None:
    (brief,) = lead_of_length([Brief("x" * length)])([RECORD])
    assert len(brief.text) <= max(length, 0)
    text = " ".join(SENTENCES)
    assert text.startswith(brief.text)
    assert length < 8 or text[len(brief.text) : len(brief.text) + 1] in ("", " ")


def test_graph_methods_take_central_sentences_in_reading_order() -> None:
    for system in (text_rank(2), lex_rank(2)):
        (brief,) = system([RECORD])
        assert list(brief.sentences) == sorted(brief.sentences)
        assert len(brief.sentences) == 2
        assert 4 not in brief.sentences
        assert brief.text == " ".join(SENTENCES[index] for index in brief.sentences)


def test_graph_methods_tell_equal_sentences_apart() -> None:
    record = Record("1", "", (SENTENCES[0], SENTENCES[0], SENTENCES[2]), "")
    (brief,) = text_rank(3)([record])
    assert brief.sentences == (0, 1, 2)


def test_the_oracle_looks_at_the_reference() -> None:
    assert 2 in greedy_oracle(SENTENCES, RECORD.reference, limit=2)
    assert greedy_oracle(SENTENCES, "Совсем иное.", limit=3) == ()
    assert greedy_oracle((), "Завод.", limit=3) == ()


def test_the_oracle_of_a_labelled_article_is_the_editors_choice() -> None:
    record = Record("1", "", SENTENCES, "", chosen=(1, 3))
    (brief,) = oracle(1)([record])
    assert brief.sentences == (1, 3)
