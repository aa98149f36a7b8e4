import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch.outputs import FileFacts, FolderState, inspect_folder, survey

CONTENT = {
    "brief.json": '{"schema": 1}\n',
    "summary.ru.txt": "Строка.\n",
    "summary.en.txt": "A line.\n",
    "aligned.tmx": "<tmx></tmx>\n",
    "report.html": "<html></html>\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "release-0a1b2c3d"
    folder.mkdir()
    for name, text in CONTENT.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def recorded(folder: Path) -> dict[str, FileFacts]:
    return survey(folder)


def test_a_folder_as_it_was_written_is_intact(folder: Path, recorded: dict[str, FileFacts]) -> None:
    assert inspect_folder(folder, recorded).state is FolderState.INTACT
    assert inspect_folder(folder, recorded, thorough=True).state is FolderState.INTACT


def test_a_copied_folder_is_intact_and_has_new_facts(
    folder: Path, recorded: dict[str, FileFacts]
) -> None:
    os.utime(folder / "brief.json", ns=(1, 1))
    inspection = inspect_folder(folder, recorded)
    assert inspection.state is FolderState.INTACT
    assert inspection.facts["brief.json"].modified == 1


def test_a_folder_that_is_gone_is_missing(folder: Path, recorded: dict[str, FileFacts]) -> None:
    assert inspect_folder(folder.parent / "other", recorded).state is FolderState.MISSING


def write(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def remove(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


@pytest.mark.parametrize(
    ("change", "state", "names"),
    [
        (write("summary.en.txt", b"A better line.\n"), FolderState.CORRECTED, ("summary.en.txt",)),
        (write("brief.json", b'{"schema": 1, "note": 2}'), FolderState.CORRECTED, ("brief.json",)),
        (write("aligned.tmx", b"<tmx><body/></tmx>"), FolderState.CORRECTED, ("aligned.tmx",)),
        (write("notes.txt", b"mine"), FolderState.CORRECTED, ("notes.txt",)),
        (write("summary.en.txt", b""), FolderState.DAMAGED, ("summary.en.txt",)),
        (write("summary.en.txt", b"\0" * 8), FolderState.DAMAGED, ("summary.en.txt",)),
        (write("summary.ru.txt", b"\xd1"), FolderState.DAMAGED, ("summary.ru.txt",)),
        (write("brief.json", b'{"schema"'), FolderState.DAMAGED, ("brief.json",)),
        (write("aligned.tmx", b"<tmx>"), FolderState.DAMAGED, ("aligned.tmx",)),
        (write("report.html", b"<html>"), FolderState.DAMAGED, ("report.html",)),
        (remove("report.html"), FolderState.DAMAGED, ("report.html",)),
        (write(".DS_Store", b"x"), FolderState.INTACT, ()),
        (write("brief.json~", b"x"), FolderState.INTACT, ()),
    ],
)
def test_a_change_is_a_correction_or_damage(
    change: Callable[[Path], object],
    state: FolderState,
    names: tuple[str, ...],
    folder: Path,
    recorded: dict[str, FileFacts],
) -> None:
    change(folder)
    inspection = inspect_folder(folder, recorded)
    assert (inspection.state, inspection.names) == (state, names)


def test_a_correction_is_not_lost_to_damage_beside_it(
    folder: Path, recorded: dict[str, FileFacts]
) -> None:
    (folder / "summary.en.txt").write_text("A better line.\n")
    (folder / "report.html").unlink()
    assert inspect_folder(folder, recorded).state is FolderState.CORRECTED


def test_a_change_that_keeps_size_and_modification_time_is_seen(
    folder: Path, recorded: dict[str, FileFacts]
) -> None:
    path = folder / "summary.en.txt"
    old = recorded["summary.en.txt"]
    path.write_text("B line.\n")
    os.utime(path, ns=(old.modified, old.modified))
    assert inspect_folder(folder, recorded).state is FolderState.CORRECTED
