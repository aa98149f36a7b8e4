"""Rules about dashes, ellipses, repeated marks and the spaces around marks."""

import re
from collections.abc import Iterator

from pipeline.reading.normalisation.rewriting import Change, deleted, needs, replaced

_RU = "А-Яа-яЁё"
_SPACED_DASH = re.compile(r"(?<=[^\s]) (?:--?-?|[‒–―−]) (?=\S)")
_DOUBLE_HYPHEN = re.compile(rf"(?<=[{_RU}»)]) ?--+ ?(?=[{_RU}«(])")
_ATTRIBUTION = re.compile(
    rf"(?<=[,!?…]) ?[-‒–—―−] ?(?=[{_RU}])|(?<=»)(?: [-‒–—]|[–—]) ?(?=[{_RU}])"
)
_LEANING_DASH = re.compile(rf"(?<=[{_RU}»)]) [–—](?=[{_RU}«])|(?<=[{_RU}»)])[–—] (?=[{_RU}«])")
_DOTS = re.compile(
    r"(?<![!?.…])(?:\.(?: \.){2,}|\.{3,}|\.?…[.…]+|\.…)(?!\w)|(?<![!?.…])\.{3,}(?=\w)"
)
_TWO_DOTS = re.compile(r"(?<=[а-яё»)])\.\.(?![.\w/…])")
_EXCLAIMED = re.compile(r"([!?])\1+(?!\.\.)|[!?]{3,}")
_MARKS_TWICE = re.compile(r"([,;])\1+")
_SPACE_BEFORE = re.compile(
    r"(?<=[^\s•—]) (?=[,;!?](?![^\s»)\"!?.]))|(?<=[^\s•—]) (?=[.:](?:\s|\Z))"
)
_SPACE_INSIDE = re.compile(r"(?<=[«(]) (?=[^\s])|(?<=[^\s«(•—]) (?=[»)])")
_NO_SPACE_COMMA = re.compile(rf"(?<=[{_RU}»)]),(?=[{_RU}«(])")
_NO_SPACE = re.compile("[.!?…]«?[А-ЯЁ][а-яё ]")
_NO_SPACE_STOP = re.compile(r"(?<![\w.@/-])[а-яё]{3,40}[»)]?[.!?…](?=«?[А-ЯЁ][а-яё ])")


@needs(" -", " ‒", " –", " ―", " −")
def spaced_dashes(text: str) -> Iterator[Change]:
    """A hyphen or dash between spaces is an em dash; between numbers it is a range (10 – 15)."""
    for match in _SPACED_DASH.finditer(text):
        start, stop = match.span()
        numbers = text[start - 1].isdigit() and text[stop].isdigit()
        if not numbers:
            yield start, stop, " — "
        elif "−" not in match.group():
            yield start, stop, " – "


@needs("--")
def double_hyphens(text: str) -> Iterator[Change]:
    """Two or three hyphens between Russian words are an em dash."""
    return replaced(_DOUBLE_HYPHEN, text, " — ")


def attribution_dashes(text: str) -> Iterator[Change]:
    """The dash between speech and speaker is spaced (`», -заявил`)."""
    return replaced(_ATTRIBUTION, text, " — ")


def leaning_dashes(text: str) -> Iterator[Change]:
    """A dash with a space on one side only gets the other."""
    return replaced(_LEANING_DASH, text, " — ")


@needs("..", ". .", "…")
def ellipses(text: str) -> Iterator[Change]:
    """Three dots or more are one character; `?..` and `!..` stay."""
    return replaced(_DOTS, text, "…")


@needs("..")
def two_dots(text: str) -> Iterator[Change]:
    """Two dots are a full stop, or an ellipsis where the sentence goes on."""
    for match in _TWO_DOTS.finditer(text):
        rest = text[match.end() : match.end() + 2].lstrip()
        yield match.start(), match.end(), "…" if rest[:1].islower() else "."


@needs("!!", "!?", "?!", "??")
def repeated_marks(text: str) -> Iterator[Change]:
    """Of repeated marks one is kept (!!! ,,); a mixture is ?!."""
    for match in _EXCLAIMED.finditer(text):
        marks = set(match.group())
        yield match.start(), match.end(), marks.pop() if len(marks) == 1 else "?!"


@needs(",,", ";;")
def repeated_commas(text: str) -> Iterator[Change]:
    """Of several commas or semicolons one is kept."""
    return ((one.start() + 1, one.end(), "") for one in _MARKS_TWICE.finditer(text))


@needs(" ,", " ;", " !", " ?", " .", " :")
def spaces_before_marks(text: str) -> Iterator[Change]:
    """No space before a comma, a stop, a colon, a question or exclamation mark."""
    return deleted(_SPACE_BEFORE, text)


@needs("« ", "( ", " »", " )")
def spaces_inside_marks(text: str) -> Iterator[Change]:
    """No space on the inner side of quotation marks and brackets."""
    return deleted(_SPACE_INSIDE, text)


def missing_spaces_after_commas(text: str) -> Iterator[Change]:
    """A comma between two Russian words is followed by a space."""
    return ((one.end(), one.end(), " ") for one in _NO_SPACE_COMMA.finditer(text))


def missing_spaces_after_stops(text: str) -> Iterator[Change]:
    """A stop between a small-letter word and a capital is followed by a space (`года.Новый`).

    A name with a dot in it begins with a capital (Яндекс.Маркет) and stays.
    """
    if _NO_SPACE.search(text):
        for one in _NO_SPACE_STOP.finditer(text):
            yield one.end(), one.end(), " "
