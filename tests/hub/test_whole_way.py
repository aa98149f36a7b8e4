"""From the hub to a translation: fetched, converted, verified, loaded; as `standard` comes."""

import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from pipeline.config import EngineSettings
from pipeline.engines.base import Decoding
from pipeline.engines.load import load_engine
from pipeline.errors import ModelError
from pipeline.hub.convert import convert_weights
from pipeline.hub.fetch import fetch
from pipeline.hub.remote import Hub
from pipeline.hub.resolve import find
from pipeline.hub.verify import verify
from tests import tiny
from tests.hub.server import HubServer

FLOAT = EngineSettings(compute_type="float32", threads=1)


def as_hosted(model: Path, folder: Path) -> dict[str, bytes]:
    """The files of a model whose weights are a pickle."""
    shutil.copytree(model, folder)
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", ["marian", "t5"])
def test_a_pickled_model_becomes_one_that_runs(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVODKA_MODELS", str(tmp_path / "models"))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    original: Path = request.getfixturevalue(f"tiny_{kind}")
    name = f"Helsinki-NLP/tiny-{kind}"
    with HubServer(name, as_hosted(original, tmp_path / "hosted")) as server:
        got = fetch(name, hub=Hub(server.url))
    assert got.needs_conversion
    with pytest.raises(ModelError, match="svodka models convert"):
        load_engine(find(name), FLOAT, canary=False)
    convert_weights(got.path, remove=True)
    result = verify(name, FLOAT, canary=False)
    assert result.ok, result.checks
    ours, theirs = tiny.engine(got.path), tiny.engine(original)
    sources = [ours.encode(text) for text in tiny.RUSSIAN]
    decoding = Decoding(max_length=24)
    assert ours.generate(sources, decoding) == theirs.generate(sources, decoding)
