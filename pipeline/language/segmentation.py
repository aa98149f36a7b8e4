"""Russian sentences: razdel's rules, with the press's own in front of them.

razdel (https://github.com/natasha/razdel) proposes a break at each mark that can end a sentence and
lets rules join what it should not have cut. Its own loop copies the sentence so far for every mark,
which takes quadratic time on a text that never ends one; this one looks at bounded windows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from pipeline.language.breaks import RULES, SPLIT, Break

_WINDOW = 10
"""Characters of context that razdel's rules are written for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Why the sentence ended, or did not, at the mark before `offset`."""

    offset: int
    action: str
    rule: str


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of one paragraph as `[start, stop)` ranges without the spaces around them.

    Together they cover every character of `text` that is not a space, in order, each once.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for decision in decisions(text):
        if decision.action == SPLIT:
            spans.append((start, decision.offset))
            start = decision.offset
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span)) is not None]


def decisions(text: str) -> Iterator[Decision]:
    """What was decided at each mark that could end a sentence, and by which rule."""
    start = 0
    seen = 0
    open_quotes = 0
    pattern, _, _ = _razdel()
    for match in pattern.finditer(text):
        if not text[match.end() : match.end() + 1].isspace():
            continue
        more = text.count("«", seen, match.end()) - text.count("»", seen, match.end())
        open_quotes, seen = max(0, open_quotes + more), match.end()
        quoted = open_quotes > 0
        place = Break.at(text, start, match.start(), match.end(), quoted=quoted)
        action, rule = _decide(place)
        if action == SPLIT:
            start = match.end()
        yield Decision(match.end(), action, rule)


@lru_cache(maxsize=4096)
def _decide(place: Break) -> tuple[str, str]:
    for rule in RULES:
        action = rule(place)
        if action is not None:
            return action, rule.__name__
    _, make, rules = _razdel()
    split = make(place.before[-_WINDOW:], place.mark, place.following[:_WINDOW])
    split.buffer = place.before + place.mark  # its list rule looks at short ones only
    for rule in rules:
        action = rule(split)
        if action is not None:
            return str(action), f"razdel:{rule.name}"
    return SPLIT, "end"


@cache
def _razdel() -> tuple[re.Pattern[str], Any, list[Any]]:
    # Not a plain import: the package has a function of the same name in the module's place.
    sentenize = import_module("razdel.segmenters.sentenize")
    return re.compile(sentenize.DELIMITER), sentenize.SentSplit, list(sentenize.RULES)


def _trim(text: str, start: int, stop: int) -> tuple[int, int] | None:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return (start, stop) if start < stop else None
