"""The whole recipe on a tiny invented language: does every step do its part, in two minutes?"""

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from models.training.comparisons import COOLING, STRETCH, Comparison
from models.training.corpora import DERIVED, DOMAINS, Corpus, Mixture, Phase
from models.training.network import Shape
from models.training.recipe import Recipe

SUBJECTS = (
    ("Завод", "The plant"),
    ("Университет", "The university"),
    ("Министерство", "The ministry"),
    ("Компания «Вектор»", "The Vektor company"),
    ("Музей", "The museum"),
    ("Губернатор", "The governor"),
    ("Ректор Анна Кречетова", "Rector Anna Krechetova"),
    ("Мэр города", "The mayor of the city"),
)
VERBS = (
    ("открыл", "opened"),
    ("построил", "built"),
    ("показал", "showed"),
    ("купил", "bought"),
    ("отремонтировал", "repaired"),
)
OBJECTS = (
    ("новый цех", "a new workshop"),
    ("мост через реку", "a bridge over the river"),
    ("выставку картин", "an exhibition of paintings"),
    ("учебный корпус", "a training building"),
    ("лабораторию", "a laboratory"),
    ("две школы", "two schools"),
    ("старый парк", "an old park"),
)
PLACES = (
    ("в Нижнереченске", "in Nizhnerechensk"),
    ("на севере области", "in the north of the region"),
    ("за 250 млн рублей", "for 250 million rubles"),
    ("17 мая 2024 года", "on 17 May 2024"),
    ("вместе с коллегами", "together with colleagues"),
    ("по просьбе жителей", "at the request of residents"),
    ("до конца года", "before the end of the year"),
)
EVEN = dict.fromkeys(DOMAINS, 1.0)
MIXTURE = Mixture(
    (
        Corpus("press", "invented.tsv", "press", 1.0, "invented", terms="free"),
        Corpus("copying", "", "press", 1.0, "invented", terms=DERIVED),
        Corpus("variants", "", "press", 0.5, "invented", terms=DERIVED),
    ),
    {
        "short": Phase("short", 60, 40, 1500, 0.0, EVEN),
        "main": Phase("main", 10**6, 100, 2000, 0.1, EVEN),
        "domain": Phase("domain", 10**6, 100, 2000, 0.0, EVEN),
    },
)
SHAPE = Shape(width=64, feed_forward=128, heads=4, encoder_layers=2, decoder_layers=1)
PIECES = 700
STEPS, COOLDOWN = 180, 60
COMPARED = {STRETCH: MIXTURE.phases["short"], COOLING: MIXTURE.phases["domain"]}


def invented_pairs(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Different sentence pairs; with one seed the first are the same whatever the count."""
    everything = list(product(SUBJECTS, VERBS, OBJECTS, PLACES))
    random.Random(seed).shuffle(everything)
    for parts in everything[:count]:
        yield " ".join(ru for ru, _ in parts) + ".", " ".join(en for _, en in parts) + "."


def write_corpora(folder: Path) -> None:
    """An invented corpus and two dev sets that share no sentence with it."""
    folder.mkdir(parents=True)
    lines = [f"{ru}\t{en}\n" for ru, en in invented_pairs(1500)]
    files = {"dev.news.tsv": lines[:12], "dev.press.tsv": lines[12:24], "invented.tsv": lines[24:]}
    for name, content in files.items():
        (folder / name).write_text("".join(content), encoding="utf-8")


def run(folder: Path) -> dict[str, Any]:
    """Every step from corpora to scores under `folder`; returns the figures of the dev sets."""
    from dataclasses import replace

    from models.training.tokenizer import Pieces

    write_corpora(folder / "corpora")
    recipe = Recipe(folder / "work", folder / "corpora", folder / "model", MIXTURE, SHAPE, PIECES)
    recipe.prepare()
    recipe.make_tokenizer()
    recipe.derive()
    recipe.shape = replace(SHAPE, vocabulary=Pieces(recipe.tokenizer).size)
    recipe.encode()
    recipe.train(STEPS, world=1)
    recipe.cooldown(COOLDOWN, world=1)
    recipe.export({"num_beams": 2}, reranking={"hypotheses": 4})
    recipe.pack(folder / "bundle")
    return {**recipe.scores(), "compared": compared(recipe)}


def compared(recipe: Recipe) -> list[dict[str, Any]]:
    """Two runs of a few updates side by side: with half of the pairs, and without those of no licence."""
    from models.training.comparing import Comparer

    runs = (
        Comparison("smoke", "half", recipe.shape, share=0.5, updates=8),
        Comparison("smoke", "stated", recipe.shape, frozenset({"unstated"}), seconds=1.0),
    )
    return Comparer(recipe, COMPARED, lines=6).run_all(runs)
