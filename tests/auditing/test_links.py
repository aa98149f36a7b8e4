from pathlib import Path

import pytest
from hypothesis import given

from pipeline.auditing.links import find_links
from pipeline.document import Document, Hypothesis, Segment, Span
from pipeline.language.glossary import Glossary
from tests.documents import arbitrary, release, thorough

BUILT_IN = Glossary.builtin()


def linked(
    source: str, english: str, russian: str | None = None, glossary: Glossary = BUILT_IN
) -> list[tuple[str, str, str]]:
    """The words of each link in source, Russian and English; an empty string for none."""
    russian = source if russian is None else russian
    segment = Segment(0, russian, (Span(0, len(source)),), hypotheses=[Hypothesis(english, "x")])
    segment.chosen = 0
    document = Document("a-00000000", "a.txt", "", source, text=source, segments=[segment])
    return [
        (
            words(link.source_spans, source),
            words(link.summary_spans, russian),
            words(link.english_spans, english),
        )
        for link in find_links(document, glossary)
    ]


def words(spans: tuple[Span, ...], text: str) -> str:
    return "".join(span.of(text) for span in spans)


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
        link.english_spans
        for link in find_links(
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
            ),
            BUILT_IN,
        )
    ]
    english = [span for span in spans if span]
    assert len(english) == len(set(english))


def test_a_changed_number_is_not_linked_with_what_it_became() -> None:
    document = release()
    places = [
        words(link.english_spans, document.segments[0].english)
        for link in find_links(document, BUILT_IN)
        if link.segment == 2
    ]
    assert any(place.startswith("1.1 billion") for place in places)
    assert not any("4.2 million" in place for place in places)


def test_a_term_of_the_run_s_own_glossary_is_linked(tmp_path: Path) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("завод «Рассвет»\tDaybreak Works\t\tcompany\n", encoding="utf-8")
    russian, english = "На заводе «Рассвет» открыт цех.", "A workshop opened at Daybreak Works."
    own = Glossary.load(terms)
    assert "Daybreak Works" not in {link[2] for link in linked(russian, english)}
    assert ("заводе «Рассвет»", "заводе «Рассвет»", "Daybreak Works") in linked(
        russian, english, glossary=own
    )


@thorough
@given(arbitrary())
def test_links_stay_within_their_texts(document: Document) -> None:
    segments = document.all_segments()
    for link in find_links(document, BUILT_IN):
        segment = segments[link.segment]
        assert all(span.stop <= len(segment.text) for span in link.summary_spans)
        assert all(span.stop <= len(segment.english) for span in link.english_spans)
        assert all(
            any(span.start <= one.start and one.stop <= span.stop for span in segment.spans)
            for one in link.source_spans
        )
