"""Chunks decoded by a Ray of two workers on this machine, compared with the one-machine runner."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.batch.objects import ObjectStore
from pipeline.batch.report import Outcome, RunReport
from pipeline.batch.store import Store
from pipeline.document import Document
from pipeline.errors import ModelError
from pipeline.reading.sources import discover
from pipeline.stages.base import Stage

if TYPE_CHECKING:
    from tests.batch.conftest import Bench

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

ray = pytest.importorskip("ray", reason="needs the extra `cluster`")


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        logging_level="ERROR",
        log_to_driver=False,
        object_store_memory=100 * 2**20,
        runtime_env={"env_vars": {"PYTHONPATH": ":".join(sys.path)}},
    )
    yield
    ray.shutdown()


@contextmanager
def cluster_runner(
    bench: "Bench", store: Store | None = None, plant: Callable[..., Any] | None = None
) -> Iterator[Any]:
    from pipeline.batch.cluster import ClusterRunner

    with bench.runner() as here:
        stages, render = list(here.stages), bench.render

        def make() -> tuple[Sequence[Stage], Callable[[Document], Mapping[str, bytes]]]:
            return stages, render

        module = sys.modules[type(stages[1]).__module__]
        ray.cloudpickle.register_pickle_by_value(module)
        yield ClusterRunner(
            plant or make,
            stages,
            store or here.store,
            here.ledger,
            here.options,
            signature=here.signature,
            events=bench.events.append,
        )


def run(bench: "Bench", **more: Any) -> RunReport:
    with cluster_runner(bench, **more) as runner:
        report = runner.run(discover([bench.inputs]))
        assert isinstance(report, RunReport)
        return report


def fill(bench: "Bench") -> None:
    bench.releases(11)
    bench.write("003.txt", "СБОЙ происходит в этом тексте.")
    bench.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
    bench.write("empty.txt", "")
    bench.write("doubt.txt", "Есть сомнение в этом тексте выпуска.")


def test_the_document_files_are_those_of_one_machine(
    bench: "Bench", another_bench: "Bench"
) -> None:
    fill(bench)
    fill(another_bench)
    report, expected = run(bench), another_bench.run()
    assert bench.files() == another_bench.files()
    assert (bench.output / "corpus.jsonl").read_bytes() == (
        another_bench.output / "corpus.jsonl"
    ).read_bytes()
    assert [(one.path, one.outcome, one.reason, one.score) for one in report.documents] == [
        (one.path, one.outcome, one.reason, one.score) for one in expected.documents
    ]
    assert [(one["path"], one["kind"], one["message"]) for one in bench.failed()] == [
        (one["path"], one["kind"], one["message"]) for one in another_bench.failed()
    ]


def test_results_that_come_back_in_another_order_stay_with_their_documents(
    bench: "Bench", another_bench: "Bench", monkeypatch: pytest.MonkeyPatch
) -> None:
    class Backwards:
        """A data set of rows whose results are given from the last to the first."""

        def __init__(self, rows: list[dict[str, Any]]) -> None:
            self.rows = rows

        def map(self, worker: Any, fn_constructor_args: Any, **_: Any) -> "Backwards":
            work = worker(*fn_constructor_args)
            return Backwards([work(row) for row in reversed(self.rows)])

        def iter_rows(self) -> Iterator[dict[str, Any]]:
            return iter(self.rows)

    fill(bench)
    fill(another_bench)
    monkeypatch.setattr(ray.data, "from_items", lambda rows, **_: Backwards(rows))
    report, expected = run(bench), another_bench.run()
    assert bench.files() == another_bench.files()
    assert [(one.path, one.outcome) for one in report.documents] == [
        (one.path, one.outcome) for one in expected.documents
    ]


def test_either_runner_goes_on_where_the_other_stopped(
    bench: "Bench", another_bench: "Bench"
) -> None:
    for one in (bench, another_bench):
        one.releases(11)
    another_bench.run()
    bench.run(limit=8)
    report = run(bench)
    assert (report.count(Outcome.UP_TO_DATE), report.count(Outcome.DONE)) == (8, 3)
    assert bench.files() == another_bench.files()
    assert bench.run().count(Outcome.UP_TO_DATE) == 11


def test_a_broken_model_ends_the_run_with_its_own_error(bench: "Bench") -> None:
    class Broken:
        name = "translate"
        version = "1"

        def run(self, documents: Any) -> Any:
            raise ModelError("has no weights", where="translator", remedy="fetch it again")

    bench.releases(4)
    bench.translate = Broken()  # type: ignore[assignment]
    with pytest.raises(ModelError, match="translator: has no weights; fetch it again"):
        run(bench)


def test_results_go_to_shared_storage_with_the_ledger_here(
    bench: "Bench", another_bench: "Bench"
) -> None:
    for one in (bench, another_bench):
        one.releases(6)
    another_bench.run()
    place = bench.inputs.parent / "share" / "briefs"
    store = ObjectStore(place.as_uri(), render=bench.render)
    assert run(bench, store=store).count(Outcome.DONE) == 6
    assert {
        str(path.relative_to(place)): path.read_bytes() for path in place.glob("*/*")
    } == another_bench.files()
    assert run(bench, store=store).count(Outcome.UP_TO_DATE) == 6
    lines = (place / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 6
    assert (bench.output / "ledger.sqlite").exists()
