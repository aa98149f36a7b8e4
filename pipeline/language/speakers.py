"""Who speaks: verbs of saying, sources ("according to"), and the name that goes with them."""

import re
from functools import cache
from typing import Literal

from pipeline.language.tables import rows

Language = Literal["russian", "english"]

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?;…]")
_CAPITALISED = r"[A-ZА-ЯЁ][\w’'.]*(?:-\w+)*"
_NAME_RUN = re.compile(rf"{_CAPITALISED}(?:\s(?:de|von|van|оглы|{_CAPITALISED}))*")
_PAST = ("л", "ла", "ло", "ли")
_REACH = 240  # characters searched on either side of a quotation
_NOUN_ENDINGS = (
    "", "а", "у", "ом", "е", "ы", "и", "ой", "ов", "ей", "ам", "ами", "ах", "я", "ю", "ем",
    "ие", "ия", "ию", "ием", "ии", "ий", "иям", "ями", "ью", "ь", "о",
)  # fmt: skip


def speaker_of(text: str, start: int, stop: int, language: Language) -> str:
    """Who says the words at `[start, stop)`: looked for behind them first, then before them."""
    after = text[stop : stop + _REACH]
    behind = _SENTENCE_END.split(after, maxsplit=1)[0] if after[:1] != "." else ""
    before = text[max(0, start - _REACH) : start]
    return _behind(behind, language) or _before(before, language) or _source(before, language)


def says(word: str, language: Language) -> bool:
    """Whether a word is a verb of saying."""
    return plain(word) in vocabulary(language, "verb")


def plain(word: str) -> str:
    """A word as the tables have it: in lower case, without ё."""
    return word.lower().replace("ё", "е")


@cache
def vocabulary(language: Language, role: str) -> frozenset[str]:
    """The words of a role in the table of reporting; `stem+past` is a Russian verb's past."""
    found: set[str] = set()
    for tongue, kind, forms in rows("reporting.tsv", 3):
        if tongue == language and kind == role:
            for form in forms.split():
                stem, _, ending = form.partition("+")
                found.update(stem + end for end in (_PAST if ending else ("",)))
    return frozenset(found)


@cache
def class_nouns(language: Language) -> frozenset[str]:
    """Nouns that a name follows: завод, форум, company; in Russian with the endings of all cases."""
    nouns = vocabulary(language, "class")
    if language == "english":
        return nouns | {noun + "s" for noun in nouns}
    stems = {re.sub(r"[аяоейь]$|ие$|ия$", "", noun) for noun in nouns}
    return nouns | {stem + end for stem in stems if len(stem) > 2 for end in _NOUN_ENDINGS}


def _verbs(words: str, language: Language) -> list[re.Match[str]]:
    return [match for match in WORD.finditer(words) if says(match.group(), language)]


def _behind(words: str, language: Language) -> str:
    """«…», — сказал директор Игорь Лаптев; «…», — призналась спортсменка."""
    verbs = _verbs(words, language)
    if not verbs:
        return ""
    rest = words[verbs[0].end() :]
    return _name(rest, language) or _name(words[: verbs[0].start()], language) or _bare(rest)


def _before(words: str, language: Language) -> str:
    """Игорь Лаптев отметил: «…»."""
    verbs = _verbs(words, language)
    if not verbs:
        return ""
    verb = verbs[-1]
    return _name(words[: verb.start()], language) or _name(words[verb.end() :], language)


def _source(words: str, language: Language) -> str:
    """По словам Игоря Лаптева, «…»."""
    sources = "|".join(sorted(vocabulary(language, "source"), key=len, reverse=True))
    match = re.search(rf"\b(?:{sources})\s+(?:to\s+|of\s+)?([^,:«\"]+)", words, re.IGNORECASE)
    if match is None:
        return ""
    return _name(match.group(1), language) or match.group(1).strip()


def _bare(words: str) -> str:
    return words.strip(" ,:—–-\n")


def _name(words: str, language: Language) -> str:
    """The last run of capitalised words; of a title and a name, the name."""
    runs = [match.group() for match in _NAME_RUN.finditer(words) if len(match.group()) > 2]
    if not runs:
        return ""
    parts = runs[-1].rstrip(".").split()
    while len(parts) > 2 and plain(parts[0]) in vocabulary(language, "title"):
        parts = parts[1:]
    return " ".join(parts)
