"""A process that is killed, at any moment, loses only what was in flight.

What is compared is every document file and the corpus, byte for byte, with those of a run that
nobody disturbed; the ledger and the index hold times and are left out.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.entry import Status
from pipeline.batch.ledger import Ledger
from pipeline.formats.atomic import DIRECTORY_POINTS, FILE_POINTS

ROOT = str(Path(__file__).parents[2])
COUNT = 9
FIRST, SECOND = {"edition": 1}, {"edition": 2}


class Works:
    """Inputs, an output that was made under other settings, and a worker to make it anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inputs = folder / "inputs"
        self.inputs.mkdir()
        for number in range(COUNT):
            text = f"Завод номер {number} открыл новый цех. Работу получат сто человек. " * 20
            (self.inputs / f"{number:02}.txt").write_text(text, encoding="utf-8")
        self.worker = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("crash_worker.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([ROOT, *sys.path])},
        )
        self.number = 0
        self.old = self.fresh()
        self.order(self.old, settings=FIRST)
        whole = self.fresh()
        self.seconds = self.order(whole, settings=SECOND)["seconds"]
        self.expected = self.files(whole)

    def fresh(self, *, old: bool = False) -> Path:
        """A new output folder, empty or with what the first edition left."""
        self.number += 1
        output = self.folder / str(self.number) / "outputs"
        output.parent.mkdir()
        if old:
            shutil.copytree(self.old, output)
        return output

    def order(self, output: Path, **more: object) -> dict[str, Any]:
        assert self.worker.stdin is not None
        assert self.worker.stdout is not None
        order = {"inputs": str(self.inputs), "output": str(output), **more}
        self.worker.stdin.write(json.dumps(order) + "\n")
        self.worker.stdin.flush()
        return dict(json.loads(self.worker.stdout.readline()))

    @staticmethod
    def files(output: Path) -> dict[str, bytes]:
        files = {
            str(path.relative_to(output)): path.read_bytes()
            for path in [*output.glob("*/*"), output / "corpus.jsonl"]
            if path.is_file() and not path.parent.name.startswith(".")
        }
        assert len(files) <= COUNT * 2 + 1
        return files

    def finish(self, output: Path) -> None:
        """Go on with a run that was ended, and see that all is as it should be."""
        self.nothing_half_written(output)
        assert self.order(output, settings=SECOND)["code"] == 0
        assert self.files(output) == self.expected
        hidden = {path.name for path in output.glob(".*")}
        assert hidden == {".svodka.lock"}
        with Ledger(output / "ledger.sqlite") as ledger:
            assert [entry.status for entry in ledger.entries()] == [Status.DONE] * COUNT

    def nothing_half_written(self, output: Path) -> None:
        """Each folder that is in its place is wholly of one edition or wholly of the other."""
        old = self.files(self.old)
        now = self.files(output)
        for folder in {Path(name).parent for name in now if name != "corpus.jsonl"}:
            names = {name for name in now if Path(name).parent == folder}
            editions = [
                {name: files[name] for name in files if Path(name).parent == folder}
                for files in (old, self.expected)
            ]
            assert {name: now[name] for name in names} in editions, folder


def ended(works: Works) -> Iterator[Works]:
    yield works
    works.worker.communicate()


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """In memory where there is such a file system: a process is killed there as anywhere."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield from ended(Works(tmp_path_factory.mktemp("crash")))
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="svodka-") as folder:
        yield from ended(Works(Path(folder)))


@pytest.fixture(scope="module")
def works_on_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    yield from ended(Works(tmp_path_factory.mktemp("crash")))


POINTS = [
    *((point, number) for point in DIRECTORY_POINTS for number in (1, 5)),
    *((f"run-{point}", number) for point in FILE_POINTS for number in (1, 2)),
]


@pytest.mark.parametrize(("point", "number"), POINTS)
def test_a_process_killed_at_a_point_of_the_writing(works: Works, point: str, number: int) -> None:
    output = works.fresh(old=True)
    killed = works.order(output, settings=SECOND, kill_at=[point, number])
    assert killed["code"] == -signal.SIGKILL
    works.finish(output)


def kill_at_random(works: Works, seed: int) -> None:
    chance = random.Random(seed)
    output = works.fresh(old=chance.random() < 0.5)
    for _ in range(chance.randint(1, 3)):
        after = chance.uniform(0, works.seconds)
        works.order(output, settings=SECOND, kill_after=after)
        works.nothing_half_written(output)
    works.finish(output)
    shutil.rmtree(output)


@pytest.mark.parametrize("seed", range(8))
def test_a_process_killed_at_a_random_moment(works: Works, seed: int) -> None:
    kill_at_random(works, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 200))
def test_a_process_killed_at_a_hundred_random_moments(works_on_disk: Works, seed: int) -> None:
    kill_at_random(works_on_disk, seed)


@pytest.mark.parametrize("largest_file", [2_000, 9_000, 40_000, 120_000])
def test_a_limit_on_the_size_of_files_is_survived(works: Works, largest_file: int) -> None:
    output = works.fresh(old=True)
    limited = works.order(output, settings=SECOND, largest_file=largest_file)
    assert limited["code"] in (1, 3)  # 1: the ledger could not even be opened, which is raised
    works.finish(output)


def test_a_second_process_is_refused_while_the_first_goes_on(works: Works) -> None:
    output = works.fresh()
    program = (
        "import sys; from pathlib import Path; from pipeline.batch.lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    assert works.order(output, settings=SECOND)["code"] == 7
    assert works.files(output) == {}
    holder.communicate("")
    works.finish(output)
