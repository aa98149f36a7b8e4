"""read: every file becomes a document; one that cannot be read says why in one line."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.document import Document, Severity
from pipeline.errors import InputError
from pipeline.stages.read import Read, Source, discover, document_from_text
from tests.reading.builders import BODY, QUOTE, RSS, TITLE, html, pdf, zipped

TEXT = "Завод «Рассвет» открыл новый цех в посёлке Кедровом."


def read(path: Path, **settings: object) -> Document:
    return Read(**settings).read(Source(path.name, path))  # type: ignore[arg-type]


def message(document: Document) -> str:
    assert document.failure is not None
    assert (document.failure.stage, document.failure.kind) == ("read", "InputError")
    assert "\n" not in document.failure.message
    return document.failure.message


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_text_file(tmp_path: Path) -> None:
    document = read(write(tmp_path / "Завод.txt", TEXT.encode("utf-8")))
    assert document.failure is None
    assert document.original == TEXT
    assert (document.path, document.encoding) == ("Завод.txt", "utf-8")
    assert document.id.startswith("zavod-")
    assert len(document.digest) == 64


def test_an_edited_file_keeps_its_id_and_changes_its_digest(tmp_path: Path) -> None:
    first = read(write(tmp_path / "a.txt", TEXT.encode("utf-8")))
    second = read(write(tmp_path / "a.txt", (TEXT + "!").encode("utf-8")))
    assert first.id == second.id
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "a.txt: is empty; put the release's text into it"),
        (b" \r\n\t\n", "a.txt: holds only blanks"),
        ("\ufeff\u00a0\u200b".encode(), "a.txt: holds only blanks"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.txt: is a PNG image, not text"),
        (b"%PDF-1.7 ...", "a.txt: is a PDF file, not text; name it .pdf"),
        (b"PK\x03\x04....", "a.txt: is a ZIP archive or an Office document"),
        (b"\xd0\xcf\x11\xe0....", "a.txt: is an old Office document (.doc), not text; save it as"),
        (b"{\\rtf1\\ansi", "a.txt: is an RTF document, not text"),
        (b"\0\1\2\3" * 30, "a.txt: is a binary file, not text"),
        (b"abc\0def", "a.txt: is a binary file, not text"),
        (bytes(range(128, 256)), "a.txt: the encoding is not recognised"),
        (b"The plant has opened a new workshop in the town.", "a.txt: does not look like Russian"),
        (b"x" * 2000, "a.txt: is larger than the limit of 1000 bytes"),
    ],
)
def test_what_is_no_release_says_why(tmp_path: Path, data: bytes, expected: str) -> None:
    assert message(read(write(tmp_path / "a.txt", data), max_bytes=1000)).startswith(expected)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024**3)  # sparse: reading it would not fit in memory
    assert "is larger than the limit of 20 MB" in message(read(path))


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert message(read(tmp_path / "a.txt")) == "a.txt: is gone; check the name"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"x")
    path.chmod(0)
    assert "a.txt: may not be read (no permission)" in message(read(path))


def test_a_refusal_of_the_system_names_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt", b"x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "chmod u+r a.txt" in message(read(path))


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert message(read(tmp_path / "a.txt")) == "a.txt: is a folder; name a file"


def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "is not a regular file" in message(read(tmp_path / "a.txt"))


def test_the_batch_goes_on_after_a_failure(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT.encode("cp1251"))
    write(tmp_path / "b.txt", b"")
    write(tmp_path / "c.txt", TEXT.encode("koi8-r", errors="ignore"))
    documents = list(Read().run(discover([tmp_path])))
    assert [bool(one.failure) for one in documents] == [False, True, False]
    assert [one.encoding for one in documents] == ["cp1251", "utf-8", "koi8-r"]


def test_two_sources_of_one_name_are_an_error(tmp_path: Path) -> None:
    source = Source("a.txt", write(tmp_path / "a.txt", TEXT.encode("utf-8")))
    first, second = Read().run([source, source])
    assert first.failure is None
    assert "has the same id as a.txt" in message(second)


def test_what_is_not_russian_can_be_forced_and_is_marked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"The plant has opened a new workshop in the town.")
    document = read(path, force=True)
    assert document.failure is None
    (finding,) = document.findings
    assert (finding.kind, finding.severity) == ("language", Severity.WARNING)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(TEXT.encode("cp1251")))
    monkeypatch.setattr("sys.stdin", stdin)
    (document,) = Read().run(discover(["-"]))
    assert (document.path, document.encoding, document.original) == ("stdin", "cp1251", TEXT)


def test_a_text_that_is_at_hand() -> None:
    document = document_from_text(TEXT, name="Письмо")
    assert document.original == TEXT
    assert document.id.startswith("pismo-")


@pytest.mark.parametrize("text", ["", " \n", "half \ud83d"])
def test_a_text_at_hand_that_is_none(text: str) -> None:
    with pytest.raises(InputError):
        document_from_text(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_whatever_the_bytes_there_is_one_document(tmp_path: Path, data: bytes) -> None:
    document = read(write(tmp_path / "a.txt", data))
    assert document.failure is not None or document.original.strip()


def test_the_sample_inputs_are_all_read() -> None:
    inputs = Path(__file__).parents[2] / "inputs"
    documents = list(Read().run(discover([inputs])))
    assert len(documents) >= 5
    assert [one.failure for one in documents] == [None] * len(documents)
    assert "cp1251" in {one.encoding for one in documents}


def test_a_folder_of_every_format(tmp_path: Path) -> None:
    from docx import Document as WordDocument

    word = WordDocument()
    word.add_paragraph(BODY)
    word.save(str(tmp_path / "e.docx"))
    for name, data in {
        "a.html": html(f"<p>{BODY}</p><p>{QUOTE}</p>").encode("utf-8"),
        "b.pdf": pdf([[TITLE, BODY]]),
        "c.rss": RSS.encode("utf-8"),
        "d.zip": zipped({"a.txt": BODY.encode("cp1251"), "b/c.html": html(f"<p>{BODY}").encode()}),
        "f.eml": b"Subject: x\n\n" + BODY.encode("utf-8"),
        "g.jsonl": b'{"text": "' + BODY.encode("utf-8") + b'"}\n',
    }.items():
        write(tmp_path / name, data)
    documents = list(Read().run(discover([tmp_path])))
    assert {one.path: one.failure for one in documents} == dict.fromkeys(
        [
            "a.html",
            "b.pdf",
            "c.rss#1",
            "c.rss#2",
            "d.zip#a.txt",
            "d.zip#b/c.html",
            "e.docx",
            "f.eml",
            "g.jsonl#1",
        ]
    )
    assert len({one.id for one in documents}) == len(documents)
    assert all(len(one.digest) == 64 for one in documents)
    assert all("12 инженеров" in one.original for one in documents if one.path != "c.rss#2")


def test_standard_input_of_another_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(pdf([[TITLE, BODY]]))))
    (document,) = Read().run(discover(["-"]))
    assert document.failure is None
    assert document.media_type == "application/pdf"


def test_the_whole_of_a_broken_archive_fails_once(tmp_path: Path) -> None:
    (document,) = Read().run(discover([write(tmp_path / "a.zip", b"PK\x03\x04 broken")]))
    assert message(document).startswith("a.zip: is a damaged ZIP archive")
