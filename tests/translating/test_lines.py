"""What is tried, what stands, and what is written down about it."""

from pathlib import Path

import pytest

from pipeline.config import DecodingSettings, TranslateSettings
from pipeline.engines.base import Decoding, Engine
from pipeline.language.glossary import Glossary
from pipeline.language.glossary_file import Term
from pipeline.translating.lines import LineTranslator, Translated
from tests.scripted import Answer, ScriptedEngine

LONG = "Компания открыла новый цех в Томске, который выпускает детали для станков."
SHORT = TranslateSettings(max_words=10)


def translate(
    folder: Path, answer: Answer, *lines: str, settings: TranslateSettings = SHORT
) -> list[Translated]:
    return LineTranslator(ScriptedEngine(folder, answer), settings).translate(lines)


def texts(outcome: Translated) -> list[str]:
    return [one.text for one in outcome.hypotheses]


def test_a_line_that_comes_out_well_is_asked_for_once(tmp_path: Path) -> None:
    engine = ScriptedEngine(tmp_path, lambda text, decoding: "The weather is fine.")
    (outcome,) = LineTranslator(engine, SHORT).translate(["Сегодня погода хорошая."])
    assert texts(outcome) == ["The weather is fine."]
    assert outcome.chosen == 0
    assert outcome.hypotheses[0].settings == "plain: beam 1"
    assert outcome.hypotheses[0].pieces == ()
    assert len(engine.asked) == 1


def test_lines_of_all_documents_go_to_the_engine_together(tmp_path: Path) -> None:
    engine = ScriptedEngine(tmp_path, lambda text, decoding: "The weather is fine.")
    LineTranslator(engine, SHORT).translate(["Погода хорошая."] * 3 + ["Погода плохая."])
    assert engine.calls == 1
    assert len(engine.asked) == 2, "a repeated line is decoded once"


def test_a_long_line_is_translated_in_parts(tmp_path: Path) -> None:
    english = {
        "Компания открыла новый цех в Томске.": "The company opened a new shop in Tomsk.",
        "который выпускает детали для станков.": "Which makes parts for machines.",
    }
    (outcome,) = translate(tmp_path, lambda text, decoding: english[text], LONG)
    assert texts(outcome) == [
        "The company opened a new shop in Tomsk, which makes parts for machines."
    ]
    assert outcome.hypotheses[0].pieces == tuple(english)
    assert outcome.parts == 2


def test_a_line_over_the_input_limit_is_split_though_its_words_are_few(tmp_path: Path) -> None:
    engine = ScriptedEngine(
        tmp_path,
        lambda text, decoding: f"This is how it is said, {len(text)} letters.",
        input_limit=8,
    )
    (outcome,) = LineTranslator(engine, TranslateSettings()).translate([LONG])
    assert outcome.parts == 2


def test_what_cannot_be_made_to_fit_leaves_an_empty_place(tmp_path: Path) -> None:
    engine = ScriptedEngine(tmp_path, lambda text, decoding: "No", input_limit=3)
    (outcome,) = LineTranslator(engine, TranslateSettings()).translate(["Раз два три четыре пять"])
    assert outcome.hypotheses == []
    assert outcome.chosen is None
    assert [fault.kind for fault in outcome.faults] == ["too_long"]


def test_a_loop_is_tried_again_with_a_wider_search(tmp_path: Path) -> None:
    def answer(text: str, decoding: Decoding) -> str:
        return "The weather is fine." if decoding.beam_size > 1 else "The the the the the weather."

    (outcome,) = translate(tmp_path, answer, "Сегодня погода хорошая.")
    assert texts(outcome) == ["The the the the the weather.", "The weather is fine."]
    assert outcome.chosen == 1
    assert outcome.faults == []
    assert outcome.hypotheses[1].settings == "wider: beam 5, no repeat of 4"


def test_then_in_halves(tmp_path: Path) -> None:
    def answer(text: str, decoding: Decoding) -> str:
        return (
            "la la la la la la" if len(text.split()) > 8 else f"A good English clause {len(text)}."
        )

    (outcome,) = translate(tmp_path, answer, LONG, settings=TranslateSettings())
    assert outcome.chosen == 2
    assert outcome.hypotheses[2].settings.startswith("in halves: ")
    assert outcome.parts == 2


def test_the_least_bad_stands_when_nothing_is_well(tmp_path: Path) -> None:
    def answer(text: str, decoding: Decoding) -> str:
        return "It is завод here." if decoding.beam_size > 1 else ""

    (outcome,) = translate(tmp_path, answer, "Здесь стоит завод.")
    assert outcome.chosen is not None
    assert outcome.hypotheses[outcome.chosen].text == "It is завод here."
    assert [fault.kind for fault in outcome.faults] == ["untranslated"]


def test_nothing_at_all_leaves_an_empty_place(tmp_path: Path) -> None:
    (outcome,) = translate(tmp_path, lambda text, decoding: "", "Здесь стоит завод.")
    assert outcome.chosen is None
    assert "empty" in [fault.kind for fault in outcome.faults]
    assert set(texts(outcome)) == {""}


