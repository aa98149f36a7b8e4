"""Steps that run at the same time, each in a thread of its own, joined by bounded channels.

While one chunk of documents is translated the next is summarised and the one after that is read:
the engines release Python's lock while they compute. The channels are short, so that however many
documents there are, only a few chunks are in memory.
"""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

__all__ = ["Channel", "overlapped"]

T = TypeVar("T")


class Channel(Generic[T]):
    """A bounded queue with two ends that know of each other.

    The producer ends it with `finish`, with an error if it failed, which the consumer then meets
    after the items before it; the consumer ends it with `abandon`, which the producer sees in
    `put`.
    """

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._items: deque[T] = deque()
        self._finished = False
        self._abandoned = False
        self._error: BaseException | None = None
        self._changed = threading.Condition()

    def put(self, item: T) -> bool:
        """Add an item, waiting for room; False if nobody will take it any more."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._items) < self._depth or self._abandoned)
            if self._abandoned:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def finish(self, error: BaseException | None = None) -> None:
        """Say that no more items come, and why if that is not as it should be."""
        with self._changed:
            self._finished = True
            self._error = error
            self._changed.notify_all()

    def abandon(self) -> None:
        """Say that no more items are taken; what is waiting is let go."""
        with self._changed:
            self._abandoned = True
            self._items.clear()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: bool(self._items) or self._finished or self._abandoned
                )
                if not self._items:
                    if self._error is not None and not self._abandoned:
                        raise self._error
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item


def overlapped(
    source: Iterable[T], steps: Sequence[Callable[[T], T]], *, depth: int = 1
) -> Generator[T, None, None]:
    """Take every item of `source` through all steps, in order, the steps at the same time.

    `source` is iterated in a thread, each step runs in one; the results are yielded in the
    caller's. An exception in any of them is raised here, after the items before it. When the
    caller stops early, the threads end after the item they are at.

    Args:
        source: The items.
        steps: Functions from item to item; the next one's input is the last one's output.
        depth: Items that may wait in front of each step.
    """
    channels: list[Channel[T]] = [Channel(depth) for _ in range(len(steps) + 1)]
    threads = [threading.Thread(target=_feed, args=(source, channels[0]), daemon=True)]
    for number, step in enumerate(steps):
        arguments = (channels[number], step, channels[number + 1])
        threads.append(threading.Thread(target=_work, args=arguments, daemon=True))
    for thread in threads:
        thread.start()
    complete = False
    try:
        yield from channels[-1]
        complete = True
    finally:
        for channel in channels:
            channel.abandon()
        if complete:
            for thread in threads:
                thread.join()


def _feed(source: Iterable[T], out: Channel[T]) -> None:
    try:
        for item in source:
            if not out.put(item):
                break
    except BaseException as error:
        out.finish(error)
    else:
        out.finish()


def _work(channel: Channel[T], step: Callable[[T], T], out: Channel[T]) -> None:
    try:
        for item in channel:
            if not out.put(step(item)):
                break
    except BaseException as error:
        channel.abandon()
        out.finish(error)
    else:
        channel.abandon()
        out.finish()
