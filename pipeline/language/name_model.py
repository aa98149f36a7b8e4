"""What a name found in Russian text is."""

import re
from dataclasses import dataclass

from pipeline.language.glossary import TermMatch
from pipeline.language.transliteration import transliterate

_AFTER_SIBILANT = re.compile(r"(?<=[жчшщ])ё")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name.

    `role` is `first`, `patronymic`, `surname`, `initial` or `word`; `forms` are the nominatives it
    can be a case form of, the likeliest first.
    """

    text: str
    role: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, stop)` of a Russian text.

    `kind` is `person`, `place`, `organisation`, `abbreviation`, `latin` or `other`; `lemma` the
    whole name in the nominative (a woman's surname in its feminine form); `english` its expected
    English, the usual spelling first; `weak` that it must not be demanded of a translation;
    `accepted` the settled English forms of which one must stand there, if the name has any, and
    `term` the glossary match it comes from.
    """

    start: int
    stop: int
    text: str
    kind: str
    lemma: str
    parts: tuple[Part, ...]
    english: tuple[str, ...]
    weak: bool = False
    accepted: tuple[str, ...] = ()
    term: TermMatch | None = None


def spelled_name(start: int, kind: str, text: str, parts: tuple[Part, ...], *, weak: bool) -> Name:
    """A name that English spells in Latin letters, at an offset; its lemma is that of its parts."""
    lemma = " ".join(part.forms[0] for part in parts)
    spelling = (transliterate(_as_written(lemma, text)),)
    return Name(start, start + len(text), text, kind, lemma, parts, spelling, weak)


def _as_written(lemma: str, text: str) -> str:
    """The lemma with е after a sibilant where the text has no ё: Likhachev, Gorbachev, Khrushchev."""
    return lemma if "ё" in text.lower() else _AFTER_SIBILANT.sub("е", lemma)
