import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.batch import shards
from pipeline.batch.maintenance import prune
from pipeline.batch.report import Outcome
from pipeline.batch.shards import SHARDS, Kind, ShardStore, shard_count
from pipeline.errors import OutputError
from pipeline.formats import brief
from pipeline.reading.sources import discover

if TYPE_CHECKING:
    from tests.batch.conftest import Bench


@pytest.fixture(params=["jsonl", "parquet"])
def sharded(
    request: pytest.FixtureRequest, bench: "Bench", monkeypatch: pytest.MonkeyPatch
) -> Iterator["Bench"]:
    monkeypatch.setattr(shards, "FULL", 4)
    store = ShardStore(bench.output, request.param)
    bench.store = store
    yield bench
    store.close()


def rows(bench: "Bench") -> list[dict[str, Any]]:
    import pyarrow.parquet

    found: list[dict[str, Any]] = []
    for path in sorted((bench.output / SHARDS).glob("part-*")):
        if path.suffix == ".parquet":
            found += pyarrow.parquet.read_table(path).to_pylist()
        else:
            found += map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return found


def contents(bench: "Bench") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (bench.output / SHARDS).glob("part-*")}


def test_every_release_is_a_row_with_its_whole_brief(sharded: "Bench") -> None:
    sharded.releases(10)
    assert sharded.run().count(Outcome.DONE) == 10
    found = rows(sharded)
    assert {row["path"] for row in found} == {f"{number:03}.txt" for number in range(10)}
    assert all(brief.loads(row["brief"]).id == row["id"] for row in found)
    assert len(contents(sharded)) > 1
    assert not list(sharded.output.glob("*/brief.json"))


def test_datasets_loads_the_shards(sharded: "Bench", tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    sharded.releases(10)
    sharded.run()
    assert isinstance(sharded.store, ShardStore)
    kind = "json" if sharded.store.kind == "jsonl" else "parquet"
    files = str(sharded.output / SHARDS / f"*.{sharded.store.kind}")
    loaded = datasets.load_dataset(
        kind, data_files=files, split="train", cache_dir=str(tmp_path / "cache")
    )
    assert loaded.num_rows == 10
    assert set(loaded["signature"]) == {rows(sharded)[0]["signature"]}


def test_a_second_run_does_nothing(sharded: "Bench") -> None:
    sharded.releases(10)
    sharded.run()
    before = {path: path.stat().st_mtime_ns for path in (sharded.output / SHARDS).iterdir()}
    assert sharded.run().count(Outcome.UP_TO_DATE) == 10
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_changed_release_rewrites_its_shard_alone(sharded: "Bench") -> None:
    sharded.releases(10)
    sharded.run()
    before = contents(sharded)
    sharded.write("003.txt", "Совсем другой текст этого выпуска.")
    sharded.run()
    after = contents(sharded)
    assert before.keys() == after.keys()
    assert sum(before[name] != after[name] for name in before) == 1


def test_a_lost_shard_is_made_again_without_decoding(sharded: "Bench") -> None:
    sharded.releases(10)
    sharded.run()
    before = contents(sharded)
    next((sharded.output / SHARDS).glob("part-*")).unlink()
    sharded.run()
    assert sharded.translate.calls == []
    assert contents(sharded) == before


def test_a_shard_that_was_changed_by_hand_is_not_overwritten(sharded: "Bench") -> None:
    sharded.releases(2)
    sharded.run()
    (path,) = (sharded.output / SHARDS).glob("part-*")
    path.write_bytes(b'{"mine": true}\n')
    sharded.write("001.txt", "Совсем другой текст этого выпуска.")
    with pytest.raises(OutputError, match=r"changed by hand .* move it away, or use --force"):
        sharded.run()
    assert path.read_bytes() == b'{"mine": true}\n'
    path.unlink()
    sharded.run()
    assert len(rows(sharded)) == 2


def test_more_releases_make_more_shards_and_fewer_make_fewer(sharded: "Bench") -> None:
    sharded.releases(3)
    sharded.run()
    assert next(iter(contents(sharded))).startswith("part-00000-of-00001")
    sharded.releases(12)
    sharded.run()
    assert all("-of-00004" in name for name in contents(sharded))
    for path in sorted(sharded.inputs.iterdir())[3:]:
        path.unlink()
    with sharded.runner() as runner:
        prune(runner, discover([sharded.inputs]))
    assert [name[:19] for name in contents(sharded)] == ["part-00000-of-00001"]
    assert len(rows(sharded)) == 3


def test_the_bytes_do_not_depend_on_how_the_run_went(
    sharded: "Bench", another_bench: "Bench"
) -> None:
    assert isinstance(sharded.store, ShardStore)
    kind: Kind = sharded.store.kind
    for bench in (sharded, another_bench):
        bench.releases(9)
    another_bench.store = ShardStore(another_bench.output, kind)
    another_bench.run(limit=4)
    another_bench.run()
    sharded.run(limit=8)
    sharded.run()
    another_bench.store.close()
    assert contents(sharded) == contents(another_bench)


@pytest.mark.parametrize(
    ("documents", "count"), [(0, 1), (1, 1), (1000, 1), (1001, 2), (2001, 4), (100_000, 128)]
)
def test_the_number_of_shards_grows_in_powers_of_two(documents: int, count: int) -> None:
    assert shard_count(documents) == count
