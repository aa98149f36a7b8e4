import errno
import json
import os
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.batch import events
from pipeline.batch.report import Outcome, Reason, RunReport
from pipeline.batch.runner import Voice
from pipeline.document import Document
from pipeline.errors import LockedError, OutputError
from pipeline.reading.sources import discover

if TYPE_CHECKING:
    from tests.batch.conftest import Bench


def reasons(report: RunReport) -> dict[str, Reason]:
    return {document.path: document.reason for document in report.documents}


def outcomes(report: RunReport) -> dict[str, Outcome]:
    return {document.path: document.outcome for document in report.documents}


class TestWhatIsDone:
    def test_every_release_gets_its_folder(self, bench: "Bench") -> None:
        bench.releases(5)
        report = bench.run()
        assert report.count(Outcome.DONE) == 5
        assert report.exit_code() == 0
        assert len(bench.files()) == 10
        brief = json.loads((bench.folder("003") / "brief.json").read_text())
        assert brief["signature"]["chunk"] == 4
        assert not (bench.output / "failed.jsonl").exists()

    def test_a_second_run_does_nothing(self, bench: "Bench") -> None:
        bench.releases(5)
        bench.run()
        before = {path: path.stat().st_mtime_ns for path in bench.output.rglob("*.txt")}
        report = bench.run()
        assert report.count(Outcome.UP_TO_DATE) == 5
        assert bench.translate.calls == []
        assert {path: path.stat().st_mtime_ns for path in before} == before

    def test_a_changed_input_is_done_again_with_its_chunk_decoded_whole(
        self, bench: "Bench"
    ) -> None:
        bench.releases(8)
        bench.run()
        untouched = bench.folder("000") / "brief.json"
        written = untouched.stat().st_mtime_ns
        bench.write("001.txt", "Новый текст для первого выпуска.")
        report = bench.run()
        assert reasons(report)["001.txt"] is Reason.INPUT_CHANGED
        assert report.count(Outcome.DONE) == 1
        assert bench.translate.calls == [["000.txt", "001.txt", "002.txt", "003.txt"]]
        assert untouched.stat().st_mtime_ns == written

    def test_changed_settings_are_named(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.settings = {"summarise": {"sentences": 3}}
        bench.run()
        bench.settings = {"summarise": {"sentences": 4}}
        (document,) = bench.run().documents
        assert document.outcome is Outcome.DONE
        assert document.reason is Reason.SETTINGS_CHANGED
        assert document.detail == "settings.summarise.sentences: 3 -> 4"

    def test_an_output_that_was_moved_away_is_made_again(self, bench: "Bench") -> None:
        bench.releases(3)
        bench.run()
        before = bench.files()
        bench.folder("001").rename(bench.output / "elsewhere")
        assert reasons(bench.plan())["001.txt"] is Reason.OUTPUT_MISSING
        bench.run()
        assert {k: v for k, v in bench.files().items() if "elsewhere" not in k} == before

    def test_a_damaged_output_is_made_again(self, bench: "Bench") -> None:
        bench.releases(3)
        bench.run()
        before = bench.files()
        (bench.folder("001") / "brief.json").write_text('{"cut o')
        report = bench.run()
        assert reasons(report)["001.txt"] is Reason.OUTPUT_DAMAGED
        assert report.documents[1].detail == "brief.json"
        assert bench.files() == before

    def test_force_does_everything_again(self, bench: "Bench") -> None:
        bench.releases(3)
        bench.run()
        assert bench.run(force=True).count(Outcome.DONE) == 3

    def test_an_input_that_was_only_touched_is_up_to_date(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.run()
        os.utime(bench.inputs / "000.txt")
        assert bench.run().count(Outcome.UP_TO_DATE) == 1

    def test_copied_outputs_are_up_to_date(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.run()
        for path in bench.folder("000").iterdir():
            os.utime(path, ns=(5, 5))
        assert bench.run().count(Outcome.UP_TO_DATE) == 1

    def test_the_report_is_plain_data(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
        data = json.loads(json.dumps(bench.run().as_dict()))
        assert data["counts"]["done"] == 1
        assert data["counts"]["failed"] == 1
        assert data["documents"][1]["outcome"] == "failed"


class TestAPersonsCorrection:
    def correct(self, bench: "Bench") -> None:
        (bench.folder("000") / "summary.en.txt").write_text("As it should be.\n")

    def test_is_kept_and_said(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.run()
        self.correct(bench)
        report = bench.run()
        assert outcomes(report)["000.txt"] is Outcome.KEPT
        assert report.documents[0].detail == "summary.en.txt"
        assert report.exit_code() == 0
        assert bench.translate.calls == []
        assert (bench.folder("000") / "summary.en.txt").read_text() == "As it should be.\n"
        assert any(isinstance(event, events.DocumentKept) for event in bench.events)

    def test_is_kept_when_the_input_or_the_settings_change(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.run()
        self.correct(bench)
        bench.settings = {"other": 1}
        bench.write("000.txt", "Совсем другой текст этого выпуска.")
        report = bench.run()
        assert outcomes(report) == {"000.txt": Outcome.KEPT, "001.txt": Outcome.DONE}
        assert (bench.folder("000") / "summary.en.txt").read_text() == "As it should be.\n"

    def test_is_kept_when_it_comes_while_the_run_is_going_on(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.run()
        bench.settings = {"other": 1}

        def render(document: Document) -> Mapping[str, bytes]:
            self.correct(bench)
            return original(document)

        original, bench.render = bench.render, render
        assert bench.run().count(Outcome.KEPT) == 1
        assert (bench.folder("000") / "summary.en.txt").read_text() == "As it should be.\n"

    def test_is_overwritten_by_force(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.run()
        before = bench.files()
        self.correct(bench)
        assert bench.run(force=True).count(Outcome.DONE) == 1
        assert bench.files() == before

    def test_is_kept_when_the_ledger_is_lost(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.run()
        self.correct(bench)
        for path in bench.output.glob("ledger.sqlite*"):
            path.unlink()
        report = bench.run()
        # What comes out as it lies there is taken over; what differs is kept.
        assert outcomes(report) == {"000.txt": Outcome.KEPT, "001.txt": Outcome.DONE}
        assert (bench.folder("000") / "summary.en.txt").read_text() == "As it should be.\n"


class TestFailures:
    def test_a_failing_document_is_quarantined_and_the_rest_goes_on(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
        bench.write("empty.txt", "")
        report = bench.run()
        assert report.count(Outcome.DONE) == 2
        assert report.exit_code() == 3
        bad, empty = bench.failed()
        assert (bad["path"], bad["stage"], bad["kind"]) == ("bad.txt", "normalise", "InputError")
        assert bad["message"] == "bad.txt: cannot be normalised; leave it out"
        assert (empty["path"], empty["stage"]) == ("empty.txt", "read")

    def test_a_bug_in_a_model_stage_fails_one_document(self, bench: "Bench") -> None:
        bench.releases(3)
        bench.write("001.txt", "СБОЙ происходит в этом тексте.")
        report = bench.run()
        assert outcomes(report)["001.txt"] is Outcome.FAILED
        assert report.count(Outcome.DONE) == 2
        (failed,) = bench.failed()
        assert failed["kind"] == "ZeroDivisionError"
        assert "Traceback" in failed["cause"]

    def test_a_bug_in_writing_fails_one_document(self, bench: "Bench") -> None:
        bench.releases(3)

        def render(document: Document) -> Mapping[str, bytes]:
            if document.path == "001.txt":
                raise KeyError("a bug")
            return original(document)

        original, bench.render = bench.render, render
        report = bench.run()
        assert outcomes(report)["001.txt"] is Outcome.FAILED
        assert bench.failed()[0]["stage"] == "write"
        assert "Traceback" in bench.failed()[0]["cause"]

    def test_what_failed_is_tried_again_and_leaves_the_quarantine(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
        bench.run()
        assert reasons(bench.plan())["bad.txt"] is Reason.FAILED_BEFORE
        bench.write("bad.txt", "Теперь всё можно сделать с этим текстом.")
        report = bench.run()
        assert report.count(Outcome.DONE) == 1
        assert not (bench.output / "failed.jsonl").exists()

    def test_a_document_that_fails_before_the_models_costs_no_decoding(
        self, bench: "Bench"
    ) -> None:
        bench.releases(3)
        bench.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
        bench.run()
        bench.run()
        assert bench.translate.calls == []

    def test_retry_does_only_what_failed(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
        bench.run()
        bench.write("bad.txt", "Теперь всё можно сделать с этим текстом.")
        bench.write("new.txt", "Этот выпуск появился только сейчас.")
        report = bench.run(only_failed=True)
        assert outcomes(report) == {"bad.txt": Outcome.DONE}

    def test_fail_fast_stops_at_the_first_failure(self, bench: "Bench") -> None:
        bench.releases(40)
        bench.write("000.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
        report = bench.run(chunk=1, fail_fast=True)
        assert report.stopped
        assert report.stop_reason == "000.txt failed"
        assert report.exit_code() == 3
        assert report.count(Outcome.DONE) < 20
        assert bench.run(chunk=1).count(Outcome.FAILED) == 1
        assert len(list(bench.output.glob("*/brief.json"))) == 39

    def test_a_document_over_the_deadline_fails_and_the_rest_goes_on(self, bench: "Bench") -> None:
        bench.releases(3)
        bench.translate.version = "slow"  # type: ignore[misc]
        original = bench.translate.run

        def run(documents: Any) -> Any:
            batch = list(documents)
            if any(document.path == "001.txt" for document in batch):
                time.sleep(1)
            return original(batch)

        bench.translate.run = run  # type: ignore[method-assign]
        report = bench.run(deadline=0.15)
        assert outcomes(report) == {
            "000.txt": Outcome.DONE,
            "001.txt": Outcome.FAILED,
            "002.txt": Outcome.DONE,
        }
        assert bench.failed()[0]["kind"] == "DeadlineError"

    def test_an_input_that_vanishes_is_named(self, bench: "Bench") -> None:
        bench.releases(3)
        sources = discover([bench.inputs])
        (bench.inputs / "001.txt").unlink()
        with bench.runner() as runner:
            report = runner.run(sources)
        assert report.count(Outcome.DONE) == 2
        assert bench.failed()[0]["message"] == "001.txt: is gone; check the name"

    def test_needs_review_is_listed_by_every_run(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.write("doubt.txt", "Есть сомнение в этом тексте выпуска.")
        for _ in range(2):
            report = bench.run()
            assert report.needs_review == ["doubt.txt"]
            assert report.exit_code() == 0
            assert report.exit_code(strict=True) == 5


class TestChunks:
    def test_a_limited_run_then_a_full_one_does_each_document_once(self, bench: "Bench") -> None:
        bench.releases(6)
        assert bench.run(limit=3).count(Outcome.DONE) == 3
        report = bench.run()
        assert (report.count(Outcome.UP_TO_DATE), report.count(Outcome.DONE)) == (3, 3)

    def test_a_run_that_was_stopped_half_way_ends_with_the_same_bytes(
        self, bench: "Bench", another_bench: "Bench"
    ) -> None:
        bench.releases(11)
        another_bench.releases(11)
        another_bench.run()
        with bench.runner() as runner:
            done = 0

            def count(event: events.Event) -> None:
                nonlocal done
                done += isinstance(event, events.DocumentDone)
                if done == 2:
                    raise KeyboardInterrupt

            runner.tell = Voice(count)
            with pytest.raises(KeyboardInterrupt):
                runner.run(discover([bench.inputs]))
        report = bench.run()
        assert report.count(Outcome.UP_TO_DATE) >= 2
        assert report.count(Outcome.DONE) >= 1
        assert bench.files() == another_bench.files()

    def test_a_chunk_that_is_done_in_part_is_decoded_whole(self, bench: "Bench") -> None:
        bench.releases(11)
        bench.run()
        before = bench.files()
        with bench.runner() as runner:
            runner.ledger.prune([bench.folder("005").name])
        for path in bench.folder("005").iterdir():
            path.unlink()
        report = bench.run()
        assert report.count(Outcome.DONE) == 1
        assert bench.translate.calls == [[f"{number:03}.txt" for number in range(4, 8)]]
        assert bench.files() == before

    @pytest.mark.parametrize("limit", [1, 3, 4, 6])
    def test_a_limited_run_decodes_whole_chunks_and_leaves_the_same_bytes(
        self, bench: "Bench", another_bench: "Bench", limit: int
    ) -> None:
        for one in (bench, another_bench):
            one.releases(10)
        another_bench.run()
        report = bench.run(limit=limit)
        assert len(report.documents) == report.count(Outcome.DONE) == limit
        limited = bench.files()
        whole = another_bench.files()
        assert limited == {name: whole[name] for name in limited}
        bench.run()
        assert bench.files() == whole

    def test_so_does_a_run_since_a_time(self, bench: "Bench", another_bench: "Bench") -> None:
        for one in (bench, another_bench):
            one.releases(10)
        another_bench.run()
        old = time.time() - 10 * 24 * 3600
        for number in (0, 1, 2, 5, 6, 7, 8, 9):
            os.utime(bench.inputs / f"{number:03}.txt", (old, old))
        report = bench.run(since=datetime.now(UTC) - timedelta(days=1))
        assert [one.path for one in report.documents] == ["003.txt", "004.txt"]
        assert len(bench.translate.calls) == 2
        recent, whole = bench.files(), another_bench.files()
        assert recent == {name: whole[name] for name in recent}

    def test_since_takes_only_what_changed_after(self, bench: "Bench") -> None:
        bench.releases(3)
        old = (datetime.now(UTC) - timedelta(days=3)).timestamp()
        os.utime(bench.inputs / "001.txt", (old, old))
        report = bench.run(since=datetime.now(UTC) - timedelta(days=1))
        assert list(outcomes(report)) == ["000.txt", "002.txt"]

    def test_the_same_file_named_twice_is_a_clash_that_is_said(self, bench: "Bench") -> None:
        bench.releases(2)
        sources = discover([bench.inputs])
        with bench.runner() as runner:
            report = runner.run([*sources, sources[0]])
        assert report.count(Outcome.DONE) == 2
        assert report.documents[-1].reason is Reason.CLASH
        assert "has the same id as 000.txt" in report.documents[-1].detail

    def test_one_text_under_two_names_is_said(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.write("copy.txt", (bench.inputs / "001.txt").read_text())
        report = bench.run()
        assert report.duplicates == [["001.txt", "copy.txt"]]
        assert report.count(Outcome.DONE) == 3
        found = [event for event in bench.events if isinstance(event, events.DuplicateFound)]
        assert [(event.path, event.same_as) for event in found] == [("copy.txt", ("001.txt",))]
        assert bench.run().duplicates == [["001.txt", "copy.txt"]]


class TestDryRun:
    def test_says_what_would_be_done_and_why_and_writes_nothing(self, bench: "Bench") -> None:
        bench.releases(3)
        bench.run(limit=2)
        bench.write("000.txt", "Новый текст для этого выпуска.")
        bench.write("empty.txt", "")
        before = bench.files()
        report = bench.plan()
        assert report.dry_run
        assert [(one.path, one.outcome, one.reason) for one in report.documents] == [
            ("000.txt", Outcome.PLANNED, Reason.INPUT_CHANGED),
            ("001.txt", Outcome.UP_TO_DATE, Reason.UP_TO_DATE),
            ("002.txt", Outcome.PLANNED, Reason.NEW),
            ("empty.txt", Outcome.FAILED, Reason.NEW),
        ]
        assert bench.files() == before
        assert bench.translate.calls == []


class TestStopping:
    def test_ctrl_c_finishes_what_is_in_flight_and_the_next_run_goes_on(
        self, bench: "Bench"
    ) -> None:
        bench.releases(30)
        original = bench.translate.run

        def run(documents: Any) -> Any:
            if len(bench.translate.calls) == 2:
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.05)
            return original(documents)

        bench.translate.run = run  # type: ignore[method-assign]
        report = bench.run(chunk=2)
        assert report.stopped
        assert report.interrupted
        assert report.exit_code() == 130
        done = report.count(Outcome.DONE)
        assert 6 <= done <= 10
        assert len(list(bench.output.glob("*/brief.json"))) == done
        assert any(isinstance(event, events.StopRequested) for event in bench.events)
        bench.translate.run = original  # type: ignore[method-assign]
        rest = bench.run(chunk=2)
        assert (rest.count(Outcome.UP_TO_DATE), rest.count(Outcome.DONE)) == (done, 30 - done)
        assert not rest.stopped

    def test_handlers_are_put_back(self, bench: "Bench") -> None:
        before = signal.getsignal(signal.SIGINT)
        bench.releases(1)
        bench.run()
        assert signal.getsignal(signal.SIGINT) is before

    def test_a_run_can_be_stopped_from_another_thread(self, bench: "Bench") -> None:
        bench.releases(60)
        with bench.runner(chunk=1) as runner:
            threading.Timer(0.05, runner.stop, args=("enough",)).start()
            original = bench.translate.run

            def run(documents: Any) -> Any:
                time.sleep(0.01)
                return original(documents)

            bench.translate.run = run  # type: ignore[method-assign]
            report = runner.run(discover([bench.inputs]))
        assert report.stopped
        assert report.stop_reason == "enough"
        assert 0 < report.count(Outcome.DONE) < 60

    def test_a_run_can_go_on_in_a_thread(self, bench: "Bench") -> None:
        bench.releases(2)
        reports: list[RunReport] = []
        # The ledger is made in that thread too, as a program with a window would do.
        worker = threading.Thread(target=lambda: reports.append(bench.run()))
        worker.start()
        worker.join()
        assert reports[0].count(Outcome.DONE) == 2


class TestAnOutputThatCannotBeWritten:
    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
    def test_a_full_or_read_only_disk_ends_the_run_with_nothing_half_written(
        self, bench: "Bench", another_bench: "Bench", number: int
    ) -> None:
        bench.releases(9)
        another_bench.releases(9)
        another_bench.run()
        written = 0

        def full(point: str) -> None:
            nonlocal written
            written += point == "made"
            if written >= 4 and point == "filled":
                raise OSError(number, os.strerror(number))

        bench.at = full
        report = bench.run()
        assert report.stopped
        assert os.strerror(number) in report.stop_reason
        assert report.exit_code() == 3
        assert report.count(Outcome.DONE) < 4
        assert report.count(Outcome.NOT_REACHED) >= 1
        assert report.count(Outcome.FAILED) == 0
        assert set(bench.files()) < set(another_bench.files())
        bench.at = lambda _: None
        assert bench.run().count(Outcome.DONE) == 9 - report.count(Outcome.DONE)
        assert bench.files() == another_bench.files()

    def test_a_place_that_cannot_be_made_is_a_clear_error(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.output.write_text("a file in the way")
        with pytest.raises(OutputError, match="choose a folder that you may write to"):
            bench.run()

    def test_two_runs_at_once_do_not_tread_on_each_other(self, bench: "Bench") -> None:
        bench.releases(2)
        with bench.runner() as first, pytest.raises(LockedError, match="another run is working"):
            bench.run()
        del first


class TestEvents:
    def test_a_run_is_told_from_start_to_finish(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.write("empty.txt", "")
        bench.run()
        assert [event.name for event in bench.events] == [
            "run_started",
            "document_done",
            "document_done",
            "document_failed",
            "run_finished",
        ]
        bench.run()
        assert [event.name for event in bench.events][1:3] == ["document_skipped"] * 2

    def test_an_event_is_one_line_of_json_with_its_name_first(self, bench: "Bench") -> None:
        bench.releases(1)
        bench.run()
        for event in bench.events:
            line = events.as_json(event)
            assert "\n" not in line
            assert next(iter(json.loads(line).items())) == ("event", event.name)
            assert set(json.loads(line)) == {"event", *(field.name for field in fields(event))}
