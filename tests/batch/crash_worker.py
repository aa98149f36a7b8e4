"""Runs batches in processes of their own, and ends them: started by `test_crash.py`.

Each line on standard input is a JSON object that says what to run; the answer is one line, how the
process ended. The process is forked, so that a run costs no start-up of Python.

`inputs`, `output`: folders; `settings`: any table; `kill_at`: [point, n], SIGKILL when that named
point is reached for the nth time; `kill_after`: SIGKILL after so many seconds; `largest_file`:
RLIMIT_FSIZE in bytes; `pause`: seconds that each chunk is decoded for.
"""

import importlib.util
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.errors import SvodkaError


def beside(name: str) -> ModuleType:
    path = Path(__file__).with_name(name)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(conftest: ModuleType, order: dict[str, Any]) -> int:
    bench = conftest.Bench(Path(order["output"]).parent, inputs=Path(order["inputs"]))
    bench.output = Path(order["output"])
    bench.settings = order.get("settings", {})
    bench.translate.pause = order.get("pause", 0.0)
    if "largest_file" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"],) * 2)
    if "kill_at" in order:
        where, when = order["kill_at"]
        reached: Counter[str] = Counter()

        def at(point: str) -> None:
            reached[point] += 1
            if point == where and reached[point] == when:
                os.kill(os.getpid(), signal.SIGKILL)

        bench.at = at
    try:
        return int(bench.run().exit_code())
    except SvodkaError as error:
        return error.exit_code


def fork(conftest: ModuleType, order: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = run(conftest, order)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    if "kill_after" in order:
        time.sleep(order["kill_after"])
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    conftest = beside("conftest.py")
    import pipeline.stages.write  # noqa: F401 - loaded once, before the forks

    for line in sys.stdin:
        started = time.perf_counter()
        code = fork(conftest, json.loads(line))
        answer = {"code": code, "seconds": time.perf_counter() - started}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
