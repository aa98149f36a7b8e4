import json
from typing import TYPE_CHECKING

import pytest

from pipeline.batch.maintenance import prune, status
from pipeline.batch.report import Outcome
from pipeline.errors import ConfigError, OutputError
from pipeline.reading.sources import discover

if TYPE_CHECKING:
    from tests.batch.conftest import Bench


class TestStatus:
    def test_says_how_things_stand(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
        bench.write("doubt.txt", "Есть сомнение в этом тексте выпуска.")
        bench.run()
        report = status(bench.output)
        assert (report["done"], report["failed"], report["needs_review"]) == (3, 1, 1)
        assert report["failures"] == [
            {
                "path": "bad.txt",
                "stage": "normalise",
                "kind": "InputError",
                "message": "bad.txt: cannot be normalised; leave it out",
            }
        ]
        json.dumps(report)

    def test_may_be_asked_while_a_run_goes_on(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.run()
        with bench.runner():
            assert status(bench.output)["done"] == 2

    def test_a_folder_without_a_ledger_is_named(self, bench: "Bench") -> None:
        with pytest.raises(OutputError, match="there is no ledger"):
            status(bench.output)


class TestPrune:
    def test_takes_away_what_has_no_input_any_more(self, bench: "Bench") -> None:
        bench.releases(3)
        bench.run()
        (bench.inputs / "001.txt").unlink()
        gone = bench.folder("001")
        with bench.runner() as runner:
            planned = prune(runner, discover([bench.inputs]), dry_run=True)
            assert gone.exists()
            report = prune(runner, discover([bench.inputs]))
        assert report.removed == planned.removed == ["001.txt"]
        assert not gone.exists()
        assert status(bench.output)["done"] == 2
        corpus = (bench.output / "corpus.jsonl").read_text().splitlines()
        assert [json.loads(line)["path"] for line in corpus] == ["000.txt", "002.txt"]
        assert bench.run().count(Outcome.UP_TO_DATE) == 2

    def test_keeps_what_a_person_has_corrected(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.run()
        (bench.inputs / "001.txt").unlink()
        (bench.folder("001") / "summary.en.txt").write_text("As it should be.\n")
        with bench.runner() as runner:
            assert prune(runner, discover([bench.inputs])).kept == ["001.txt"]
        with bench.runner(force=True) as runner:
            assert prune(runner, discover([bench.inputs])).removed == ["001.txt"]

    def test_leaves_an_input_that_cannot_be_read_alone(self, bench: "Bench") -> None:
        bench.releases(2)
        bench.run()
        bench.write("001.txt", "")
        with bench.runner() as runner:
            assert prune(runner, discover([bench.inputs])).removed == []

    def test_wants_to_see_all_inputs(self, bench: "Bench") -> None:
        bench.releases(1)
        with bench.runner(limit=1) as runner, pytest.raises(ConfigError, match="all inputs"):
            prune(runner, discover([bench.inputs]))
