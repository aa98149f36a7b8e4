import pytest
from hypothesis import given

from pipeline.document import Document, Hypothesis, Segment, Span
from pipeline.formats.links import links
from tests.documents import arbitrary, release, thorough


def linked(source: str, english: str, russian: str | None = None) -> list[tuple[str, str, str]]:
    """The words of each link in source, Russian and English; an empty string for none."""
    russian = source if russian is None else russian
    segment = Segment(0, russian, (Span(0, len(source)),), hypotheses=[Hypothesis(english, "x")])
    segment.chosen = 0
    document = Document("a-00000000", "a.txt", "", source, text=source, segments=[segment])
    return [
        (
            link.source.of(source) if link.source else "",
            link.russian.of(russian),
            link.english.of(english) if link.english else "",
        )
        for link in links(document)
    ]


@pytest.mark.parametrize(
    ("russian", "english", "link"),
    [
        ("Принято 340 человек.", "It took on 340 people.", ("340", "340", "340")),
        ("Доля выросла до 65 %.", "The share rose to 65%.", ("65 %", "65 %", "65%")),
        ("Завод сдан 14 мая.", "The plant opened on 14 May.", ("14 мая", "14 мая", "14 May")),
    ],
)
def test_a_number_is_linked_with_its_form_in_the_other_language(
    russian: str, english: str, link: tuple[str, str, str]
) -> None:
    (found,) = linked(russian, english)
    assert [words.split()[0] for words in found] == [words.split()[0] for words in link]


def test_a_name_is_linked_with_its_english_spelling() -> None:
    russian = "На открытии выступила Анна Щербакова."
    assert ("Анна Щербакова", "Анна Щербакова", "Anna Shcherbakova") in linked(
        russian, "Anna Shcherbakova spoke at the opening."
    )


def test_a_number_that_did_not_come_through_is_linked_with_its_source_alone() -> None:
    (found,) = linked("Принято 340 человек.", "It took on many people.")
    assert found[2] == ""
    assert found[0].startswith("340")


def test_equal_numbers_are_linked_each_with_its_own() -> None:
    russian = "В марте 12 судов, в апреле 12 судов."
    spans = [
        link.english
        for link in links(
            Document(
                "a-00000000",
                "a.txt",
                "",
                russian,
                text=russian,
                segments=[
                    Segment(
                        0,
                        russian,
                        (Span(0, len(russian)),),
                        hypotheses=[Hypothesis("12 ships in March, 12 ships in April.", "x")],
                        chosen=0,
                    )
                ],
            )
        )
    ]
    english = [span for span in spans if span is not None]
    assert len(english) == len(set(english))


def test_a_changed_number_is_not_linked_with_what_it_became() -> None:
    document = release()
    places = [
        link.english.of(document.segments[0].english)
        for link in links(document)
        if link.segment == 2 and link.english
    ]
    assert any(words.startswith("1.1 billion") for words in places)
    assert not any("4.2 million" in words for words in places)


@thorough
@given(arbitrary())
def test_links_stay_within_their_texts(document: Document) -> None:
    segments = document.all_segments()
    for link in links(document):
        segment = segments[link.segment]
        assert link.russian.stop <= len(segment.text)
        assert link.english is None or link.english.stop <= len(segment.english)
        assert link.source is None or any(
            span.start <= link.source.start and link.source.stop <= span.stop
            for span in segment.spans
        )
