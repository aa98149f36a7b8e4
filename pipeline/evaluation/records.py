"""Articles with what a summary of them should be: the two forms of evaluation files.

* chosen sentences: `id, title, sentences, chosen` (numbered from 1), `key` the most important one;
* free summaries: `id, title, text, summary`.

Both are JSON lines, gzip or plain.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from razdel import sentenize

from pipeline.errors import InputError

__all__ = ["Record", "read_records", "split_sentences"]


@dataclass(frozen=True, slots=True)
class Record:
    """One article to summarise.

    `reference` is the editor's summary, or the chosen sentences joined. `chosen` holds their
    indices from 0, empty where the summary is free; `key` is the most important one of them.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    reference: str
    chosen: tuple[int, ...] = ()
    key: int | None = None


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text, by razdel, none across a line break."""
    found = (part.text.strip() for line in text.splitlines() for part in sentenize(line))
    return tuple(sentence for sentence in found if sentence)


def read_records(
    path: Path, split: Callable[[str], Sequence[str]] = split_sentences
) -> list[Record]:
    """The records of an evaluation file.

    Args:
        path: JSON lines in either form, `.gz` or plain.
        split: How a text becomes sentences; the forms with `sentences` are taken as they are.

    Raises:
        InputError: If the file cannot be read, or a line has neither form; it names the line.
    """
    return [_record(row, split, f"{path}:{number}") for number, row in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _parsed(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot be read ({error})", where=str(path), remedy="name a file of JSON lines"
        ) from error


def _parsed(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not JSON ({error.msg})", where=where, remedy="write one object a line"
        ) from error
    if not isinstance(row, dict):
        raise InputError("is not an object", where=where, remedy="write one object a line")
    return row


def _record(row: dict[str, Any], split: Callable[[str], Sequence[str]], where: str) -> Record:
    name, title = str(row.get("id", "")), str(row.get("title") or "")
    if "sentences" in row and "chosen" in row:
        sentences = tuple(row["sentences"])
        chosen = tuple(sorted(number - 1 for number in row["chosen"]))
        if not chosen or chosen[0] < 0 or chosen[-1] >= len(sentences):
            raise InputError(
                f"chosen {row['chosen']} does not fit {len(sentences)} sentences",
                where=where,
                remedy="number the sentences from 1",
            )
        key = row["key"] - 1 if row.get("key") else None
        reference = " ".join(sentences[index] for index in chosen)
        return Record(name, title, sentences, reference, chosen, key)
    if "text" in row and row.get("summary"):
        return Record(name, title, tuple(split(row["text"])), str(row["summary"]))
    raise InputError(
        "has neither sentences and chosen, nor text and summary",
        where=where,
        remedy="bring the line into one of the two forms",
    )
