"""Rules about single characters: what cannot be seen, and what looks like something else."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.reading.normalisation.rewriting import Change, deleted, needs, replaced

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]+")
_SOFT_HYPHEN = re.compile("\u00ad+(?: *\n(?=[^\\W\\d_]))?")
_INVISIBLE = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{5,}")
_STRESS = re.compile("(?<=[аеёиоуыэюяАЕЁИОУЫЭЮЯ])[\u0300\u0301]")
_HYPHEN = re.compile("[\u2010\u2011\ufe63\uff0d]")
_WORD = re.compile("[A-Za-zËëА-Яа-яЁё]+")
_MIXED = re.compile("[A-Za-zËë][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-zËë]")
_LONE = re.compile("(?<=[а-яё,»)] )[aocy](?= [«\\d]?[а-яё\\d])|(?<![^\n])[AOCBKYУ](?= [а-яё])")

_LATIN = "aAcCeEoOpPxXyYBHKMTëË"
_CYRILLIC = "аАсСеЕоОрРхХуУВНКМТёЁ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_LATIN_TWINS = frozenset(_LATIN)
_CYRILLIC_TWINS = frozenset(_CYRILLIC)
_INFLECTED = re.compile("[A-Z]{2,}[а-яё]{1,3}")


def line_ends(text: str) -> Iterator[Change]:
    """CRLF, CR, form feeds, vertical tabs and Unicode separators are line feeds."""
    return replaced(_LINE_END, text, "\n")


def controls(text: str) -> Iterator[Change]:
    """Control characters and noncharacters are dropped."""
    return deleted(_CONTROL, text)


def soft_hyphens(text: str) -> Iterator[Change]:
    """Soft hyphens are dropped, with the line break that one was used at."""
    return deleted(_SOFT_HYPHEN, text)


def invisible(text: str) -> Iterator[Change]:
    """Zero-width characters, fillers, tags and bidirectional controls are dropped."""
    return deleted(_INVISIBLE, text)


def spaces(text: str) -> Iterator[Change]:
    """No-break, thin and other spaces, and tabs, are plain spaces."""
    return replaced(_SPACE, text, " ")


def stacked_marks(text: str) -> Iterator[Change]:
    """Of a pile of combining marks four are kept: more is decoration, and slow to order."""
    return ((one.start() + 4, one.end(), "") for one in _MARKS.finditer(text))


def unicode_form(text: str) -> Iterator[Change]:
    """Composed characters (й, ё): Unicode normalisation form C, never KC (10⁶ м² stays)."""
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    size = len(text)
    while start < size:
        stop = start + 1
        while stop < size and _continues(text[stop]):
            stop += 1
        # A few scripts pile up marks without end; forms are local, so a long pile goes unordered.
        if (stop > start + 1 or text[start] > "\u02ff") and stop - start <= 32:
            group = text[start:stop]
            composed = unicodedata.normalize("NFC", group)
            if composed != group:
                yield start, stop, composed
        start = stop


def _continues(character: str) -> bool:
    """Whether a character can compose with the one before it: a mark, or a Hangul vowel or tail."""
    return character > "\u02ff" and (
        unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
    )


@needs("\u0300", "\u0301")
def stress_marks(text: str) -> Iterator[Change]:
    """The stress mark of dictionaries (за́мок) is dropped."""
    return deleted(_STRESS, text)


def hyphens(text: str) -> Iterator[Change]:
    """The no-break hyphen and other look-alikes are the plain hyphen."""
    return replaced(_HYPHEN, text, "-")


def look_alikes(text: str) -> Iterator[Change]:
    """Latin letters inside a Russian word are Russian (Мoсква), and the other way round (СOVID).

    A word is changed only where all its foreign letters have a twin. What mixes the two on
    purpose stays: an abbreviation with a Russian ending (MAXа), a brand (VIPовский).
    """
    if not _MIXED.search(text):
        return
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        latin = [one for one in word if one.isascii() or one in "Ëë"]
        if not latin or len(latin) == len(word) or _INFLECTED.fullmatch(word):
            continue
        cyrillic = [one for one in word if not (one.isascii() or one in "Ëë")]
        latin_have = _LATIN_TWINS.issuperset(latin)
        cyrillic_have = _CYRILLIC_TWINS.issuperset(cyrillic)
        if latin_have and (not cyrillic_have or len(cyrillic) >= len(latin)):
            yield match.start(), match.end(), word.translate(_TO_CYRILLIC)
        elif cyrillic_have and not latin_have:
            yield match.start(), match.end(), word.translate(_TO_LATIN)


@needs(*(f" {letter} " for letter in "aocy"), *(f"{letter} " for letter in "AOCBKYУ"))
def lone_look_alikes(text: str) -> Iterator[Change]:
    """A Latin letter standing as a Russian word between Russian words is that word (c 1 мая)."""
    for match in _LONE.finditer(text):
        yield match.start(), match.end(), match.group().translate(_TO_CYRILLIC)
