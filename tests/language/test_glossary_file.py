"""Reading a glossary: what is a term, and every wrong line named with its number."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.language.glossary_file import parse_terms, read_terms, term_key


def test_two_to_four_columns() -> None:
    terms = parse_terms("Ромашка\tRomashka\nЗавод\tPlant\tour style\nЯр\tYar\t\tcity, marked\n")
    assert [(one.russian, one.english, one.note, one.kind, one.flag) for one in terms] == [
        ("Ромашка", ("Romashka",), "", "organisation", ""),
        ("Завод", ("Plant",), "our style", "organisation", ""),
        ("Яр", ("Yar",), "", "city", "marked"),
    ]


def test_alternatives_keep_their_order() -> None:
    (term,) = parse_terms("Росток\tRostok | Rostock|Sprout")
    assert term.preferred == "Rostok"
    assert term.english == ("Rostok", "Rostock", "Sprout")


def test_comments_and_empty_lines_are_passed_over() -> None:
    assert len(parse_terms("# ours\n\nРомашка\tRomashka\r\n")) == 1


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Ромашка Romashka", "has no tab"),
        ("\tRomashka", "Russian term is empty"),
        ("Ромашка\t", "English term is empty"),
        ("Ромашка\tRomashka | ", "English term is empty"),
        ("Romashka\tRomashka", "has no Cyrillic letter"),
        ("Ромашка\tРомашка", "has Cyrillic letters"),
        ("Ромашка\tRomashka\tnote\tterm\tmore", "5 columns"),
        ("Ромашка\tRomashka\tnote\tflower", "the kind 'flower' is none of"),
        ("Ромашка\tRomashka\tnote\tterm, loud", "the flag 'loud' is none of"),
        ("Ромаш\x07ка\tRomashka", "control character"),
        ("—\tRomashka", "has no letter"),
        ("Ромашка\t—", "has no letter"),
        ("Ёлка\tFir", "is there already, on line 1"),
    ],
)
def test_a_wrong_line_is_named(line: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=r"line 2: .*" + complaint):
        parse_terms(f"Елка\tTree\n{line}\n")


def test_all_wrong_lines_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_terms("один\nРомашка\tRomashka\n\tEmpty\n", where="terms.tsv")
    assert "line 1" in str(caught.value)
    assert "line 3" in str(caught.value)
    assert "line 2" not in str(caught.value)
    assert str(caught.value).startswith("terms.tsv: ")


def test_an_empty_glossary_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no terms"):
        parse_terms("# nothing\n")


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        read_terms(tmp_path / "missing.tsv")
    latin = tmp_path / "cp1251.tsv"
    latin.write_bytes("Завод\tPlant\nРомашка\tRomashka\n".encode("cp1251"))
    with pytest.raises(ConfigError, match="line 1 is not UTF-8"):
        read_terms(latin)


def test_byte_order_mark_is_no_letter(tmp_path: Path) -> None:
    path = tmp_path / "bom.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + "Завод\tPlant\n".encode())
    assert read_terms(path)[0].russian == "Завод"


def test_abbreviations_keep_their_case() -> None:
    assert term_key("ТОР") != term_key("тор")
    assert term_key("Ёлка") == term_key("елка")


@given(st.text(max_size=60))
def test_any_text_is_terms_or_one_error(text: str) -> None:
    try:
        terms = parse_terms(text)
    except ConfigError:
        return
    assert terms
    assert all(term.russian and term.preferred for term in terms)
