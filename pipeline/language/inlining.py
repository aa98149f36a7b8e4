"""Putting English into a Russian sentence before it is translated.

Marian models copy words in Latin letters, so a name that is written as it shall come out arrives
unharmed.  Posts, legal forms and expressions stay Russian: a model handles them in their sentence,
and would lose the agreement around an English one.
"""

from collections.abc import Iterable

from pipeline.offsets import OffsetMap, Replacement


def inline(text: str, pieces: Iterable[tuple[int, int, str]]) -> tuple[str, OffsetMap]:
    """The text with each `[start, stop)` replaced by its English; of overlapping ones the first.

    Returns: the new text, and the map from its offsets back to those of the text.
    """
    result: list[str] = []
    replacements: list[Replacement] = []
    last = 0
    for start, stop, english in sorted(pieces):
        if start < last:
            continue
        result += [text[last:start], english]
        replacements.append(Replacement(start, stop, len(english)))
        last = stop
    result.append(text[last:])
    return "".join(result), OffsetMap.of_rewriting(replacements)
