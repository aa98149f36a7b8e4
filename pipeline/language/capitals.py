"""Capitalised words of a Russian text in runs, as names are written."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.language.morphology import fold, known_name_kinds
from pipeline.language.tables import words_of

_WORD = re.compile(
    r"(?:[А-ЯЁ]|Дж)\.(?![а-яё])"  # an initial
    r"|[А-Яа-яЁё]+(?:[-’'][А-Яа-яЁё]+)*"
    r"|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:[-.'’&][A-Za-zÀ-ɏ0-9]+)*"
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_INITIALISM = re.compile(r"[А-ЯЁ]{2,}(?:-?\d+)?")
_LAST_WORD = re.compile(r"([А-Яа-яЁёA-Za-z-]+)\.$")
_SENTENCE_END = frozenset(".!?…:;")
_OPENERS = frozenset('«„“"(—–-•*')
_LOOK_BACK = 40
_LONGEST_INITIALISM = 4


class Word(NamedTuple):
    """A word or an initial of the text; `opens` if it begins a sentence or a quotation."""

    start: int
    stop: int
    text: str
    opens: bool

    @property
    def is_initial(self) -> bool:
        """Whether the word is the initial of a first name, with its full stop."""
        return self.text.endswith(".")

    @property
    def is_latin(self) -> bool:
        """Whether the word is in Latin letters."""
        return _LATIN.search(self.text) is not None

    @property
    def is_initialism(self) -> bool:
        """Whether the word is an abbreviation, not a surname in capitals (`ПУТИН`)."""
        return is_initialism(self.text)


@lru_cache(maxsize=1 << 14)
def is_initialism(word: str) -> bool:
    """Whether a word is an abbreviation in capitals, not a surname in capitals."""
    if _INITIALISM.fullmatch(word) is None:
        return False
    return len(word) <= _LONGEST_INITIALISM or not known_name_kinds(word)


def capital_runs(text: str, covered: Iterable[tuple[int, int]]) -> Iterator[list[Word]]:
    """Capitalised words (and initials) with nothing but space between them.

    A run ends where a sentence begins; an abbreviation is a run of its own; words within the
    `covered` ranges are in none.
    """
    ranges = list(covered)
    run: list[Word] = []
    for match in _WORD.finditer(text):
        start, stop = match.span()
        letters = match.group()
        if not letters[0].isupper() or any(one < stop and start < end for one, end in ranges):
            if run:
                yield run
            run = []
            continue
        word = Word(start, stop, letters, _opens(text, start))
        joined = not run or not text[run[-1].stop : start].strip()
        apart = word.is_initialism or (run and run[-1].is_initialism)
        if run and (not joined or word.opens or apart):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _opens(text: str, start: int) -> bool:
    """Whether the word at an offset begins a sentence, so that its capital says nothing."""
    window = text[max(0, start - _LOOK_BACK) : start]
    before = window.rstrip()
    if not before or "\n" in window[len(before) :]:
        return True
    if before[-1] in _OPENERS:
        return True
    if before[-1] not in _SENTENCE_END:
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    return len(word.group(1)) > 1 and fold(word.group(1)) not in words_of(
        "name_context.tsv", "abbreviation"
    )