def test_an_answer_cut_off_at_the_limit_is_a_fault(tmp_path: Path) -> None:
    (outcome,) = translate(
        tmp_path, lambda text, decoding: "There is a plant …", "Здесь стоит завод."
    )
    assert [fault.kind for fault in outcome.faults] == ["cut_off"]


@pytest.mark.parametrize("line", ["", "12.03.2026", "IBM Cloud 2.0", "***"])
def test_what_has_no_russian_is_copied(tmp_path: Path, line: str) -> None:
    (outcome,) = translate(tmp_path, lambda text, decoding: "never asked", line)
    assert [(one.text, one.origin) for one in outcome.hypotheses] == [(line, "copy")]
    assert outcome.chosen == (0 if line else None)


@pytest.mark.parametrize(
    ("line", "given"),
    [
        (">>eng<< Здесь стоит завод.", "«eng» Здесь стоит завод."),
        (">> Здесь стоит завод.", "Здесь стоит завод."),
        ("ЗДЕСЬ СТОИТ ЗАВОД В ТОМСКЕ", "Здесь стоит завод в Томске"),
    ],
)
def test_what_is_changed_before_the_model_is_recorded(
    tmp_path: Path, line: str, given: str
) -> None:
    (outcome,) = translate(tmp_path, lambda text, decoding: "Here stands a plant.", line)
    assert outcome.hypotheses[0].pieces == (given,)


GLOSSARY = Glossary([Term("Северный ветер", ("Northern Wind",), kind="company")])


def with_glossary(folder: Path, answer: Answer, line: str) -> tuple[ScriptedEngine, Translated]:
    engine = ScriptedEngine(folder, answer)
    (outcome,) = LineTranslator(engine, SHORT, GLOSSARY).translate([line])
    return engine, outcome


def test_a_glossary_name_goes_into_the_russian_in_english(tmp_path: Path) -> None:
    _, outcome = with_glossary(
        tmp_path,
        lambda text, decoding: "Northern Wind opened a shop.",
        "«Северный ветер» открыл цех.",
    )
    assert outcome.chosen == 0
    assert outcome.hypotheses[0].pieces == ("«Northern Wind» открыл цех.",)
    assert outcome.hypotheses[0].settings == "with terms: beam 1"


def test_a_name_that_does_not_arrive_is_translated_again_without(tmp_path: Path) -> None:
    engine, outcome = with_glossary(
        tmp_path, lambda text, decoding: "The firm opened a shop.", "«Северный ветер» открыл цех."
    )
    assert [text for text, _ in engine.asked] == [
        "«Northern Wind» открыл цех.",
        "«Северный ветер» открыл цех.",
    ]
    assert outcome.chosen == 0, "without it the name does not arrive either"
    assert outcome.hypotheses[1].settings == "plain: beam 1"
    assert [fault.kind for fault in outcome.faults] == ["term"]


def test_the_attempt_in_which_the_names_arrive_stands(tmp_path: Path) -> None:
    def answer(text: str, decoding: Decoding) -> str:
        return "The firm opened a shop." if "Northern" in text else "Northern Wind opened a shop."

    _, outcome = with_glossary(tmp_path, answer, "«Северный ветер» открыл цех.")
    assert outcome.chosen == 1
    assert outcome.faults == []


def test_inlining_can_be_turned_off(tmp_path: Path) -> None:
    engine = ScriptedEngine(tmp_path, lambda text, decoding: "North Wind opened a shop.")
    settings = TranslateSettings(inline_terms=False)
    LineTranslator(engine, settings, GLOSSARY).translate(["«Северный ветер» открыл цех."])
    assert [text for text, _ in engine.asked] == ["«Северный ветер» открыл цех."]


def test_settings_go_over_the_model_s_own_decoding(tmp_path: Path) -> None:
    engine = ScriptedEngine(tmp_path, lambda text, decoding: "Here stands a plant.")
    (tmp_path / "generation_config.json").write_text('{"num_beams": 6, "length_penalty": 0.7}')
    settings = TranslateSettings(decoding=DecodingSettings(beam_size=2))
    LineTranslator(engine, settings).translate(["Здесь стоит завод."])
    ((_, decoding),) = engine.asked
    assert (decoding.beam_size, decoding.length_penalty) == (2, 0.7)


def test_a_real_engine_answers_every_line(tiny_engine: Engine) -> None:
    outcomes = LineTranslator(tiny_engine, SHORT).translate([LONG, "", "Сегодня хорошая погода."])
    assert [len(outcome.hypotheses) > 0 for outcome in outcomes] == [True, True, True]
    again = LineTranslator(tiny_engine, SHORT).translate([LONG, "", "Сегодня хорошая погода."])
    assert [texts(one) for one in outcomes] == [texts(one) for one in again]
