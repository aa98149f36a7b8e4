"""Quotation marks: « » outside, „ “ inside, as Russian typography has them.

Straight and English marks are told apart by what stands beside them; guillemets inside guillemets,
which the press writes as often as not, stay as they are. Each paragraph is taken by itself: one
mark that was forgotten does no harm beyond it.
"""

import re
from collections.abc import Iterator

from pipeline.reading.normalisation.rewriting import Change, needs, replaced

_MARK = re.compile('["„“”«»‟]')
_PAIRED = re.compile("``|''|,,(?=[А-ЯЁA-Z])")
_REPEATED = re.compile(r"([\"„“”«»‟])\1{2,}")
_APOSTROPHE = re.compile(r"(?<=\w)[’‘ʼ´`](?=\w)")
_BEFORE_OPENING = frozenset(" \n([{/—–-«„\u2039")
_NOT_OPENED = frozenset(" \n,.;:!?…)]}»")


@needs("``", "''", ",,")
def typewriter_quotes(text: str) -> Iterator[Change]:
    """Doubled single marks and doubled commas are double quotation marks."""
    return replaced(_PAIRED, text, '"')


@needs(*"’‘ʼ´`")
def apostrophes(text: str) -> Iterator[Change]:
    """The apostrophe of д’Артаньян is the plain one."""
    return replaced(_APOSTROPHE, text, "'")


def repeated_quotes(text: str) -> Iterator[Change]:
    """Of a row of the same quotation mark two are kept."""
    return ((one.start() + 2, one.end(), "") for one in _REPEATED.finditer(text))


def quotes(text: str) -> Iterator[Change]:
    """Straight, English and German marks become « », and „ “ within them."""
    closers: list[str] = []
    end_of_last = 0
    last_opens = False
    for match in _MARK.finditer(text):
        place = match.start()
        if closers and text.find("\n", end_of_last, place) >= 0:
            closers.clear()
        before = text[place - 1] if place else "\n"
        after = text[place + 1] if place + 1 < len(text) else "\n"
        follows_opening = last_opens and place == end_of_last
        opening = (follows_opening or before in _BEFORE_OPENING) and after not in _NOT_OPENED
        mark = match.group()
        new = _proper(mark, closers, opening, before, after)
        last_opens = new in "«„"
        end_of_last = place + 1
        if new != mark:
            yield place, place + 1, new


def _proper(mark: str, closers: list[str], opening: bool, before: str, after: str) -> str:
    """The mark to put in place of `mark`; `closers` holds what is open, and is kept up to date."""
    if mark == "«":
        closers.append("»")
        return mark
    if mark == "»":
        if closers:
            closers.pop()
        return mark
    if mark == "„" or (mark in '"“”‟' and opening and not (mark == "“" and closers[-1:] == ["“"])):
        closers.append("“" if closers else "»")
        return "„" if len(closers) > 1 else "«"
    if closers:
        return closers.pop()
    if mark == '"' and (before.isdigit() or (before.isalnum() and after.isalnum())):
        return mark  # inches, or no quotation mark at all
    return "»"
