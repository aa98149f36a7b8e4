import io
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.batch.events import DocumentDone, JsonLines, WatchStarted, WatchStopped
from pipeline.batch.report import Outcome, RunReport
from pipeline.batch.watch import Settling, watch
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from tests.batch.conftest import Bench


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


@contextmanager
def watching(bench: "Bench", settle: float = 0.2) -> Iterator[list[RunReport]]:
    """Watch the inputs in a thread until the block ends."""
    reports: list[RunReport] = []
    stop = threading.Event()

    def go() -> None:
        with bench.runner() as runner:
            reports.extend(watch(runner, [bench.inputs], settle=settle, stop=stop))

    thread = threading.Thread(target=go)
    thread.start()
    try:
        until(lambda: any(isinstance(event, WatchStarted) for event in bench.events))
        yield reports
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def done(bench: "Bench") -> list[str]:
    return [event.path for event in bench.events if isinstance(event, DocumentDone)]


def test_what_is_there_is_done_first_and_new_releases_as_they_come(bench: "Bench") -> None:
    bench.releases(2)
    with watching(bench):
        until(lambda: len(done(bench)) == 2)
        bench.write("region/new.txt", "Новый выпуск пришёл только что, его ждали.")
        until(lambda: len(done(bench)) == 3)
        bench.write("000.txt", "Этот выпуск исправлен самим автором.")
        until(lambda: len(done(bench)) == 4)
    assert done(bench) == ["000.txt", "001.txt", "region/new.txt", "000.txt"]
    assert isinstance(bench.events[-1], WatchStopped)


def test_a_file_that_comes_slowly_is_read_when_it_is_whole(bench: "Bench") -> None:
    bench.releases(1)
    parts = ["Этот выпуск ", "приходит ", "по частям ", "и очень медленно."]
    with watching(bench, settle=0.6):
        until(lambda: len(done(bench)) == 1)
        path = bench.inputs / "slow.txt"
        for part in parts:
            with path.open("a", encoding="utf-8") as file:
                file.write(part)
            time.sleep(0.15)
        until(lambda: len(done(bench)) == 2)
    brief = json.loads((bench.folder("slow") / "brief.json").read_text())
    assert brief["text"] == "".join(parts)
    assert done(bench).count("slow.txt") == 1


def test_a_release_has_the_same_name_watched_and_run(bench: "Bench") -> None:
    bench.releases(1)
    with watching(bench):
        until(lambda: len(done(bench)) == 1)
        bench.write("deep/down/new.txt", "Новый выпуск пришёл только что, его ждали.")
        until(lambda: len(done(bench)) == 2)
    assert bench.run().count(Outcome.UP_TO_DATE) == 2


def test_hidden_files_and_the_output_itself_are_not_taken(bench: "Bench") -> None:
    bench.output = bench.inputs / "outputs"
    bench.releases(1)
    with watching(bench):
        until(lambda: len(done(bench)) == 1)
        bench.write(".new.txt.part", "Черновик выпуска, его ещё пишут.")
        bench.write("new.txt", "Новый выпуск пришёл только что, его ждали.")
        until(lambda: len(done(bench)) == 2)
        time.sleep(0.5)
    assert done(bench) == ["000.txt", "new.txt"]


def test_an_interrupt_ends_the_watch_cleanly(bench: "Bench") -> None:
    bench.releases(1)
    before = signal.getsignal(signal.SIGINT)
    with bench.runner() as runner:
        threading.Timer(0.5, os.kill, args=(os.getpid(), signal.SIGINT)).start()
        reports = list(watch(runner, [bench.inputs], settle=0.1))
    assert reports[0].count(Outcome.DONE) == 1
    assert isinstance(bench.events[-1], WatchStopped)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_folder_that_is_not_there_is_named(bench: "Bench") -> None:
    with bench.runner() as runner, pytest.raises(ConfigError, match="is not a folder"):
        next(watch(runner, [bench.inputs / "no"]))


class TestSettling:
    def test_a_file_is_whole_when_it_has_been_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("one")
        settling = Settling(0.05)
        settling.add([path])
        assert settling.whole() == []
        path.write_text("one two")
        assert settling.whole() == []
        time.sleep(0.06)
        assert settling.whole() == [path]
        assert settling.whole() == []

    def test_a_new_folder_is_looked_into(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / "deep" / "a.txt"
        path.parent.mkdir(parents=True)
        settling = Settling(0)
        settling.add([tmp_path / "new"])
        path.write_text("one")
        assert settling.whole() == []
        until(lambda: settling.whole() == [path], 2)

    def test_a_file_that_is_gone_is_forgotten(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("one")
        settling = Settling(0)
        settling.add([path, tmp_path / "never"])
        path.unlink()
        assert settling.whole() == []


def test_the_event_stream_is_one_json_object_a_line(bench: "Bench") -> None:
    bench.releases(2)
    stream = io.StringIO()
    bench.events = _Tee(JsonLines(stream))  # type: ignore[assignment]
    with bench.runner() as runner:
        from pipeline.reading.sources import discover

        runner.run(discover([bench.inputs]))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == [
        "run_started",
        "document_done",
        "document_done",
        "run_finished",
    ]
    assert lines[-1]["done"] == 2


class _Tee:
    def __init__(self, listener: JsonLines) -> None:
        self.append = listener
