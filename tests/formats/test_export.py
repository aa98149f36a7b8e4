"""Every export format as a tool that is not ours reads it, on texts with awkward characters."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import docx
import pytest
from hypothesis import given
from lxml import etree
from markdown_it import MarkdownIt
from translate.storage.tmx import tmxfile
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from pipeline.document import Document, Hypothesis
from pipeline.errors import ConfigError, InputError, NoInputError, OutputError
from pipeline.formats.corpus import row
from pipeline.formats.export import FORMATS, export
from pipeline.formats.markdown import plain
from pipeline.formats.text import encodable, one_line, xml_text
from pipeline.formats.tsv import COLUMNS, cell_text, safe_cell, write_tsv
from pipeline.formats.xliff import write_xliff, write_xliff_1_2
from pipeline.stages.write import Write
from tests.documents import AWKWARD, arbitrary, awkward, release, thorough

XLIFF_2 = "{urn:oasis:names:tc:xliff:document:2.0}"
XLIFF_1 = "{urn:oasis:names:tc:xliff:document:1.2}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def written(write: Callable[..., None], *documents: Document) -> str:
    stream = io.StringIO(newline="")
    write(documents, stream)
    return stream.getvalue()


def with_awkward_lines() -> Document:
    """A release whose lines are every awkward text, in both languages."""
    document = release()
    template = document.segments[2]
    document.findings, document.links = [], []
    document.segments = []
    for number, text in enumerate(AWKWARD):
        segment = type(template)(number, text, template.spans)
        segment.hypotheses = [Hypothesis(f"x{text}", "translate", -0.5)]
        segment.chosen = 0
        document.segments.append(segment)
    return document


@pytest.fixture
def run(tmp_path: Path) -> Path:
    list(Write(tmp_path / "run").run([release(), release(id="other-00000000")]))
    return tmp_path / "run"


# The converter


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_from_the_briefs_alone(run: Path, name: str) -> None:
    for path in run.glob("*/*"):
        if path.name != "brief.json":
            path.unlink()
    files = export(run, name, run.parent / "export")
    assert files
    assert all(path.stat().st_size > 0 for path in files)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_run_gives_the_same_bytes(run: Path, name: str) -> None:
    first = export(run, name, run.parent / "first")
    second = export(run, name, run.parent / "second")
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]


def test_one_documents_folder_can_be_exported_alone(run: Path) -> None:
    (path,) = export(run / "other-00000000", "tsv", run.parent / "one.tsv")
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 7
    assert all(line.startswith("other-00000000") for line in lines[1:])


def test_what_cannot_be_exported_is_a_clear_error(run: Path) -> None:
    with pytest.raises(ConfigError, match="choose one of docx, jsonl"):
        export(run, "odt", run.parent / "x")
    with pytest.raises(NoInputError, match=r"no brief\.json"):
        export(run.parent, "tmx", run.parent / "x")
    with pytest.raises(InputError, match="name a run's folder"):
        export(run / "nothing", "tmx", run.parent / "x")
    with pytest.raises(OutputError):
        export(run, "tmx", run.parent / "no" / "folder" / "x.tmx")


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_brief_leaves_no_half_written_export(run: Path, name: str) -> None:
    (run / "severny-veter-1a2b3c4d" / "brief.json").write_text("{}")
    with pytest.raises(InputError):
        export(run, name, run.parent / "export")
    assert [path.name for path in run.parent.iterdir()] == ["run"]


# TMX and XLIFF in translate-toolkit


@pytest.mark.parametrize(
    ("name", "reader"), [("tmx", tmxfile), ("xliff-1.2", xlifffile), ("xliff", Xliff2File)]
)
def test_translate_toolkit_reads_every_pair(tmp_path: Path, name: str, reader: Any) -> None:
    document = with_awkward_lines()
    list(Write(tmp_path / "run").run([document]))
    (path,) = export(tmp_path / "run", name, tmp_path / "export")
    units = reader.parsestring(path.read_bytes()).units
    pairs = [(str(unit.source or ""), str(unit.target or "")) for unit in units]
    assert pairs == [
        (xml_text(encodable(one.text)), xml_text(encodable(one.english)))
        for one in document.all_segments()
    ]


@thorough
@given(arbitrary())
def test_xliff_2_holds_any_text_and_is_never_final(document: Document) -> None:
    root = etree.fromstring(written(write_xliff, document).encode("utf-8"))
    segments = list(root.iter(f"{XLIFF_2}segment"))
    for segment, original in zip(segments, document.all_segments(), strict=True):
        source, target = (segment.find(f"{XLIFF_2}{name}") for name in ("source", "target"))
        assert source is not None
        assert (source.text or "") == xml_text(original.text)
        assert source.get(SPACE) == "preserve"
        if original.english.strip():
            assert target is not None
            assert target.text == xml_text(original.english)
            assert segment.get("state") == "translated"
        else:
            assert target is None
            assert segment.get("state") == "initial"
    ids = [unit.get("id") for unit in root.iter(f"{XLIFF_2}unit")]
    assert len(ids) == len(set(ids))


@thorough
@given(arbitrary())
def test_xliff_1_2_holds_any_text_and_is_never_approved(document: Document) -> None:
    root = etree.fromstring(written(write_xliff_1_2, document).encode("utf-8"))
    units = list(root.iter(f"{XLIFF_1}trans-unit"))
    for unit, original in zip(units, document.all_segments(), strict=True):
        assert unit.findtext(f"{XLIFF_1}source") == xml_text(original.text)
        assert unit.findtext(f"{XLIFF_1}target") == xml_text(original.english)
        assert unit.get("approved") == "no"
        target = unit.find(f"{XLIFF_1}target")
        assert target is not None
        assert target.get("state") not in {"final", "signed-off"}


def test_xliff_2_has_no_file_without_a_unit() -> None:
    bare = Document("bare-00000000", "bare.txt", "", "")
    root = etree.fromstring(written(write_xliff, bare, release()).encode("utf-8"))
    assert [one.get("id") for one in root] == ["f2"]


def test_xliff_says_what_is_in_doubt() -> None:
    root = etree.fromstring(written(write_xliff, release()).encode("utf-8"))
    segments = list(root.iter(f"{XLIFF_2}segment"))
    states = [(one.get("state"), one.get("subState")) for one in segments]
    assert states == [
        ("translated", None),
        ("translated", None),
        ("translated", "svodka:needs-review"),
        ("translated", None),
        ("translated", None),
        ("initial", None),
    ]
    notes = [note.text or "" for note in root.iter(f"{XLIFF_2}note")]
    assert f"error: {release().findings[0].message}" in notes


# TSV


def read_tsv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), dialect="excel-tab"))


@thorough
@given(arbitrary())
def test_tsv_holds_any_text_and_no_formula(document: Document) -> None:
    rows = read_tsv(written(write_tsv, document))
    for cells, segment in zip(rows, document.all_segments(), strict=True):
        assert set(cells) == set(COLUMNS)
        assert cell_text(cells["russian"]) == encodable(segment.text)
        assert cell_text(cells["english"]) == encodable(segment.english)
        for name in ("id", "document", "path", "role", "russian", "english", "findings"):
            assert not cells[name].startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Завод", "Завод"),
        ("=1+2", "'=1+2"),
        ("-2 °C", "'-2 °C"),
        ("@sum", "'@sum"),
        ("'quoted'", "''quoted'"),
        ("＝cmd", "'＝cmd"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
    assert cell_text(cell) == text


# Moses


def test_moses_files_have_the_same_number_of_lines(run: Path) -> None:
    files = export(run, "moses", run.parent / "corpus")
    assert [path.name for path in files] == ["corpus.ru", "corpus.en", "corpus.ids"]
    counts = {len(path.read_text("utf-8").splitlines()) for path in files}
    assert counts == {12}


# Markdown in markdown-it


def cells_of(text: str) -> list[list[str]]:
    """The plain texts of the cells of every table row, as a reader sees them."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            children = token.children or []
            rows[-1].append("".join(child.content for child in children))
    return rows


