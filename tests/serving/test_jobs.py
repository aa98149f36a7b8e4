"""The thread that takes releases through the stages: how it begins, ends, and begins again."""

import threading
import time
from collections.abc import Iterator
from typing import ClassVar

import pytest

from pipeline.document import Document
from pipeline.serving.jobs import THREAD, WAITING, Job, Jobs, QueueFullError, State
from pipeline.stages.base import DocumentStage
from pipeline.stages.read import document_from_text

SECONDS = 60.0
"""What ends by itself ends within these, however busy the machine is."""


class Gate(DocumentStage):
    """Stands still until it is opened."""

    name: ClassVar[str] = "gate"
    version: ClassVar[str] = "1"

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def process(self, document: Document) -> None:
        self.reached.set()
        assert self.opened.wait(SECONDS)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.opened.set()


def release(number: int = 0) -> Document:
    return document_from_text(f"Завод {number} открыт.")


def ended(job: Job) -> State:
    until = time.monotonic() + SECONDS
    while job.state in (State.WAITING, State.WORKING) and time.monotonic() < until:
        time.sleep(0.01)
    return job.state


def threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == THREAD]


def test_no_thread_runs_before_the_start_and_after_the_end() -> None:
    jobs = Jobs(lambda: [])
    assert threads() == []
    jobs.start()
    jobs.start()
    assert len(threads()) == 1
    jobs.close()
    assert threads() == []


def test_nothing_is_taken_up_that_nobody_would_work_on() -> None:
    jobs = Jobs(lambda: [])
    with pytest.raises(QueueFullError, match="not running"):
        jobs.add(release())
    jobs.start()
    jobs.close()
    with pytest.raises(QueueFullError, match="not running"):
        jobs.add(release())


def test_it_can_be_started_again() -> None:
    jobs = Jobs(lambda: [])
    for _ in range(3):
        jobs.start()
        assert ended(jobs.add(release())) is State.DONE
        jobs.close()


def test_more_than_may_wait_are_turned_away(gate: Gate) -> None:
    jobs = Jobs(lambda: [gate])
    jobs.start()
    jobs.add(release())
    assert gate.reached.wait(SECONDS)
    for number in range(WAITING):
        jobs.add(release(number))
    assert jobs.waiting == WAITING
    with pytest.raises(QueueFullError, match="too many"):
        jobs.add(release())
    jobs.close(0)


def test_closing_waits_for_nobody_though_the_queue_is_full_and_a_stage_stands_still(
    gate: Gate,
) -> None:
    told: list[Job] = []
    jobs = Jobs(lambda: [gate, gate], finished=told.append)
    jobs.start()
    first = jobs.add(release())
    assert gate.reached.wait(SECONDS)
    waiting = [jobs.add(release(number)) for number in range(WAITING)]

    def close_again_and_again() -> None:
        for _ in range(3):
            jobs.close(0.1)

    closed = threading.Thread(target=close_again_and_again)
    closed.start()
    closed.join(SECONDS)
    assert not closed.is_alive()
    assert {job.state for job in waiting} == {State.FAILED}
    assert "stopped" in waiting[0].message
    assert first.state is State.WORKING
    gate.opened.set()
    assert ended(first) is State.FAILED
    assert "stopped" in first.message
    until = time.monotonic() + SECONDS
    while len(told) <= WAITING and time.monotonic() < until:
        time.sleep(0.01)
    assert sorted(map(id, told)) == sorted(map(id, [first, *waiting]))
