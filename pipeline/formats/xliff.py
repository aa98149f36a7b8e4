"""XLIFF 2.1 and 1.2 (OASIS standards), streamed document by document.

A machine's translation is never given as reviewed or final: a line that passed the checks is
`translated`, one in doubt says so in the way of its version, one without English is left to be
translated. Each document is a file of its own in the exchange file.
"""

from collections.abc import Iterable, Iterator
from typing import TextIO

from pipeline.document import Document
from pipeline.formats.text import illegal_in_xml
from pipeline.formats.units import State, Unit, models, units
from pipeline.formats.xml import XmlWriter
from pipeline.version import __version__

__all__ = ["write_xliff", "write_xliff_1_2"]

_NAMESPACE = "urn:svodka:brief"
_PRESERVE = {"xml:space": "preserve"}


def write_xliff(documents: Iterable[Document], stream: TextIO) -> None:
    """Write XLIFF 2.1 (http://docs.oasis-open.org/xliff/xliff-core/v2.1/).

    Args:
        documents: Taken one at a time.
        stream: A text stream in UTF-8, opened with `newline=""`.
    """
    xml = XmlWriter(stream)
    root = {
        "xmlns": "urn:oasis:names:tc:xliff:document:2.0",
        "xmlns:mda": "urn:oasis:names:tc:xliff:metadata:2.0",
        "version": "2.1",
        "srcLang": "ru",
        "trgLang": "en",
    }
    with xml.element("xliff", root):
        for number, document in enumerate(documents, 1):
            if not document.all_segments():  # a file without a unit is not valid
                continue
            with xml.element("file", {"id": f"f{number}", "original": document.path}):
                for place, unit in enumerate(units(document), 1):
                    _write_unit(xml, f"u{place}", unit)


def write_xliff_1_2(documents: Iterable[Document], stream: TextIO) -> None:
    """Write XLIFF 1.2 (http://docs.oasis-open.org/xliff/v1.2/).

    Args:
        documents: Taken one at a time.
        stream: A text stream in UTF-8, opened with `newline=""`.
    """
    xml = XmlWriter(stream)
    root = {
        "xmlns": "urn:oasis:names:tc:xliff:document:1.2",
        "xmlns:svodka": _NAMESPACE,
        "version": "1.2",
    }
    with xml.element("xliff", root):
        for document in documents:
            _write_file_1_2(xml, document)


def _write_unit(xml: XmlWriter, id: str, unit: Unit) -> None:
    with xml.element("unit", {"id": id, "name": unit.id}):
        with xml.element("mda:metadata"), xml.element("mda:metaGroup", {"category": "svodka"}):
            for kind, value in _facts(unit):
                xml.leaf("mda:meta", value, {"type": kind})
        if unit.findings:
            with xml.element("notes"):
                for finding in unit.findings:
                    text = f"{finding.severity}: {finding.message}"
                    xml.leaf("note", text, {"category": finding.kind})
        with xml.element("segment", _state(unit)):
            xml.leaf("source", unit.russian, _PRESERVE)
            if unit.state is not State.FAILED:
                xml.leaf("target", unit.english, _PRESERVE)


def _state(unit: Unit) -> dict[str, str]:
    if unit.state is State.FAILED:
        return {"state": "initial"}
    if unit.state is State.REVIEW:
        return {"state": "translated", "subState": f"svodka:{unit.state}"}
    return {"state": "translated"}


def _write_file_1_2(xml: XmlWriter, document: Document) -> None:
    attributes = {
        "original": document.path,
        "source-language": "ru",
        "target-language": "en",
        "datatype": "plaintext",
        "tool-id": "svodka",
    }
    tool = {"tool-id": "svodka", "tool-name": "Svodka", "tool-version": __version__}
    with xml.element("file", attributes):
        with xml.element("header"):
            xml.leaf("tool", attributes=tool)
        with xml.element("body"):
            for unit in units(document):
                _write_unit_1_2(xml, unit)


_STATES_1_2 = {
    State.TRANSLATED: {"state": "translated", "state-qualifier": "mt-suggestion"},
    State.REVIEW: {"state": "needs-review-translation", "state-qualifier": "mt-suggestion"},
    State.FAILED: {"state": "needs-translation"},
}


def _write_unit_1_2(xml: XmlWriter, unit: Unit) -> None:
    facts = {f"svodka:{kind}": value for kind, value in _facts(unit)}
    attributes = {"id": unit.id, "approved": "no", **_PRESERVE, **facts}
    with xml.element("trans-unit", attributes):
        xml.leaf("source", unit.russian)
        xml.leaf("target", unit.english, _STATES_1_2[unit.state])
        for finding in unit.findings:
            xml.leaf("note", f"{finding.severity}: {finding.message}", {"from": "svodka"})


def _facts(unit: Unit) -> Iterator[tuple[str, str]]:
    """Name and value of what else is known of a unit; the names are XML names."""
    yield "document", unit.document.id
    yield "role", str(unit.role)
    yield "segment", str(unit.number)
    yield "source-spans", unit.spans
    if unit.state is not State.FAILED:
        yield "origin", unit.origin
        yield "score", f"{unit.score:.4f}"
    if unit.kinds:
        yield "findings", unit.kinds
    for role, model in models(unit.document.signature).items():
        if role in {"summariser", "translator"}:
            yield role, model
    replaced = " ".join(illegal_in_xml(unit.russian, unit.english))
    if replaced:
        yield "replaced-characters", replaced
