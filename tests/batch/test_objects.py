import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import fsspec
import pytest

from pipeline.batch.objects import ObjectStore, is_url
from pipeline.batch.report import Outcome, Reason
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from tests.batch.conftest import Bench


@pytest.fixture(params=["memory", "file"])
def remote(request: pytest.FixtureRequest, bench: "Bench") -> Iterator["Bench"]:
    """A bench whose results go to a place that is not its output folder."""
    place = bench.inputs.parent / "share"
    url = place.as_uri() if request.param == "file" else f"memory://{place}"
    bench.store = ObjectStore(url, render=bench.render)
    yield bench
    fsspec.filesystem("memory").store.clear()


def contents(bench: "Bench") -> dict[str, bytes]:
    assert isinstance(bench.store, ObjectStore)
    fs, root = fsspec.core.url_to_fs(bench.store.url)
    return {path[len(root) + 1 :]: fs.cat(path) for path in fs.find(root)}


def write(bench: "Bench", name: str, content: bytes) -> None:
    assert isinstance(bench.store, ObjectStore)
    fs, root = fsspec.core.url_to_fs(bench.store.url)
    path = next(path for path in fs.find(root) if path.endswith(name))
    fs.pipe_file(path, content)


def test_documents_lie_there_as_they_would_here(remote: "Bench", another_bench: "Bench") -> None:
    remote.releases(5)
    another_bench.releases(5)
    another_bench.run()
    assert remote.run().count(Outcome.DONE) == 5
    found = {name: data for name, data in contents(remote).items() if "/" in name}
    assert found == another_bench.files()
    corpus = contents(remote)["corpus.jsonl"]
    assert corpus == (another_bench.output / "corpus.jsonl").read_bytes()
    assert contents(remote)["index.html"].rstrip().endswith(b"</html>")


def test_a_second_run_does_nothing(remote: "Bench") -> None:
    remote.releases(3)
    remote.run()
    assert remote.run().count(Outcome.UP_TO_DATE) == 3
    assert remote.translate.calls == []


def test_a_correction_is_kept_and_damage_is_made_good(remote: "Bench") -> None:
    remote.releases(3)
    remote.run()
    write(remote, "summary.en.txt", b"As it should be.\n")
    assert remote.run().count(Outcome.KEPT) == 1
    write(remote, "summary.en.txt", b"")
    report = remote.run()
    assert [one.reason for one in report.of(Outcome.DONE)] == [Reason.OUTPUT_DAMAGED]


def test_the_brief_is_put_last_and_taken_first(
    remote: "Bench", monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(remote.store, ObjectStore)
    remote.releases(1)
    remote.run()
    done: list[str] = []
    fs = remote.store._fs
    for name in ("pipe_file", "rm_file"):
        original = getattr(fs, name)

        def noted(path: str, *args: object, _name: str = name, _do: object = original) -> object:
            done.append(f"{_name} {path.rsplit('/', 1)[-1]}")
            return _do(path, *args)  # type: ignore[operator]

        monkeypatch.setattr(fs, name, noted)
    remote.settings = {"edition": 2}
    remote.run()
    of_document = [one for one in done if "corpus" not in one and "index" not in one]
    assert of_document[0] == "rm_file brief.json"
    assert of_document[-1] == "pipe_file brief.json"


def test_failures_are_listed_there_too(remote: "Bench") -> None:
    remote.releases(1)
    remote.write("bad.txt", "НЕЛЬЗЯ ничего сделать с этим текстом.")
    remote.run()
    assert json.loads(contents(remote)["failed.jsonl"])["path"] == "bad.txt"
    (remote.inputs / "bad.txt").write_text("Теперь всё можно сделать с этим текстом.")
    remote.run()
    assert "failed.jsonl" not in contents(remote)


def test_a_protocol_that_nobody_knows_is_named() -> None:
    with pytest.raises(ConfigError, match="no file system for it"):
        ObjectStore("nosuchthing://bucket/briefs")


@pytest.mark.parametrize(
    ("output", "url"), [("s3://bucket/x", True), ("outputs", False), ("/a/b", False)]
)
def test_a_url_is_told_from_a_path(output: str, url: bool) -> None:
    assert is_url(output) is url
