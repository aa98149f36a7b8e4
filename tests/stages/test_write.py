import errno
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document, Failure, Finding, Severity, Span
from pipeline.errors import OutputError
from pipeline.formats import brief
from pipeline.formats.index import FailedInput
from pipeline.stages.base import Stage
from pipeline.stages.write import FILES, Write, render, safe_name, write_run
from tests.documents import arbitrary, release, thorough


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(folder: Path, *documents: Document) -> list[Document]:
    return list(Write(folder).run(documents))


def test_it_is_a_stage(tmp_path: Path) -> None:
    assert isinstance(Write(tmp_path), Stage)


def test_a_document_becomes_a_folder_of_its_name(tmp_path: Path) -> None:
    write(tmp_path / "out", release())
    assert names(tmp_path / "out") == ["severny-veter-1a2b3c4d"]
    assert names(tmp_path / "out" / "severny-veter-1a2b3c4d") == sorted(FILES)
    assert brief.load(tmp_path / "out" / "severny-veter-1a2b3c4d" / "brief.json") == release()


@thorough
@given(arbitrary())
def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    again = brief.from_json(brief.to_json(document))
    assert render(document) == render(again)


@thorough
@given(arbitrary())
def test_every_text_file_ends_in_a_line_feed(document: Document) -> None:
    for name, content in render(document).items():
        assert content.endswith(b"\n") or (content == b"" and not document.segments), name
        content.decode("utf-8")


def test_an_older_folder_is_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path, release())
    (tmp_path / release().id / "of-an-older-version.txt").touch()
    write(tmp_path, release())
    assert names(tmp_path / release().id) == sorted(FILES)
    assert names(tmp_path) == [release().id]


def test_a_failed_document_gets_no_folder_and_is_passed_on(tmp_path: Path) -> None:
    failed = release(id="failed-00000000")
    failed.failure = Failure("read", "InputError", "it is empty")
    assert [one.id for one in write(tmp_path, failed, release())] == [failed.id, release().id]
    assert names(tmp_path) == [release().id]


@pytest.mark.parametrize(
    "id",
    ["", ".", "..", "../x", "a/b", "a\\b", "/etc", ".hidden", "a\0b", "a\nb", "x" * 241, "я" * 121],
)
def test_an_id_that_is_no_safe_folder_name_fails_that_document_alone(
    tmp_path: Path, id: str
) -> None:
    bad, good = write(tmp_path / "out", release(id=id), release())
    assert bad.failure is not None
    assert bad.failure.kind == "OutputError"
    assert good.failure is None
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == [release().id]


@given(st.text(max_size=300))
def test_a_safe_name_stays_below_the_output_folder(id: str) -> None:
    try:
        name = safe_name(id)
    except OutputError:
        return
    assert (Path("/out") / name).resolve().parent == Path("/out")
    assert len((".new-" + name).encode("utf-8")) < 256


def test_a_full_disk_fails_the_document_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.write_bytes

    def refuse(path: Path, content: bytes) -> int:
        if path.name == "report.html":
            whole(path, content[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    (document,) = write(tmp_path, release())
    assert document.failure is not None
    assert document.failure.stage == "write"
    assert "No space left on device" in document.failure.message
    assert "free some space" in document.failure.message
    assert names(tmp_path) == []


def test_a_document_that_does_not_hold_together_is_not_written(tmp_path: Path) -> None:
    broken = release()
    broken.findings.append(Finding("x", Severity.NOTE, "", 2, english_spans=(Span(0, 10_000),)))
    (document,) = write(tmp_path, broken)
    assert document.failure is not None
    assert "findings[6].english_spans[0]" in document.failure.message
    assert names(tmp_path) == []


def test_what_an_ended_process_left_is_put_right_before_the_first_document(tmp_path: Path) -> None:
    write(tmp_path, release())
    (tmp_path / release().id).rename(tmp_path / f".old-{release().id}")
    (tmp_path / ".new-0123456789abcdef").mkdir()
    write(tmp_path)
    assert names(tmp_path) == [release().id]


def test_an_output_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="choose another folder"):
        write(tmp_path / "file" / "out", release())


def test_the_run_files_come_from_the_disk(tmp_path: Path) -> None:
    write(tmp_path, release(id="b-00000000"), release(id="a-00000000"))
    write_run(tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == ["a-00000000", "b-00000000"]
    index = (tmp_path / "index.html").read_text()
    assert "a-00000000/report.html" in index
    assert "b-00000000/report.html" in index


def test_the_run_files_hold_only_the_documents_named(tmp_path: Path) -> None:
    write(tmp_path, release(id="b-00000000"), release(id="a-00000000"))
    write_run(tmp_path, ids={"b-00000000"})
    assert len((tmp_path / "corpus.jsonl").read_text().splitlines()) == 1
    assert "a-00000000" not in (tmp_path / "index.html").read_text()


def test_a_damaged_brief_is_listed_as_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, release(id="b-00000000"), release(id="a-00000000"))
    (tmp_path / "a-00000000" / "brief.json").write_text("{")
    write_run(tmp_path, failures=[FailedInput("scan.txt", "read", "InputError", "is binary")])
    index = (tmp_path / "index.html").read_text()
    assert "not valid JSON" in index
    assert "is binary" in index
    assert len((tmp_path / "corpus.jsonl").read_text().splitlines()) == 1


def test_a_run_without_documents_has_an_empty_corpus_and_an_index(tmp_path: Path) -> None:
    write_run(tmp_path)
    assert (tmp_path / "corpus.jsonl").read_bytes() == b""
    assert (tmp_path / "index.html").read_text().endswith("</html>\n")
