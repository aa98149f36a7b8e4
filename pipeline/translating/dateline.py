"""Datelines in English by rule: a place and a date leave nothing for a model to decide.

`Барнаул, 14 мая 2025 года` is `Barnaul, May 14, 2025` whatever a model makes of it.
"""

import re

from pipeline.language.casing import is_shouting, sentence_case
from pipeline.language.glossary import Glossary
from pipeline.language.glossary_file import NAME_KINDS
from pipeline.language.quantities import read_russian, render_english
from pipeline.language.transliteration import transliterate

_DATES = frozenset({"date", "year", "time"})
_SETTLEMENT = re.compile(
    r"\b(?:г|гор|пос|пгт|с|д|ст)\.\s*(?=[А-ЯЁ])|\b(?:город|посёлок|поселок)\s+(?=[А-ЯЁ])"
)
_YEAR_WORD = re.compile(r"(?<=\d)\s*(?:г\.?|года?)(?=$|[\s,.–—-])")
_WORD = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-Яа-яЁё]+)*")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_EDGES = " —–-"
_LONGEST = 80


def dateline_in_english(text: str, glossary: Glossary) -> str | None:
    """The English of a dateline, or None where it holds more than places, dates and agencies.

    Places are those of the glossary, else transliterated; dates are written `May 14, 2025`.
    """
    if len(text) > _LONGEST:
        return None
    text = _YEAR_WORD.sub("", _SETTLEMENT.sub("", _capitals_lowered(text)))
    pieces: list[str] = []
    last = 0
    for start, stop, english in _facts(text, glossary):
        pieces += [text[last:start], english]
        last = stop
    english = "".join([*pieces, text[last:]])
    english = _WORD.sub(lambda match: transliterate(match.group()), english)
    return None if _CYRILLIC.search(english) else english.strip(_EDGES)


def _facts(text: str, glossary: Glossary) -> list[tuple[int, int, str]]:
    """Dates and glossary places of the text with their English, in order, none overlapping."""
    dates = [
        (one.start, one.stop, render_english(one))
        for one in read_russian(text)
        if one.kind in _DATES
    ]
    places = [
        (match.start, match.stop, match.english)
        for match in glossary.find(text)
        if match.term.kind in NAME_KINDS
        and all(match.stop <= start or stop <= match.start for start, stop, _ in dates)
    ]
    return sorted(dates + places)


def _capitals_lowered(text: str) -> str:
    """`МОСКВА` as `Москва`; an agency's abbreviation such as ТАСС stays."""
    if is_shouting(text):
        return sentence_case(text)
    return re.sub(
        r"^[А-ЯЁ]{3,}(?:-[А-ЯЁ]+)*",
        lambda match: "-".join(map(str.title, match.group().split("-"))),
        text,
    )
