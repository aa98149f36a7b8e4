"""From a folder to an engine: what is loaded, what is refused, and in what words."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import EngineSettings
from pipeline.engines import conversion
from pipeline.engines.base import Decoding, Engine, Generated
from pipeline.engines.conversion import MADE_FROM, conversion_for, run_worker
from pipeline.engines.load import load_engine
from pipeline.errors import ModelError
from pipeline.hub.digests import weights_digest
from tests import tiny

RUN_WORKER = run_worker  # before the tests' own stands in its place
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def model(tiny_marian: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(tiny_marian, tmp_path / "model"))


def python(code: str, *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return run.stdout.strip()


HEAVY = "sorted({'torch', 'transformers', 'tokenizers', 'datasets'} & set(sys.modules))"


def test_the_cpu_engine_imports_no_torch() -> None:
    assert python(f"import sys, pipeline.engines.ctranslate2; print({HEAVY})") == "[]"


def test_nor_does_loading_and_running_a_model(tiny_marian: Path) -> None:
    conversion_for(tiny_marian, "int8")  # made by a child process, which does
    code = f"""
import sys
from pathlib import Path
from pipeline.config import EngineSettings
from pipeline.engines.base import Decoding
from pipeline.engines.load import load_engine
engine = load_engine(Path(sys.argv[1]), EngineSettings(), canary=False)
engine.generate([engine.encode("Сегодня хорошая погода.")], Decoding(max_length=8))
print({HEAVY})
"""
    assert python(code, str(tiny_marian)) == "[]"


@pytest.fixture
def in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "run_worker", RUN_WORKER)


@pytest.mark.usefixtures("in_a_child")
def test_a_conversion_is_made_by_a_child_process(model: Path, tmp_path: Path) -> None:
    conversion.convert(model, tmp_path / "made", "int8")
    made = json.loads((tmp_path / "made" / MADE_FROM).read_text())
    assert made["model_sha256"] == weights_digest(model)
    assert {"model.bin", "config.json", "shared_vocabulary.json", MADE_FROM} == {
        path.name for path in (tmp_path / "made").iterdir()
    }


@pytest.mark.usefixtures("in_a_child")
def test_a_child_that_fails_says_why(model: Path, tmp_path: Path) -> None:
    (model / "vocab.json").write_text("[]")
    with pytest.raises(
        ModelError, match=r"cannot be converted for ctranslate2 \(is not a JSON object"
    ):
        conversion.convert(model, tmp_path / "made", "int8")
    assert not (tmp_path / "made").exists()


def test_a_conversion_is_made_once_and_kept(model: Path) -> None:
    folder = conversion_for(model, "int8")
    made = json.loads((folder / MADE_FROM).read_text())
    assert made["model_sha256"] == weights_digest(model)
    assert made["quantization"] == "int8"
    before = (folder / "model.bin").stat().st_mtime_ns
    assert conversion_for(model, "int8") == folder
    assert (folder / "model.bin").stat().st_mtime_ns == before
    assert [path for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_cache_that_cannot_be_written_is_named(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SVODKA_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="set SVODKA_CACHE to a folder that can be written"):
        conversion_for(model, "int8")


def test_the_conversion_beside_the_weights_is_used(model: Path) -> None:
    shutil.copytree(conversion_for(model, "int8"), model / "ct2")
    assert conversion_for(model, "int8") == model / "ct2"
    assert conversion_for(model, "float32") != model / "ct2", "int8 weights are not float32 ones"


@pytest.mark.parametrize("broken", [f"ct2/{MADE_FROM}", "ct2/model.bin"])
def test_a_conversion_of_other_weights_is_not_used(model: Path, broken: str) -> None:
    shutil.copytree(conversion_for(model, "int8"), model / "ct2")
    if broken.endswith(".json"):
        made = json.loads((model / broken).read_text())
        (model / broken).write_text(json.dumps({**made, "model_sha256": "0" * 64}))
    else:
        (model / broken).unlink()
    assert conversion_for(model, "int8") != model / "ct2"


def test_a_conversion_with_another_vocabulary_is_refused(model: Path) -> None:
    shutil.copytree(conversion_for(model, "float32"), model / "ct2")
    names = json.loads((model / "ct2" / "shared_vocabulary.json").read_text())
    names[10], names[11] = names[11], names[10]
    (model / "ct2" / "shared_vocabulary.json").write_text(json.dumps(names))
    with pytest.raises(ModelError, match="its vocabulary is not that of the model"):
        tiny.engine(model)


def test_a_truncated_conversion_is_refused(model: Path) -> None:
    shutil.copytree(conversion_for(model, "float32"), model / "ct2")
    whole = (model / "ct2" / "model.bin").read_bytes()
    (model / "ct2" / "model.bin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="cannot be loaded"):
        tiny.engine(model)


def test_int8_is_another_signature_than_float32(tiny_marian: Path) -> None:
    whole, small = tiny.engine(tiny_marian), tiny.engine(tiny_marian, compute_type="int8")
    assert whole.signature()["compute_type"] == "float32"
    assert whole.signature() != small.signature()
    assert whole.signature()["weights"] == small.signature()["weights"]


def test_another_generation_config_is_another_signature(model: Path) -> None:
    before = tiny.engine(model).signature()
    (model / "generation_config.json").write_text('{"num_beams": 9}')
    assert tiny.engine(model).signature() != before


@pytest.mark.parametrize("name", ["ctranslate2", "torch"])
def test_truncated_weights_are_refused(model: Path, name: str) -> None:
    weights = (model / "model.safetensors").read_bytes()
    (model / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    with pytest.raises(ModelError) as caught:
        tiny.engine(model, name)
    assert str(model) in str(caught.value)
    assert "svodka models verify" in str(caught.value)


def test_weights_with_a_tensor_missing_are_refused(model: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(model / "model.safetensors")
    del weights["model.decoder.layers.1.fc1.weight"]
    save_file(weights, model / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"lack 1 tensor, model\.decoder\.layers\.1\.fc1\.weight"):
        tiny.engine(model, "torch")
    with pytest.raises(ModelError, match=r"lack 1 tensor"):
        tiny.engine(model)


def test_pickled_weights_are_not_loaded(model: Path) -> None:
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    with pytest.raises(ModelError, match=f"svodka models convert {model}"):
        tiny.engine(model)


def test_a_folder_without_weights_is_named(model: Path) -> None:
    (model / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"has no model\.safetensors"):
        tiny.engine(model)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        tiny.engine(tmp_path / "nothing")


def test_a_model_of_noise_does_not_pass_the_canary(tiny_marian: Path) -> None:
    settings = EngineSettings(compute_type="float32", threads=1)
    with pytest.raises(ModelError, match="does not pass the canary sentence") as caught:
        load_engine(tiny_marian, settings)
    assert str(tiny_marian) in str(caught.value)


def test_a_model_that_selects_passes_with_finite_scores(tiny_marian: Path) -> None:
    settings = EngineSettings(compute_type="float32", threads=1)
    load_engine(tiny_marian, settings, task="select")


@pytest.fixture(params=["tiny_engine", "tiny_torch_engine"])
def engine(request: pytest.FixtureRequest) -> Engine:
    loaded: Engine = request.getfixturevalue(request.param)
    return loaded


def test_an_input_over_the_limit_is_an_error_not_a_cut(engine: Engine) -> None:
    within = engine.encode("да ") * 10
    word = (within * 200)[: engine.input_limit - 1]
    engine.generate([word], Decoding(max_length=2))
    with pytest.raises(ModelError, match="takes 128 tokens and was given 129"):
        engine.generate([[*word, word[0]]], Decoding(max_length=2))


def test_an_empty_source_gives_an_empty_answer(engine: Engine) -> None:
    source = engine.encode("Сегодня хорошая погода.")
    results = engine.generate([[], source, []], Decoding(hypotheses=2, beam_size=2, max_length=8))
    assert [len(result) for result in results] == [2, 2, 2]
    assert results[0][0].tokens == results[2][0].tokens == ()
    assert results[1][0].tokens


def test_no_sources_give_no_answers(engine: Engine) -> None:
    assert engine.generate([], Decoding()) == []
    assert engine.next_token_scores([], [], []) == []


def test_a_cut_off_answer_says_so(engine: Engine) -> None:
    (answer,), *_ = engine.generate([engine.encode("Сегодня")], Decoding(max_length=3))
    assert not answer.finished
    assert len(answer.tokens) == 3


def test_no_more_is_written_than_there_are_positions_for(engine: Engine) -> None:
    sources = [engine.encode(text) for text in tiny.RUSSIAN]
    decoding = Decoding(max_length=4096, max_length_ratio=20)
    assert all(len(one.tokens) <= 128 for (one,) in engine.generate(sources, decoding))


def test_each_source_has_its_own_length_limit(engine: Engine) -> None:
    sources = [engine.encode(text)[:size] for text in tiny.RUSSIAN for size in (1, 9, 20)]
    decoding = Decoding(max_length_ratio=0.5)
    for source, (answer,) in zip(sources, engine.generate(sources, decoding), strict=True):
        assert len(answer.tokens) <= decoding.limit(len(source) + 1)


def test_order_is_kept_whatever_the_batches(engine: Engine) -> None:
    sources = [engine.encode(text) for text in tiny.RUSSIAN]
    decoding = Decoding(max_length=24)
    alone = [engine.generate([source], decoding)[0][0].tokens for source in sources]
    for size in (1, 40, 4096):
        together = engine.generate(sources, decoding, batch_tokens=size)
        assert [one.tokens for (one,) in together] == alone


def test_sentence_tokens_can_be_asked_for(engine: Engine) -> None:
    source = [
        "<sent1>",
        *engine.encode(tiny.RUSSIAN[0]),
        "<sent2>",
        *engine.encode(tiny.RUSSIAN[1]),
    ]
    (scores,) = engine.next_token_scores(
        [source], [["<sent2>"]], [["<sent1>", "<sent2>", engine.end_token]]
    )
    assert set(scores) == {"<sent1>", "<sent2>", engine.end_token}
    assert all(score < 0 for score in scores.values())


@pytest.mark.parametrize(
    ("prefixes", "candidates", "said"),
    [
        ([[]], [["<sent999>"]], "<sent999>"),
        ([["<nothing>"]], [[]], "<nothing>"),
        ([[]], [], "1 sources, but 0 lists of candidates"),
        ([], [[]], "1 sources, but 0 prefixes"),
    ],
)
def test_a_token_that_the_model_lacks_is_refused(
    engine: Engine, prefixes: list[list[str]], candidates: list[list[str]], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        engine.next_token_scores([engine.encode("да")], prefixes, candidates)


def test_int8_does_not_depend_on_the_number_of_threads(tiny_marian: Path) -> None:
    from pipeline.engines.ctranslate2 import Ctranslate2Engine
    from pipeline.engines.tokens import load_tokens

    tokens, folder = load_tokens(tiny_marian), conversion_for(tiny_marian, "int8")

    def answers(threads: int, workers: int) -> list[list[Generated]]:
        engine = Ctranslate2Engine(
            tiny_marian,
            folder,
            tokens,
            input_limit=128,
            weights="",
            threads=threads,
            workers=workers,
        )
        sources = [engine.encode(text) for text in tiny.RUSSIAN * 3]
        return engine.generate(sources, Decoding(beam_size=2, max_length=32), batch_tokens=64)

    assert answers(1, 1) == answers(2, 2) == answers(4, 2) == answers(3, 3)
