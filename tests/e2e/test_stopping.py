"""The real command with the real models, killed and interrupted, goes on to the same files."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import load_profile
from pipeline.errors import ModelError
from pipeline.evaluation.sample import write_releases
from pipeline.hub.resolve import find

pytestmark = pytest.mark.slow

COUNT = 24
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    profile = load_profile("compact")
    for name in (profile.summariser, profile.translator):
        try:
            find(name)
        except ModelError as error:
            pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("releases")
    write_releases(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("undisturbed")
    assert finished(start(inputs, output)) == 0
    return files(output)


def start(inputs: Path, output: Path) -> "subprocess.Popen[bytes]":
    command = "from pipeline.cli import main; main()"
    arguments = ["run", str(inputs), "-o", str(output), "--chunk", "2", "--events"]
    return subprocess.Popen(
        [sys.executable, "-c", command, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )


def finished(process: "subprocess.Popen[bytes]") -> int:
    return process.wait(timeout=300)


def files(output: Path) -> dict[str, bytes]:
    found = [*output.glob("[!.]*/*"), output / "corpus.jsonl"]
    return {str(path.relative_to(output)): path.read_bytes() for path in found if path.exists()}


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("documents", [1, 10])
def test_a_killed_run_is_finished_by_the_next_with_the_same_bytes(
    documents: int, inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    process = start(inputs, tmp_path)
    until(lambda: len(list(tmp_path.glob("[!.]*/brief.json"))) >= documents)
    process.send_signal(signal.SIGKILL)
    assert finished(process) == -signal.SIGKILL
    partial = files(tmp_path)
    partial.pop("corpus.jsonl", None)
    assert partial.items() <= undisturbed.items()
    assert finished(start(inputs, tmp_path)) == 0
    assert files(tmp_path) == undisturbed


def test_an_interrupted_run_finishes_what_is_in_flight_and_can_go_on(
    inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    process = start(inputs, tmp_path)
    until(lambda: len(list(tmp_path.glob("[!.]*/brief.json"))) >= 1)
    process.send_signal(signal.SIGINT)
    assert finished(process) == 130
    corpus = (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    done = len(list(tmp_path.glob("[!.]*/brief.json")))
    assert [json.loads(line)["id"] for line in corpus] == sorted(
        path.parent.name for path in tmp_path.glob("[!.]*/brief.json")
    )
    assert 1 <= done < COUNT
    assert finished(start(inputs, tmp_path)) == 0
    assert files(tmp_path) == undisturbed


def test_a_second_process_is_refused_with_its_exit_code(inputs: Path, tmp_path: Path) -> None:
    first = start(inputs, tmp_path)
    until(lambda: (tmp_path / ".svodka.lock").exists())
    assert finished(start(inputs, tmp_path)) == 7
    first.send_signal(signal.SIGKILL)
    finished(first)
