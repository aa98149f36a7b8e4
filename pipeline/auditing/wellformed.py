"""Whether the English is an English sentence at all: empty, looping, Russian, too short or long."""

import re
from collections.abc import Iterator

from pipeline.auditing.triple import Triple
from pipeline.document import Finding, Severity
from pipeline.language import degeneration
from pipeline.messages import say

_CYRILLIC = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё -]*[А-Яа-яЁё]|[А-Яа-яЁё]")


def emptiness(triple: Triple) -> Iterator[Finding]:
    """No English where there is Russian."""
    fault = degeneration.empty(triple.summary, triple.english)
    if fault is not None:
        yield triple.finding("empty", Severity.ERROR, fault.said, summary=(0, len(triple.summary)))


def russian_left(triple: Triple) -> Iterator[Finding]:
    """Words left in Cyrillic."""
    for match in _CYRILLIC.finditer(triple.english):
        yield triple.finding(
            "left_in_russian",
            Severity.ERROR,
            say("left-in-russian", words=match.group()),
            english=match.span(),
            found=match.group(),
        )


def repetition(triple: Triple) -> Iterator[Finding]:
    """Words, phrases or whole sentences that stand again and again."""
    fault = degeneration.repeated(triple.summary, triple.english)
    twice = None if fault else _sentence_twice(triple)
    if fault is not None or twice is not None:
        said = fault.said if fault else say("said-twice", words=twice)
        yield triple.finding("repeated", Severity.ERROR, said, english=(0, len(triple.english)))


def proportion(triple: Triple) -> Iterator[Finding]:
    """An English line far too short or long for its Russian."""
    fault = degeneration.length(triple.summary, triple.english)
    if fault is not None:
        yield triple.finding(
            "length", Severity.WARNING, fault.said, english=(0, len(triple.english))
        )


_LONG = 5  # words from which a phrase that stands twice was not meant to


def _sentence_twice(triple: Triple) -> str | None:
    """A run of at least five words at once followed by itself, and not so in the Russian."""
    words = re.findall(r"\w+(?:['’.,-]\w+)*", triple.english.lower())
    for size in range(_LONG, len(words) // 2 + 1):
        matches = 0
        for at in range(size, len(words)):
            matches = matches + 1 if words[at] == words[at - size] else 0
            if matches == size:
                return " ".join(words[at - size + 1 : at + 1])
    return None
