"""The process in which readers run apart: answers one question after the other.

A question is a line of JSON (module, function, where, size) and `size` bytes; the answer is a line
of JSON with the releases and the error, if any. See `pipeline.reading.apart`.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import IO, Any

from pipeline.errors import SvodkaError
from pipeline.reading.registry import direct_reader
from pipeline.reading.release import Release


def main() -> None:
    """Answer until standard input ends."""
    _limit_memory(int(sys.argv[1]))
    # What a parser prints must not get into the answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each question in `questions`."""
    while line := questions.readline():
        question = json.loads(line)
        data = questions.read(question["size"])
        reader = direct_reader(question["module"], question["function"])
        answers.write(json.dumps(answer(reader(data, question["where"]))).encode("ascii") + b"\n")
        answers.flush()


def answer(releases: Iterator[Release]) -> dict[str, Any]:
    """The releases and the error that ended them, as JSON can hold them."""
    found: list[dict[str, Any]] = []
    try:
        for one in releases:
            found.append(
                {
                    "text": one.text,
                    "encoding": one.encoding,
                    "media_type": one.media_type,
                    "metadata": one.metadata,
                    "part": one.part,
                    "error": _error(one.error) if one.error else None,
                }
            )
    except SvodkaError as error:
        return {"releases": found, "error": _error(error)}
    return {"releases": found, "error": None}


def _error(error: SvodkaError) -> dict[str, str]:
    return {"what": error.what, "where": error.where, "remedy": error.remedy}


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
