"""Which quotation marks belong together: pairs, nesting, and marks whose fellow is elsewhere."""

import re
from bisect import bisect_right
from typing import NamedTuple

MARKS = '«»„“”"'
_MARK = re.compile(r"\"\"|[«»„“”\"]")  # a doubled mark comes from tables
_PAIRS = {"«": "»", "„": "“”", "“": "”", '"': '"'}
_STRAIGHT = '"'
_OPENS_AFTER = frozenset(" \u00a0\n\t([{—–-:/«„“")
_DEEPEST = 8
_NESTED = 60  # characters from an outer opening mark to the inner one that share a closing mark


class Marked(NamedTuple):
    """The span from an opening mark to its closing one; not `whole` if one of them is elsewhere."""

    start: int
    stop: int
    depth: int
    whole: bool


def has_marks(text: str) -> bool:
    """Whether there is any quotation mark at all."""
    return _MARK.search(text) is not None


def marked_spans(text: str) -> list[Marked]:
    """All pairs of marks, in order; a lone mark reaches to the edge of the text."""
    opened: list[tuple[int, str]] = []
    spans: list[Marked] = []
    for match in _MARK.finditer(text):
        mark, at = match.group()[-1], match.start()
        if _opens(text, at, mark, opened):
            if len(opened) < _DEEPEST:
                opened.append((at, mark))
        elif opened and (mark in _PAIRS[opened[-1][1]] or mark == "»"):
            start, _ = opened.pop()  # or one « was left out
            spans.append(Marked(start, match.end(), len(opened), True))
        elif not opened and not spans and mark != "„":
            spans.append(Marked(0, match.end(), 0, False))
    spans.sort()
    starts = [span.start for span in spans]
    lone = []
    for depth, (start, _) in enumerate(opened):
        inner = bisect_right(starts, start)
        if inner < len(spans) and starts[inner] - start < _NESTED:  # ООО «Компания «Ромашка»
            lone.append(Marked(start, spans[inner].stop, depth, True))
        else:
            lone.append(Marked(start, len(text), depth, False))
    return sorted(spans + lone)


def _opens(text: str, at: int, mark: str, opened: list[tuple[int, str]]) -> bool:
    """Whether a mark begins a quotation: by its form, else by the spaces around it."""
    if mark in "«„":
        return True
    if mark in "»”":
        return False
    before = text[at - 1] if at else " "
    end = at + 2 if text[at : at + 2] == _STRAIGHT * 2 else at + 1
    after = text[end] if end < len(text) else " "
    if mark == "“":
        return not (opened and opened[-1][1] == "„") and not after.isspace()
    if after.isspace() or after in ",.;:!?)»":
        return False
    return before in _OPENS_AFTER
