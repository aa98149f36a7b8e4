"""Whatever the bytes: a release, or an `InputError` in one line; nothing else, and no hang.

The readers run in this process here, so that a crash is seen. `SVODKA_SOAK` sets the number of
examples for each kind of file; without it the tests are short. `make soak` runs the long form, and
its log says how many files each kind had and how long the slowest took.
"""

import io
import logging
import os
import re
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.reading.archive import read_archive
from pipeline.reading.docx import read_docx
from pipeline.reading.feed import read_feed
from pipeline.reading.html import read_html
from pipeline.reading.mail import read_mail
from pipeline.reading.pdf import read_pdf
from pipeline.reading.plain import read_plain
from pipeline.reading.release import Release
from pipeline.reading.tables import read_table
from pipeline.stages.normalise import Normalise
from pipeline.stages.read import document_from_text
from pipeline.stages.segment import Segment
from tests.reading.builders import ATOM, BODY, QUOTE, RSS, TITLE, html, pdf, zipped

EXAMPLES = int(os.environ.get("SVODKA_SOAK", "60"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

LONGEST = 10.0
"""Seconds of processor time that a file of a few kilobytes may take; it takes milliseconds."""

Reader = Callable[[bytes, str], Iterator[Release]]
LOG = logging.getLogger("fuzz")


def _word() -> bytes:
    """A Word document with all that the reader looks at, and no more than that."""
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(BODY, style="List Bullet")
    document.add_paragraph(BODY, style="List Number")
    document.add_table(1, 2).cell(0, 0).text = QUOTE
    for style in list(document.styles):
        if style.name not in {"Normal", "Title", "List Bullet", "List Number"}:
            style.delete()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


MAIL = (
    b"From: a@b.example\nSubject: =?utf-8?b?0KbQtdGF?=\nDate: Sun, 12 May 2024 10:00:00 +0300\n"
    b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n'
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n0KbQtdGF\n"
    b'--x\nContent-Type: text/html\nContent-Disposition: attachment; filename="a.txt"\n\n'
    b"<p>x</p>\n--x--\n"
)

SEEDS: list[tuple[str, Reader, list[bytes]]] = [
    ("plain", read_plain, [BODY.encode("utf-8"), BODY.encode("cp1251"), BODY.encode("utf-16")]),
    ("html", read_html, [html(f"<p>{BODY}</p><ul><li>{QUOTE}</ul>").encode("utf-8")]),
    ("docx", read_docx, [_word()]),
    ("pdf", read_pdf, [pdf([[TITLE, BODY, "1"], [TITLE, QUOTE, "2"]])]),
    ("mail", read_mail, [MAIL]),
    ("feed", read_feed, [RSS.encode("utf-8"), ATOM.encode("utf-8")]),
    ("archive", read_archive, [zipped({"a.txt": BODY.encode(), "b/c.txt": QUOTE.encode()})]),
]


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A good file with bytes changed, taken out, doubled or cut off; or no file at all."""
    data = bytearray(draw(st.sampled_from(seeds) | st.binary(max_size=200)))
    for _ in range(draw(st.integers(0, 6))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        length = draw(st.integers(1, 40))
        match draw(st.sampled_from(["set", "cut", "out", "double", "put"])):
            case "set":
                data[at] = draw(st.integers(0, 255))
            case "cut":
                del data[at:]
            case "out":
                del data[at : at + length]
            case "double":
                data[at:at] = data[at : at + length] * draw(st.integers(1, 20))
            case _:
                data[at:at] = draw(st.binary(max_size=20))
    return bytes(data)


READ_INSIDE = re.compile(r"(document|numbering|styles|core)\.xml$|\.rels$|Types|\.txt$").search
"""The members of a ZIP file or a Word document that a reader opens."""


@st.composite
def packed(draw: st.DrawFn, archive: bytes) -> bytes:
    """A good ZIP file in which one member is damaged: its parser meets the damage, not its CRC."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    chosen = draw(st.sampled_from([name for name in sorted(members) if READ_INSIDE(name)]))
    members[chosen] = draw(damaged([members[chosen]]))
    return zipped(members, zipfile.ZIP_STORED)


def _kinds() -> Iterator[tuple[str, Reader, st.SearchStrategy[bytes]]]:
    for name, reader, seeds in SEEDS:
        yield name, reader, damaged(seeds)
        if name in {"docx", "archive"}:
            yield f"{name}-inside", reader, packed(seeds[0])


KINDS = list(_kinds())


@contextmanager
def _in_time(slowest: list[float]) -> Iterator[None]:
    """Fail if the block takes more than `LONGEST` seconds of processor time; note the longest."""

    def too_long(*_: object) -> None:
        raise TimeoutError(f"still reading after {LONGEST} s of processor time")

    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    started = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        slowest[0] = max(slowest[0], time.process_time() - started)
        slowest[1] += 1


@pytest.mark.parametrize(("name", "reader", "files"), KINDS, ids=[kind[0] for kind in KINDS])
def test_damaged_files(name: str, reader: Reader, files: st.SearchStrategy[bytes]) -> None:
    slowest = [0.0, 0]

    @SETTINGS
    @given(files)
    def run(data: bytes) -> None:
        try:
            with _in_time(slowest):
                releases = list(reader(data, "a.bin"))
        except InputError as error:
            assert str(error).startswith("a.bin")  # noqa: PT017 (either outcome is right)
            assert "\n" not in str(error)  # noqa: PT017
            return
        for release in releases:
            assert isinstance(release.text, str)
            assert release.error is None or isinstance(release.error, InputError)

    run()
    LOG.info("%s: %d files, the slowest took %.2f s", name, slowest[1], slowest[0])


@SETTINGS
@given(data=damaged([b'{"text": "a", "title": "b"}\n{"text": "c"}\n']), gzipped=st.booleans())
def test_damaged_tables(tmp_path: Path, data: bytes, gzipped: bool) -> None:
    path = tmp_path / ("a.jsonl.gz" if gzipped else "a.jsonl")
    path.write_bytes(data)
    try:
        assert all(isinstance(one.text, str) for one in read_table(path, "a"))
    except InputError as error:
        assert str(error).startswith("a")  # noqa: PT017


@SETTINGS
@given(st.text(max_size=200) | st.text("аБв. !?«»—\n1)•:;г", max_size=200))
def test_any_text_goes_through_the_stages(text: str) -> None:
    try:
        document = document_from_text(text)
    except InputError:
        return
    (result,) = Segment().run(Normalise().run([document]))
    if result.failure is None:
        assert result.sentences
        for sentence in result.sentences:
            span = result.original_span(sentence.span)
            assert 0 <= span.start <= span.stop <= len(text)
