import pytest
from hypothesis import given

from pipeline.document import Document
from pipeline.formats.lines import lines, moses, summary_lines
from pipeline.formats.text import one_line
from tests.documents import arbitrary, awkward, release, thorough


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Завод открыт.", "Завод открыт."),
        ("a\nb", "a b"),
        ("a\r\nb", "a b"),
        ("a\rb", "a b"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\x85b\vc\fd", "a b c d"),
        ("a\x1cb\x1dc\x1ed", "a b c d"),
        ("a\tb", "a\tb"),
        ("", ""),
        ("\ud800", "\ufffd"),
    ],
)
def test_one_line_is_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(awkward())
def test_no_tool_sees_a_second_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    one_line(text).encode("utf-8")


@thorough
@given(arbitrary())
def test_line_n_of_one_is_line_n_of_the_other(document: Document) -> None:
    russian, english = summary_lines(document)
    assert russian.count("\n") == english.count("\n") == len(document.segments)
    for text in (russian, english):
        assert text == "" or text.endswith("\n")
    assert russian.split("\n")[:-1] == [one_line(one.text) for one in document.segments]
    assert english.split("\n")[:-1] == [one_line(one.english) for one in document.segments]


def test_a_failed_line_is_an_empty_line_in_its_place() -> None:
    russian, english = summary_lines(release())
    assert english.splitlines()[3] == ""
    assert russian.splitlines()[3].startswith("Пётр Лаптев")
    assert len(english.splitlines()) == len(russian.splitlines()) == 4


def test_a_summary_of_no_lines_is_a_file_of_no_bytes() -> None:
    assert lines([]) == ""


def test_moses_takes_title_and_dateline_too_and_names_every_line() -> None:
    triples = list(moses([release(), release(id="other-00000000")]))
    assert [id for _, _, id in triples][:4] == [
        "severny-veter-1a2b3c4d.title\n",
        "severny-veter-1a2b3c4d.dateline\n",
        "severny-veter-1a2b3c4d.1\n",
        "severny-veter-1a2b3c4d.2\n",
    ]
    assert len({id for _, _, id in triples}) == len(triples) == 12


@thorough
@given(arbitrary())
def test_moses_writes_one_line_a_side(document: Document) -> None:
    for triple in moses([document]):
        assert [text.count("\n") for text in triple] == [1, 1, 1]
