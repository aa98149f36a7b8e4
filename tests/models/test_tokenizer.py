"""The joint tokenizer: exact both ways, and no text can become a special token."""

import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.cleaning import tidy
from models.training.tokenizer import EOS, EOS_ID, PAD, RESERVED, UNK, UNK_ID, Pieces

SPECIAL = [EOS, PAD, UNK, RESERVED[0], RESERVED[-1]]


@pytest.fixture(scope="module")
def pieces(tokenizer_folder: Path) -> Pieces:
    return Pieces(tokenizer_folder)


@pytest.fixture(scope="module")
def marian(tokenizer_folder: Path) -> Any:
    from transformers import AutoTokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends sacremoses, which it never calls
        return AutoTokenizer.from_pretrained(str(tokenizer_folder))


def test_special_tokens_stand_where_marian_and_ctranslate2_expect_them(marian: Any) -> None:
    assert (marian.eos_token_id, marian.unk_token_id) == (EOS_ID, UNK_ID) == (0, 1)
    assert marian.pad_token_id == len(marian) - 1
    reserved = marian.convert_tokens_to_ids(list(RESERVED))
    assert reserved == list(range(len(marian) - 257, len(marian) - 1))


@pytest.mark.parametrize(
    "text",
    [
        "В 2024 году на № 5 выделено 1 234,5 млн ₽ — «почти» 10⁶ м².",
        "ПРЕСС-РЕЛИЗ: Ёлки и ёжики",
        "The company’s “A-B” report – $2.4bn (3.5%)",
        "☃ 漢 😀",
    ],
)
def test_text_comes_back_as_it_was(pieces: Pieces, marian: Any, text: str) -> None:
    (ids,) = pieces.encode([text])
    assert pieces.decode(ids) == text
    assert marian.decode([*ids, EOS_ID], skip_special_tokens=True) == text


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs"])))
def test_any_tidy_text_comes_back(tokenizer_folder: Path, text: str) -> None:
    clean = tidy(text).replace("\u2581", "")
    pieces = Pieces(tokenizer_folder)
    (ids,) = pieces.encode([clean])
    assert pieces.decode(ids) == clean


@given(
    before=st.text("абв xyz", max_size=5),
    token=st.sampled_from(SPECIAL),
    after=st.text("абв xyz", max_size=5),
)
def test_text_that_spells_a_special_token_does_not_become_one(
    marian: Any, before: str, token: str, after: str
) -> None:
    ids = marian(before + token + after)["input_ids"]
    limit = len(marian) - 257
    assert ids[-1] == EOS_ID
    assert all(UNK_ID < number < limit for number in ids[:-1])


def test_the_known_trap_of_marian_tokenizers_is_still_there(marian: Any) -> None:
    """A leading `>>…<<` is swallowed. If this fails, callers need no longer break it."""
    assert marian(">>завод<< открыт")["input_ids"][0] == UNK_ID
    assert UNK_ID not in marian("> >завод<< открыт")["input_ids"]


def test_digits_are_cut_one_by_one(pieces: Pieces) -> None:
    (ids,) = pieces.encode(["250"])
    assert [piece for piece in pieces.pieces(ids) if piece != "\u2581"] == ["2", "5", "0"]


def test_spaces_of_every_width_are_spaces(pieces: Pieces) -> None:
    plain, wide = pieces.encode(["250 млн", "250\u00a0млн"])
    assert plain == wide


def test_both_ways_to_encode_agree(pieces: Pieces, marian: Any) -> None:
    text = "Завод открыл новый цех в Нижнереченске за 250 млн рублей."
    assert marian(text)["input_ids"] == [*pieces.encode([text])[0], EOS_ID]
