import threading
import time
from collections.abc import Iterator

import pytest

from pipeline.batch.overlap import overlapped


def test_items_go_through_all_steps_in_order() -> None:
    steps = [lambda item: item + 1, lambda item: item * 2]
    assert list(overlapped(range(5), steps)) == [2, 4, 6, 8, 10]


def test_without_steps_items_come_as_they_are() -> None:
    assert list(overlapped("abc", [])) == ["a", "b", "c"]


def test_steps_run_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=5)
    # Only if the second step has item 1 while the first has item 2 can both pass the barrier.

    def meet(when: int) -> "object":
        def step(item: int) -> int:
            if item == when:
                both.wait()
            return item

        return step

    assert list(overlapped([1, 2], [meet(2), meet(1)])) == [1, 2]  # type: ignore[list-item]


def test_what_waits_is_bounded() -> None:
    taken: list[int] = []

    def source() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = overlapped(source(), [lambda item: item, lambda item: item])
    next(results)
    time.sleep(0.05)
    # One that was given out, and at most two a channel and a step.
    assert len(taken) <= 8
    results.close()


@pytest.mark.parametrize("place", ["source", "step"])
def test_an_error_comes_after_the_items_before_it(place: str) -> None:
    def source() -> Iterator[int]:
        yield 1
        yield 2
        if place == "source":
            raise OSError("gone")

    def step(item: int) -> int:
        if place == "step" and item == 2:
            raise OSError("gone")
        return item

    results = overlapped(source(), [step])
    seen = [next(results)]
    with pytest.raises(OSError, match="gone"):
        seen.extend(results)
    assert seen == ([1, 2] if place == "source" else [1])


def test_stopping_early_ends_the_threads() -> None:
    before = threading.active_count()
    results = overlapped(iter(int, 1), [lambda item: item])
    next(results)
    results.close()
    for _ in range(100):
        if threading.active_count() == before:
            break
        time.sleep(0.01)
    assert threading.active_count() == before
