"""The audit of other people's translations: texts line by line, and TMX files."""

from pathlib import Path

import pytest

from pipeline.auditing.external import audit_texts, audit_tmx
from pipeline.errors import InputError
from pipeline.language.glossary import Glossary

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="ru"/><body>
<tu tuid="a"><tuv xml:lang="ru-RU"><seg>Построено 12 школ.</seg></tuv>
<tuv xml:lang="en"><seg>21 schools were <hi>built</hi>.</seg></tuv></tu>
<tu tuid="b"><tuv xml:lang="ru"><seg>Школы открыты.</seg></tuv></tu>
<tu tuid="c"><tuv xml:lang="ru"><seg>Школы открыты.</seg></tuv>
<tuv xml:lang="en-GB"><seg>The schools are open.</seg></tuv></tu>
</body></tmx>"""


def test_lines_are_held_against_each_other() -> None:
    lines = audit_texts(
        "",
        "Есть 5 цехов.\nЦехи новые.",
        "There are 6 shops.\nThe shops are new.",
        Glossary.builtin(),
    )
    assert [[one.kind for one in line.findings] for line in lines] == [["number_changed"], []]


def test_different_numbers_of_lines_are_refused() -> None:
    with pytest.raises(InputError, match="1 Russian lines stand against 2"):
        audit_texts("", "Раз.", "One.\nTwo.", Glossary.builtin())


def test_tmx_units_with_both_languages_are_audited(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(TMX, encoding="utf-8")
    lines = list(audit_tmx(path, Glossary.builtin()))
    assert [(line.id, [one.kind for one in line.findings]) for line in lines] == [
        ("a", ["number_changed"]),
        ("c", []),
    ]
    assert lines[0].english == "21 schools were built."


@pytest.mark.parametrize(
    ("content", "message"),
    [("<xliff/>", "is no TMX"), ("<tmx><tu>", "not well-formed"), ("", "not well-formed")],
)
def test_what_is_no_tmx_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(audit_tmx(path, Glossary.builtin()))


def test_entities_do_not_blow_up(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 9))
    path = tmp_path / "bomb.tmx"
    path.write_text(
        f'<!DOCTYPE tmx [<!ENTITY l0 "lol">{levels}]><tmx><tu><seg>&l8;</seg></tu></tmx>',
        encoding="utf-8",
    )
    with pytest.raises(InputError):
        list(audit_tmx(path, Glossary.builtin()))
