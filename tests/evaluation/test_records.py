"""The two forms of evaluation files."""

import gzip
import json
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.evaluation.records import read_records

CHOSEN = {
    "id": "a",
    "title": "Т",
    "sentences": ["Раз.", "Два.", "Три."],
    "chosen": [3, 1],
    "key": 1,
}
FREE = {"id": "b", "title": "Т", "text": "Раз. Два.\nТри.", "summary": "Итог."}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_chosen_sentences_are_numbered_from_one(tmp_path: Path) -> None:
    (record,) = read_records(write(tmp_path / "a.jsonl", CHOSEN))
    assert record.chosen == (0, 2)
    assert record.key == 0
    assert record.reference == "Раз. Три."


def test_a_text_is_split_and_never_across_lines(tmp_path: Path) -> None:
    (record,) = read_records(write(tmp_path / "a.jsonl", FREE))
    assert record.sentences == ("Раз.", "Два.", "Три.")
    assert record.reference == "Итог."
    assert record.chosen == ()


def test_gzip_is_read_and_empty_lines_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(FREE) + "\n\n" + json.dumps(CHOSEN) + "\n")
    assert [record.id for record in read_records(path)] == ["b", "a"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "is not an object"),
        ('{"id": "x"}', "neither sentences and chosen"),
        ('{"sentences": ["Раз."], "chosen": [2]}', "does not fit"),
        ('{"sentences": ["Раз."], "chosen": []}', "does not fit"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(FREE) + "\n" + content + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_records(path)
    assert str(caught.value).startswith(f"{path}:2")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_records(tmp_path / "none.jsonl")
