"""What is carried to another machine comes out there as it went in."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training import bundle as bundles
from models.training.corpora import Corpus, Mixture
from models.training.packing import Pack, chosen, read_pack, side_of, write_pack

MIXTURE = Mixture(
    (Corpus("good", "", "press", 1.0, "-"), Corpus("docs", "", "machine", 0.0, "-")), {}
)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    source = side_of([[5, 6], [7], [8, 9, 10], [3] * 300])
    target = side_of([[1], [2, 3], [], [4]])
    corpus = np.array([0, 1, 0, 0], dtype=np.uint16)
    links = np.array([0, 1, 2, 3], dtype=np.uint8)
    write_pack(Pack(source, target, corpus, ("good", "docs"), links), tmp_path / "pack")
    return tmp_path / "pack"


def test_a_pack_is_read_as_it_was_written(packed: Path) -> None:
    pack = read_pack(packed)
    assert [pack.source[i].tolist() for i in range(3)] == [[5, 6], [7], [8, 9, 10]]
    assert [pack.target[i].tolist() for i in range(4)] == [[1], [2, 3], [], [4]]
    assert pack.corpora == ("good", "docs")


def test_chosen_pairs_keep_their_ids_and_alignments(packed: Path) -> None:
    pack = chosen(read_pack(packed), np.array([False, True, False, True]))
    assert [pack.target[i].tolist() for i in range(2)] == [[2, 3], [4]]
    assert pack.alignment is not None
    assert pack.alignment.tolist() == [1, 2, 3]


def test_a_bundle_leaves_out_unused_corpora_and_overlong_pairs(
    packed: Path, tokenizer_folder: Path, tmp_path: Path
) -> None:
    bundles.bundle(packed, tokenizer_folder, MIXTURE, tmp_path / "bundle")
    bundles.unpack(tmp_path / "bundle", tmp_path / "there", tmp_path / "tokenizer")
    pack = read_pack(tmp_path / "there")
    assert [pack.source[i].tolist() for i in range(len(pack))] == [[5, 6], [8, 9, 10]]
    assert pack.alignment is not None
    assert pack.alignment.tolist() == [0]
    assert bundles.russian_of(tmp_path / "bundle") is None
    assert json.loads((tmp_path / "tokenizer" / "vocab.json").read_text())["</s>"] == 0


def test_a_bundle_that_is_too_large_is_refused(
    packed: Path, tokenizer_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "LIMIT_MB", 0.001)
    with pytest.raises(ValueError, match="leave out a corpus"):
        bundles.bundle(packed, tokenizer_folder, MIXTURE, tmp_path / "bundle")


@given(
    rows=st.lists(st.lists(st.integers(0, 12_287), max_size=9), max_size=9),
    links=st.lists(st.integers(0, 255), max_size=40),
)
def test_sentences_and_alignments_survive_compression(
    rows: list[list[int]], links: list[int]
) -> None:
    side, numbers = side_of(rows), np.array(links, dtype=np.uint8)
    arrays = {**bundles._side("some", side), "links": bundles._steps(numbers)}
    again = bundles._side_of("some", arrays)
    assert [again[i].tolist() for i in range(len(again))] == rows
    assert np.cumsum(arrays["links"], dtype=np.uint8).tolist() == links
