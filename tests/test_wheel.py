"""The wheel holds all that a run needs: it works away from the checkout, with nothing to fetch."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.hub.resolve import locate

ROOT = Path(__file__).parents[1]
RELEASE = "Завод открыл новый цех. Цех строили два года. В нём работают 45 человек.\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        locate("compact/translator") is None or locate("compact/summariser") is None,
        reason="the compact weights are not in this checkout",
    ),
]


def ended(*command: str, cwd: Path, **environment: str) -> str:
    """The standard output of a command that must succeed."""
    process = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, **environment},
        input=RELEASE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed into, without its dependencies and without a network."""
    pytest.importorskip("hatchling", reason="hatchling is not installed: `make test` brings it")
    folder = tmp_path_factory.mktemp("wheel")
    ended("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    options = ("--quiet", "--no-deps", "--no-index", "--no-compile", "--target")
    ended("-m", "pip", "install", *options, str(folder / "site"), str(wheel), cwd=folder)
    return folder / "site"


def test_an_installed_svodka_briefs_a_release(site: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    run = ("-m", "pipeline", "run", "-", "--output", "out")
    ended(*run, cwd=tmp_path, PYTHONPATH=str(site), SVODKA_CACHE=cache, HF_HUB_OFFLINE="1")
    (english,) = tmp_path.glob("out/*/summary.en.txt")
    assert english.read_text(encoding="utf-8").strip()
    assert (tmp_path / "out" / "index.html").is_file()


def test_its_code_and_weights_are_those_of_the_wheel(site: Path, tmp_path: Path) -> None:
    program = "from pipeline.resources import models_root; print(models_root())"
    place = ended("-c", program, cwd=tmp_path, PYTHONPATH=str(site)).strip()
    assert Path(place) == site / "pipeline" / "_models"
    assert (Path(place) / "compact" / "translator" / "ct2" / "model.bin").is_file()


def test_what_is_only_for_the_checkout_is_left_out(site: Path) -> None:
    names = {path.name for path in site.iterdir()}
    assert names == {"bin", "pipeline", next(name for name in names if name.endswith("dist-info"))}
    assert not list(site.rglob("training"))
    assert (site / "pipeline" / "messages.tsv").is_file()
    assert (site / "pipeline" / "py.typed").is_file()
