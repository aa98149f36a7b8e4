"""Short trainings side by side: each sees what it may see, and no more."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.comparing import as_markdown
from models.training.comparisons import (
    COOLING,
    STRETCH,
    Comparison,
    allowed,
    read_comparisons,
    sampled,
)
from models.training.corpora import DERIVED, TERMS, Corpus, Mixture, read_mixture
from models.training.network import Shape

NAMES = ("books", "copying", "news", "web")
MIXTURE = Mixture(
    (
        Corpus("books", "", "prose", 1.0, "-", terms="free"),
        Corpus("copying", "", "press", 1.0, "-", terms=DERIVED),
        Corpus("news", "", "news", 1.0, "-", terms="research"),
        Corpus("web", "", "technical", 1.0, "-", terms="unstated"),
    ),
    {},
)
#: A pair of each corpus, then derived pairs made from books, from news, and from nobody knows what.
ORIGINS = np.array([0, 2, 3, 0, 2, 1], dtype=np.uint16)


@pytest.mark.parametrize(
    ("leaves_out", "kept"),
    [
        (set(), [1, 1, 1, 1, 1, 1]),
        ({"research"}, [1, 0, 1, 1, 0, 0]),
        ({"unstated"}, [1, 1, 0, 1, 1, 0]),
        ({"research", "unstated"}, [1, 0, 0, 1, 0, 0]),
        ({"copyleft"}, [1, 1, 1, 1, 1, 0]),
    ],
)
def test_a_run_leaves_out_what_it_says_and_what_was_made_from_it(
    leaves_out: set[str], kept: list[int]
) -> None:
    result = allowed(ORIGINS, NAMES, MIXTURE, frozenset(leaves_out))
    assert result.astype(int).tolist() == kept


def test_the_shipped_comparisons_are_what_the_card_says_of_them() -> None:
    runs, phases = read_comparisons(Shape())
    assert set(phases) == {STRETCH, COOLING}
    licence = {run.name: run for run in runs if run.table == "licence"}
    assert not licence["all"].leaves_out
    assert licence["cleared"].leaves_out == {"research", "unstated", "copyleft"}
    assert licence["free"].leaves_out == set(TERMS) - {"free", DERIVED}
    assert len({(run.shape, run.share, run.updates, run.cooldown) for run in licence.values()}) == 1
    sizes = [run for run in runs if run.table == "size"]
    assert len({run.shape for run in (licence["all"], *sizes)}) == 1 + len(sizes)
    assert len({(run.share, run.leaves_out) for run in (licence["all"], *sizes)}) == 1
    assert len({run.seconds for run in sizes}) == 1


def test_free_training_sees_no_corpus_that_asks_for_more() -> None:
    runs, _ = read_comparisons(Shape())
    (free,) = (run for run in runs if run.name == "free")
    shipped = read_mixture()
    names = [corpus.name for corpus in shipped.corpora]
    every = np.arange(len(names), dtype=np.uint16)
    kept = {names[i] for i in np.flatnonzero(allowed(every, names, shipped, free.leaves_out))}
    assert {"releases-pairs", "tico19", "docs-fastapi"} <= kept
    assert not kept & {"newstest", "headlines", "press", "xquad", "docs-ton", "copying"}


def test_unknown_terms_are_named(tmp_path: Path) -> None:
    path = tmp_path / "comparisons.toml"
    path.write_text('[phase]\n[table.t.run.r]\nleaves_out = ["cheap"]\n')
    with pytest.raises(ValueError, match=r"table\.t\.run\.r\.leaves_out.*cheap"):
        read_comparisons(Shape(), path)


@given(small=st.floats(0, 1), large=st.floats(0, 1))
def test_a_smaller_share_is_part_of_a_larger_one(small: float, large: float) -> None:
    small, large = sorted((small, large))
    assert not (sampled(500, small) & ~sampled(500, large)).any()
    assert sampled(500, large).mean() == pytest.approx(large, abs=0.1)


def test_updates_are_given_or_fit_into_the_time() -> None:
    assert Comparison("t", "n", Shape(), updates=80, cooldown=0.25).stretch(3.0) == (80, 20)
    updates, cooldown = Comparison("t", "n", Shape(), seconds=300.0, cooldown=0.5).stretch(2.0)
    assert (updates, cooldown) == (100, 50)


def test_the_table_has_a_row_for_each_run() -> None:
    score = {"chrf": 21.26, "bleu": 3.04, "n": 500}
    result = {
        "run": "licence-cleared",
        "leaves_out": ["research", "unstated"],
        "shape": "256, 3 + 1",
        "parameters": 6_512_345,
        "distinct_pairs": 30_000,
        "pairs_seen": 50_000,
        "updates": 1000,
        "processor_minutes": 9.12,
        "dev.news": score,
        "dev.press": score,
    }
    head, rule, row = as_markdown([result]).splitlines()
    assert head.count("|") == rule.count("|") == row.count("|")
    assert row == (
        "| `licence-cleared` | research, unstated | 256, 3 + 1 | 6.5 M | 30,000 | 50,000 | 1,000 "
        "| 9.1 | 21.3 / 3.0 | 21.3 / 3.0 |"
    )
