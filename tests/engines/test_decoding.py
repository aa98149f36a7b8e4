import json
from pathlib import Path

import pytest

from pipeline.engines.base import Decoding
from pipeline.engines.decoding import decoding_of
from pipeline.engines.shape import input_limit_of
from pipeline.errors import ModelError


def folder(tmp_path: Path, **files: object) -> Path:
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    return tmp_path


def test_the_generation_config_decides(tmp_path: Path) -> None:
    model = folder(
        tmp_path,
        generation_config={
            "num_beams": 6,
            "length_penalty": 0.8,
            "max_length": 512,
            "no_repeat_ngram_size": 4,
            "repetition_penalty": 1.1,
            "bad_words_ids": [[7]],
        },
        config={"num_beams": 2},
    )
    assert decoding_of(model) == Decoding(
        beam_size=6,
        length_penalty=0.8,
        max_length=512,
        no_repeat_ngram_size=4,
        repetition_penalty=1.1,
    )


def test_an_older_model_keeps_it_in_its_config(tmp_path: Path) -> None:
    assert decoding_of(folder(tmp_path, config={"num_beams": 5})).beam_size == 5


def test_what_is_not_said_or_null_has_our_default(tmp_path: Path) -> None:
    model = folder(tmp_path, generation_config={"num_beams": None, "max_length": None})
    assert decoding_of(model) == Decoding()


def test_a_value_that_is_no_number_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="num_beams is not a number but 'many'"):
        decoding_of(folder(tmp_path, generation_config={"num_beams": "many"}))


@pytest.mark.parametrize(
    ("config", "limit"),
    [
        ({"max_position_embeddings": 1024}, 1024),
        ({"n_positions": 2048}, 2048),
        ({}, 512),
    ],
)
def test_input_limit(tmp_path: Path, config: dict[str, int], limit: int) -> None:
    assert input_limit_of(folder(tmp_path, config=config)) == limit


@pytest.mark.parametrize(("source_tokens", "limit"), [(0, 16), (1, 19), (20, 76), (1000, 256)])
def test_length_limit(source_tokens: int, limit: int) -> None:
    assert Decoding().limit(source_tokens) == limit
