"""A tiny invented world to learn from: a few hundred sentence pairs, a tokenizer, a pack."""

import random
from pathlib import Path

import pytest

SUBJECTS = [
    ("Завод", "The plant"),
    ("Университет", "The university"),
    ("Министерство", "The ministry"),
    ("Компания «Вектор»", "The Vektor company"),
    ("Музей", "The museum"),
    ("Губернатор", "The governor"),
]
VERBS = [("открыл", "opened"), ("построил", "built"), ("показал", "showed"), ("купил", "bought")]
OBJECTS = [
    ("новый цех", "a new workshop"),
    ("мост через реку", "a bridge over the river"),
    ("выставку картин", "an exhibition of paintings"),
    ("учебный корпус", "a training building"),
    ("лабораторию", "a laboratory"),
]
PLACES = [
    ("в Нижнереченске", "in Nizhnerechensk"),
    ("на севере области", "in the north of the region"),
    ("за 250 млн рублей", "for 250 million rubles"),
    ("17 мая 2024 года", "on 17 May 2024"),
]


class World:
    """Sentence pairs of a language small enough to learn in a minute."""

    @staticmethod
    def pairs(count: int, seed: int = 1) -> list[tuple[str, str]]:
        """Different pairs; with the same seed, the first ones are the same whatever the count."""
        everything = [
            (s, v, o, p) for s in SUBJECTS for v in VERBS for o in OBJECTS for p in PLACES
        ]
        random.Random(seed).shuffle(everything)
        return [
            (" ".join(ru for ru, _ in parts) + ".", " ".join(en for _, en in parts) + ".")
            for parts in everything[:count]
        ]

    def write(self, path: Path, count: int) -> None:
        """Write a `Russian<TAB>English` file of the first `count` pairs."""
        path.write_text("".join(f"{ru}\t{en}\n" for ru, en in self.pairs(count)), encoding="utf-8")


@pytest.fixture(scope="session")
def world() -> World:
    """The invented world."""
    return World()


@pytest.fixture(scope="session")
def tokenizer_folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MarianTokenizer folder of some hundred pieces, with the traps of the real one."""
    from models.training.tokenizer import train_pieces, write_folder

    folder = tmp_path_factory.mktemp("tokenizer")
    sentences = [side for pair in world.pairs(400) for side in pair]
    return write_folder(train_pieces(sentences, folder / "joint", size=640, threads=1), folder)
