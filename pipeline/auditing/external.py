"""The audit of translations that Svodka did not make: a triple of texts, or a TMX file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pipeline.auditing.checks import examine
from pipeline.auditing.triple import Triple
from pipeline.document import Finding
from pipeline.errors import InputError
from pipeline.language.glossary import Glossary

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Audited:
    """One line with what the audit found; `id` is its number, or the unit's id in a TMX."""

    id: str
    russian: str
    english: str
    findings: tuple[Finding, ...]


def audit_texts(source: str, russian: str, english: str, glossary: Glossary) -> list[Audited]:
    """Audit aligned texts: line n of `english` renders line n of `russian`.

    Args:
        source: The Russian text that both come from; empty to audit the translation alone.
        russian: The summary, a line each sentence.
        english: Its translation, as many lines.
        glossary: The terms that must come through.

    Raises:
        InputError: If the two have different numbers of lines.
    """
    left, right = russian.splitlines(), english.splitlines()
    if len(left) != len(right):
        raise InputError(
            f"{len(left)} Russian lines stand against {len(right)} English ones",
            remedy="give as many lines on both sides",
        )
    return [
        Audited(str(number), one, other, _findings(source, one, other, glossary))
        for number, (one, other) in enumerate(zip(left, right, strict=True), 1)
        if one.strip() or other.strip()
    ]


def audit_tmx(path: Path, glossary: Glossary) -> Iterator[Audited]:
    """Audit every unit of a TMX file that has a Russian and an English variant, one at a time.

    Raises:
        InputError: If the file cannot be read or is not a TMX.
    """
    try:
        for number, (id, russian, english) in enumerate(_units(path), 1):
            findings = _findings("", russian, english, glossary)
            yield Audited(id or str(number), russian, english, findings)
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="name a readable file"
        ) from error
    except ElementTree.ParseError as error:
        raise InputError(
            f"is not well-formed XML ({error})", where=str(path), remedy="give a TMX 1.4 file"
        ) from error


def _findings(source: str, russian: str, english: str, glossary: Glossary) -> tuple[Finding, ...]:
    whole = source or russian
    return tuple(examine(Triple(whole, russian, english, glossary, context=whole)))


def _units(path: Path) -> Iterator[tuple[str, str, str]]:
    """Identifier, Russian and English of each unit; the tree is emptied as it is read."""
    seen_root = False
    for event, element in ElementTree.iterparse(path, events=("start", "end")):
        if not seen_root:
            seen_root = True
            if element.tag != "tmx":
                raise InputError(
                    f"is no TMX: its root is <{element.tag}>",
                    where=str(path),
                    remedy="give a TMX 1.4 file",
                )
        if event == "end" and element.tag == "tu":
            sides = {_language(variant): _segment(variant) for variant in element.iter("tuv")}
            if "ru" in sides and "en" in sides:
                yield element.get("tuid", ""), sides["ru"], sides["en"]
            element.clear()


def _language(variant: ElementTree.Element) -> str:
    language = variant.get(_XML_LANG) or variant.get("lang") or ""
    return language.lower().replace("_", "-").split("-")[0]


def _segment(variant: ElementTree.Element) -> str:
    segment = variant.find("seg")
    text = "" if segment is None else "".join(segment.itertext())
    return _SPACE.sub(" ", text).strip()
