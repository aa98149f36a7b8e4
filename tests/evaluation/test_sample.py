import re
from pathlib import Path

import pytest

from pipeline.evaluation.sample import LENGTH, release, write_releases


@pytest.mark.parametrize("number", range(0, 10_000, 700))
def test_a_release_has_a_title_paragraphs_and_about_the_wanted_length(number: int) -> None:
    title, *paragraphs = release(number).strip().split("\n\n")
    assert len(title) < 120
    assert len(paragraphs) >= 4
    assert abs(len(release(number)) - LENGTH) < 500
    assert not re.search("[{}]", release(number))


def test_the_same_number_gives_the_same_release_and_another_another() -> None:
    assert release(7) == release(7)
    assert len({release(number) for number in range(500)}) == 500


def test_sentences_hardly_repeat() -> None:
    sentences = [one for number in range(50) for one in re.split(r"(?<=\.)\s+", release(number))]
    assert len(set(sentences)) > 0.9 * len(sentences)


def test_releases_are_written_a_thousand_to_a_folder(tmp_path: Path) -> None:
    write_releases(tmp_path, 3)
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*.txt"))] == [
        "000/000000.txt",
        "000/000001.txt",
        "000/000002.txt",
    ]
    assert (tmp_path / "000" / "000002.txt").read_text(encoding="utf-8") == release(2)
