"""What was lost is told to the engine where it fits best, and stands only if that helps."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.engines.base import BATCH_TOKENS, Decoding, Generated
from pipeline.translating.holding import Holder, lost_terms
from tests.scripted import PieceEngine

RUSSIAN = "Оператор Megafon открыл завод в Kazan"


@pytest.mark.parametrize(
    ("russian", "english", "lost"),
    [
        (RUSSIAN, "Megafon opened a plant in Kazan", []),
        (RUSSIAN, "Megphon opened a plant in Kazan", ["Megafon"]),
        ("Министр Anna Petrova", "The minister", ["Anna Petrova"]),
        ("Министр Anna Petrova", "Minister Anna Petrov", ["Petrova"]),
        ("Из Promo-LEX сообщили", "Promo said", ["Promo-LEX"]),
        ("Russia и Russia", "Russia", ["Russia"]),
        ("Putin, Merkel", "A talk", ["Putin", "Merkel"]),
        ("Завод открыт", "A plant", []),
        ("до 2030 года", "for long", ["2030"]),
        ("до 2030 года", "until 2030", []),
        ("из 25 и 40 мест", "of 40 places", ["25"]),
        ("25 тысяч мест", "25,000 places", []),
        (
            "1 250 мест, 3,5 млн, 7 цехов",
            "places",
            [],
        ),  # written otherwise, or as words, in English
        ("с 10:30, 12/05, А-320", "then", []),
    ],
)
def test_lost_terms(russian: str, english: str, lost: list[str]) -> None:
    assert lost_terms(russian, english) == lost


class Telling(PieceEngine):
    """Tokens are words after a space; `go_on` ends a beginning, `likes` is where a term fits."""

    def __init__(self, folder: Path, go_on: Callable[[str], str], likes: str) -> None:
        super().__init__(folder, lambda text, decoding: "")
        self.begun: list[str] = []
        self._go_on = go_on
        self._likes = likes

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        texts = [self.decode(prefix) for prefix in prefixes or ()]
        self.begun += texts
        return [
            [Generated(tuple(self.encode(f"{text} {self._go_on(text)}")), -0.1, True)]
            for text in texts
        ]

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        return [
            {token: -1.0 if self.decode(prefix) == self._likes else -5.0 for token in wanted}
            for prefix, wanted in zip(prefixes, candidates, strict=True)
        ]


def held(engine: Telling, english: str) -> tuple[str, tuple[str, ...], float]:
    made = Generated(tuple(engine.encode(english)), -0.4, True)
    (one,) = Holder(engine, Decoding(beam_size=4)).hold([(RUSSIAN, made)])
    return engine.decode(one.generated.tokens), one.terms, one.generated.score


def test_a_garbled_name_is_told_where_it_fits_best(tmp_path: Path) -> None:
    engine = Telling(tmp_path, lambda begun: "opened a plant in Kazan", likes="The operator")
    text, terms, score = held(engine, "The operator Megphon opened a plant in Kazan")
    assert engine.begun == ["The operator Megafon"]
    assert text == "The operator Megafon opened a plant in Kazan"
    assert terms == ("Megafon",)
    assert score == -0.4, "what it was told is no merit of the model"


def test_several_are_told_one_after_the_other(tmp_path: Path) -> None:
    def go_on(begun: str) -> str:
        return "" if begun.endswith("Kazan") else "opened a plant in town"

    engine = Telling(tmp_path, go_on, likes="Megafon opened a plant in")
    text, terms, _ = held(engine, "Someone opened a plant in town")
    assert engine.begun == ["Megafon", "Megafon opened a plant in Kazan"]
    assert text == "Megafon opened a plant in Kazan"
    assert terms == ("Megafon", "Kazan")


def test_what_does_not_help_is_left_as_it_was(tmp_path: Path) -> None:
    engine = Telling(tmp_path, lambda begun: "Megafon Megafon Megafon plant", likes="The operator")
    before = "The operator opened a plant in Kazan"
    assert held(engine, before)[:2] == (before, ())


def test_nothing_lost_asks_nothing(tmp_path: Path) -> None:
    engine = Telling(tmp_path, lambda begun: "", likes="")
    held(engine, "Megafon opened a plant in Kazan")
    assert engine.begun == []
