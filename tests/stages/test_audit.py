"""audit and repair: findings, score, review, and the line that is put in place of a bad one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import AuditSettings, load_profile, with_changes
from pipeline.document import Document, Finding, Hypothesis, Segment, Severity, Span
from pipeline.engines.base import Decoding
from pipeline.language.glossary import Glossary
from pipeline.stages.audit import Audit, for_a_person
from pipeline.stages.repair import Repair
from tests.scripted import ScriptedEngine
from tests.unsure import Unsure

RUSSIAN = "Завод выпустил 12 машин."
PROFILE = with_changes(load_profile(), {"audit": {"unsure_below": -0.7}})
"""The scripted engine scores -0.5 whatever it says."""


def document_of(english: str, score: float = -0.3) -> Document:
    line = Segment(0, RUSSIAN, (Span(0, len(RUSSIAN)),))
    line.hypotheses.append(Hypothesis(english, "translate", score))
    line.chosen = 0
    return Document("d", "d.txt", "0" * 64, RUSSIAN, text=RUSSIAN, segments=[line])


def audited(document: Document) -> Document:
    (result,) = Audit(AuditSettings(), Glossary.builtin()).run([document])
    return result


def repaired(document: Document, folder: Path, answer: Callable[[str, Decoding], str]) -> Document:
    engine = ScriptedEngine(folder, answer)
    (result,) = Repair(engine, PROFILE, Glossary.builtin()).run([audited(document)])
    return result


def test_a_good_line_is_left_in_peace() -> None:
    document = audited(document_of("The plant produced 12 cars."))
    assert (document.findings, document.score, document.needs_review) == ([], 1.0, False)


def test_an_error_asks_for_review() -> None:
    document = audited(document_of("The plant produced 21 cars."))
    assert [one.kind for one in document.findings] == ["number_changed"]
    assert document.needs_review
    assert document.score < 1.0


def test_doubt_of_the_model_asks_for_review() -> None:
    document = audited(document_of("The plant produced 12 cars.", score=-2.0))
    assert [(one.kind, one.severity) for one in document.findings] == [("unsure", Severity.WARNING)]
    assert document.needs_review


@pytest.mark.parametrize(
    ("kind", "severity", "review"),
    [
        ("name_lost", Severity.WARNING, True),
        ("name_swapped", Severity.WARNING, True),
        ("invented_name", Severity.WARNING, True),
        ("term_lost", Severity.WARNING, True),
        ("unsure", Severity.WARNING, True),
        ("guessed_word", Severity.WARNING, True),
        ("unsure_word", Severity.WARNING, False),
        ("name_lost", Severity.NOTE, False),
        ("modality_lost", Severity.WARNING, False),
        ("modality_lost", Severity.ERROR, True),
    ],
)
def test_what_alone_sends_a_brief_to_review(kind: str, severity: Severity, review: bool) -> None:
    assert for_a_person(Finding(kind, severity, "said", 0)) is review


def test_a_name_that_did_not_come_through_asks_for_review_and_is_named() -> None:
    document = document_of("The plant produced cars.")
    russian = "Завод «Алтайское волокно» выпустил 12 машин."
    line = Segment(0, russian, (Span(0, len(russian)),))
    line.hypotheses.append(Hypothesis("The Altai Swing plant produced 12 cars.", "translate", -0.3))
    line.chosen = 0
    document.text, document.segments = russian, [line]
    (finding,) = audited(document).findings
    assert finding.kind == "name_lost"
    assert "Алтайское волокно" in finding.message
    assert document.needs_review


def test_a_better_line_is_put_in_place_and_recorded(tmp_path: Path) -> None:
    document = document_of("The plant produced 21 cars.")
    document = repaired(document, tmp_path, lambda text, how: "The plant produced 12 cars.")
    (line,) = document.segments
    assert line.english == "The plant produced 12 cars."
    assert [one.origin for one in line.hypotheses] == ["translate", "repair"]
    assert [(one.kind, one.segment) for one in document.findings] == [("repaired", 0)]
    assert not document.needs_review


def test_a_line_that_gets_no_better_stays_as_it_was(tmp_path: Path) -> None:
    document = document_of("The plant produced 21 cars.")
    document = repaired(document, tmp_path, lambda text, how: "The plant produced 99 cars.")
    (line,) = document.segments
    assert line.english == "The plant produced 21 cars."
    assert len(line.hypotheses) == 1
    assert [one.kind for one in document.findings] == ["number_changed"]


def test_figures_are_given_ready_made_where_candidates_fail(tmp_path: Path) -> None:
    russian = "Выручка составила 86 миллиардов рублей."

    def answer(text: str, how: Decoding) -> str:
        return f"Revenue was {'86 billion rubles' if 'billion' in text else '86 rubles'}."

    line = Segment(0, russian, (Span(0, len(russian)),))
    line.hypotheses.append(Hypothesis("Revenue was 86 rubles.", "translate", -0.3))
    line.chosen = 0
    document = Document("d", "d.txt", "0" * 64, russian, text=russian, segments=[line])
    document = repaired(document, tmp_path, answer)
    assert line.english == "Revenue was 86 billion rubles."
    assert line.hypotheses[-1].pieces == ("Выручка составила 86 billion rubles.",)
    assert line.hypotheses[-1].settings.startswith("figures inlined")


def test_failed_documents_pass_untouched(tmp_path: Path) -> None:
    from pipeline.document import Failure

    document = document_of("21")
    document.failure = Failure("read", "InputError", "no")
    engine = ScriptedEngine(tmp_path, lambda text, how: pytest.fail("was asked"))
    (result,) = Repair(engine, load_profile(), Glossary.builtin()).run([document])
    assert result is document


def test_a_threshold_can_be_set() -> None:
    profile = with_changes(load_profile(), {"audit": {"unsure_below": -5.0}})
    (document,) = Audit(profile.audit, Glossary.builtin()).run(
        [document_of("The plant produced 12 cars.", -2.0)]
    )
    assert not document.needs_review


def test_words_of_a_line_that_was_translated_again_are_doubted_too(tmp_path: Path) -> None:
    document = audited(document_of("The plant produced 21 cars."))
    stale = Finding("unsure_word", Severity.WARNING, "said", 0, english_spans=(Span(4, 9),))
    document.findings.append(stale)
    engine = Unsure(
        tmp_path, {"▁salt": -3.5}, answer=lambda text, how: "The salt produced 12 cars."
    )
    (result,) = Repair(engine, PROFILE, Glossary.builtin()).run([document])
    doubt = next(one for one in result.findings if one.kind == "unsure_word")
    assert [span.of(result.segments[0].english) for span in doubt.english_spans] == ["salt"]
    assert stale not in result.findings
