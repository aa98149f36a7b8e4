"""Readings of a line that are kept while its document is on its way.

The audit, the links of the report and the choice among candidates ask for the numbers, terms and
names of the same lines, one after the other. A reading depends on the line alone, so it is made
once; what is kept is bounded, and old lines make room for new ones.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

__all__ = ["remembered"]

KEPT = 4096
"""Readings of each kind: a chunk of 32 documents has some 500 lines, and four chunks are under way."""

LONGEST = 4000
"""Characters: a whole document is no line, and many would fill the memory."""

P = ParamSpec("P")
T = TypeVar("T")


def remembered(read: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Let a reader of a line remember what it found there.

    Args:
        read: A function of a line, and of other hashable values, whose result is immutable.
    """
    kept = lru_cache(maxsize=KEPT)(read)

    @wraps(read)
    def reader(line: str, /, *more: P.args, **named: P.kwargs) -> T:
        if len(line) > LONGEST:
            return read(line, *more, **named)
        return kept(line, *more, **named)  # type: ignore[arg-type]

    return reader
