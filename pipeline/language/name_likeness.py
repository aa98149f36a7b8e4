"""How like a Latin word is to a word of a Russian name, and how like is like enough."""

from collections.abc import Iterable
from functools import lru_cache

from pipeline.language.english_words import EnglishWord
from pipeline.language.name_model import Part
from pipeline.language.transliteration import SAME_NAME, name_similarity

EXACT = 0.93
"""For names with a settled spelling, and for words where a distant likeness is another name."""
IN_CONTEXT = 0.65
"""For a word beside another one of the same name."""

_SHORT = 3
# Surnames of these shapes are spelled by rule: Петров is no Pavlov.
_RUSSIAN_ENDINGS = (
    "ов", "ев", "ёв", "ин", "ын", "ова", "ева", "ёва", "ина",
    "ский", "ская", "цкий", "цкая", "енко", "ых", "их",
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def threshold(form: str) -> float:
    """The likeness from which a Latin word is taken for a Russian name, given its nominative."""
    return EXACT if len(form) <= _SHORT or form.endswith(_RUSSIAN_ENDINGS) else SAME_NAME


@lru_cache(maxsize=1 << 15)
def likeness(forms: tuple[str, ...], latin: str) -> float:
    """How well a Latin word renders the best of the forms; the parts of `Нью-Йорк` count."""
    best = 0.0
    for form in forms:
        for piece in (form, *_pieces(form)):
            best = max(best, name_similarity(piece, latin))
            if best == 1.0:
                return best
    return best


def _pieces(form: str) -> list[str]:
    return [piece for piece in form.split("-") if len(piece) > _SHORT] if "-" in form else []


def likest(part: Part, words: Iterable[EnglishWord]) -> tuple[EnglishWord, float] | None:
    """The capitalised word most like the part in any of its forms, and how much; None for none."""
    best: tuple[EnglishWord, float] | None = None
    for word in words:
        if not word.is_capitalised or len(word.text) < 2:
            continue
        score = likeness(part.forms, word.bare)
        if best is None or score > best[1]:
            best = (word, score)
            if score == 1.0:
                break
    return best
