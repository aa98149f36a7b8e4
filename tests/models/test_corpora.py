"""From files to one clean data set."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.training import copying, distillation, variants
from models.training.corpora import (
    DERIVED,
    Cleaning,
    Corpus,
    Mixture,
    clean_pairs,
    read_mixture,
    without,
)


def mixture(*corpora: Corpus) -> Mixture:
    return Mixture(corpora, {})


def corpus(name: str, weight: float = 1.0) -> Corpus:
    return Corpus(name, f"{name}.tsv", "news", weight, "invented")


def test_the_shipped_mixture_is_valid_and_gives_every_corpus_a_licence() -> None:
    shipped = read_mixture()
    assert {"short", "main", "domain"} <= set(shipped.phases)
    assert all(entry.licence for entry in shipped.corpora)


def test_only_what_the_recipe_makes_itself_has_the_terms_of_others() -> None:
    derived = {entry.name for entry in read_mixture().corpora if entry.terms == DERIVED}
    assert derived == {copying.CORPUS, variants.CORPUS, distillation.DISTILLED}


@pytest.mark.parametrize(
    ("licence", "terms"),
    [
        (r"^(MIT|CC0|CC BY [\d.]+( FR)?)$", {"free"}),
        (r"GPL|GFDL|MPL", {"copyleft"}),
        (r"^CC BY-SA", {"sharealike"}),
        (r"^WMT", {"research"}),
        (r"none stated", {"unstated"}),
        (r"own terms", {"partly"}),
    ],
)
def test_the_terms_of_every_shipped_corpus_fit_its_licence(licence: str, terms: set[str]) -> None:
    assert {c.terms for c in read_mixture().corpora if re.search(licence, c.licence)} == terms


@pytest.mark.parametrize(("key", "value"), [("domain", "opera"), ("terms", "cheap")])
def test_an_unknown_domain_or_terms_is_named(key: str, value: str, tmp_path: Path) -> None:
    entry = {"file": "x", "domain": "news", "licence": "-", "terms": "free", key: value}
    lines = [f'{name} = "{text}"' for name, text in entry.items()]
    path = tmp_path / "corpora.toml"
    path.write_text("\n".join(["[phase]", "[corpus.x]", "weight = 1.0", *lines]))
    with pytest.raises(ValueError, match=rf"corpus\.x\.{key}: '{value}'"):
        read_mixture(path)


def test_of_equal_pairs_the_better_corpus_keeps_its_own(world: Any, tmp_path: Path) -> None:
    world.write(tmp_path / "good.tsv", 20)
    world.write(tmp_path / "worse.tsv", 30)
    report = Cleaning()
    rows = list(clean_pairs(tmp_path, mixture(corpus("good"), corpus("worse")), report))
    assert report.kept == {"good": 20, "worse": 10}
    assert report.dropped["worse", "duplicate"] == 20
    assert len({row["ru"] for row in rows}) == 30


def test_dev_sentences_never_get_in(world: Any, tmp_path: Path) -> None:
    world.write(tmp_path / "dev.news.tsv", 5)
    world.write(tmp_path / "good.tsv", 25)
    report = Cleaning()
    rows = list(clean_pairs(tmp_path, mixture(corpus("good")), report))
    kept = {ru for ru, _ in world.pairs(5)}
    assert not kept & {row["ru"] for row in rows}
    assert report.dropped["good", "near_dev"] >= 5


def test_a_mixture_without_some_terms_reads_none_of_their_corpora(
    world: Any, tmp_path: Path
) -> None:
    world.write(tmp_path / "good.tsv", 5)
    world.write(tmp_path / "other.tsv", 15)
    both = mixture(
        replace(corpus("good"), terms="free"), replace(corpus("other"), terms="research")
    )
    rows = clean_pairs(tmp_path, without(both, ["research", "unstated"]), Cleaning())
    assert {row["corpus"] for row in rows} == {"good"}
    assert without(both, []) == both


def test_a_corpus_of_weight_zero_is_not_read(world: Any, tmp_path: Path) -> None:
    world.write(tmp_path / "good.tsv", 5)
    assert not list(clean_pairs(tmp_path, mixture(corpus("good", 0.0)), Cleaning()))
