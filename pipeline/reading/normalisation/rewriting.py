"""The machinery of normalising: rules, how they are applied, and what they did.

A rule is a function from a text to the changes it asks for, each `(start, stop, replacement)`, in
order and not overlapping. Changes that change nothing are dropped, so that a rule may propose the
proper form of everything it looks at. Every rule takes time in proportion to the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import chain, repeat

from pipeline.document import Span
from pipeline.offsets import OffsetMap, Replacement

Change = tuple[int, int, str]
Rule = Callable[[str], Iterable[Change]]

_MOST_PASSES = 8
"""A rule can make work for an earlier one; two passes settle nearly every text."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text, the way back to the original, and how often each rule changed it."""

    text: str
    offsets: OffsetMap
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Firing:
    """One change that a rule made: where in the original, and the characters before and after."""

    rule: str
    original: Span
    before: str
    after: str


def needs(*signs: str) -> Callable[[Rule], Rule]:
    """A rule that asks for nothing in a text with none of these signs, which are looked for first.

    Most rules have nothing to do in most texts, and finding a sign is far quicker than a pattern.
    """

    def with_signs(rule: Rule) -> Rule:
        @wraps(rule)
        def quick(text: str) -> Iterable[Change]:
            return rule(text) if any(sign in text for sign in signs) else ()

        return quick

    return with_signs


def apply(rules: Sequence[Rule], text: str) -> Normalised:
    """The text that no rule changes any more, reached by going through `rules` in order.

    The result of one call is a fixed point, so normalising twice is normalising once.
    """
    offsets = OffsetMap()
    counts: dict[str, int] = {}
    for name, changes, new_text, step in _steps(rules, text):
        counts[name] = counts.get(name, 0) + len(changes)
        offsets = offsets.then(step)
        text = new_text
    return Normalised(text, offsets, counts)


def explain(rules: Sequence[Rule], text: str) -> list[Firing]:
    """Every change, in the order in which it was made."""
    firings: list[Firing] = []
    offsets = OffsetMap()
    for name, changes, new_text, step in _steps(rules, text):
        for start, stop, after in changes:
            origin = Span(*offsets.to_original(start, stop))
            firings.append(Firing(name, origin, text[start:stop], after))
        offsets = offsets.then(step)
        text = new_text
    return firings


def rewrite(text: str, changes: Sequence[Change]) -> tuple[str, OffsetMap]:
    """`text` with the changes made, and the map from the new text to the old."""
    pieces: list[str] = []
    last = 0
    for start, stop, new in changes:
        pieces.append(text[last:start])
        pieces.append(new)
        last = stop
    pieces.append(text[last:])
    replaced = (Replacement(start, stop, len(new)) for start, stop, new in changes)
    return "".join(pieces), OffsetMap.of_rewriting(replaced)


def _steps(rules: Sequence[Rule], text: str) -> Iterator[tuple[str, list[Change], str, OffsetMap]]:
    unchanged = 0
    for rule in chain.from_iterable(repeat(rules, _MOST_PASSES)):
        changes = [one for one in rule(text) if text[one[0] : one[1]] != one[2]]
        if changes:
            unchanged = 0
            text, step = rewrite(text, changes)
            yield rule.__name__, changes, text, step
        else:
            unchanged += 1
        if unchanged == len(rules):  # the text as it is has been through all of them
            return


def deleted(pattern: re.Pattern[str], text: str) -> Iterator[Change]:
    """Every match of `pattern`, taken out."""
    return ((match.start(), match.end(), "") for match in pattern.finditer(text))


def replaced(pattern: re.Pattern[str], text: str, new: str) -> Iterator[Change]:
    """Every match of `pattern`, replaced by `new` as it stands."""
    return ((match.start(), match.end(), new) for match in pattern.finditer(text))
