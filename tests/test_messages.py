"""One table says everything that findings say: each message in both languages, and all in use."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from pipeline.auditing.figures import _KIND_OF_CHANGE, _MESSAGE
from pipeline.document import Finding, Severity
from pipeline.formats.pages import words
from pipeline.messages import LANGUAGES, Said, messages, say

PACKAGE = Path(__file__).parents[1] / "pipeline"
COMPUTED = {*_MESSAGE.values(), "number-unsupported", "name-unsupported"}
"""Messages whose keys do not stand in the code as they are."""
COMPUTED_KINDS = {*_KIND_OF_CHANGE.values(), "unsupported-number", "unsupported-name"}
NEVER_FINDINGS = {"term", "untranslated"}
"""Faults that only make the translator try again."""


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the library of a function or method with one of these names, with its place.

    The command line is left out: its `say` talks to the terminal.
    """
    library = (path for path in PACKAGE.rglob("*.py") if path.parent.name != "cli")
    for path in sorted(library):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in names:
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def texts(node: ast.expr) -> set[str]:
    """The strings that an expression may be: itself, or both sides of a choice."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def places(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


@pytest.mark.parametrize("key", messages())
def test_a_message_has_both_languages_and_the_same_places_in_both(key: str) -> None:
    wordings = messages()[key]
    assert len(wordings) == len(LANGUAGES)
    english, russian = wordings
    assert places(english) == places(russian)
    assert not any("а" <= letter <= "я" for letter in english.lower())
    assert any("а" <= letter <= "я" for letter in russian.lower())


def test_the_code_says_only_what_is_in_the_table_and_fills_in_every_place() -> None:
    used = set(COMPUTED)
    for where, call in calls("say"):
        for key in texts(call.args[0]):
            used.add(key)
            assert key in messages(), where
            filled = {keyword.arg for keyword in call.keywords}
            assert filled == places(messages()[key][0]), where
    assert used == set(messages()), "a row of the table that nobody says"


def test_no_finding_is_made_without_the_table() -> None:
    made = [where for where, _ in calls("Finding")]
    assert [where for where in made if not where.startswith("formats/brief_reader.py")] == []


def test_every_kind_of_finding_has_a_name_in_both_languages() -> None:
    kinds = COMPUTED_KINDS.copy()
    for _, call in calls("finding", "saying", "Fault"):
        kinds |= texts(call.args[0]) if call.args else set()
    assert len(kinds) > 20
    missing = {kind for kind in kinds - NEVER_FINDINGS if f"kind-{kind}" not in words()}
    assert missing == set()


def test_a_finding_says_the_same_in_both_languages() -> None:
    finding = Finding.saying("number_lost", Severity.ERROR, say("did-not-arrive", text="45 %"))
    assert finding.message == "45 % did not come through"
    assert finding.text("en") == finding.message
    assert finding.text("ru") == "«45 %»: в переводе этого нет"


@pytest.mark.parametrize(
    "said",
    [
        Said(),
        Said("of-a-later-version", (("text", "45 %"),)),
        Said("became", (("from", "45 %"), ("to", "54 %"))),
    ],
    ids=["none", "unknown", "other places"],
)
def test_what_the_table_cannot_say_stays_as_it_was_written(said: Said) -> None:
    finding = Finding("mine", Severity.NOTE, "45 % became 54 %", said=said)
    assert finding.text("ru") == finding.text("en") == "45 % became 54 %"


def test_what_is_filled_in_is_never_read_as_a_place() -> None:
    assert say("left-in-russian", words="{words} {0} {").text() == "left in Russian: {words} {0} {"
