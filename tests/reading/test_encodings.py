"""A file's encoding is found from its bytes, and what is none is refused in one clear line."""

import codecs
import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.reading.encodings import CODE_PAGES, decode

TEXT = (
    "Завод «Рассвет» открыл в посёлке Кедровом новый цех. Мощность линии – 4,2 тыс. тонн в год, "
    "объём вложений – 310 млн рублей. Ещё 45 человек получат работу."
)
CORPORA = Path(os.environ.get("SVODKA_CORPORA", Path(__file__).parents[2] / "../shared/corpora"))


def in_code_page(text: str) -> str:
    """`text` with only the characters that all three code pages have."""
    return text.replace("«", '"').replace("»", '"').replace("–", "-")


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_the_three_code_pages_are_told_apart(encoding: str) -> None:
    text = in_code_page(TEXT)
    decoded = decode(text.encode(encoding), "a.txt")
    assert (decoded.encoding, decoded.text) == (encoding, text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_unicode_without_a_mark(encoding: str) -> None:
    decoded = decode(TEXT.encode(encoding), "a.txt")
    assert (decoded.encoding, decoded.text) == (encoding, TEXT)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_a_mark_loses_the_mark(encoding: str) -> None:
    decoded = decode(TEXT.encode(encoding), "a.txt")
    assert (decoded.encoding, decoded.text) == (encoding, TEXT)


def test_capitals_are_no_obstacle() -> None:
    text = in_code_page(TEXT).upper()
    assert [decode(text.encode(page), "a.txt").encoding for page in CODE_PAGES] == [*CODE_PAGES]


def test_a_declared_encoding_counts_only_where_the_bytes_bear_it_out() -> None:
    data = TEXT.encode("iso8859-5", errors="ignore")
    assert decode(data, "a.html", declared="iso-8859-5").encoding == "iso8859-5"
    assert decode(TEXT.encode("utf-8"), "a.html", declared="windows-1251").encoding == "utf-8"


def test_cut_utf8_says_where() -> None:
    data = TEXT.encode("utf-8")[:-1] + b"\xd0"
    with pytest.raises(InputError, match=r"a\.txt: is utf-8 with a broken character at byte \d+"):
        decode(data, "a.txt")


def test_half_a_utf16_character_says_so() -> None:
    with pytest.raises(InputError, match="is utf-16 with a broken character"):
        decode(codecs.BOM_UTF16_LE + b"\x12\x04\x13", "a.txt")


def test_text_that_was_encoded_twice_is_refused() -> None:
    twice = TEXT.encode("utf-8").decode("cp1251", errors="ignore").encode("utf-8")
    with pytest.raises(InputError, match="encoded twice"):
        decode(twice, "a.txt")


@pytest.mark.parametrize(
    "data", ["Le préfet a inauguré l'école à Orléans".encode("latin-1"), bytes(range(128, 256)) * 9]
)
def test_bytes_that_are_russian_in_no_encoding_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="the encoding is not recognised"):
        decode(data, "a.txt")


@given(
    st.binary(max_size=400), st.sampled_from(["", "cp1251", "no-such-thing", "idna", "\0", "hex"])
)
def test_bytes_are_decoded_or_refused_and_nothing_else(data: bytes, declared: str) -> None:
    try:
        text = decode(data, "a.txt", declared).text
    except InputError:
        return
    assert len(text) <= len(data)


@pytest.mark.slow
def test_of_real_texts_of_200_characters_at_least_995_in_1000_are_right() -> None:
    path = CORPORA / "articles.jsonl.gz"
    if not path.is_file():
        pytest.skip(f"no corpora at {CORPORA}; set SVODKA_CORPORA")
    right = total = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            # Two thirds of the texts made the table of letter pairs; these are the others.
            if number % 3 or number > 6000:
                continue
            text = json.loads(line)["text"][:200]
            for encoding in (*CODE_PAGES, "utf-8", "utf-16-le", "utf-16-be"):
                data = text.encode(encoding, errors="ignore")
                if len(text) == 200 and len(data.decode(encoding)) >= 195:
                    total += 1
                    right += decode(data, "a.txt").text == data.decode(encoding)
    assert total > 5000
    assert right / total >= 0.995
