"""The stage: every segment of every document gets its English, in its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.config import TranslateSettings
from pipeline.document import Document, Failure, Role, Segment, Severity, Span
from pipeline.engines.base import Decoding
from pipeline.stages.base import Stage
from pipeline.stages.translate import Translate
from tests.scripted import Answer, ScriptedEngine
from tests.unsure import Unsure

LONG = "Компания открыла новый цех в Томске, который выпускает детали для станков."


def segment(text: str, role: Role = Role.SUMMARY, index: int = 0) -> Segment:
    return Segment(index=index, text=text, spans=(Span(0, len(text)),), role=role)


def document(*lines: str, title: str = "", dateline: str = "") -> Document:
    made = Document(id="d", path="d.txt", digest="0" * 64, original="")
    made.title = segment(title, Role.TITLE) if title else None
    made.dateline = segment(dateline, Role.DATELINE) if dateline else None
    made.segments = [segment(line, index=index) for index, line in enumerate(lines)]
    return made


def stage(folder: Path, answer: Answer, **options: object) -> tuple[ScriptedEngine, Translate]:
    engine = ScriptedEngine(folder, answer)
    return engine, Translate(engine, TranslateSettings(max_words=10), **options)  # type: ignore[arg-type]


def upper(text: str, decoding: Decoding) -> str:
    return "English of " + str(len(text)) + " letters."


def test_it_is_a_stage(tmp_path: Path) -> None:
    assert isinstance(stage(tmp_path, upper)[1], Stage)


def test_title_dateline_and_summary_get_their_english(tmp_path: Path) -> None:
    made = document("Погода хорошая.", "Дождя нет.", title="О погоде", dateline="Томск, март")
    _, translate = stage(tmp_path, upper)
    assert list(translate.run([made])) == [made]
    assert [one.english for one in made.all_segments()] == [
        f"English of {len(text)} letters."
        for text in ("О погоде", "Томск, март", "Погода хорошая.", "Дождя нет.")
    ]
    assert made.findings == []


def test_documents_of_a_chunk_are_decoded_together(tmp_path: Path) -> None:
    engine, translate = stage(tmp_path, upper, chunk=2)
    documents = [document(f"Погода {word}.") for word in ("хорошая", "плохая", "разная")]
    assert [one.segments[0].english != "" for one in translate.run(iter(documents))] == [True] * 3
    assert engine.calls == 2


def test_a_chunk_is_yielded_before_the_next_is_read(tmp_path: Path) -> None:
    _, translate = stage(tmp_path, upper, chunk=1)

    def documents() -> Iterator[Document]:
        yield document("Погода хорошая.")
        raise AssertionError("read too early")

    assert next(translate.run(documents())).segments[0].english


def test_a_failed_document_is_passed_on_untouched(tmp_path: Path) -> None:
    failed = document("Погода хорошая.")
    failed.failure = Failure("read", "InputError", "is binary")
    engine, translate = stage(tmp_path, upper)
    assert list(translate.run([failed])) == [failed]
    assert failed.segments[0].hypotheses == []
    assert engine.calls == 0


def test_a_split_is_noted(tmp_path: Path) -> None:
    made = document("Погода хорошая.", LONG)
    _, translate = stage(tmp_path, upper)
    list(translate.run([made]))
    (note,) = made.findings
    assert (note.kind, note.severity, note.segment) == ("split", Severity.NOTE, 1)
    assert len(made.segments[1].hypotheses[0].pieces) == 2


@pytest.mark.parametrize(
    ("answer", "kind"), [("There is a plant …", "cut_off"), ("", None)], ids=["cut off", "empty"]
)
def test_what_goes_wrong_keeps_its_place(tmp_path: Path, answer: str, kind: str | None) -> None:
    made = document("Здесь стоит завод.", "Погода хорошая.")
    _, translate = stage(
        tmp_path, lambda text, decoding: answer if "завод" in text else "The weather is fine."
    )
    list(translate.run([made]))
    assert made.segments[1].english == "The weather is fine."
    assert [finding.kind for finding in made.findings] == ([kind] if kind else [])
    assert made.segments[0].english == answer
    assert (made.segments[0].chosen is None) == (answer == "")


def test_earlier_hypotheses_stay(tmp_path: Path) -> None:
    made = document("Погода хорошая.")
    _, translate = stage(tmp_path, upper)
    list(translate.run([made]))
    list(translate.run([made]))
    assert len(made.segments[0].hypotheses) == 2
    assert made.segments[0].chosen == 1


def test_a_document_without_segments_is_fine(tmp_path: Path) -> None:
    made = document()
    _, translate = stage(tmp_path, upper)
    assert list(translate.run([made])) == [made]


@pytest.mark.parametrize(
    ("score", "kind"), [(-2.0, None), (-3.5, "unsure_word"), (-5.0, "guessed_word")]
)
def test_a_word_that_the_model_was_unsure_of_is_named(
    tmp_path: Path, score: float, kind: str | None
) -> None:
    made = document("Дождя нет.", "Завод выпускает базальтовое волокно.")
    engine = Unsure(tmp_path, {"▁salt": score}, answer=lambda text, how: "It makes salt now")
    settings = TranslateSettings(doubt_above=2.9, guessed_above=4.2)
    (result,) = Translate(engine, settings).run([made])
    assert {one.kind for one in result.findings} == ({kind} if kind else set())
    for index, one in enumerate(result.findings):
        assert (one.severity, one.segment, one.found) == (Severity.WARNING, index, "salt")
        assert [span.of("It makes salt now") for span in one.english_spans] == ["salt"]


def test_nobody_asks_what_the_model_was_unsure_of_unless_told_to(tmp_path: Path) -> None:
    engine = Unsure(tmp_path, {"▁salt": -9.0}, answer=lambda text, how: "It makes salt now")
    (result,) = Translate(engine, TranslateSettings()).run([document("Дождя нет.")])
    assert (engine.read, result.findings) == ([], [])
