import time
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

import pytest

from pipeline.batch.isolate import StageGroup, groups_of, snapshot
from pipeline.document import Document, Hypothesis, Segment
from pipeline.errors import InputError, ModelError
from pipeline.stages.base import DocumentStage, Stage


def documents(*texts: str) -> list[Document]:
    return [Document(id=text, path=f"{text}.txt", digest="", original=text) for text in texts]


class Batch:
    """Notes in each document what it was decoded with."""

    name: ClassVar[str] = "batch"
    version: ClassVar[str] = "1"

    def __init__(self, check: Callable[[Document], None]) -> None:
        self.check = check

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        batch = list(documents)
        together = "+".join(document.id for document in batch)
        for document in batch:
            document.segments.append(Segment(0, together, ()))
            self.check(document)
            yield document


class Single(DocumentStage):
    name: ClassVar[str] = "single"
    version: ClassVar[str] = "1"

    def __init__(self, check: Callable[[Document], None]) -> None:
        self.check = check

    def process(self, document: Document) -> None:
        document.text = document.original
        self.check(document)


def accept(_: Document) -> None:
    pass


def bug_in(name: str) -> Callable[[Document], None]:
    def check(document: Document) -> None:
        if document.id == name:
            raise ZeroDivisionError("no")

    return check


def together(results: list[Document]) -> list[str]:
    return [document.segments[0].text if document.segments else "" for document in results]


def test_without_errors_a_chunk_is_run_together() -> None:
    results = StageGroup([Batch(accept)]).run(documents("a", "b"), {})
    assert together(results) == ["a+b", "a+b"]


def test_a_bug_fails_its_document_and_the_others_come_out_as_without_it() -> None:
    causes: dict[str, str] = {}
    results = StageGroup([Batch(bug_in("b"))]).run(documents("a", "b", "c"), causes)
    assert together(results) == ["a+c", "", "a+c"]
    failure = results[1].failure
    assert failure is not None
    assert (failure.stage, failure.kind) == ("batch", "ZeroDivisionError")
    assert failure.message.startswith("b.txt: ZeroDivisionError in batch: no; this is a bug")
    assert "Traceback" in causes["b"]
    assert "in check" in causes["b"]


def test_later_stages_do_not_see_what_failed() -> None:
    group = StageGroup([Batch(bug_in("b")), Batch(accept)])
    results = group.run(documents("a", "b", "c"), {})
    assert [len(document.segments) for document in results] == [2, 0, 2]
    assert results[0].segments[1].text == "a+c"


def test_what_failed_before_is_passed_on_untouched() -> None:
    first, second = documents("a", "b")
    first = StageGroup([Single(bug_in("a"))]).run([first], {})[0]
    failure = first.failure
    results = StageGroup([Batch(accept)]).run([first, second], {})
    assert results[0].failure is failure
    assert together(results) == ["", "b"]


def test_an_error_raised_by_a_batch_stage_keeps_its_own_words() -> None:
    def check(document: Document) -> None:
        if document.id == "b":
            raise InputError("is too long", where="b.txt", remedy="split it")

    causes: dict[str, str] = {}
    results = StageGroup([Batch(check)]).run(documents("a", "b"), causes)
    assert results[1].failure is not None
    assert results[1].failure.message == "b.txt: is too long; split it"
    assert causes == {}


def test_a_model_that_fails_for_every_document_is_at_fault_itself() -> None:
    def check(_: Document) -> None:
        raise ModelError("cannot be run", where="translator")

    with pytest.raises(ModelError, match="translator: cannot be run"):
        StageGroup([Batch(check)]).run(documents("a", "b"), {})


def test_documents_that_fail_only_together_are_taken_one_by_one() -> None:
    class Crowded(Batch):
        def run(self, documents: Iterable[Document]) -> Iterator[Document]:
            batch = list(documents)
            if len(batch) > 1:
                raise MemoryError
            yield from super().run(batch)

    results = StageGroup([Crowded(accept)]).run(documents("a", "b"), {})
    assert together(results) == ["a", "b"]


def test_a_stage_that_loses_a_document_is_found_out() -> None:
    class Lossy(Batch):
        def run(self, documents: Iterable[Document]) -> Iterator[Document]:
            yield from (document for document in documents if document.id != "b")

    results = StageGroup([Lossy(accept)]).run(documents("a", "b", "c"), {})
    assert [document.id for document in results] == ["a", "b", "c"]
    assert results[1].failure is not None
    assert "gave back other documents" in results[1].failure.message


@pytest.mark.parametrize("kind", [Single, Batch])
def test_a_document_that_takes_too_long_is_failed_and_the_others_go_on(
    kind: Callable[[Callable[[Document], None]], Stage],
) -> None:
    def check(document: Document) -> None:
        if document.id == "b":
            time.sleep(2)

    started = time.monotonic()
    results = StageGroup([kind(check)], deadline=0.1).run(documents("a", "b", "c"), {})
    assert time.monotonic() - started < 1.5
    assert [document.failure is not None for document in results] == [False, True, False]
    assert results[1].failure is not None
    assert results[1].failure.message.startswith("b.txt: ")
    assert "took longer than the deadline; allow more time" in results[1].failure.message


def test_what_overran_cannot_touch_the_result_any_more() -> None:
    def check(document: Document) -> None:
        time.sleep(0.3)
        document.text = "too late"

    (result,) = StageGroup([Single(check)], deadline=0.05).run(documents("a"), {})
    time.sleep(0.5)
    assert result.text == ""


def test_neighbours_that_treat_single_documents_share_a_thread() -> None:
    single, batch = Single(accept), Batch(accept)
    stages: list[Stage] = [single, single, batch, batch, single]
    assert groups_of(stages) == [[single, single], [batch], [batch], [single]]


def test_a_snapshot_does_not_share_what_stages_change() -> None:
    (document,) = documents("a")
    document.title = Segment(0, "Заголовок", ())
    document.segments.append(Segment(1, "Текст", ()))
    copy = snapshot(document)
    for segment in copy.all_segments():
        segment.hypotheses.append(Hypothesis("x", "model"))
        segment.chosen = 0
    copy.metadata["a"] = "b"
    copy.segments.append(Segment(2, "Ещё", ()))
    assert document.metadata == {}
    assert [segment.chosen for segment in document.all_segments()] == [None, None]
    assert [segment.hypotheses for segment in document.all_segments()] == [[], []]
