"""Which English words give way to a fact, and how its English fits among those that stay.

Attention is a little blurred at its edges. A name is a run of capitalised words, a figure a run of
digits, number words and units; what else the attention takes in stays. Titles stay too, and articles
go where the new words have none.
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.language.english_names import find_english_names
from pipeline.language.quantities.reading import vocabulary
from pipeline.language.tables import rows
from pipeline.translating.alignment import Aligned, Word
from pipeline.translating.facts import Fact

__all__ = ["Change", "change_for"]

_POSSESSIVES = ("'s", "’s")
_QUOTES = {'"': '"', "“": "”", "«": "»"}
_CODE = re.compile(r"(?=\S*\d)[^\W_]+(?:-[^\W_]+)*")
_CLAUSE = re.compile(r"[,;:] ")
_AGE = re.compile(r"-(?:year|month|day|hour|minute)s?(-old)?\b(?!-)")
_COUNTED = re.compile(r"([\d.,]+|[a-z]+) (year|month|day|hour|minute)s?")
_FOLLOWS_A_NAME = vocabulary(
    "and or but of in on at to by for from with as is are was were be been has have had will would"
    " said says that which who where when"
)
_JOINTS = frozenset({"of", "the", "for", "and"})
_LONGEST_NAME = 6  # words
_HYPHENS = ("-", "–")
_NO_UNITS = frozenset({"in", "or", "at", "a", "t", "m", "s", "h", "g", "l"})


@dataclass(frozen=True, slots=True)
class Change:
    """English words at `[start, stop)` of the unmended line, and what stands there now."""

    start: int
    stop: int
    before: str
    after: str


def change_for(line: Aligned, fact: Fact) -> Change | None:
    """What is to be exchanged for a lost fact, or None where no English word can be.

    The change never reaches beyond the words that look at the fact, but for their neighbours that
    are plainly part of the same name or figure, an article, or quotation marks.
    """
    region = line.rendering(fact.start, fact.stop)
    if region is None:
        return None
    figure = fact.kind == "figure"
    if fact.kind == "code":
        found = _code(line, *region)
    elif figure:
        found = _figure(line, *region, measured=fact.english[-1:].isalpha())
    else:
        found = _name(line, *region, person=fact.kind == "person")
    if found is None:
        return None
    start, stop = found
    after = fact.english
    if figure:
        compound = _compound(line.english, start, stop, after)
        if compound is None:
            return None
        after, stop = compound
    start, stop = _without_neighbours(line.english, start, stop, fact, after)
    if start == 0 or line.english[:start].rstrip(' "“«')[-1:] in (".", "!", "?", ""):
        after = after[:1].upper() + after[1:]
    return Change(start, stop, line.english[start:stop], after)


def _name(line: Aligned, start: int, stop: int, *, person: bool) -> tuple[int, int] | None:
    """The longest run of capitalised words within the region; all of it where there is none."""
    words = [word for word in line.words if start <= word.start and word.stop <= stop]
    runs = [run for run in _capital_runs(line.english, words) if run]
    if not runs:
        return (start, stop) if len(words) <= 2 else None
    run = max(runs, key=lambda one: sum(len(word.text) for word in one))
    if len(run) > _LONGEST_NAME:
        return None
    first, last = run[0].start, run[-1].stop
    if person:
        first, last = _whole_person(line.english, first, last)
    return first, last - 2 if line.english[first:last].endswith(_POSSESSIVES) else last


def _capital_runs(english: str, words: list[Word]) -> list[list[Word]]:
    """Capitalised words that follow one another, with an `of the` between them at most."""
    runs: list[list[Word]] = [[]]
    waiting: list[Word] = []
    for word in words:
        if word.text[:1].isupper():
            between = english[runs[-1][-1].stop : word.start] if runs[-1] else ""
            if runs[-1] and ("," in between or any(one.text not in _JOINTS for one in waiting)):
                runs.append([])
            runs[-1] += [*(waiting if runs[-1] else ()), word]
            waiting = []
        else:
            waiting.append(word)
    return runs


def _whole_person(english: str, start: int, stop: int) -> tuple[int, int]:
    """The range and the rest of the English name that it is part of."""
    for name in find_english_names(english):
        if name.start < stop and start < name.stop:
            start, stop = min(start, name.start), max(stop, name.stop)
    return start, stop


def _figure(line: Aligned, start: int, stop: int, *, measured: bool) -> tuple[int, int] | None:
    """The region from its first number to its last number or unit, and the units behind it.

    Of a figure with a unit the region's next word is the unit, whatever the model made of it.
    None if it has no number or goes over the border of a clause: then it is not a figure.
    """
    words = [word for word in line.words if start <= word.start and word.stop <= stop]
    numbers = [word for word in words if _is_number(word.text)]
    if not numbers:
        return None
    first, last = numbers[0].start, numbers[-1].stop
    for word in line.words:
        near = last <= word.start and line.english[last : word.start] == " "
        if near and measured and last == numbers[-1].stop and word.stop <= stop:
            last = word.stop
            continue
        if near and (word.text.lower() in _units() or _is_scale(word.text)):
            last = word.stop
    return None if _CLAUSE.search(line.english[first:last]) else (first, last)


def _code(line: Aligned, start: int, stop: int) -> tuple[int, int] | None:
    """The whole of a word with digits in it: `Be-2000`; None where it is more than one."""
    while start and not line.english[start - 1].isspace():
        start -= 1
    found = _CODE.match(line.english, start)
    return (found.start(), found.end()) if found and found.end() >= stop else None


def _compound(english: str, start: int, stop: int, after: str) -> tuple[str, int] | None:
    """The figure as it stands before a hyphen, `12-year-old`, and where the old one ends.

    None where a hyphen joins it to anything else.
    """
    if english[start - 1 : start] in _HYPHENS and start:
        return None
    if english[stop : stop + 1] not in _HYPHENS or stop == len(english):
        return after, stop
    counted, age = _COUNTED.fullmatch(after), _AGE.match(english, stop)
    if counted is None or age is None:
        return None
    return f"{counted[1]}-{counted[2]}{age[1] or ''}", age.end()


def _without_neighbours(
    english: str, start: int, stop: int, fact: Fact, after: str
) -> tuple[int, int]:
    """The range with what must go along with the old words."""
    before, behind = english[start - 1 : start], english[stop : stop + 1]
    if fact.kind == "firm" and before and _QUOTES.get(before) == behind:
        start, stop = start - 1, stop + 1
    start, stop = _without_repeated(english, start, stop, after)
    article = re.search(r"\b(the|an?) $", english[:start], re.IGNORECASE)
    if article is not None and _wants_no_article(english, stop, fact, after, article.group(1)):
        start = article.start()
    return start, stop


def _without_repeated(english: str, start: int, stop: int, after: str) -> tuple[int, int]:
    """The range with a word that would stand twice: `State [State Council]`, `[43 years] years`."""
    first, last = after.split(" ")[0].lower(), after.split(" ")[-1].lower()
    if english[:start].lower().endswith(f" {first} ") and first.isalpha():
        start -= len(first) + 1
    behind = re.match(r" (\w+)", english[stop:])
    if behind is not None and behind.group(1).lower() == last and last.isalpha():
        stop += behind.end()
    return start, stop


def _wants_no_article(english: str, stop: int, fact: Fact, after: str, article: str) -> bool:
    if fact.kind == "person":
        return True
    if fact.kind == "figure":
        return article.lower() != "the" and after[:1].isdigit() and "-" not in after
    following = re.match(r" ([a-z]+)", english[stop:])
    alone = following is None or following.group(1) in _FOLLOWS_A_NAME
    return alone and fact.bare


def _is_number(word: str) -> bool:
    return any(letter.isdigit() for letter in word) or word.lower() in _numbers()


def _is_scale(word: str) -> bool:
    return word.lower() in ("thousand", "million", "billion", "trillion", "hundred")


@cache
def _numbers() -> frozenset[str]:
    return frozenset(
        form for _, _, forms in rows("numerals_english.tsv", 3) for form in forms.split()
    )


@cache
def _units() -> frozenset[str]:
    """Words of English units: `meters`, `square`, `rubles`; not `times`."""
    return frozenset(
        word
        for row in rows("units.tsv", 6)
        if row[0] != "times"
        for form in row[5].split("|")
        for word in form.split()
        if word not in _NO_UNITS
    )
