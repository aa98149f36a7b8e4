import copy
import json
from dataclasses import fields
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from pipeline.document import Document, Finding, Hypothesis, Segment, Sentence
from pipeline.errors import InputError
from pipeline.formats import brief
from tests.documents import arbitrary, release, thorough

VALIDATOR = jsonschema.Draft202012Validator(json.loads(brief.SCHEMA.read_text(encoding="utf-8")))


def test_a_release_goes_out_and_back() -> None:
    assert brief.loads(brief.dumps(release())) == release()


@thorough
@given(arbitrary())
def test_any_document_goes_out_and_back(document: Document) -> None:
    again = brief.loads(brief.dumps(document))
    assert brief.to_json(again) == brief.to_json(document)
    assert brief.dumps(again) == brief.dumps(document)


@thorough
@given(arbitrary())
def test_every_brief_fits_the_published_schema(document: Document) -> None:
    VALIDATOR.validate(brief.to_json(document))


@thorough
@given(arbitrary())
def test_every_brief_is_utf8_that_ends_in_a_line_feed(document: Document) -> None:
    written = brief.dumps(document).encode("utf-8")
    assert written.endswith(b"}\n")
    assert b"\r" not in written


@thorough
@given(arbitrary())
def test_the_original_of_a_span_can_be_told_from_the_file_alone(document: Document) -> None:
    again = brief.loads(brief.dumps(document))
    for segment, stored in zip(again.segments, brief.to_json(document)["segments"], strict=True):
        spans = [document.original_span(span) for span in segment.spans]
        assert [again.original_span(span) for span in segment.spans] == spans
        assert stored["original_spans"] == [[span.start, span.stop] for span in spans]


def test_without_surrogates_nothing_is_lost() -> None:
    document = release()
    document.metadata["title"] = "\x00\u202e\U0001f1f7 e\u0301\u2028"
    assert brief.loads(brief.dumps(document)) == document


def test_a_lone_surrogate_becomes_one_replacement_character() -> None:
    document = release()
    document.path = "in\udcffput.txt"
    assert brief.loads(brief.dumps(document)).path == "in\ufffdput.txt"


def test_what_is_not_there_is_empty_and_never_null() -> None:
    value = brief.to_json(Document("a-00000000", "a.txt", "", ""))
    assert value["title"]["text"] == ""
    assert value["title"]["index"] == value["title"]["chosen"] == -1
    assert value["failure"] == {"stage": "", "kind": "", "message": ""}
    assert "null" not in brief.dumps(Document("a-00000000", "a.txt", "", ""))


def test_the_schema_asks_for_every_field_and_allows_no_other() -> None:
    def objects(node: Any) -> list[dict[str, Any]]:
        children = node.values() if isinstance(node, dict) else node
        found = [node] if isinstance(node, dict) and "properties" in node else []
        return found + [
            one for child in children if isinstance(child, (dict, list)) for one in objects(child)
        ]

    found = objects(VALIDATOR.schema)
    assert len(found) == 9
    for one in found:
        assert one["required"] == list(one["properties"])
        assert one["additionalProperties"] is False


@pytest.mark.parametrize(
    ("record", "stored"),
    [
        (Document, lambda value: value),
        (Segment, lambda value: value["segments"][0]),
        (Hypothesis, lambda value: value["segments"][0]["hypotheses"][0]),
        (Finding, lambda value: value["findings"][0]),
    ],
)
def test_every_field_of_a_record_is_written(record: type, stored: Any) -> None:
    names = {field.name for field in fields(record)}
    assert names <= set(stored(brief.to_json(release())))


def test_of_a_sentence_only_the_text_is_left_out_since_its_span_gives_it() -> None:
    names = {field.name for field in fields(Sentence)}
    assert names - set(brief.to_json(release())["sentences"][0]) == {"text"}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("text",), 7, "text -> not a string"),
        (("segments", 1, "spans", 0), [5, 2], "segments[1].spans[0] -> not a span"),
        (("segments", 1, "spans", 0), [0, 10**9], "segments[1].spans[0] -> not a span"),
        (("segments", 0, "chosen"), 3, "segments[0].chosen -> there is no such hypothesis"),
        (("segments", 0, "chosen"), True, "segments[0].chosen -> not an integer"),
        (("segments", 0, "role"), "hero", "segments[0].role -> not one of title, dateline"),
        (("findings", 0, "segment"), 99, "findings[0].segment -> there is no such segment"),
        (("score",), float("nan"), "score -> not a finite number"),
        (("offsets", 0, 0), [1, 2], "offsets[0][0] -> not 3 integers"),
        (("offsets", 0, 1), [0, 1, 1], "offsets -> replacements overlap"),
        (("sentences",), {}, "sentences -> not an array"),
    ],
)
def test_a_fault_is_named_by_its_path(
    path: tuple[str | int, ...], value: Any, message: str
) -> None:
    broken: Any = copy.deepcopy(brief.to_json(release()))
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(InputError) as caught:
        brief.from_json(broken, where="brief.json")
    assert f"brief.json: {message}" in str(caught.value)


@pytest.mark.parametrize("name", list(brief.to_json(release())))
def test_a_missing_field_is_an_error_that_names_it(name: str) -> None:
    value = brief.to_json(release())
    del value[name]
    with pytest.raises(InputError, match=name if name != "schema_version" else "schema version"):
        brief.from_json(value)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"schema_version": 99}', "[" * 100_000])
def test_what_is_no_brief_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError):
        brief.loads(text)
