"""Pickled weights become safetensors; a model on this machine is looked at closely."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from pipeline.config import EngineSettings
from pipeline.engines.conversion import conversion_for
from pipeline.errors import ModelError
from pipeline.hub import verify as verifying
from pipeline.hub.convert import convert_weights
from pipeline.hub.digests import file_digest
from pipeline.hub.lock import Locked, write_lock
from pipeline.hub.verify import Verified, verify

FLOAT = EngineSettings(compute_type="float32", threads=1)


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVODKA_MODELS", str(tmp_path / "models"))


@pytest.fixture
def model(tiny_marian: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_marian, tmp_path / "models" / "owner" / "model"))


@pytest.fixture
def pickled(model: Path) -> Path:
    """As OPUS models are: tied weights under four names that share their memory."""
    state = load_file(model / "model.safetensors")
    shared = state["model.shared.weight"]
    for name in (
        "model.encoder.embed_tokens.weight",
        "model.decoder.embed_tokens.weight",
        "lm_head.weight",
    ):
        state[name] = shared
    torch.save(state, model / "pytorch_model.bin")
    (model / "model.safetensors").unlink()
    return model


def test_weights_are_the_same_after_conversion(pickled: Path, tiny_marian: Path) -> None:
    done = convert_weights(pickled)
    assert len(done.dropped) == 3
    assert not done.already
    before, after = (
        load_file(tiny_marian / "model.safetensors"),
        load_file(pickled / "model.safetensors"),
    )
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert (pickled / "pytorch_model.bin").is_file()
    assert convert_weights(pickled).already
    assert not list(pickled.glob(".converting*"))


def test_the_pickle_can_be_removed(pickled: Path) -> None:
    convert_weights(pickled, remove=True)
    assert not (pickled / "pytorch_model.bin").exists()


class _Evil:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (print, ("this would have run",))


def test_a_pickle_that_holds_code_is_not_run(pickled: Path) -> None:
    torch.save({"weight": _Evil()}, pickled / "pytorch_model.bin")
    with pytest.raises(ModelError, match="cannot be converted") as caught:
        convert_weights(pickled)
    assert "this would have run" not in str(caught.value)
    assert not (pickled / "model.safetensors").exists()


def test_a_damaged_pickle_leaves_nothing(pickled: Path) -> None:
    whole = (pickled / "pytorch_model.bin").read_bytes()
    (pickled / "pytorch_model.bin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="cannot be converted"):
        convert_weights(pickled)
    assert sorted(path.name for path in pickled.iterdir() if "model" in path.name) == [
        "pytorch_model.bin"
    ]


def test_nothing_to_convert(model: Path) -> None:
    (model / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"neither model\.safetensors nor pytorch_model\.bin"):
        convert_weights(model)


def failed(result: Verified) -> dict[str, str]:
    return {check.what: check.message for check in result.checks if check.ok is False}


def lock(model: Path) -> None:
    files = {path.name: file_digest(path) for path in model.iterdir() if path.is_file()}
    write_lock("owner/model", Locked("owner/model", "0" * 40, files))


@pytest.fixture
def named(model: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The model, fetched and locked, by its name."""
    monkeypatch.setattr(verifying, "find", lambda name: model)
    lock(model)
    return "owner/model"


def test_a_sound_model_passes(named: str) -> None:
    hashed: list[str] = []
    result = verify(named, FLOAT, canary=False, progress=lambda file, count: hashed.append(file))
    assert result.ok, failed(result)
    assert {"model.safetensors", "config.json", "shapes", "model"} <= {
        one.what for one in result.checks
    }
    assert "model.safetensors" in hashed


def test_a_changed_file_is_named(named: str, model: Path) -> None:
    (model / "vocab.json").write_bytes((model / "vocab.json").read_bytes() + b" ")
    assert list(failed(verify(named, FLOAT, canary=False))) == ["vocab.json"]


def test_changed_weights_of_the_same_size_and_time_are_found(named: str, model: Path) -> None:
    import os

    path = model / "model.safetensors"
    status = path.stat()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "model.safetensors" in failed(verify(named, FLOAT, canary=False))


def test_a_missing_file_is_named(named: str, model: Path) -> None:
    (model / "source.spm").unlink()
    assert failed(verify(named, FLOAT, canary=False))["source.spm"] == "is missing"


def test_weights_of_another_shape_are_found(named: str, model: Path) -> None:
    weights = load_file(model / "model.safetensors")
    name = "model.encoder.layers.0.fc1.weight"
    weights[name] = weights[name][:-1].contiguous()
    save_file(weights, model / "model.safetensors", metadata={"format": "pt"})
    lock(model)
    assert name in failed(verify(named, FLOAT, canary=False))["shapes"]


def test_truncated_weights_are_found(named: str, model: Path) -> None:
    path = model / "model.safetensors"
    path.write_bytes(path.read_bytes()[:5000])
    assert {"model.safetensors", "shapes"} <= failed(verify(named, FLOAT, canary=False)).keys()


def test_a_broken_configuration_is_found(named: str, model: Path) -> None:
    (model / "config.json").write_text("{")
    assert "configuration and tokenizer" in failed(verify(named, FLOAT, canary=False))


def test_a_conversion_of_other_weights_is_found(named: str, model: Path) -> None:
    shutil.copytree(conversion_for(model, "float32"), model / "ct2")
    made = json.loads((model / "ct2" / "made-from.json").read_text())
    (model / "ct2" / "made-from.json").write_text(json.dumps({**made, "model_sha256": "0" * 64}))
    assert failed(verify(named, FLOAT, canary=False))["ct2/"] == "is of other weights"


def test_noise_fails_the_canary(named: str) -> None:
    assert "canary" in failed(verify(named, FLOAT))["model"]
