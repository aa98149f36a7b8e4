import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.batch import upgrade as module
from pipeline.batch.ledger import Ledger
from pipeline.batch.outputs import survey
from pipeline.batch.report import Outcome
from pipeline.batch.store import FolderStore
from pipeline.batch.upgrade import upgrade
from pipeline.errors import OutputError
from pipeline.formats import brief
from tests.documents import release

if TYPE_CHECKING:
    from tests.batch.conftest import Bench

OLD = brief.SCHEMA_VERSION - 1


def age(bench: "Bench", name: str) -> None:
    """Make a folder as an older version would have left it: another schema, `date` named `day`."""
    folder = bench.folder(name)
    value = json.loads((folder / "brief.json").read_text())
    value["schema_version"] = OLD
    value["day"] = value.pop("date")
    (folder / "brief.json").write_text(json.dumps(value, ensure_ascii=False))
    with Ledger(bench.output / "ledger.sqlite") as ledger:
        entry = ledger.lookup(folder.name)
        assert entry is not None
        signature = ledger.signature(entry.signature)
        ledger.record_done(replace(entry, files=survey(folder)), signature)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_old(value: dict[str, Any]) -> dict[str, Any]:
        value["date"] = value.pop("day")
        return value

    monkeypatch.setattr(module, "STEPS", {OLD: from_old})


@pytest.mark.usefixtures("steps")
def test_an_older_folder_is_written_anew_and_is_then_up_to_date(bench: "Bench") -> None:
    bench.releases(3)
    bench.run()
    before = bench.files()
    age(bench, "001")
    report = upgrade(bench.output, store=FolderStore(bench.output, render=bench.render))
    assert report.upgraded == ["001.txt"]
    assert report.current == ["000.txt", "002.txt"]
    assert bench.files() == before
    assert bench.run().count(Outcome.UP_TO_DATE) == 3
    assert bench.translate.calls == []


@pytest.mark.usefixtures("steps")
def test_a_dry_run_only_says_it(bench: "Bench") -> None:
    bench.releases(1)
    bench.run()
    age(bench, "000")
    before = bench.files()
    assert upgrade(bench.output, dry_run=True).upgraded == ["000.txt"]
    assert bench.files() == before


@pytest.mark.usefixtures("steps")
def test_what_a_person_corrected_is_kept(bench: "Bench") -> None:
    bench.releases(1)
    bench.run()
    age(bench, "000")
    (bench.folder("000") / "summary.en.txt").write_text("As it should be.\n")
    assert upgrade(bench.output).kept == ["000.txt"]


def test_what_no_step_leads_from_is_left_to_the_next_run(bench: "Bench") -> None:
    bench.releases(1)
    bench.run()
    age(bench, "000")
    assert upgrade(bench.output).left == ["000.txt"]


def test_a_brief_of_schema_1_gets_its_links_and_keeps_its_messages_in_english() -> None:
    value = brief.to_json(release())
    value["schema_version"] = 1
    del value["links"]
    for finding in value["findings"]:
        del finding["said"]
    document = module._present(value, "brief.json")
    assert document.links == release().links
    assert [one.text("ru") for one in document.findings] == [
        one.message for one in release().findings
    ]


def test_a_folder_without_a_ledger_is_named(bench: "Bench") -> None:
    with pytest.raises(OutputError, match="there is no ledger"):
        upgrade(bench.output)
