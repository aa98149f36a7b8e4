"""Names on real translations: false errors on human ones, recall when a name is swapped or lost.

The sentences are taken at regular steps through each corpus.  A human translation hardly ever
loses a name, so whatever is an error there is a false alarm.  For recall an English name is
replaced throughout its sentence by one of another sentence, or by a pronoun.
"""

import gzip
import random
import re
import time
from pathlib import Path

import pytest

from pipeline.language.names import EnglishName, compare_names, find_english_names, find_names

pytestmark = pytest.mark.slow

Pair = tuple[str, str]


def pairs(corpora: Path, name: str, at_most: int) -> list[Pair]:
    with gzip.open(corpora / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
        everything = [line.rstrip("\n").split("\t") for line in lines]
    step = max(1, len(everything) // at_most)
    return [(russian, english) for russian, english in everything[::step]][:at_most]


@pytest.mark.parametrize(
    ("name", "at_most_share"),
    [("press", 0.02), ("releases-pairs", 0.02), ("newstest", 0.05)],
)
def test_human_translations_have_few_errors(corpora: Path, name: str, at_most_share: float) -> None:
    sentences = pairs(corpora, name, 3000)
    comparisons = [compare_names(russian, english) for russian, english in sentences]
    wrong = sum(bool(one.errors or one.invented) for one in comparisons)
    assert wrong / len(sentences) < at_most_share


def names_to_damage(sentences: list[Pair], kind: str) -> list[tuple[int, EnglishName]]:
    """Persons or places of the English, each with the index of its sentence."""
    return [
        (at, name)
        for at, (_, english) in enumerate(sentences)
        for name in find_english_names(english)
        if name.kind == kind and name.text.isascii() and "'" not in name.text
    ]


def damaged(english: str, name: str, replacement: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", replacement, english)


@pytest.mark.parametrize("corpus", ["press", "releases-pairs"])
@pytest.mark.parametrize(
    ("kind", "fault", "at_least"),
    [
        ("person", "swapped", 0.97),
        ("person", "lost", 0.93),
        ("place", "swapped", 0.95),
        ("place", "lost", 0.90),
    ],
)
def test_a_damaged_name_is_noticed(
    corpora: Path, corpus: str, kind: str, fault: str, at_least: float
) -> None:
    sentences = pairs(corpora, corpus, 2000)
    chance = random.Random(11)
    candidates = names_to_damage(sentences, kind)
    chosen = chance.sample(candidates, min(400, len(candidates)))
    noticed = 0
    for at, name in chosen:
        russian, english = sentences[at]
        replacement = "he" if kind == "person" else "the place"
        if fault == "swapped":
            others = {one.text for _, one in candidates if one.text not in english}
            replacement = chance.choice(sorted(others))
        before = compare_names(russian, english)
        after = compare_names(russian, damaged(english, name.text, replacement))
        noticed += len(after.errors) > len(before.errors) or (
            len(after.invented) > len(before.invented)
        )
    assert noticed / len(chosen) >= at_least


def test_speed(corpora: Path) -> None:
    sentences = pairs(corpora, "press", 4000)
    find_names("Сергей Мазуров приехал.")
    start = time.process_time()
    for russian, _ in sentences:
        find_names(russian)
    assert len(sentences) / (time.process_time() - start) > 1000
