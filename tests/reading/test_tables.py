"""Tables give a release a row, as a stream."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.reading import tables
from pipeline.reading.tables import documents_of, read_table
from pipeline.stages.read import Read, discover
from tests.reading.builders import BODY, QUOTE, TITLE

ROWS: list[dict[str, Any]] = [
    {"text": BODY, "title": TITLE, "date": "2024-05-12", "views": 5},
    {"text": QUOTE, "title": None},
]


def write(path: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode("utf-8")
    if path.name.endswith(".gz"):
        path.write_bytes(gzip.compress(lines))
    elif path.suffix == ".parquet":
        import pyarrow
        from pyarrow import parquet

        parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    else:
        path.write_bytes(lines)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_a_release_for_each_row(tmp_path: Path, name: str) -> None:
    first, second = read_table(write(tmp_path / name), name)
    assert (first.part, first.text) == ("1", f"{TITLE}\n\n{BODY}")
    assert first.metadata == {"title": TITLE, "date": "2024-05-12"}
    assert (second.part, second.text, second.metadata) == ("2", QUOTE, {})


def test_the_text_column_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [{"body": BODY}])
    (document,) = Read(text_column="body").run(discover([path]))
    assert document.original == BODY
    assert document.path == "a.jsonl#1"
    (failed,) = Read().run(discover([path]))
    assert failed.failure is not None
    assert "a.jsonl#1: has no text in column 'text'" in failed.failure.message


def test_a_bad_row_is_an_error_of_that_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps(ROWS[0])
    path.write_text(f'{good}\n{{"text": \n[]\n{{"text": 5}}\n\n{good}\n', encoding="utf-8")
    errors = [str(one.error or "") for one in read_table(path, "a.jsonl")]
    assert errors[0] == errors[4] == ""
    assert "a.jsonl#2: is not a line of JSON" in errors[1]
    assert "has no text" in errors[2]
    assert "has no text" in errors[3]


def test_a_row_past_the_limit_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "LONGEST_ROW", 2000)
    path = write(tmp_path / "a.jsonl", [{"text": "а" * 9000}, ROWS[1]])
    first, second = read_table(path, "a.jsonl")
    assert "is a row past the limit" in str(first.error)
    assert second.text == QUOTE


def test_a_table_is_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + "rubbish" * 100, encoding="utf-8")
    assert next(read_table(path, "a.jsonl")).error is None


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.parquet"])
def test_a_file_that_is_no_table(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"rubbish")
    with pytest.raises(InputError, match=name):
        list(read_table(tmp_path / name, name))


def test_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n\n")
    with pytest.raises(InputError, match="holds no rows"):
        list(read_table(tmp_path / "a.jsonl", "a.jsonl"))


def test_rows_of_a_dataset() -> None:
    datasets = pytest.importorskip("datasets")
    rows = datasets.Dataset.from_list(ROWS)
    first, second = documents_of(rows, "news")
    assert (first.path, first.metadata["title"]) == ("news#1", TITLE)
    assert second.original == QUOTE
    assert first.id != second.id
    with pytest.raises(InputError, match="has no text in column 'body'"):
        list(documents_of(rows, "news", text_column="body"))
