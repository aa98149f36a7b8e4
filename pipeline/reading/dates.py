"""Dates and datelines: where and when a release says that it was written.

A dateline stands on a line of its own (`Москва, 3 сентября 2025 года`) or before the first sentence
(`Томск, 12 марта 2024 г. — Губернатор ...`, `МОСКВА, 5 июня. /ТАСС/. Завод ...`). A date inside a
sentence (`12 марта в Томске открылся ...`) says when something happened and is none.
"""

import re
from dataclasses import dataclass
from datetime import date

from pipeline.language.breaks import openers
from pipeline.language.morphology import parses

_MONTHS = {
    "января": 1,
    "февраля": 2,
    "марта": 3,
    "апреля": 4,
    "мая": 5,
    "июня": 6,
    "июля": 7,
    "августа": 8,
    "сентября": 9,
    "октября": 10,
    "ноября": 11,
    "декабря": 12,
}
_MONTH = f"(?:{'|'.join(_MONTHS)})"
_DATE = (
    rf"(?:«?\d{{1,2}}»? {_MONTH}(?:,? \d{{4}}(?: ?г(?:ода|\.)?)?)?"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?: ?г(?:ода|\.)?)?|\d{4}-\d{2}-\d{2})"
)
_WEEKDAY = r"(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
_CAPITAL_WORD = r"(?:[А-ЯЁ][А-Яа-яё]*(?:-[А-Яа-яё]+)*)"
_PLACE = rf"(?:(?:г|пос|с|пгт|р)\. ?)?{_CAPITAL_WORD}(?: (?:на )?{_CAPITAL_WORD})?(?: (?:область|край|район|округ))?"
_PLACES = rf"{_PLACE}(?:(?:, ?| [—–-] ?){_PLACE}){{0,2}}"
_HEAD = (
    rf"(?:(?:{_WEEKDAY}, )?(?P<date1>{_DATE})(?:,? {_WEEKDAY})?(?:[,.]? (?:\| ?|[—–-] )?(?P<place1>{_PLACES}))?"
    rf"|(?P<place2>{_PLACES})(?:[,.]| [|—–-]) (?:{_WEEKDAY}, )?(?P<date2>{_DATE}))"
)
_AGENCY = r"[А-ЯЁA-Z][\w.«»-]{2,20}(?: [А-ЯЁA-Z][\w.«»-]{2,20})?"

_LABEL = r"(?:(?:Дата(?: публикации)?|Опубликовано|Размещено)[: ]+)?"
_OWN_LINE = re.compile(
    rf"[(\[]?{_LABEL}{_HEAD}(?:,? (?:в )?\d{{1,2}}[:.]\d{{2}}(?: ?\(?мск\)?)?)?[)\]]?[.,]?",
    re.IGNORECASE,
)
_INLINE = re.compile(
    rf"(?P<line>[(\[]?{_HEAD}[)\]]?)"
    rf"(?P<rest>\.?,? ?[—–-] (?:{_AGENCY}\. )?|\.? ?[/(\[]{_AGENCY}[/)\]]\.? ?(?:[—–-] )?"
    rf"|\.? (?:{_AGENCY}\.? [—–-] )?)(?=[«„\"(]?[А-ЯЁA-Z\d])"
)
_INLINE_PLACE = re.compile(
    r"(?P<line>[А-ЯЁ][А-ЯЁ-]{2,}(?: [А-ЯЁ-]{3,})?)(?P<rest>\. (?:[—–-] )?| [—–-] )(?=[А-ЯЁ«])"
)
_SETTLEMENT = re.compile(r"(?:г|пос|с|пгт|р)\. ?[А-ЯЁ]")
_DAY_MONTH = re.compile(rf"«?(\d{{1,2}})»? ({_MONTH})(?:,? (\d{{4}}))?", re.IGNORECASE)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline found at the start of a line.

    `length` is that of the dateline itself, `stop` where the sentence after it begins (the whole
    line's length if the line holds nothing else). `date` is ISO 8601, or empty without a year.
    """

    length: int
    stop: int
    date: str


def iso_date(text: str) -> str:
    """The first date in `text` as YYYY-MM-DD; empty if there is none, or it has no year."""
    found: list[tuple[int, str]] = []
    if match := _DAY_MONTH.search(text):
        year = int(match[3]) if match[3] else 0
        found.append((match.start(), _iso(year, _MONTHS[match[2].lower()], int(match[1]))))
    if match := _DOTTED.search(text):
        found.append((match.start(), _iso(int(match[3]), int(match[2]), int(match[1]))))
    if match := _ISO.search(text):
        found.append((match.start(), _iso(int(match[1]), int(match[2]), int(match[3]))))
    return min(found)[1] if found else ""


def own_line(line: str) -> Dateline | None:
    """The dateline that a whole line is, or None."""
    match = _OWN_LINE.fullmatch(line)
    if match is None or not _is_place(match):
        return None
    return Dateline(len(line), len(line), iso_date(line))


def inline(line: str) -> Dateline | None:
    """The dateline that a line begins with, or None."""
    match = _INLINE.match(line)
    if match is not None and _is_place(match) and _says_enough(match):
        head = match["line"]
        return Dateline(len(head), match.end(), iso_date(head))
    match = _INLINE_PLACE.match(line)
    if match is not None and _is_known_place(match["line"]):
        return Dateline(len(match["line"]), match.end(), "")
    return None


def _is_place(match: re.Match[str]) -> bool:
    """Whether what stands for a place can be one: not `В Москве, 5 июня`."""
    place = match["place1"] or match["place2"]
    if not place or _SETTLEMENT.match(place):
        return True
    first = re.split(r"[ ,]", place, maxsplit=1)[0]
    return first[0].isupper() and first.lower() not in openers()


def _is_known_place(words: str) -> bool:
    """Whether the dictionary knows any of the words as a place (ТОМСК, and not РОСАТОМ)."""
    return any("Geox" in one.grammemes for word in words.split() for one in parses(word))


def _says_enough(match: re.Match[str]) -> bool:
    """A date alone needs a year, and a mark after it, to be a dateline within a line."""
    if match["place1"] or match["place2"]:
        return match["rest"].strip() != "" or match["line"].endswith(".")
    return bool(iso_date(match["line"])) and match["rest"].strip()[:1] in {"—", "–", "-", "/"}


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2100 else ""
    except ValueError:
        return ""
