"""segment: fills in sentences, date and the Russian side of title and dateline."""

from pathlib import Path

import pytest

from pipeline.document import Document, Role, SentenceKind
from pipeline.stages.normalise import Normalise
from pipeline.stages.read import Read, discover, document_from_text
from pipeline.stages.segment import Segment

INPUTS = Path(__file__).parents[2] / "inputs"


def segmented(text: str, **metadata: str) -> Document:
    document = document_from_text(text)
    document.metadata = metadata
    (result,) = Segment().run(Normalise().run([document]))
    assert result.failure is None
    return result


def test_title_and_dateline_are_segments_with_their_spans() -> None:
    document = segmented(
        'Завод "Рассвет" открыл цех\n\nТомск, 5 мая 2024 г. - Завод открыл цех. Все рады.'
    )
    assert document.title is not None
    assert document.dateline is not None
    assert [(one.index, one.role, one.text) for one in document.all_segments()] == [
        (0, Role.TITLE, "Завод «Рассвет» открыл цех"),
        (1, Role.DATELINE, "Томск, 5 мая 2024 г."),
    ]
    for segment in document.all_segments():
        assert [span.of(document.text) for span in segment.spans] == [segment.text]
    assert (document.title.sentences, document.dateline.sentences) == ((0,), (1,))
    assert document.date == "2024-05-05"


def test_without_a_title_the_dateline_comes_first() -> None:
    document = segmented("Томск, 5 мая 2024 г. — Завод открыл цех. Все рады.")
    assert document.title is None
    assert document.dateline is not None
    assert document.dateline.index == 0


def test_the_file_s_own_title_is_compared_after_normalising() -> None:
    document = segmented(
        "Пресс-служба «Рассвета» сообщает. Цех открыт.\nЗавод открыл цех. Все рады.",
        title='Пресс-служба "Рассвета" сообщает. Цех открыт',
    )
    assert document.title is not None
    assert document.title.text.startswith("Пресс-служба «Рассвета»")


EXPECTED = {
    "altai-basalt-fibre-line.txt": ("«Алтайское волокно» запустило", "2025-05-14", 4),
    "angara-bridges-crossings.txt": ("ПРАВИТЕЛЬСТВО ПРИАНГАРСКОЙ", "2025-11-12", 4),
    "kama-ground-subsidence.txt": ("Учёные Верхнекамского", "2025-10-09", 3),
    "priozersk-rural-clinics.txt": ("В районах Приозёрной области", "2025-09-03", 4),
    "tomsk-atomic-cities-forum.txt": (None, "", 0),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_sample_inputs(name: str) -> None:
    title, date, items = EXPECTED[name]
    (document,) = Segment().run(Normalise().run(Read().run(discover([INPUTS / name]))))
    assert document.failure is None
    assert (document.title is None) == (title is None)
    if document.title is not None and title is not None:
        assert document.title.text.startswith(title)
    assert document.date == date
    in_lists = [one for one in document.sentences if one.kind is SentenceKind.LIST_ITEM]
    assert len(in_lists) == items
    assert all(one.head is not None for one in in_lists)
    for sentence in document.sentences:
        assert sentence.text == sentence.span.of(document.text)
        original = document.original_span(sentence.span).of(document.original)
        assert original[:1] in {sentence.text[0], '"', "*", "-"}
