"""What is named on the command line becomes an ordered list in which nothing is lost."""

from pathlib import Path

import pytest

from pipeline.errors import NoInputError
from pipeline.reading.sources import discover


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "б.txt",
        "a.txt",
        "sub/c.TXT",
        "sub/deep/d.txt",
        ".hidden.txt",
        ".git/e.txt",
        "~$a.docx",
    ):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Завод открыт.", encoding="utf-8")
    return tmp_path / "in"


def names(paths: list[str | Path], root: Path | None = None) -> list[str]:
    return [source.path for source in discover(paths, root=root)]


def test_a_folder_is_searched_to_any_depth_in_order_without_hidden_files(folder: Path) -> None:
    assert names([folder]) == ["a.txt", "б.txt", "sub/c.TXT", "sub/deep/d.txt"]


def test_a_file_is_named_as_seen_from_its_folder(folder: Path) -> None:
    assert names([folder / "a.txt"]) == ["a.txt"]


def test_several_inputs_are_named_as_seen_from_the_folder_they_share(folder: Path) -> None:
    assert names([folder / "sub" / "c.TXT", folder / "a.txt"]) == ["sub/c.TXT", "a.txt"]


def test_an_input_named_twice_is_taken_once(folder: Path) -> None:
    assert names([folder / "a.txt", folder, folder / "a.txt"])[:2] == ["a.txt", "б.txt"]


def test_a_pattern_is_expanded(folder: Path) -> None:
    assert names([str(folder / "**" / "*.txt")]) == ["a.txt", "sub/deep/d.txt", "б.txt"]


def test_brackets_in_the_name_of_a_real_file_are_no_pattern(folder: Path) -> None:
    (folder / "x[1].txt").write_text("Завод открыт.", encoding="utf-8")
    assert names([str(folder / "x[1].txt")]) == ["x[1].txt"]


def test_a_dash_is_standard_input() -> None:
    (source,) = discover(["-"])
    assert (source.path, source.location) == ("stdin", None)


def test_a_file_of_another_kind_is_reported(folder: Path) -> None:
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (problem,) = [one.problem for one in discover([folder]) if one.problem]
    assert "photo.png: files of the kind '.png' are not read" in str(problem)


def test_a_missing_file_among_others_is_reported(folder: Path) -> None:
    problems = [one.problem for one in discover([folder / "a.txt", folder / "gone.txt"])]
    assert problems[0] is None
    assert "gone.txt: does not exist" in str(problems[1])


@pytest.mark.parametrize("name", ["nothing-here.txt", "no*match.txt", "empty"])
def test_nothing_at_all_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoInputError, match="no press release found"):
        discover([tmp_path / name])


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("Тайна.", encoding="utf-8")
    (folder / "link.txt").symlink_to(secret)
    (folder / "dir").symlink_to(folder.parent)
    problems = {one.path: one.problem for one in discover([folder]) if one.problem}
    assert set(problems) == {"dir", "link.txt"}
    assert "leads out of the input folder" in str(problems["link.txt"])


def test_a_link_within_the_folder_is_followed_once(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "a.txt")
    (folder / "loop").symlink_to(folder)
    assert [one.path for one in discover([folder]) if not one.problem] == [
        "a.txt",
        "link.txt",
        "б.txt",
        "sub/c.TXT",
        "sub/deep/d.txt",
    ]


def test_with_a_root_nothing_outside_it_is_taken(folder: Path) -> None:
    outside = folder / "sub" / ".." / ".." / "x.txt"
    outside.resolve().write_text("Завод открыт.", encoding="utf-8")
    (source,) = discover([outside], root=folder)
    assert "leads out of the input folder" in str(source.problem)
