"""`corpus.jsonl` as `datasets` loads it: the same features whatever a run holds."""

import json
from pathlib import Path
from typing import Any

import datasets
import pytest
from hypothesis import given

from pipeline.document import Document
from pipeline.formats.corpus import corpus_lines, row
from tests.documents import arbitrary, awkward, release, thorough


def load(path: Path, documents: list[Document]) -> Any:
    (path / "corpus.jsonl").write_text("".join(corpus_lines(documents)), "utf-8", newline="")
    return datasets.load_dataset(
        "json", data_files=str(path / "corpus.jsonl"), split="train", cache_dir=str(path / "cache")
    )


def bare() -> Document:
    return Document("bare-00000000", "bare.txt", "", "", score=1)


@pytest.mark.parametrize("documents", [[bare()], [release()], [bare(), release()]])
def test_every_run_has_the_same_features(tmp_path: Path, documents: list[Document]) -> None:
    features = load(tmp_path, documents).features
    assert {name: feature.dtype for name, feature in features.items()} == {
        name: {str: "string", int: "int64", float: "float64", bool: "bool"}[type(value)]
        for name, value in row(release()).items()
    }


def test_a_loaded_row_is_the_row_that_was_written(tmp_path: Path) -> None:
    document = release()
    document.segments[0].text += '\x00\u202e\U0001f1f7 e\u0301 \\ " '
    assert load(tmp_path, [document])[0] == row(document)


@thorough
@given(arbitrary(awkward()))
def test_a_document_is_one_line_of_plain_values(document: Document) -> None:
    (line,) = corpus_lines([document])
    line.encode("utf-8")
    assert line.count("\n") == 1
    assert json.loads(line) == row(document)
    assert {name: type(value) for name, value in json.loads(line).items()} == {
        name: type(value) for name, value in row(release()).items()
    }


def test_a_row_counts_what_failed_and_what_was_found() -> None:
    counted = row(release())
    assert (counted["segments"], counted["failed_segments"]) == (4, 1)
    assert (counted["errors"], counted["warnings"], counted["notes"]) == (2, 2, 2)
    assert (counted["year"], counted["month"], counted["day"]) == (2026, 5, 14)
    assert counted["summary_ru"].count("\n") == counted["source_spans"].count("\n") == 4
