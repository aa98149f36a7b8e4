"""Fixtures shared by all tests: tiny models, a cache folder of the tests' own, and a browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests import tiny

if TYPE_CHECKING:
    from pipeline.engines.base import Engine

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A busy machine is no fault of the code: no deadline for a single example.
settings.register_profile("svodka", deadline=None)
settings.load_profile("svodka")


@pytest.fixture(scope="session", autouse=True)
def quick_conversions() -> Iterator[None]:
    """Conversions run in this process, which has torch loaded already, and not in a child."""
    from pipeline.engines import conversion

    def here(model: Path, target: Path, compute_type: str) -> None:
        from pipeline.engines.conversion_worker import main
        from pipeline.errors import ModelError

        try:
            main(model, target, compute_type)
        except Exception as error:  # as the child's last line says it
            what = f"cannot be converted for ctranslate2 ({error})"
            raise ModelError(what, where=str(model), remedy="run `svodka models verify`") from error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversion, "run_worker", here)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Conversions and digests go to a temporary folder; the user's cache is left alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SVODKA_CACHE", str(folder))
        patch.setenv("SVODKA_MODELS", str(folder / "models"))
        patch.setenv("TRANSFORMERS_VERBOSITY", "error")
        yield folder


@pytest.fixture(scope="session")
def tiny_marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MarianMT folder with random weights and reserved sentence tokens; read only."""
    return tiny.marian(tmp_path_factory.mktemp("models") / "marian")


@pytest.fixture(scope="session")
def tiny_t5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A T5 1.1 folder with random weights; read only."""
    return tiny.t5(tmp_path_factory.mktemp("models") / "t5")


@pytest.fixture(scope="session")
def tiny_bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BART folder with random weights and a tokenizer.json; read only."""
    return tiny.bart(tmp_path_factory.mktemp("models") / "bart")


@pytest.fixture(scope="session")
def tiny_engine(tiny_marian: Path) -> "Engine":
    """The tiny MarianMT model in ctranslate2, float32."""
    return tiny.engine(tiny_marian)


@pytest.fixture(scope="session")
def tiny_torch_engine(tiny_marian: Path) -> "Engine":
    """The tiny MarianMT model in torch."""
    return tiny.engine(tiny_marian, "torch")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The corpora folder; skips where there is none."""
    default = Path(__file__).resolve().parents[2] / "shared" / "corpora"
    folder = Path(os.environ.get("SVODKA_CORPORA", default))
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}; set SVODKA_CORPORA")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, through Playwright, with nothing of the network."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: install chromium, or set CHROMIUM")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()
