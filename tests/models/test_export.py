"""The folder that ships: loads plainly, both engines say the same, nothing forbidden is said."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch

from models.training.decoding import Decoder, options_of
from models.training.export import convert, digest, write_model
from models.training.network import Learner, Shape, build
from models.training.tokenizer import Pieces


@pytest.fixture(scope="module")
def folder(tokenizer_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained model, made talkative by a random output bias."""
    shape = Shape(
        Pieces(tokenizer_folder).size, 32, 48, heads=4, encoder_layers=2, decoder_layers=1
    )
    learner = Learner(build(shape, seed=3), shape)
    torch.manual_seed(3)
    torch.nn.init.normal_(learner.bias)
    target = tmp_path_factory.mktemp("export") / "model"
    write_model(learner.finished(), tokenizer_folder, target, {"num_beams": 2}, {"step": 7})
    convert(target, "float32")
    return target


def test_the_folder_loads_with_plain_auto_classes(folder: Path) -> None:
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, GenerationConfig

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = AutoModelForSeq2SeqLM.from_pretrained(str(folder))
        tokenizer = AutoTokenizer.from_pretrained(str(folder))
    assert model.dtype == torch.float16
    assert model.config.pad_token_id == tokenizer.pad_token_id == len(tokenizer) - 1
    assert GenerationConfig.from_pretrained(str(folder)).num_beams == 2


def test_greedy_output_of_both_engines_is_the_same_tokens(folder: Path, world: Any) -> None:
    import ctranslate2
    from transformers import MarianMTModel

    pieces = Pieces(folder)
    engine = ctranslate2.Translator(str(folder / "ct2"), compute_type="float32", intra_threads=1)
    model: Any = MarianMTModel.from_pretrained(str(folder), dtype=torch.float32)
    for source, _ in world.pairs(5):
        (ids,) = pieces.encode([source])
        (result,) = engine.translate_batch(
            [[*pieces.pieces(ids), "</s>"]], beam_size=1, max_decoding_length=20
        )
        mine = model.generate(
            torch.tensor([[*ids, 0]]), num_beams=1, do_sample=False, max_new_tokens=20
        )[0, 1:].tolist()
        kept = [token for token in mine if token != 0]
        assert pieces.pieces(kept) == result.hypotheses[0]
        assert max(kept) < pieces.size - 257


def test_the_conversion_says_what_it_was_made_from(folder: Path) -> None:
    about = json.loads((folder / "ct2" / "made-from.json").read_text())
    assert about["model_sha256"] == digest(folder / "model.safetensors")
    assert about["quantization"] == "float32"


def test_decoding_settings_come_from_the_generation_config(folder: Path) -> None:
    assert options_of(folder) == {"beam_size": 2}


def test_an_empty_sentence_gives_an_empty_translation(folder: Path) -> None:
    assert Decoder(folder, compute_type="float32")(["", "Завод"])[0] == ""


def test_a_rewritten_folder_leaves_no_scraps(folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}
    convert(folder, "float32")
    assert {path.name for path in folder.iterdir()} == before
    assert {path.name for path in folder.parent.iterdir()} == {"model"}
