"""How an article is written down for the model: sentences behind their tokens, in windows.

    <sent256> title <sent1> <sent241> first sentence <sent2> <sent217> second sentence ...

The tokens are those that the vocabulary reserves; no text can turn into one. `<sentN>` stands
before the Nth sentence, the token after it is the sentence's mark (see `marks`). An article that
does not fit is read in overlapping windows; every sentence is in at least one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "IMPORTANCE",
    "MARKS",
    "SENTENCES",
    "TITLE",
    "Window",
    "lay_out",
    "mark_token",
    "sentence_token",
]

SENTENCES = 192
"""Numbers for sentences: `<sent1>` to `<sent192>`."""
FIRST_MARK = 193
MARKS = 62
"""Steps of the mark: `<sent193>` to `<sent254>`."""
IMPORTANCE = "<sent255>"
"""Begins the target where the most important sentence is asked for, whatever its place."""
TITLE = "<sent256>"

TITLE_PIECES = 48
OVERLAP = 0.25
"""The share of a window that is read again at the start of the next."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article as the model reads it.

    `sentences` maps each sentence token to the index of its sentence in the article; `shortened`
    lists the sentences whose end the model does not see because they are longer than half a window
    (they can be chosen all the same, and are then whole in the brief).
    """

    tokens: tuple[str, ...]
    sentences: dict[str, int]
    shortened: tuple[int, ...] = ()


def sentence_token(number: int) -> str:
    """The token of sentence `number`, from 1 to `SENTENCES`."""
    if not 1 <= number <= SENTENCES:
        raise ValueError(f"no token for sentence {number}")
    return f"<sent{number}>"


def mark_token(mark: int) -> str:
    """The token of a mark, from 0 to `MARKS - 1`."""
    if not 0 <= mark < MARKS:
        raise ValueError(f"no token for mark {mark}")
    return f"<sent{FIRST_MARK + mark}>"


def lay_out(
    title: Sequence[str],
    sentences: Sequence[Sequence[str]],
    marks: Sequence[int] | None,
    limit: int,
    indices: Sequence[int] | None = None,
) -> list[Window]:
    """Write an article into as few windows as hold it.

    Args:
        title: Tokens of the title; empty where there is none.
        sentences: Tokens of each sentence.
        marks: The mark of each sentence, or None to leave marks out.
        limit: The most tokens of a window, the end token that an engine adds included; at least 64.
        indices: The sentences to write, ascending; all of them if None.

    Raises:
        ValueError: If `limit` is too small to hold anything.
    """
    if limit < 64:
        raise ValueError(f"a window of {limit} tokens holds no article")
    head = [TITLE, *title[: min(TITLE_PIECES, limit // 4)]] if title else []
    room = limit - 1 - len(head)
    longest = room // 2
    wanted = list(range(len(sentences))) if indices is None else list(indices)
    entries = {
        index: _entry(sentences[index], None if marks is None else marks[index], longest)
        for index in wanted
    }
    return [
        _window(head, run, entries, [i for i in run if len(sentences[i]) > longest - 2])
        for run in _runs(wanted, {index: len(entry) + 1 for index, entry in entries.items()}, room)
    ]


def _entry(sentence: Sequence[str], mark: int | None, longest: int) -> list[str]:
    marked = [] if mark is None else [mark_token(mark)]
    return [*marked, *sentence[: longest - 2]]


def _runs(wanted: Sequence[int], sizes: dict[int, int], room: int) -> list[list[int]]:
    """Cut the sentences into runs that fit; each run begins within the one before."""
    runs: list[list[int]] = []
    start = 0
    while start < len(wanted):
        stop, size = start, 0
        while stop < len(wanted) and stop - start < SENTENCES:
            if size + sizes[wanted[stop]] > room:
                break
            size += sizes[wanted[stop]]
            stop += 1
        runs.append(list(wanted[start:stop]))
        if stop == len(wanted):
            break
        again, shared = stop, 0
        while again - 1 > start and shared + sizes[wanted[again - 1]] <= room * OVERLAP:
            again -= 1
            shared += sizes[wanted[again]]
        start = again
    return runs


def _window(
    head: Sequence[str], run: Sequence[int], entries: dict[int, list[str]], shortened: Sequence[int]
) -> Window:
    tokens = list(head)
    names: dict[str, int] = {}
    for index, number in zip(run, _numbers(run), strict=True):
        name = sentence_token(number)
        names[name] = index
        tokens += [name, *entries[index]]
    return Window(tuple(tokens), names, tuple(shortened))


def _numbers(run: Sequence[int]) -> list[int]:
    """The sentences' places in the article, moved down where that is past the last token.

    A model learns from the number how far into the article a sentence stands, so that the numbers
    are kept as long as they can be.
    """
    numbers = [index + 1 for index in run]
    for place in range(len(numbers) - 1, -1, -1):
        highest = SENTENCES if place == len(numbers) - 1 else numbers[place + 1] - 1
        numbers[place] = min(numbers[place], highest)
    return numbers
