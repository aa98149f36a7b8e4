"""Our TMX as translate-toolkit reads it."""

from io import BytesIO, StringIO
from typing import Any

from hypothesis import given
from lxml import etree
from translate.storage.tmx import tmxfile

from pipeline.document import Document
from pipeline.formats.text import xml_text
from pipeline.formats.tmx import tmx_text, write_tmx
from tests.documents import arbitrary, release, thorough

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# What TMX 1.4b allows of the elements that are used, as a DTD.
DTD = """
<!ELEMENT tmx (header, body)>
<!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note | prop)*>
<!ATTLIST header
  creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED
  o-encoding CDATA #IMPLIED creationdate CDATA #IMPLIED creationid CDATA #IMPLIED
  changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note | prop)*, tuv+)>
<!ATTLIST tu tuid NMTOKEN #IMPLIED creationdate NMTOKEN #IMPLIED>
<!ELEMENT note (#PCDATA)>
<!ATTLIST note xml:lang CDATA #IMPLIED>
<!ELEMENT prop (#PCDATA)>
<!ATTLIST prop type CDATA #REQUIRED xml:lang CDATA #IMPLIED>
<!ELEMENT tuv ((note | prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
"""


def read(text: str) -> Any:
    return tmxfile.parsestring(text.encode("utf-8"))  # type: ignore[no-untyped-call]


def properties(unit: Any) -> dict[str, str]:
    return {
        prop.get("type").removeprefix("x-svodka-"): prop.text or ""
        for prop in unit.xmlelement.iterfind("prop")
    }


def test_translate_toolkit_reads_every_pair() -> None:
    document = release()
    pairs = [(unit.source, unit.target or "") for unit in read(tmx_text(document)).units]
    assert pairs == [(one.text, one.english) for one in document.all_segments()]


@thorough
@given(arbitrary())
def test_any_text_comes_back_character_for_character(document: Document) -> None:
    pairs = [
        [seg.text or "" for seg in unit.iter("seg")]
        for unit in etree.parse(BytesIO(tmx_text(document).encode("utf-8"))).iter("tu")
    ]
    assert pairs == [[xml_text(one.text), xml_text(one.english)] for one in document.all_segments()]


@thorough
@given(arbitrary())
def test_any_text_comes_back_through_translate_toolkit(document: Document) -> None:
    for unit, segment in zip(read(tmx_text(document)).units, document.all_segments(), strict=True):
        assert str(unit.source or "") == xml_text(segment.text)
        assert str(unit.target or "") == xml_text(segment.english)


@thorough
@given(arbitrary())
def test_the_structure_is_that_of_the_standard(document: Document) -> None:
    dtd = etree.DTD(StringIO(DTD))
    root = etree.fromstring(tmx_text(document).encode("utf-8"))
    assert dtd.validate(root), dtd.error_log


def test_the_header_is_complete() -> None:
    header = etree.fromstring(tmx_text(release()).encode("utf-8")).find("header")
    assert header is not None
    assert {
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    } <= set(header.keys())
    assert header.get("srclang") == "ru"
    assert header.get("segtype") == "sentence"


def test_a_unit_says_where_it_comes_from_and_how_far_to_trust_it() -> None:
    title, _, first, *_, failed = read(tmx_text(release())).units
    assert title.xmlelement.get("tuid") == "severny-veter-1a2b3c4d.title"
    assert title.xmlelement.get("creationdate") == "20260514T000000Z"
    facts = properties(first)
    assert facts["document"] == "severny-veter-1a2b3c4d"
    assert facts["segment"] == "1"
    assert facts["state"] == "needs-review"
    assert facts["score"] == "-0.4211"
    assert facts["findings"] == "magnitude_slip term_wrong"
    assert facts["translator"] == "compact/translator a3a3a3a3a3a3"
    assert facts["source-spans"] == " ".join(
        f"{span.start}-{span.stop}" for span in release().segments[0].spans
    )
    assert properties(failed)["state"] == "failed"
    assert "score" not in properties(failed)


def test_what_xml_forbids_is_replaced_and_recorded() -> None:
    document = release()
    document.segments[0].text = "До\x00 и \x1bпосле"
    first = read(tmx_text(document)).units[2]
    assert first.source == "До\ufffd и \ufffdпосле"
    assert properties(first)["replaced-characters"] == "U+0000 U+001B"


def test_languages_are_named_on_every_variant() -> None:
    root = etree.fromstring(tmx_text(release()).encode("utf-8"))
    assert [variant.get(LANGUAGE) for variant in root.iter("tuv")] == ["ru", "en"] * 6


def test_without_a_date_no_date_is_written() -> None:
    document = release()
    document.date = ""
    assert "creationdate" not in tmx_text(document)


def test_several_documents_stream_into_one_memory() -> None:
    stream = StringIO(newline="")
    write_tmx((release(id=f"number-{n:08x}") for n in range(3)), stream)
    assert len(read(stream.getvalue()).units) == 18
