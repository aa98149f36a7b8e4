"""Which sentence pairs are fit to learn from: named rules in an ordered list.

A rule looks at a pair and says whether it is bad. The first rule that objects names the reason, so
that a corpus can be described by what was dropped from it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

SPACES = re.compile(r"\s+")
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\u0000-\u0008\u000e-\u001f\u007f]"
)
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
LATIN = re.compile(r"[a-z]", re.IGNORECASE)
WORD = re.compile(r"\w+")
DIGITS = re.compile(r"\d+")
MARKUP = re.compile(r"[{}<>|\\`^~]|::|\]\(|%[sd]\b|\$\w|&\w+;|https?:|__|\*\*|==")
REPEATED = re.compile(r"\b(\w+(?: \w+){0,3})(?: \1\b){2,}", re.IGNORECASE)

MAX_CHARACTERS = 700
MAX_RATIO = 2.4


@dataclass(frozen=True, slots=True)
class Pair:
    """A Russian sentence and its English translation."""

    ru: str
    en: str


def tidy(text: str) -> str:
    """NFC, invisible characters out, every run of white space one plain space."""
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def normal_form(text: str) -> str:
    """What remains when case, punctuation and ё are set aside: the key for finding duplicates."""
    return " ".join(WORD.findall(text.lower().replace("ё", "е")))


def is_empty(pair: Pair) -> bool:
    """One side says nothing."""
    return not pair.ru or not pair.en


def is_too_long(pair: Pair) -> bool:
    """A side is longer than a sentence of any press release."""
    return max(len(pair.ru), len(pair.en)) > MAX_CHARACTERS


def is_lopsided(pair: Pair) -> bool:
    """One side is much longer than the other; short labels are given some slack."""
    longer, shorter = max(len(pair.ru), len(pair.en)), min(len(pair.ru), len(pair.en))
    return (longer + 12) / (shorter + 12) > MAX_RATIO


def is_untranslated(pair: Pair) -> bool:
    """Both sides say the same."""
    return normal_form(pair.ru) == normal_form(pair.en)


def is_not_russian(pair: Pair) -> bool:
    """Fewer Cyrillic than Latin letters on the Russian side."""
    return len(CYRILLIC.findall(pair.ru)) <= len(LATIN.findall(pair.ru))


def is_other_cyrillic(pair: Pair) -> bool:
    """The Russian side has a Cyrillic letter that Russian does not use."""
    return bool(re.search(r"[іїєґўј]", pair.ru, re.IGNORECASE))


def has_cyrillic_english(pair: Pair) -> bool:
    """Cyrillic letters stand on the English side."""
    return bool(CYRILLIC.search(pair.en))


def loops(pair: Pair) -> bool:
    """The English says the same words three times in a row: a machine translation gone wrong."""
    return bool(REPEATED.search(pair.en))


def has_markup(pair: Pair) -> bool:
    """Code, links or markup stand on either side."""
    return bool(MARKUP.search(pair.ru) or MARKUP.search(pair.en))


def loses_numbers(pair: Pair) -> bool:
    """The digits of the two sides differ. Legitimate in free translations, an error in machine ones."""
    return sorted("".join(DIGITS.findall(pair.ru))) != sorted("".join(DIGITS.findall(pair.en)))


Rule = Callable[[Pair], bool]

ALWAYS: tuple[Rule, ...] = (
    is_empty,
    is_too_long,
    is_lopsided,
    is_untranslated,
    is_not_russian,
    is_other_cyrillic,
    has_cyrillic_english,
    loops,
)
#: Further rules that a corpus asks for by name in corpora.toml.
STRICTER: dict[str, Rule] = {"markup": has_markup, "numbers": loses_numbers}


def objection(pair: Pair, stricter: Iterable[str] = ()) -> str | None:
    """The name of the first rule that `pair` breaks, or None for a good pair."""
    for rule in (*ALWAYS, *(STRICTER[name] for name in stricter)):
        if rule(pair):
            return rule.__name__
    return None


class DevGuard:
    """Knows the sentences kept for choosing and recognises what was copied from them.

    A text is a near-duplicate if its normal form equals a kept one, or if at least half of its own
    word 5-grams occur in the kept texts.
    """

    SIZE = 5

    def __init__(self, kept: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._grams: set[int] = set()
        for text in kept:
            form = normal_form(text)
            self._whole.add(form)
            self._grams.update(self._grams_of(form))

    def _grams_of(self, form: str) -> Iterator[int]:
        words = form.split()
        for start in range(len(words) - self.SIZE + 1):
            yield hash(tuple(words[start : start + self.SIZE]))

    def knows(self, text: str) -> bool:
        """Whether `text` is one of the kept sentences or nearly one."""
        form = normal_form(text)
        if form in self._whole:
            return True
        grams = list(self._grams_of(form))
        return bool(grams) and 2 * sum(gram in self._grams for gram in grams) >= len(grams)
