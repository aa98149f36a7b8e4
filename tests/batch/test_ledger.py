import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.entry import Entry, Status
from pipeline.batch.ledger import Ledger
from pipeline.batch.outputs import FileFacts
from pipeline.batch.schema import APPLICATION_ID, STEPS, VERSION
from pipeline.document import Failure
from pipeline.errors import OutputError

SIGNATURE = {"svodka": "0.1.0", "chunk": 32}
FILES = {"brief.json": FileFacts("aa" * 32, 10, 1, 1)}


def entry(name: str = "a", **changes: object) -> Entry:
    plain = Entry(
        id=f"{name}-00000000",
        path=f"{name}.txt",
        key="k" * 64,
        input_digest="d" * 64,
        signature="",
        status=Status.DONE,
        files=FILES,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def test_what_is_recorded_is_found_again_by_another_process(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record_done(entry(score=0.5, needs_review=True, text_digest="t"), SIGNATURE)
    with Ledger(path) as ledger:
        found = ledger.lookup("a-00000000")
        assert found is not None
        assert found.status is Status.DONE
        assert found.files == FILES
        assert (found.score, found.needs_review) == (0.5, True)
        assert ledger.signature(found.signature) == SIGNATURE
        assert ledger.same_text("t") == [found]


def test_an_unknown_document_is_none(path: Path) -> None:
    with Ledger(path) as ledger:
        assert ledger.lookup("nobody") is None
        assert ledger.signature("nothing") == {}
        assert ledger.same_text("") == []


def test_an_intent_keeps_what_was_written_before(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record_done(entry(), SIGNATURE)
        ledger.intend(entry(files={}, intended={"brief.json": "bb"}), SIGNATURE)
        found = ledger.lookup("a-00000000")
        assert found is not None
        assert found.status is Status.WRITING
        assert found.files == FILES
        assert found.intended == {"brief.json": "bb"}


def test_a_failure_is_kept_with_its_cause_and_goes_when_the_document_is_done(path: Path) -> None:
    with Ledger(path) as ledger:
        failure = Failure("translate", "ModelError", "a.txt: too long; split it")
        ledger.record_failed(entry(), SIGNATURE, failure, cause="Traceback ...")
        (failed,) = ledger.failed()
        assert (failed.stage, failed.kind, failed.cause) == (
            "translate",
            "ModelError",
            "Traceback ...",
        )
        ledger.record_done(entry(), SIGNATURE)
        assert ledger.failed() == []


def test_pruning_forgets_documents_and_the_signatures_that_nobody_needs(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record_done(entry("a"), SIGNATURE)
        ledger.record_done(entry("b"), {"chunk": 1})
        old = ledger.lookup("a-00000000")
        assert ledger.prune(["a-00000000", "unknown"]) == 1
        assert [row.path for row in ledger.entries()] == ["b.txt"]
        assert old is not None
        assert ledger.signature(old.signature) == {}
        ledger.record_done(entry("a"), SIGNATURE)
        assert ledger.signature(old.signature) == SIGNATURE


def test_the_summary_counts_rows(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record_done(entry("a", needs_review=True), SIGNATURE)
        ledger.record_done(entry("b"), SIGNATURE)
        ledger.record_failed(entry("c"), SIGNATURE, Failure("read", "InputError", "empty"))
        ledger.intend(entry("d"), SIGNATURE)
        summary = ledger.summary()
        assert (summary.done, summary.failed, summary.interrupted) == (2, 1, 1)
        assert summary.needs_review == 1
        assert summary.last_finished.endswith("+00:00")


def test_threads_share_a_ledger(path: Path) -> None:
    with Ledger(path) as ledger:

        def record(part: int) -> None:
            for number in range(25):
                ledger.record_done(entry(f"{part}-{number}"), SIGNATURE)

        threads = [threading.Thread(target=record, args=(part,)) for part in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ledger.summary().done == 100


def test_an_older_ledger_is_brought_up_to_date_with_its_rows(path: Path) -> None:
    make_version_1(path)
    with Ledger(path) as ledger:
        found = ledger.lookup("a-00000000")
        assert found is not None
        assert (found.path, found.text_digest) == ("a.txt", "")
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    connection.close()


def test_an_older_ledger_can_be_looked_at_without_being_changed(path: Path) -> None:
    make_version_1(path)
    before = path.read_bytes()
    with Ledger(path, read_only=True) as ledger:
        assert [row.path for row in ledger.entries()] == ["a.txt"]
    assert path.read_bytes() == before


def make_version_1(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(STEPS[0] + "PRAGMA user_version = 1;")
    connection.execute(
        "INSERT INTO documents (id, path, key, input_digest, signature, status)"
        " VALUES ('a-00000000', 'a.txt', 'k', 'd', 's', 'done')"
    )
    connection.commit()
    connection.close()


def test_a_newer_ledger_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(OutputError, match="newer version of svodka; upgrade svodka"):
        Ledger(path)


def test_a_file_that_is_no_ledger_is_named_with_a_remedy(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(OutputError, match=r"ledger\.sqlite: the ledger is damaged .* move it away"):
        Ledger(path)


def test_a_damaged_page_is_found_when_the_ledger_is_opened(path: Path) -> None:
    with Ledger(path) as ledger:
        for number in range(500):
            ledger.record_done(entry(str(number)), SIGNATURE)
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 16] = b"\xff" * 16
    path.write_bytes(content)
    with pytest.raises(OutputError, match="damaged"):
        Ledger(path)


def test_a_place_that_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="choose an output folder that you may write to"):
        Ledger(tmp_path / "no-such-folder" / "ledger.sqlite")


def test_looking_at_a_folder_without_a_ledger_makes_none(path: Path) -> None:
    with pytest.raises(OutputError, match="there is no ledger"):
        Ledger(path, read_only=True)
    assert not path.exists()


def test_facts_of_the_folder_are_remembered(path: Path) -> None:
    with Ledger(path) as ledger:
        assert ledger.fact("index") == ""
        ledger.set_fact("index", "x")
        ledger.set_fact("index", "y")
        assert ledger.fact("index") == "y"