@given(awkward())
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| 1 | {plain(text)} |\n"
    shown = cells_of(table)[1][1]
    # CommonMark replaces NUL, and a cell has no space at its ends.
    assert shown.strip() == one_line(text).replace("\x00", "\ufffd").strip()


def test_markdown_has_both_languages_side_by_side_and_the_findings(run: Path) -> None:
    (path,) = export(run / "other-00000000", "markdown", run.parent / "brief.md")
    text = path.read_text("utf-8")
    document = release()
    assert text.startswith(f"# {document.title.english}\n")  # type: ignore[union-attr]
    rows = cells_of(text)[1:5]
    assert [cells[1] for cells in rows] == [one.text for one in document.segments]
    assert rows[1][2] == document.segments[1].english
    assert rows[3][2] == "(not translated)"
    assert text.count("\n- ") == 6


# Word in python-docx


def test_word_has_both_languages_side_by_side(tmp_path: Path) -> None:
    document = with_awkward_lines()
    list(Write(tmp_path / "run").run([document]))
    (path,) = export(tmp_path / "run", "docx", tmp_path / "brief.docx")
    (table,) = docx.Document(str(path)).tables
    rows = [[cell.text for cell in one.cells] for one in table.rows][1:]
    assert rows == [
        [xml_text(one_line(text)) for text in (one.text, one.english)] for one in document.segments
    ]


def test_word_has_the_findings_as_comments_without_a_clock_time(run: Path) -> None:
    (path,) = export(run / "other-00000000", "docx", run.parent / "brief.docx")
    word = docx.Document(str(path))
    comments = list(word.comments)
    assert len(comments) == 5
    assert f"Error: {release().findings[0].message}" in [one.text for one in comments]
    assert {one.timestamp for one in comments} == {None}
    assert word.paragraphs[0].text == release().title.english  # type: ignore[union-attr]


# JSONL and Parquet in datasets


@pytest.mark.parametrize(("name", "builder"), [("jsonl", "json"), ("parquet", "parquet")])
def test_datasets_loads_what_was_written(tmp_path: Path, name: str, builder: str) -> None:
    document = with_awkward_lines()
    list(Write(tmp_path / "run").run([document]))
    (path,) = export(tmp_path / "run", name, tmp_path / f"export.{name}")
    loaded = datasets.load_dataset(
        builder, data_files=str(path), split="train", cache_dir=str(tmp_path / "cache")
    )[0]
    expected = row(document)
    for column in ("id", "source", "title_ru", "score", "year", "needs_review", "signature"):
        assert loaded[column] == expected[column]
    if name == "parquet":
        lines = [one for one in loaded["lines"] if one["role"] == "summary"]
        assert [one["russian"] for one in lines] == [
            encodable(one.text) for one in document.segments
        ]
        assert [one["english"] for one in lines] == [
            encodable(one.english) for one in document.segments
        ]


def test_parquet_has_the_same_types_for_a_document_of_nothing(tmp_path: Path) -> None:
    bare = Document("bare-00000000", "bare.txt", "", "")
    schemas = []
    for document in (bare, release()):
        list(Write(tmp_path / document.id).run([document]))
        (path,) = export(tmp_path / document.id, "parquet", tmp_path / f"{document.id}.parquet")
        schemas.append(
            datasets.load_dataset(
                "parquet", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache")
            ).features
        )
    assert schemas[0] == schemas[1]
