"""Rules about lines: what is one paragraph, what is an item of a list, what is neither.

In the normalised text a line is a paragraph or an item, and an empty line stands where the source
has one or more. A text whose lines were broken at a fixed width is put together again.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.reading.normalisation.rewriting import Change, deleted, needs, replaced

_BLANK = " \n"
_BREAK = re.compile(r"\n[ \n]*")
_SPACES = re.compile(r"(?<! )  +")
_SEPARATOR = re.compile(r"^ *[-=_*~—–.#•+]{3,} *$|^ *(?:\* ){2,}\* *$", re.MULTILINE)
_BULLET = re.compile(r"^ *(?:[•◦▪▫‣●○■□►▶➢➤✓✔∙⁃·\uf0b7\uf0a7\uf0d8] *|\* +)(?=\S)", re.MULTILINE)
_DASH_ITEM = re.compile(r"^ *[-‒–—―−] *(?=[^\W\d_]|[«\"„“])|^ *[-‒–—―−] +(?=\S)", re.MULTILINE)
_HYPHENATED = re.compile(r"(?<=([а-яё]))- *\n(?=[а-яё])")
_HALF_BEFORE = re.compile(r"[\w-]{1,30}\Z")
_HALF_AFTER = re.compile(r"[\w-]{1,30}")
_ITEM = re.compile(r"[•—–*-] |\d{1,3}[.)] |[а-яa-z]\) ")
_LAST_OF_PARAGRAPH = re.compile(r"[.!?…:;»\")]$")

_WIDEST = 140
"""A longest line above this was not broken by a machine that counts columns."""
_NARROWEST = 40
_MOST_LOOK_UPS = 2000


def blank_edges(text: str) -> Iterator[Change]:
    """No spaces at the ends of lines, at most one empty line, nothing around the text."""
    first = len(text) - len(text.lstrip(_BLANK))
    last = len(text.rstrip(_BLANK))
    if first:
        yield 0, first, ""
    for match in _BREAK.finditer(text, first, max(first, last)):
        start = match.start()
        while text[start - 1] == " ":
            start -= 1
        yield start, match.end(), "\n\n" if match.group().count("\n") > 1 else "\n"
    if first < last < len(text):
        yield last, len(text), ""


@needs("  ")
def repeated_spaces(text: str) -> Iterator[Change]:
    """Of several spaces one is kept."""
    return ((one.start() + 1, one.end(), "") for one in _SPACES.finditer(text))


def separator_lines(text: str) -> Iterator[Change]:
    """Lines of dashes, stars or dots between parts are taken out."""
    return deleted(_SEPARATOR, text)


def bullets(text: str) -> Iterator[Change]:
    """Every sort of bullet at the start of a line is `• `."""
    return replaced(_BULLET, text, "• ")


def dash_items(text: str) -> Iterator[Change]:
    """A hyphen or dash at the start of a line, of an item or of direct speech, is `— `."""
    return replaced(_DASH_ITEM, text, "— ")


@needs("-\n", "- ")
def line_hyphenation(text: str) -> Iterator[Change]:
    """A word divided at the end of a line is put together; a compound keeps its hyphen.

    The dictionary decides: `реги-он` is one word, `северо-западный` another.
    """
    for number, match in enumerate(_HYPHENATED.finditer(text)):
        before = _HALF_BEFORE.search(text, max(0, match.start() - 30), match.start())
        after = _HALF_AFTER.match(text, match.end())
        halves = (before.group() if before else "", after.group() if after else "")
        keep = number < _MOST_LOOK_UPS and _is_compound(*halves)
        yield match.start(), match.end(), "-" if keep else ""


def _is_compound(before: str, after: str) -> bool:
    from pipeline.language.morphology import parses

    def known(word: str) -> bool:
        return any(one.known for one in parses(word))

    if "-" in before or "-" in after:
        return False
    if known(before + after):
        return False
    if known(f"{before}-{after}"):
        return True
    return min(len(before), len(after)) >= 4 and known(before) and known(after)


def wrapped_lines(text: str) -> Iterator[Change]:
    """Lines broken at a fixed width are joined.

    A line was broken by a machine if the first word of the next one would not have fitted. A text
    is taken for a wrapped one if that holds for most of its lines and some of the next lines go on
    in small letters; then those breaks are spaces, and the others stay.
    """
    lines = text.split("\n")
    lengths = sorted(map(len, lines))
    width = lengths[int(0.9 * (len(lengths) - 1))]  # a title or a long address may stick out
    if not _NARROWEST <= width <= _WIDEST:
        return
    full: list[tuple[int, bool]] = []
    loose: list[int] = []
    breaks = 0
    offset = 0
    for line, following in pairwise(lines):
        offset += len(line) + 1
        if not line or not following:
            continue
        breaks += 1
        if _ITEM.match(following) or len(line) <= width // 2:
            continue
        if line.endswith(":") and following.endswith(";"):
            continue  # a list without bullets begins
        goes_on = _goes_on(line, following)
        if len(line) + 1 + len(following.split(" ", 1)[0]) > width:
            full.append((offset - 1, goes_on))
        elif goes_on:
            loose.append(offset - 1)  # wrapped by hand
    continued = sum(goes_on for _, goes_on in full)
    if len(full) >= max(2, 0.5 * breaks) and continued >= max(2, 0.3 * len(full)):
        for place in sorted([*loose, *(place for place, _ in full)]):
            # A divided word is left to `line_hyphenation`, which knows about compounds.
            divided = text[place - 1] == "-" and text[place - 2].isalpha()
            if not (divided and text[place + 1].islower()):
                yield place, place + 1, "" if divided and text[place + 1].isupper() else " "


def _goes_on(line: str, following: str) -> bool:
    return not _LAST_OF_PARAGRAPH.search(line) and (
        following[0].islower() or following[0].isdigit() or line.endswith(",")
    )
