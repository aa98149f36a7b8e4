"""Words that a model said twice running, said once: `in nine months in nine months`."""

import re

__all__ = ["without_stutter"]

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_LONGEST = 8
_MAY_REPEAT = frozenset({"had", "that", "very", "so", "is", "her", "no", "on", "in"})


def without_stutter(russian: str, english: str) -> tuple[str, list[tuple[str, str]]]:
    """The English without words that follow themselves at once, and what was changed.

    Runs of one to eight words, the longest first, with nothing but space between them; a single one
    only in small letters. Where the Russian repeats words itself nothing is touched.

    Returns:
        The text, and for each change the words before it and those that are left.
    """
    changes: list[tuple[str, str]] = []
    if _first_repeat(russian) is not None:
        return english, changes
    while (found := _first_repeat(english)) is not None:
        start, middle, stop = found
        changes.append((english[start:stop], english[start : start + stop - middle]))
        # The first copy stays, which has the capital if either has.
        english = english[: start + stop - middle] + english[stop:]
    return english, changes


def _first_repeat(text: str) -> tuple[int, int, int] | None:
    """Where the longest run of words that follows itself begins, begins again, and ends."""
    words = list(_WORD.finditer(text))
    folded = [word.group().lower() for word in words]
    for size in range(min(_LONGEST, len(words) // 2), 0, -1):
        for at in range(len(words) - 2 * size + 1):
            again = at + size
            if folded[at:again] != folded[again : again + size]:
                continue
            joined = all(
                text[words[i].end() : words[i + 1].start()] == " "
                for i in range(at, again + size - 1)
            )
            if joined and (size > 1 or _is_plain(words[again].group())):
                return words[at].start(), words[again].start(), words[again + size - 1].end()
    return None


def _is_plain(word: str) -> bool:
    return len(word) > 1 and word[0].islower() and word not in _MAY_REPEAT
