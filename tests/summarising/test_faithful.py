"""Bringing a written sentence back to its source."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Severity, Span
from pipeline.summarising.faithful import align, unsupported
from tests.choosing import release_of

DOCUMENT = release_of(
    ["Компания «Северный ветер» открыла в Вологде завод лопастей."],
    ["Объём инвестиций составил 4,2 млрд рублей."],
    ["Губернатор Пётр Лаптев поздравил рабочих с пуском завода."],
    ["Вечером на площади выступил оркестр."],
)


def places(*generated: str) -> list[tuple[int, ...]]:
    return [one.places for one in align(generated, DOCUMENT.sentences)]


def test_a_copied_sentence_matches_itself_in_full() -> None:
    (alignment,) = align([DOCUMENT.sentences[2].text], DOCUMENT.sentences)
    assert (alignment.places, alignment.score) == ((2,), 1.0)


def test_other_case_forms_match() -> None:
    (alignment,) = align(["Инвестиции в 4,2 млрд рублей."], DOCUMENT.sentences)
    assert alignment.places == (1,)
    assert alignment.score == 1.0


def test_a_sentence_of_two_sources_names_both() -> None:
    assert places("Завод лопастей в Вологде открыла компания, инвестиции составили 4,2 млрд.") == [
        (0, 1)
    ]


def test_matches_keep_the_order_of_the_source() -> None:
    # «завод» alone would fit the first sentence as well as the third.
    assert places("Вложено 4,2 млрд рублей.", "Рабочих поздравили.", "Играл оркестр.") == [
        (1,),
        (2,),
        (3,),
    ]


def test_a_clear_match_may_stand_out_of_order() -> None:
    assert places(
        "Вечером на площади выступил оркестр.", "Объём инвестиций составил 4,2 млрд рублей."
    ) == [(3,), (1,)]


def test_nothing_in_common_scores_nothing() -> None:
    (alignment,) = align(["Кошка спит."], DOCUMENT.sentences)
    assert alignment.score == 0.0


WORDS = st.lists(
    st.sampled_from(
        ["завод", "инвестиции", "губернатор", "оркестр", "кошка", "4,2", "открыть", "в"]
    ),
    max_size=6,
).map(" ".join)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=5))
def test_every_sentence_gets_a_match(generated: list[str]) -> None:
    alignments = align(generated, DOCUMENT.sentences)
    assert len(alignments) == len(generated)
    for one in alignments:
        assert 0 <= one.score <= 1
        assert one.places
        assert all(0 <= place < len(DOCUMENT.sentences) for place in one.places)


def kinds(text: str) -> list[tuple[str, str]]:
    spans = (DOCUMENT.sentences[1].span,)
    findings = unsupported(text, DOCUMENT.text, segment=2, spans=spans)
    for finding in findings:
        assert finding.severity is Severity.ERROR
        assert finding.segment == 2
        assert finding.source_spans == spans
        assert finding.summary_spans[0].of(text) == finding.found
    return [(finding.kind, finding.found) for finding in findings]


def test_what_the_source_says_is_no_finding() -> None:
    assert kinds("Пётр Лаптев и «Северный ветер»: 4,2 млрд рублей для Вологды.") == []


def test_a_number_that_the_source_does_not_have_is_found() -> None:
    assert [kind for kind, _ in kinds("Объём инвестиций составил 4,7 млрд рублей.")] == [
        "unsupported-number"
    ]


def test_a_name_that_the_source_does_not_have_is_found() -> None:
    assert ("unsupported-name", "Иван Петров") in kinds("Рабочих поздравил Иван Петров.")


def test_spans_are_kept_for_the_reader() -> None:
    findings = unsupported("Вложено 9 млн рублей.", DOCUMENT.text, segment=0, spans=(Span(0, 5),))
    assert findings[0].source_spans == (Span(0, 5),)
