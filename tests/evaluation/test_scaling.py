import pytest

from pipeline.batch.events import DocumentDone, DocumentSkipped
from pipeline.config import load_profile
from pipeline.errors import ModelError
from pipeline.evaluation.scaling import Scale, Scaling, bench_scaling
from pipeline.evaluation.timed_run import TENTHS, Watch
from pipeline.hub.resolve import find


def scaling() -> Scaling:
    small = Scale(100, 12.0, 19.0, 1.5, (300.0, 310.0), 0.1, 0.05)
    large = Scale(1000, 126.0, 191.9, 1.5, (305.0, 312.0), 0.5, 0.4)
    return Scaling((small, large))


def test_growth_is_what_a_document_of_the_largest_run_takes_more() -> None:
    figures = scaling().as_dict()
    assert figures["growth"] == 0.05
    assert figures["cpu_growth"] == 0.01
    assert [one["cpu_ms_per_document"] for one in figures["scaling"]] == [190.0, 191.9]
    assert figures["scaling"][1]["resident_most"] == 312.0


def test_the_table_says_time_processor_time_and_memory() -> None:
    table = scaling().table()
    assert "1000 documents: 126.0 ms each (191.9 ms of processor time)" in table
    assert "a document takes +5.0% of time, +1.0% of processor time" in table
    assert "after each tenth, in MB: 305, 312" in table


class TestWatch:
    def test_memory_is_noted_for_each_tenth_of_the_documents(self) -> None:
        watch = Watch(20)
        for number in range(20):
            watch(DocumentDone(str(number), "a.txt", "new", 1.0, False))
        assert len(watch.tenths) == TENTHS
        assert all(size > 1 for size in watch.tenths)

    def test_a_run_with_nothing_to_do_has_one_figure(self) -> None:
        watch = Watch(20)
        watch(DocumentSkipped("1", "a.txt"))
        assert len(watch.tenths) == 1


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_runner_is_measured_on_the_compact_models() -> None:
    profile = load_profile("compact")
    for name in (profile.summariser, profile.translator):
        try:
            find(name)
        except ModelError as error:
            pytest.skip(str(error))
    measured = bench_scaling(profile, (2, 4)).as_dict()
    small, large = measured["scaling"]
    assert (small["documents"], large["documents"]) == (2, 4)
    assert 0 < large["cpu_ms_per_document"] < 60_000
    assert large["resident_most"] < 1000
