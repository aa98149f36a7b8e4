"""Whole or not at all: the process is ended at every named point, and the disk refuses to write."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.formats.atomic import (
    DIRECTORY_POINTS,
    FILE_POINTS,
    recover,
    replace_directory,
    replace_file,
)


class StoppedError(Exception):
    pass


def fill(text: str, folder: Path) -> None:
    (folder / "a.txt").write_text(text)
    (folder / "sub").mkdir()
    (folder / "sub" / "b.txt").write_text(text)


def content(folder: Path) -> str:
    texts = {(folder / "a.txt").read_text(), (folder / "sub" / "b.txt").read_text()}
    assert len(texts) == 1, "half of an old folder and half of a new one"
    return texts.pop()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def filler(text: str) -> Callable[[Path], None]:
    return lambda folder: fill(text, folder)


def test_a_folder_is_made_and_then_replaced(tmp_path: Path) -> None:
    for text in ("old", "new"):
        replace_directory(tmp_path / "doc", filler(text))
        assert content(tmp_path / "doc") == text
    assert names(tmp_path) == ["doc"]


def test_every_point_is_reached_in_order(tmp_path: Path) -> None:
    seen: list[str] = []
    for text in ("old", "new"):
        seen.clear()
        replace_directory(tmp_path / "doc", filler(text), at=seen.append)
    assert seen == list(DIRECTORY_POINTS)
    seen.clear()
    replace_file(tmp_path / "file", [b"x"], at=seen.append)
    assert seen == list(FILE_POINTS)


def test_new_folders_have_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    replace_directory(tmp_path / "doc", filler("x"))
    assert (tmp_path / "doc").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("point", DIRECTORY_POINTS)
def test_an_exception_at_any_point_leaves_one_whole_folder(tmp_path: Path, point: str) -> None:
    replace_directory(tmp_path / "doc", filler("old"))

    def stop(reached: str) -> None:
        if reached == point:
            raise StoppedError

    with pytest.raises(StoppedError):
        replace_directory(tmp_path / "doc", filler("new"), at=stop)
    done = point in {"placed", "cleared"}
    assert content(tmp_path / "doc") == ("new" if done else "old")
    recover(tmp_path)
    assert names(tmp_path) == ["doc"]


KILL = """
import os, sys
from pathlib import Path
from pipeline.formats.atomic import replace_directory, replace_file

target, point, kind = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def fill(folder):
    (folder / "a.txt").write_text("new")
    (folder / "sub").mkdir()
    (folder / "sub" / "b.txt").write_text("new")

def at(reached):
    if reached == point:
        os._exit(9)

if kind == "folder":
    replace_directory(target, fill, at=at)
else:
    replace_file(target, [b"new"], at=at)
"""


@pytest.mark.parametrize("point", DIRECTORY_POINTS)
def test_a_process_ended_at_any_point_leaves_one_whole_folder(tmp_path: Path, point: str) -> None:
    replace_directory(tmp_path / "doc", filler("old"))
    ended = subprocess.run([sys.executable, "-c", KILL, tmp_path / "doc", point, "folder"])
    assert ended.returncode == 9
    restored = recover(tmp_path)
    assert restored == (["doc"] if point == "aside" else [])
    done = point in {"placed", "cleared"}
    assert content(tmp_path / "doc") == ("new" if done else "old")
    assert names(tmp_path) == ["doc"]


@pytest.mark.parametrize("point", FILE_POINTS)
def test_a_process_ended_at_any_point_leaves_one_whole_file(tmp_path: Path, point: str) -> None:
    (tmp_path / "file").write_bytes(b"old")
    ended = subprocess.run([sys.executable, "-c", KILL, tmp_path / "file", point, "file"])
    assert ended.returncode == 9
    recover(tmp_path)
    assert (tmp_path / "file").read_bytes() == (b"new" if point == "placed" else b"old")
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EROFS, "--output"),
        (errno.EACCES, "writable"),
        (errno.EIO, "check the disk"),
    ],
)
def test_a_refusing_disk_is_one_clear_error_and_leaves_no_trace(
    tmp_path: Path, code: int, remedy: str
) -> None:
    replace_directory(tmp_path / "doc", filler("old"))

    def refuse(folder: Path) -> None:
        (folder / "a.txt").write_text("half")
        raise OSError(code, os.strerror(code))

    with pytest.raises(OutputError, match=remedy) as caught:
        replace_directory(tmp_path / "doc", refuse)
    assert str(caught.value).startswith(str(tmp_path / "doc"))
    assert content(tmp_path / "doc") == "old"
    assert names(tmp_path) == ["doc"]


def test_a_disk_that_refuses_to_sync_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pipeline.formats.atomic.os.fsync", refuse)
    with pytest.raises(OutputError, match="free some space"):
        replace_directory(tmp_path / "doc", filler("x"))
    with pytest.raises(OutputError, match="free some space"):
        replace_file(tmp_path / "file", [b"x"])
    assert names(tmp_path) == []


def test_a_file_whose_content_fails_keeps_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def pieces() -> list[bytes]:
        raise StoppedError

    with pytest.raises(StoppedError):
        replace_file(tmp_path / "file", (piece for _ in "x" for piece in pieces()))
    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_link_is_replaced_and_what_it_names_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept.txt").write_text("kept")
    (tmp_path / "doc").symlink_to(tmp_path / "elsewhere")
    replace_directory(tmp_path / "doc", filler("new"))
    assert not (tmp_path / "doc").is_symlink()
    assert (tmp_path / "elsewhere" / "kept.txt").read_text() == "kept"


def test_a_file_in_the_way_of_a_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "doc").write_text("a file")
    replace_directory(tmp_path / "doc", filler("new"))
    assert content(tmp_path / "doc") == "new"


def test_recovery_leaves_everything_else_alone(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()
    (tmp_path / "doc").mkdir()
    (tmp_path / ".new-0123").mkdir()
    assert recover(tmp_path) == []
    assert names(tmp_path) == [".gitkeep", "doc"]
