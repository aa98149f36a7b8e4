"""Garbled names and figures are exchanged where attention says they stand, and nothing else is."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.base import BATCH_TOKENS, Decoding
from pipeline.language.glossary import Glossary
from pipeline.translating.alignment import aligned
from pipeline.translating.facts import lost_facts
from pipeline.translating.mending import Mended, Mender, mended
from tests.scripted import ScriptedEngine

GLOSSARY = Glossary.builtin()


def mend(russian: str, english: str, links: dict[str, str]) -> Mended:
    """Both sides are split at spaces; each English word looks at the Russian word it is linked to."""
    source, target = russian.split(), english.split()
    rows = [[float(word == links.get(said)) for word in source] for said in target]
    line = aligned(russian, source, english, target, rows)
    assert line is not None
    return mended(line, GLOSSARY)


@pytest.mark.parametrize(
    ("russian", "english", "links", "expected"),
    [
        pytest.param(
            "Об этом сказал министр Игорь Ситдиков .",
            "Minister Roman Sitkov said so .",
            {"Roman": "Игорь", "Sitkov": "Ситдиков", "Minister": "министр"},
            "Minister Igor Sitdikov said so .",
            id="person",
        ),
        pytest.param(
            "Об этом сказал министр Игорь Ситдиков .",
            "So said the Yury Sitkov , a minister .",
            {"Sitkov": "Ситдиков"},
            "So said Igor Sitdikov , a minister .",
            id="a person whole and without article",
        ),
        pytest.param(
            "Завод в Обнинске открыт .",
            "The plant in the Soninsk was opened .",
            {"Soninsk": "Обнинске"},
            "The plant in Obninsk was opened .",
            id="place",
        ),
        pytest.param(
            "Решение Тимура Карабашева известно .",
            "Karlayev's decision is known .",
            {"Karlayev's": "Карабашева"},
            "Timur Karabashev's decision is known .",
            id="possessive",
        ),
        pytest.param(
            "Представители ООО «Ромашка» пришли .",
            'Representatives of "Rosha" came .',
            {'"Rosha"': "«Ромашка»"},
            "Representatives of Romashka LLC came .",
            id="firm without quotation marks",
        ),
        pytest.param(
            "Засеяно 312 тыс. га земли .",
            "A total of 12,000 square meters was sown .",
            {"12,000": "312", "square": "га"},
            "A total of 312,000 hectares was sown .",
            id="figure with its unit",
        ),
        pytest.param(
            "Выступила министр Анна Петрова .",
            "The minister, Anna Petrorov spoke .",
            {"Anna": "Анна", "Petrorov": "Петрова"},
            "The minister, Anna Petrova spoke .",
            id="a surname that only sounds right",
        ),
        pytest.param(
            "Мощность станции 5,4 МВт теперь .",
            "The capacity of 5.4 MP is there .",
            {"5.4": "5,4", "MP": "МВт"},
            "The capacity of 5.4 MW is there .",
            id="garbled unit",
        ),
        pytest.param(
            "Прошло двенадцать лет с тех пор .",
            "A two-year-old plan .",
            {"two-year-old": "двенадцать"},
            "A 12-year-old plan .",
            id="before a hyphen",
        ),
        pytest.param(
            "Самолёт Бе-200 взлетел .",
            "The Be-2000 took off .",
            {"Be-2000": "Бе-200"},
            "The Be-200 took off .",
            id="code",
        ),
    ],
)
def test_put_right(russian: str, english: str, links: dict[str, str], expected: str) -> None:
    assert mend(russian, english, links).text == expected


@pytest.mark.parametrize(
    ("russian", "english", "links"),
    [
        pytest.param(
            "Завод в Обнинске открыт .", "The plant was opened .", {}, id="nothing looks at it"
        ),
        pytest.param(
            "В Обнинске и Томске тепло .",
            "It is warm in Tomsk .",
            {"Tomsk": "Обнинске"},
            id="another fact that arrived stands there",
        ),
        pytest.param(
            "Заявки подали двое из Томска .",
            "People from Tomsk had been taken .",
            {"taken": "двое", "been": "двое"},
            id="no number where a figure should be",
        ),
        pytest.param(
            "Завод в Томске открыт .", "The plant in Tomsk is open .", {}, id="all is well"
        ),
    ],
)
def test_left_alone(russian: str, english: str, links: dict[str, str]) -> None:
    assert mend(russian, english, links) == Mended(english)


NAMES = ("Обнинске", "Томске", "Игорь Ситдиков", "5 млрд рублей", "завод", "12 июня")
SAID = ("Obninsk", "Sitkov", "the", "5 million rubles", "plant", "June 13", "Roman", "of", "Tomsk")


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=5),
    st.lists(st.sampled_from(SAID), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_outside_its_changes_a_line_stays_and_no_more_facts_are_lost(
    russian_words: list[str], english_words: list[str], draw: Random
) -> None:
    russian, english = " и ".join(russian_words), " and ".join(english_words)
    source, target = russian.split(), english.split()
    chosen = [draw.choice(range(len(source))) for _ in target]
    rows = [[0.9 if at == own else 0.0 for at in range(len(source))] for own in chosen]
    line = aligned(russian, source, english, target, rows)
    assert line is not None
    result = mended(line, GLOSSARY)
    rebuilt, last = "", 0
    for change in result.changes:
        assert change.start >= last
        assert english[change.start : change.stop] == change.before
        rebuilt += english[last : change.start] + change.after
        last = change.stop
    assert rebuilt + english[last:] == result.text
    before, after = (len(lost_facts(russian, one, GLOSSARY)) for one in (english, result.text))
    assert after < before if result.changes else after == before


class Aligning(ScriptedEngine):
    """Says what it is told, and looks at the word of the same number."""

    def align(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[list[float]]]:
        self.aligned = [list(source) for source in sources]
        return [
            [[float(at == row) for at in range(len(source))] for row in range(len(target))]
            for source, target in zip(sources, targets, strict=True)
        ]


def _silent(text: str, decoding: Decoding) -> str:
    return text


def test_only_lines_that_lack_something_are_read_again_each_once(tmp_path: Path) -> None:
    engine = Aligning(tmp_path, _silent)
    wrong = ("Город Обнинск растёт.", ["Town", "Soninsk", "grows."])
    right = ("Город Томск растёт.", ["Town", "Tomsk", "grows."])
    results = Mender(engine, GLOSSARY).mend([right, wrong, wrong])
    assert [one.text for one in results] == [
        "Town Tomsk grows.", "Town Obninsk grows.", "Town Obninsk grows."
    ]  # fmt: skip
    assert engine.aligned == [wrong[0].split()]


def test_an_engine_that_cannot_align_leaves_all_as_it_is(tmp_path: Path) -> None:
    mender = Mender(ScriptedEngine(tmp_path, _silent), GLOSSARY)
    (result,) = mender.mend([("Город Обнинск растёт.", ["Town", "Soninsk", "grows."])])
    assert result == Mended("Town Soninsk grows.")
