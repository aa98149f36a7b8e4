"""Document ids are readable, ASCII and different for different inputs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.identity import document_id, slug, text_id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Пресс-релиз № 5", "press-reliz-5"),
        ("Щёлково/объезд", "shchyolkovo-obezd"),
        ("release (final).v2", "release-final-v2"),
        ("Èvénement", "evenement"),
        ("日本", "text"),
        ("", "text"),
        ("й", "y"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_id_holds_the_path_without_its_suffix() -> None:
    assert re.fullmatch(r"may-otchyot-[0-9a-f]{8}", document_id("Май/Отчёт.txt"))


def test_parts_of_one_file_have_ids_of_their_own() -> None:
    assert document_id("feed.xml", "1") != document_id("feed.xml", "2")


@given(st.sets(st.text(max_size=30), min_size=2, max_size=6))
def test_different_paths_never_share_an_id(paths: set[str]) -> None:
    assert len({document_id(path) for path in paths}) == len(paths)


@given(st.text(max_size=300))
def test_an_id_is_a_safe_folder_name(path: str) -> None:
    for one in (document_id(path), text_id(path, "текст")):
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", one)
        assert len(one) <= 90


def test_a_text_without_a_file_is_known_by_its_content() -> None:
    assert text_id("text", "Первый") != text_id("text", "Второй")
    assert text_id("text", "Первый") == text_id("text", "Первый")
