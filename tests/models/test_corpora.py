"""From files to one clean data set."""

from pathlib import Path
from typing import Any

import pytest

from models.training.corpora import Cleaning, Corpus, Mixture, clean_pairs, read_mixture


def mixture(*corpora: Corpus) -> Mixture:
    return Mixture(corpora, {})


def corpus(name: str, weight: float = 1.0) -> Corpus:
    return Corpus(name, f"{name}.tsv", "news", weight, "invented")


def test_the_shipped_mixture_is_valid_and_gives_every_corpus_a_licence() -> None:
    shipped = read_mixture()
    assert {"short", "main", "domain"} <= set(shipped.phases)
    assert all(entry.licence for entry in shipped.corpora)


def test_an_unknown_domain_is_named(tmp_path: Path) -> None:
    path = tmp_path / "corpora.toml"
    path.write_text('[phase]\n[corpus.x]\nfile="x"\ndomain="opera"\nweight=1.0\nlicence="-"\n')
    with pytest.raises(ValueError, match=r"corpus\.x\.domain"):
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


def test_a_corpus_of_weight_zero_is_not_read(world: Any, tmp_path: Path) -> None:
    world.write(tmp_path / "good.tsv", 5)
    assert not list(clean_pairs(tmp_path, mixture(corpus("good", 0.0)), Cleaning()))
