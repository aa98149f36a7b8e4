"""A run asks nothing of the network: not an address, not a connection."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.hub.resolve import locate

ROOT = Path(__file__).parents[2]
RELEASE = "Завод открыл новый цех. Цех строили два года. В нём работают 45 человек.\n"
GUARD = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        raise SystemExit(f"the network was asked: {event} {arguments[-1]}")

sys.addaudithook(refuse)
"""

pytestmark = pytest.mark.skipif(
    locate("compact/translator") is None or locate("compact/summariser") is None,
    reason="the compact weights are not in this checkout",
)


def guarded(tmp_path: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    paths = os.pathsep.join((str(tmp_path), str(ROOT)))
    return subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths, "SVODKA_CACHE": str(tmp_path / "cache")},
        input=RELEASE,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("engine", ["ctranslate2", pytest.param("torch", marks=pytest.mark.slow)])
def test_a_run_asks_nothing_of_the_network(tmp_path: Path, engine: str) -> None:
    run = guarded(tmp_path, "-m", "pipeline", "run", "-", "-o", "out", "--engine", engine)
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.glob("out/*/report.html"))


def test_the_guard_would_see_it(tmp_path: Path) -> None:
    program = "import socket; socket.create_connection(('127.0.0.1', 9))"
    assert "the network was asked" in guarded(tmp_path, "-c", program).stderr
