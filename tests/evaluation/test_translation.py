"""Figures for a translator: sacrebleu's, with its signature, and shares of plain failures."""

from pathlib import Path

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.evaluation.translation import evaluate_translation, is_loop, read_pairs

PAIRS = [
    ("Завод открыл новый цех.", "The plant opened a new workshop."),
    ("Мост построен за 250 млн рублей.", "The bridge was built for 250 million rubles."),
    ("Выставка продлится до конца года.", "The exhibition will run until the end of the year."),
]
ANSWERS = dict(PAIRS)


def test_a_perfect_translator_scores_100() -> None:
    score = evaluate_translation(PAIRS, lambda sources: [ANSWERS[source] for source in sources])
    assert (score.bleu, score.chrf, score.n) == (100.0, 100.0, 3)
    assert (score.empty, score.cyrillic, score.loops) == (0.0, 0.0, 0.0)
    assert score.signature["chrf"].startswith("nrefs:1|case:mixed|")
    assert score.signature["bleu"].endswith(f"version:{sacrebleu.__version__}")


def test_figures_are_those_of_sacrebleu() -> None:
    hypotheses = ["The plant opened a shop.", "The bridge was built.", "The show runs all year."]
    score = evaluate_translation(PAIRS, lambda _: hypotheses)
    references = [[english for _, english in PAIRS]]
    assert score.bleu == round(sacrebleu.corpus_bleu(hypotheses, references).score, 2)
    assert score.chrf == round(sacrebleu.corpus_chrf(hypotheses, references).score, 2)


def test_failures_are_counted_as_shares_and_come_first() -> None:
    hypotheses = [
        "",
        "The мост was built for 250 million rubles.",
        "The end the end the end the end",
    ]
    score = evaluate_translation(PAIRS, lambda _: hypotheses)
    assert (score.empty, score.cyrillic, score.loops) == (0.3333, 0.3333, 0.3333)
    assert score.segments[0].hypothesis == ""
    chrfs = [segment.chrf for segment in score.segments]
    assert chrfs == sorted(chrfs)


def test_only_the_worst_segments_are_kept() -> None:
    assert len(evaluate_translation(PAIRS, lambda sources: sources, keep=1).segments) == 1


def test_as_dict_has_the_published_keys() -> None:
    assert list(evaluate_translation(PAIRS, lambda sources: sources).as_dict()) == [
        "bleu",
        "chrf",
        "signature",
        "n",
        "sentences_per_second",
        "empty",
        "cyrillic",
        "loops",
    ]


def test_a_translator_that_loses_sentences_is_an_error() -> None:
    with pytest.raises(ValueError, match="3 sentences went in, 2 came out"):
        evaluate_translation(PAIRS, lambda sources: sources[:2])


def test_an_empty_set_is_an_error() -> None:
    with pytest.raises(InputError):
        evaluate_translation([], lambda sources: sources)


@pytest.mark.parametrize(
    ("hypothesis", "source", "loop"),
    [
        ("the end the end the end the end", "конец", True),
        ("no no no no", "нет", True),
        ("no no no no", "нет, нет, нет, нет", False),
        ("the end of the end of the year", "до конца года", False),
        ("a b c d e f a b c d e f a b c d e f a b c d e f", "всё", True),
        ("", "", False),
    ],
)
def test_loops(hypothesis: str, source: str, loop: bool) -> None:
    assert is_loop(hypothesis, source) is loop


@given(st.lists(st.text("аб ", max_size=4), max_size=12))
def test_text_is_never_a_loop_of_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert not is_loop(text, text)


def test_pairs_are_read_without_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text("Да.\tYes.\n\nНет.\tNo.\r\n", encoding="utf-8")
    assert read_pairs(path) == [("Да.", "Yes."), ("Нет.", "No.")]


@pytest.mark.parametrize("content", ["", "Да.\n", "Да.\t\n", "\tYes.\n"])
def test_files_without_pairs_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        read_pairs(path)


def test_a_missing_file_and_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_pairs(tmp_path / "none.tsv")
    (tmp_path / "bytes.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_pairs(tmp_path / "bytes.tsv")
