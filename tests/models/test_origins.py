"""A derived pair is traced to the corpus it was made from."""

import random
from typing import Any

from models.training import variants
from models.training.cleaning import Pair
from models.training.origins import origins

SOURCES = [
    {"ru": "Завод «Вектор» построил новый цех, сообщил директор Семёнов.", "corpus": "press"},
    {"ru": "В городе открыли большой парк у реки.", "corpus": "headlines"},
    {"ru": "Глава области, сообщил директор Петров, уехал.", "corpus": "headlines"},
]


def traced(text: str) -> str | None:
    return next(origins([{"ru": text}], SOURCES))


def test_exchanged_names_do_not_hide_it() -> None:
    assert traced("Завод Almaz построил новый цех, сообщил директор Kuznetsov.") == "press"
    assert traced("В городе открыли большой парк у Волги.") == "headlines"


def test_what_two_corpora_share_says_nothing() -> None:
    both = [*SOURCES, {"ru": "Завод «Вектор» построил новый цех.", "corpus": "newstest"}]
    assert next(origins([{"ru": "Завод «Вектор» построил новый цех."}], both)) is None


def test_what_stands_in_none_has_no_origin() -> None:
    assert traced("Совет принял закон") is None
    assert traced("Да") is None


def test_every_variant_of_a_sentence_is_traced(world: Any) -> None:
    """In an order of its own: each derived row is looked up by itself."""
    sources = [{"ru": ru, "en": en, "corpus": "press"} for ru, en in world.pairs(60)]
    draw = random.Random(1)
    made = [variants.variant(Pair(row["ru"], row["en"]), draw) for row in sources]
    rows = [{"ru": pair.ru} for pair in made if pair is not None]
    draw.shuffle(rows)
    assert len(rows) > 30
    assert list(origins(rows, [*sources, *SOURCES[1:]])) == ["press"] * len(rows)
