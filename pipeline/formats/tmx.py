"""TMX 1.4b (https://www.gala-global.org/tmx-14b), streamed unit by unit.

Each unit carries, as properties, the document and line it belongs to, the spans of the source it
comes from, the models that made it, its score, its state and its findings. A line without English
stays as a unit with an empty target and the state `failed`. The only date that is written is the
release's own, so that the same document always gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TextIO

from pipeline.document import Document
from pipeline.formats.text import illegal_in_xml
from pipeline.formats.units import State, Unit, models, units
from pipeline.formats.xml import XmlWriter
from pipeline.version import __version__

__all__ = ["tmx_text", "write_tmx"]

_HEADER = {
    "creationtool": "svodka",
    "creationtoolversion": __version__,
    "segtype": "sentence",
    "o-tmf": "svodka-brief",
    "adminlang": "en",
    "srclang": "ru",
    "datatype": "plaintext",
    "o-encoding": "UTF-8",
}


def write_tmx(documents: Iterable[Document], stream: TextIO) -> None:
    """Write the documents as one translation memory.

    Args:
        documents: Taken one at a time.
        stream: A text stream in UTF-8, opened with `newline=""`.
    """
    xml = XmlWriter(stream)
    with xml.element("tmx", {"version": "1.4"}):
        xml.leaf("header", attributes=_HEADER)
        with xml.element("body"):
            for document in documents:
                for unit in units(document):
                    _write_unit(xml, unit)


def tmx_text(document: Document) -> str:
    """`aligned.tmx` of one document."""
    stream = StringIO(newline="")
    write_tmx([document], stream)
    return stream.getvalue()


def _write_unit(xml: XmlWriter, unit: Unit) -> None:
    attributes = {"tuid": "_".join(unit.id.split())}
    if unit.document.date:
        attributes["creationdate"] = unit.document.date.replace("-", "") + "T000000Z"
    with xml.element("tu", attributes):
        for finding in unit.findings:
            xml.leaf("note", f"{finding.severity}: {finding.message}", {"xml:lang": "en"})
        for kind, value in _properties(unit):
            xml.leaf("prop", value, {"type": f"x-svodka-{kind}"})
        for language, text in (("ru", unit.russian), ("en", unit.english)):
            with xml.element("tuv", {"xml:lang": language}):
                xml.leaf("seg", text)


def _properties(unit: Unit) -> Iterator[tuple[str, str]]:
    """Name and value of each property; in a target with nothing to say there is none."""
    yield "document", unit.document.id
    yield "path", unit.document.path
    yield "role", str(unit.role)
    yield "segment", str(unit.number)
    yield "source-spans", unit.spans
    yield "state", str(unit.state)
    if unit.state is not State.FAILED:
        yield "origin", unit.origin
        yield "score", f"{unit.score:.4f}"
    if unit.kinds:
        yield "findings", unit.kinds
    yield from models(unit.document.signature).items()
    replaced = " ".join(illegal_in_xml(unit.russian, unit.english))
    if replaced:
        yield "replaced-characters", replaced
