"""Whatever the bytes: a release, or an `InputError` in one line; nothing else, and no hang.

The readers run in this process here, so that a crash is seen. A good file is damaged by chance, and
Hypothesis gives the chance a seed, a new one each time: choosing every byte with it would take ten
times as long as reading the file. `SVODKA_SOAK` sets the number of files of each kind; without it
the tests are short. `make soak` runs the long form, whose log says how many files each kind had and
how long the slowest took.
"""

import gzip
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
from random import Random

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

TOGETHER = 20
"""Files that one seed stands for."""
FILES = int(os.environ.get("SVODKA_SOAK", "80"))
LONGEST = 10.0
"""Seconds of processor time that a file of a few kilobytes may take; it takes milliseconds."""
SEEDS = st.integers(0, 2**63)
SETTINGS = settings(
    max_examples=max(FILES // TOGETHER, 1),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
LOG = logging.getLogger("fuzz")

Reader = Callable[[bytes, str], Iterator[Release]]
Maker = Callable[[Random], bytes]


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


def _parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": [BODY, QUOTE], "title": [TITLE, ""]}), buffer)
    return buffer.getvalue()


PLAIN = [BODY.encode("utf-8"), BODY.encode("cp1251"), BODY.encode("utf-16")]
PAGE = html(f"<p>{BODY}</p><ul><li>{QUOTE}</ul>").encode("utf-8")
WORD = _word()
PAPER = pdf([[TITLE, BODY, "1"], [TITLE, QUOTE, "2"]])
MAIL = (
    b"From: a@b.example\nSubject: =?utf-8?b?0KbQtdGF?=\nDate: Sun, 12 May 2024 10:00:00 +0300\n"
    b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n'
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n0KbQtdGF\n"
    b'--x\nContent-Type: text/html\nContent-Disposition: attachment; filename="a.txt"\n\n'
    b"<p>x</p>\n--x--\n"
)
FEEDS = [RSS.encode("utf-8"), ATOM.encode("utf-8")]
ARCHIVE = zipped({"a.txt": BODY.encode(), "b/c.txt": QUOTE.encode()})
ROWS = b'{"text": "a", "title": "b"}\n{"text": "c"}\n'
TABLES = {"a.jsonl": ROWS, "a.jsonl.gz": gzip.compress(ROWS), "a.parquet": _parquet()}

READ_INSIDE = re.compile(r"(document|numbering|styles|core)\.xml$|\.rels$|Types|\.txt$").search
"""The members of a ZIP file or a Word document that a reader opens."""


def damage(data: bytes, chance: Random) -> bytes:
    """The bytes with some of them changed, taken out, put in, doubled or cut off."""
    out = bytearray(data)
    for _ in range(chance.randint(0, 6)):
        if not out:
            break
        at = chance.randrange(len(out))
        length = chance.randint(1, 40)
        match chance.choice(["set", "cut", "out", "double", "put"]):
            case "set":
                out[at] = chance.randrange(256)
            case "cut":
                del out[at:]
            case "out":
                del out[at : at + length]
            case "double":
                out[at:at] = out[at : at + length] * chance.randint(1, 20)
            case _:
                out[at:at] = chance.randbytes(length)
    return bytes(out)


def damaged(*files: bytes) -> Maker:
    """Makes a damaged file of a good one; one in ten is no such file at all."""

    def make(chance: Random) -> bytes:
        if chance.random() < 0.1:
            return chance.randbytes(chance.randint(0, 200))
        return damage(chance.choice(files), chance)

    return make


def repacked(archive: bytes) -> Maker:
    """Makes a good ZIP file with a damaged member: its parser meets the damage, not its checksum."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    inside = [name for name in sorted(members) if READ_INSIDE(name)]

    def make(chance: Random) -> bytes:
        name = chance.choice(inside)
        return zipped({**members, name: damage(members[name], chance)}, zipfile.ZIP_STORED)

    return make


KINDS: list[tuple[str, Reader, Maker]] = [
    ("plain", read_plain, damaged(*PLAIN)),
    ("html", read_html, damaged(PAGE)),
    ("docx", read_docx, damaged(WORD)),
    ("docx inside", read_docx, repacked(WORD)),
    ("pdf", read_pdf, damaged(PAPER)),
    ("mail", read_mail, damaged(MAIL)),
    ("feed", read_feed, damaged(*FEEDS)),
    ("archive", read_archive, damaged(ARCHIVE)),
    ("archive inside", read_archive, repacked(ARCHIVE)),
]


class Tally:
    """How many files were read, and how long the slowest took, in seconds of processor time."""

    def __init__(self) -> None:
        self.files = 0
        self.slowest = 0.0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Time the block, and fail if it takes more than `LONGEST`."""

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
            self.slowest = max(self.slowest, time.process_time() - started)
            self.files += 1

    def log(self, name: str) -> None:
        """Say it in the log."""
        LOG.info("%s: %d files, the slowest took %.2f s", name, self.files, self.slowest)


@pytest.mark.parametrize(("name", "reader", "make"), KINDS, ids=[kind[0] for kind in KINDS])
def test_damaged_files(name: str, reader: Reader, make: Maker) -> None:
    tally = Tally()

    @SETTINGS
    @given(SEEDS)
    def run(seed: int) -> None:
        chance = Random(seed)
        for data in [make(chance) for _ in range(TOGETHER)]:
            try:
                with tally.reading():
                    releases = list(reader(data, "a.bin"))
            except InputError as error:
                assert str(error).startswith("a.bin")  # noqa: PT017 (either outcome is right)
                assert "\n" not in str(error)  # noqa: PT017
                continue
            for release in releases:
                assert isinstance(release.text, str)
                assert release.error is None or isinstance(release.error, InputError)

    run()
    tally.log(name)


def test_damaged_tables(tmp_path: Path) -> None:
    tally = Tally()
    makers = {name: damaged(data) for name, data in TABLES.items()}

    @SETTINGS
    @given(SEEDS)
    def run(seed: int) -> None:
        chance = Random(seed)
        for name in chance.choices(sorted(makers), k=TOGETHER):
            path = tmp_path / name
            path.write_bytes(makers[name](chance))
            try:
                with tally.reading():
                    releases = list(read_table(path, "a"))
                assert all(isinstance(one.text, str) for one in releases)
            except InputError as error:
                assert str(error).startswith("a")  # noqa: PT017

    run()
    tally.log("tables")


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
