"""Negation and modality: what counts as a denial, and when a translation has lost one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.negation import Language, compare_polarity, find_markers


def marked(text: str, language: Language, *kinds: str) -> list[str]:
    return [marker.text for marker in find_markers(text, language) if marker.kind in kinds]


def lost(russian: str, english: str) -> list[str]:
    comparison = compare_polarity(
        find_markers(russian, "russian"), find_markers(english, "english")
    )
    return [marker.text for marker in comparison.lost]


def added(russian: str, english: str) -> list[str]:
    comparison = compare_polarity(
        find_markers(russian, "russian"), find_markers(english, "english")
    )
    return [marker.text for marker in comparison.added]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Завод не построят", ["не"]),
        ("Пострадавших нет", ["нет"]),
        ("Работа без остановки", ["без"]),
        ("Проезд здесь нельзя разрешить", ["нельзя"]),
        ("Завод построят", []),
        ("не только завод", []),
        ("не менее пяти заводов", []),
        ("не более пяти заводов", []),
        ("не раз бывал на заводе", []),
        ("Нередко, несмотря на неделю дождей", []),
        ("не исключено, что завод построят", []),
        ("нельзя не отметить", []),
        ("кроме того, завод построят", []),
        ("это не просто завод", []),
    ],
)
def test_denials_in_russian(text: str, expected: list[str]) -> None:
    assert marked(text, "russian", "negation") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plant will not be built", ["not"]),
        ("It won't be built", ["n't"]),
        ("It won’t be built", ["n’t"]),
        ("Nobody came", ["Nobody"]),
        ("without delay", ["without"]),
        ("School No. 5", []),
        ("not only the plant", []),
        ("no less than five plants", []),
        ("no more than five plants", []),
    ],
)
def test_denials_in_english(text: str, expected: list[str]) -> None:
    assert marked(text, "english", "negation") == expected


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Завод не построят", "The plant will not be built"),
        ("Решение не является законным", "The decision is illegal"),
        ("Он не смог приехать", "He was unable to come"),
        ("Он не смог приехать", "He failed to come"),
        ("Никто не пришёл", "Nobody came"),
        ("Он никогда ничего не обещал", "He never promised anything"),
        ("Не пейте и не ешьте", "Do not eat or drink"),
        ("Строить будут, пока не закончат", "They will build until they finish"),
        ("Не хватает врачей", "There is a shortage of doctors"),
        ("Он отказался", "He did not agree"),
        ("не только завод, но и школа", "both a plant and a school"),
    ],
)
def test_denials_that_stay(russian: str, english: str) -> None:
    assert lost(russian, english) == []
    assert added(russian, english) == []


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        ("Завод не построят", "The plant will be built", ["не"]),
        ("Пострадавших нет", "There are casualties", ["нет"]),
        ("Работали без выходных", "They worked with days off", ["без"]),
        ("Никто пришёл", "Somebody came", ["Никто"]),
        ("Он не отказался", "He refused", ["не"]),
    ],
)
def test_a_lost_denial(russian: str, english: str, expected: list[str]) -> None:
    assert lost(russian, english) == expected


def test_an_added_denial() -> None:
    assert added("Завод построят", "The plant will not be built") == ["not"]


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Завод может заработать", "russian", "permission"),
        ("Завод должен заработать", "russian", "duty"),
        ("Завод планируют открыть, он планирует", "russian", "intention"),
        ("Вероятно, завод откроют", "russian", "likelihood"),
        ("The plant may open", "english", "permission"),
        ("The plant must open", "english", "duty"),
        ("They plan to open it", "english", "intention"),
        ("It is likely to open", "english", "likelihood"),
    ],
)
def test_modality(text: str, language: Language, kind: str) -> None:
    assert marked(text, language, kind)


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        ("Завод может заработать", "The plant may start", []),
        ("Завод может заработать", "The plant is expected to start", []),
        ("Завод может заработать", "The plant has started", ["может"]),
        ("Завод должен заработать", "The plant starts", ["должен"]),
    ],
)
def test_lost_modality(russian: str, english: str, expected: list[str]) -> None:
    comparison = compare_polarity(
        find_markers(russian, "russian"), find_markers(english, "english")
    )
    assert [marker.text for marker in comparison.modality_lost] == expected


@pytest.mark.parametrize("language", ["russian", "english"])
@given(text=st.text(max_size=200))
def test_spans_are_exact(language: Language, text: str) -> None:
    for marker in find_markers(text, language):
        assert text[marker.start : marker.stop] == marker.text


@pytest.mark.parametrize("language", ["russian", "english"])
@pytest.mark.parametrize("piece", ["не ", "а", "пока не ", "not ", "no. ", "never"])
def test_time_is_linear_in_the_length(language: Language, piece: str) -> None:
    """Four times the text takes about four times as long, not sixteen."""
    small = piece * (4000 // len(piece))
    took = []
    for text in (small, small * 4):
        start = time.process_time()
        find_markers(text, language)
        took.append(time.process_time() - start)
    assert took[1] < 10 * took[0] + 0.2
