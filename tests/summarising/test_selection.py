"""From a ranking to the lines of a brief."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document, SentenceKind
from pipeline.summarising.assembly import rebuild, segment_of
from pipeline.summarising.length import Length
from pipeline.summarising.selection import Selection, candidates_of, select
from tests.choosing import release_of


def choose(
    document: Document,
    scores: Sequence[float],
    length: Length,
    *,
    brevity: float = 0.0,
    compressing: bool = True,
) -> Selection:
    candidates = candidates_of(document.sentences)
    return select(
        document.text, candidates, scores, length, compressing=compressing, brevity=brevity
    )


PLAIN = release_of(["Завод открыт.", "Цех готов к пуску.", "Склад полон.", "Совет доволен."])


def test_the_best_sentences_come_in_reading_order() -> None:
    assert choose(PLAIN, [1, 4, 2, 3], Length(2)).places == (1, 3)


def test_the_earlier_of_two_equals_wins() -> None:
    assert choose(PLAIN, [1, 1, 1, 1], Length(1)).places == (0,)


def test_of_two_that_matter_alike_the_shorter_wins() -> None:
    release = release_of(["Завод открыт" + " в мае" * 30 + ".", "Цех открыт" + " в мае" * 20 + "."])
    assert choose(release, [1, 1], Length(1), brevity=0.0).places == (0,)
    assert choose(release, [1, 1], Length(1), brevity=1.0).places == (1,)


def test_a_very_short_sentence_gains_nothing_by_that() -> None:
    assert choose(PLAIN, [0, 1, 1, 0], Length(1), brevity=1.0).places == (1,)


def test_a_bare_attribution_is_taken_last_or_with_its_ground() -> None:
    release = release_of(
        ["Завод открыт в мае.", "Об этом сообщила пресс-служба завода.", "Цех готов к пуску."]
    )
    assert choose(release, [1, 9, 0], Length(2)).places == (0, 2)
    assert choose(release, [1, 9, 0], Length(3)).places == (0, 1, 2)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_number_of_lines_is_exact(count: int) -> None:
    assert len(choose(PLAIN, [1, 4, 2, 3], Length(count)).lines) == count


def test_a_budget_takes_what_fits() -> None:
    selection = choose(PLAIN, [1, 4, 3, 2], Length(4, 32))
    assert [line.text for line in selection.lines] == ["Цех готов к пуску.", "Склад полон."]


def test_something_is_always_chosen() -> None:
    assert [line.text for line in choose(PLAIN, [4, 3, 2, 1], Length(4, 3)).lines] == [
        "Склад полон."
    ]


def test_what_leans_brings_its_ground_along() -> None:
    document = release_of(["Завод открыт.", "Он готов.", "Склад полон.", "Совет доволен."])
    assert choose(document, [0, 9, 1, 2], Length(2)).places == (0, 1)


def test_what_leans_is_passed_over_where_its_ground_does_not_fit() -> None:
    document = release_of(["Завод открыт.", "Он готов.", "Склад полон.", "Совет доволен."])
    assert choose(document, [0, 9, 1, 2], Length(1)).places == (3,)


def test_a_number_that_was_asked_for_is_kept_even_if_something_leans() -> None:
    document = release_of(["«Раз.", "Два.", "Три.", "Четыре.", "Пять», — сказал Лаптев."])
    selection = choose(document, [1, 5, 2, 3, 4], Length(2))
    assert len(selection.lines) == 2
    assert selection.alone == selection.places


def test_a_list_is_one_line_with_its_head() -> None:
    document = release_of(
        ["Завод открыт."],
        ["В него вошли:"],
        ["цех;"],
        ["склад."],
        kinds={2: SentenceKind.LIST_ITEM, 3: SentenceKind.LIST_ITEM},
        heads={2: 1, 3: 1},
    )
    selection = choose(document, [5, 0, 0, 4], Length(2))
    assert [line.text for line in selection.lines] == ["Завод открыт.", "В него вошли: склад."]
    assert selection.lines[1].sentences == (1, 3)


def test_titles_and_boilerplate_are_no_candidates_and_heads_follow() -> None:
    document = release_of(
        ["Заголовок"], ["В завод вошли:"], ["цех."], ["О компании."],
        kinds={0: SentenceKind.TITLE, 2: SentenceKind.LIST_ITEM, 3: SentenceKind.BOILERPLATE},
        heads={2: 1},
    )  # fmt: skip
    candidates = candidates_of(document.sentences)
    assert [one.index for one in candidates] == [1, 2]
    assert [one.head for one in candidates] == [None, 0]


def test_compression_counts_before_the_budget() -> None:
    document = release_of(
        ["Напомним, завод открыт в мае.", "Другой завод закрыт в июне прошлого года."]
    )
    assert choose(document, [2, 1], Length(2, 20)).lines[0].text == "Завод открыт в мае."
    assert choose(document, [2, 1], Length(2, 20), compressing=False).lines[0].edits == ()


WORD = re.compile(r"\w+")
SENTENCE = st.sampled_from(
    ["Завод открыт.", "Он велик.", "«Раз.", "Два», — сказал Лаптев.", "цех сборки;", "В завод вошли:",
     "Напомним, завод открыт в мае.", "Кроме того, открыт новый цех завода.", "— Мы рады.",
     "Цех (его строили целый год) готов к пуску, сообщили в компании.", "ОБЪЁМ 5 млн", "и"]
)  # fmt: skip


@settings(deadline=None)
@given(st.data())
def test_every_brief_is_its_spans(data: st.DataObject) -> None:
    """Whatever is chosen: text from spans and edits, spans from the source, all in order."""
    paragraphs = data.draw(
        st.lists(st.lists(SENTENCE, min_size=1, max_size=4), min_size=1, max_size=4)
    )
    document = release_of(*paragraphs, title="Заголовок")
    count = len(document.sentences)
    scores = data.draw(st.lists(st.floats(-20, 0), min_size=count, max_size=count))
    chars = data.draw(st.none() | st.integers(1, 300))
    lines = count if chars else data.draw(st.integers(1, count))
    selection = choose(
        document, scores, Length(lines, chars), compressing=data.draw(st.booleans()), brevity=1.0
    )
    assert selection.places
    assert len(selection.lines) <= lines
    last = -1
    for line in selection.lines:
        assert rebuild(document.text, segment_of(line, 0)) == line.text
        for span in line.spans:
            assert last < span.start < span.stop
            last = span.stop
        words = " ".join(span.of(document.text) for span in line.spans)
        assert WORD.findall(line.text.lower()) == WORD.findall(words.lower())
