import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.batch.lock import LOCK_NAME, locked
from pipeline.errors import LockedError, OutputError

HOLD = """
import sys, time
from pathlib import Path
from pipeline.batch.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(output: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(output)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def test_a_second_run_is_refused_and_told_who_works_there(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        message = f"process {process.pid} on .*; wait until it ends"
        with pytest.raises(LockedError, match=message), locked(tmp_path):
            pytest.fail("both hold the lock")
    finally:
        end(process)


def test_the_lock_of_a_killed_process_does_not_block(tmp_path: Path) -> None:
    end(holder(tmp_path))
    assert (tmp_path / LOCK_NAME).exists()
    with locked(tmp_path):
        assert json.loads((tmp_path / LOCK_NAME).read_text())["pid"] == os.getpid()


def test_the_lock_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="in the run"), locked(tmp_path):
        raise RuntimeError("in the run")
    with locked(tmp_path):
        pass


def test_the_output_folder_is_made(tmp_path: Path) -> None:
    with locked(tmp_path / "new" / "folder"):
        assert (tmp_path / "new" / "folder").is_dir()


def test_a_place_where_no_folder_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    place = tmp_path / "file" / "outputs"
    message = "choose a folder that you may write to"
    with pytest.raises(OutputError, match=message), locked(place):
        pytest.fail("locked a place that cannot be")


def test_a_garbled_lock_file_still_gives_a_clear_message(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        (tmp_path / LOCK_NAME).write_bytes(b"\0\0")
        with pytest.raises(LockedError, match="it has not yet said which"), locked(tmp_path):
            pytest.fail("both hold the lock")
    finally:
        end(process)
