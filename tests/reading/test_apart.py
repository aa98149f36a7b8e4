"""Parsers of foreign formats run in a process that can be stopped."""

import io
import json
from collections.abc import Iterator

import pytest

from pipeline.errors import InputError
from pipeline.reading import apart, worker
from pipeline.reading.release import Release
from tests.reading.builders import BODY, TITLE, html, pdf


def test_the_answer_is_that_of_the_reader() -> None:
    release, *_ = apart.read_apart("pdf", "read_pdf", pdf([[TITLE, BODY]]), "a.pdf")
    assert release.text == f"{TITLE}\n{BODY}"
    assert release.media_type == "application/pdf"


def test_an_error_comes_through_with_all_it_says() -> None:
    with pytest.raises(InputError) as caught:
        list(apart.read_apart("pdf", "read_pdf", b"x", "a.pdf"))
    assert str(caught.value) == "a.pdf: is no PDF file; check what is in it"


def test_the_process_is_kept_for_the_next_file() -> None:
    list(apart.read_apart("html", "read_html", html(f"<p>{BODY}</p>").encode(), "a.html"))
    first = apart._WORKER._process
    list(apart.read_apart("html", "read_html", html(f"<p>{BODY}</p>").encode(), "b.html"))
    assert apart._WORKER._process is first


def test_a_reader_that_takes_too_long_is_stopped_and_the_next_file_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apart._WORKER.stop()
    with monkeypatch.context() as patch:
        # Starting the process takes longer than this.
        patch.setattr(apart, "SECONDS", 0.001)
        with pytest.raises(InputError, match=r"a\.html: takes more than 0 s or too much memory"):
            list(apart.read_apart("html", "read_html", b"<p>x", "a.html"))
    release, *_ = apart.read_apart("html", "read_html", f"<p>{BODY}".encode(), "b.html")
    assert release.text == BODY


def test_a_process_that_dies_is_an_error_of_its_file_alone() -> None:
    with pytest.raises(InputError, match="too much memory"):
        list(apart.read_apart("no_such_reader", "x", b"", "a.txt"))
    release, *_ = apart.read_apart("html", "read_html", f"<p>{BODY}".encode(), "b.html")
    assert release.text == BODY


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    apart._WORKER.stop()
    with monkeypatch.context() as patch:
        patch.setattr(apart, "MEGABYTES", 40)  # too little for Python and lxml
        with pytest.raises(InputError, match="too much memory"):
            list(apart.read_apart("html", "read_html", b"<p>x", "a.html"))
    apart._WORKER.stop()


def test_what_the_worker_answers() -> None:
    def reader() -> Iterator[Release]:
        yield Release("а", metadata={"title": "б"})
        yield Release("", part="2", error=InputError("is empty", where="x#2"))
        raise InputError("is damaged", where="x", remedy="mend it")

    answer = json.loads(json.dumps(worker.answer(reader())))
    assert [one["text"] for one in answer["releases"]] == ["а", ""]
    assert answer["releases"][1]["error"] == {"what": "is empty", "where": "x#2", "remedy": ""}
    assert answer["error"] == {"what": "is damaged", "where": "x", "remedy": "mend it"}


def test_the_worker_answers_until_the_questions_end() -> None:
    data = f"<p>{BODY}".encode()
    question = {"module": "html", "function": "read_html", "where": "a.html", "size": len(data)}
    answers = io.BytesIO()
    worker.serve(io.BytesIO((json.dumps(question).encode() + b"\n" + data) * 2), answers)
    lines = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert [one["releases"][0]["text"] for one in lines] == [BODY, BODY]
