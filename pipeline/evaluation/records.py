"""Articles with what a summary of them should be: the two forms of evaluation files.

* chosen sentences: `id, title, sentences, chosen` (numbered from 1), `key` the most important one;
* free summaries: `id, title, text, summary`.

Both are JSON lines, gzip or plain.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.language.segmentation import split_sentences

__all__ = ["Record", "read_records", "sentences_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """One article to summarise.

    `reference` is the editor's summary, or the chosen sentences joined. `chosen` holds their
    indices from 0, empty where the summary is free; `key` is the most important one of them.
    `paragraphs` numbers each sentence's paragraph, where the file says so.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    reference: str
    chosen: tuple[int, ...] = ()
    key: int | None = None
    paragraphs: tuple[int, ...] = ()


def sentences_of(text: str) -> list[tuple[str, int]]:
    """The sentences of a plain text with their paragraphs: a line is a paragraph, as in a run."""
    return [
        (line[start:stop], number)
        for number, line in enumerate(text.splitlines())
        for start, stop in split_sentences(line)
    ]


def read_records(path: Path) -> list[Record]:
    """The records of an evaluation file.

    Args:
        path: JSON lines in either form, `.gz` or plain. Sentences that a file has are taken as
            they are; a text is split as the pipeline splits it.

    Raises:
        InputError: If the file cannot be read, or a line has neither form; it names the line.
    """
    return [_record(row, f"{path}:{number}") for number, row in _rows(path)]


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


def _record(row: dict[str, Any], where: str) -> Record:
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
        found = sentences_of(row["text"])
        return Record(
            name,
            title,
            tuple(sentence for sentence, _ in found),
            str(row["summary"]),
            paragraphs=tuple(paragraph for _, paragraph in found),
        )
    raise InputError(
        "has neither sentences and chosen, nor text and summary",
        where=where,
        remedy="bring the line into one of the two forms",
    )
