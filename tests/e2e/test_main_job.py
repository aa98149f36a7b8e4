"""The main job on `inputs/`, with the weights that lie in the repository, as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from translate.storage import tmx

from pipeline.document import Document
from pipeline.formats import brief
from pipeline.formats.run import brief_paths
from pipeline.hub.resolve import locate

ROOT = Path(__file__).parents[2]
INPUTS = ROOT / "inputs"

pytestmark = pytest.mark.skipif(
    locate("compact/translator") is None or locate("compact/summariser") is None,
    reason="the compact weights are not in this checkout",
)


def svodka(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    result = svodka("run", str(INPUTS), "--output", str(folder), "--json")
    assert result.returncode == 0, result.stderr
    counts = json.loads(result.stdout)["counts"]
    assert (counts["done"], counts["failed"]) == (5, 0)
    return folder


@pytest.fixture(scope="module")
def documents(output: Path) -> list[Document]:
    return [brief.load(path) for path in brief_paths(output)]


def test_each_input_has_its_files_and_the_run_its_index(output: Path) -> None:
    folders = [path.parent for path in brief_paths(output)]
    assert len(folders) == len(list(INPUTS.iterdir())) == 5
    wanted = {"brief.json", "summary.ru.txt", "summary.en.txt", "aligned.tmx", "report.html"}
    assert all({file.name for file in folder.iterdir()} == wanted for folder in folders)
    for name in ("index.html", "corpus.jsonl", "ledger.sqlite"):
        assert (output / name).is_file()


def test_the_two_summaries_are_aligned_line_by_line(output: Path) -> None:
    for path in brief_paths(output):
        russian = (path.parent / "summary.ru.txt").read_text(encoding="utf-8")
        english = (path.parent / "summary.en.txt").read_text(encoding="utf-8")
        assert russian.endswith("\n")
        assert english.endswith("\n")
        assert russian.count("\n") == english.count("\n") > 0


def test_every_line_names_its_source_and_the_spans_give_it_back(documents: list[Document]) -> None:
    for document in documents:
        assert document.segments
        for segment in document.segments:
            assert segment.spans
            for span in segment.spans:
                assert span.of(document.text) in document.text
                original = document.original_span(span)
                assert original.of(document.original).strip()


def test_the_summary_is_its_spans_joined_but_for_recorded_edits(documents: list[Document]) -> None:
    for document in documents:
        for segment in document.segments:
            joined = " ".join(span.of(document.text) for span in segment.spans)
            if not segment.edits:
                assert segment.text == joined
            if {edit.rule for edit in segment.edits} <= {"initial-capital", "final-mark"}:
                assert segment.text.lower().rstrip(".;, ") == joined.lower().rstrip(".;, ")


def test_titles_and_datelines_come_through(documents: list[Document]) -> None:
    by_path = {document.path: document for document in documents}
    altai = by_path["altai-basalt-fibre-line.txt"]
    assert altai.title is not None
    assert altai.title.english
    assert altai.dateline is not None
    assert altai.dateline.english == "Barnaul, May 14, 2025"
    assert altai.date == "2025-05-14"
    assert by_path["kama-ground-subsidence.txt"].encoding == "cp1251"
    assert by_path["tomsk-atomic-cities-forum.txt"].title is None


def test_the_tmx_opens_in_another_tool(output: Path) -> None:
    for path in brief_paths(output):
        store = tmx.tmxfile.parsefile(str(path.parent / "aligned.tmx"))  # type: ignore[no-untyped-call]
        document = brief.load(path)
        assert len(store.units) == len(document.all_segments())


def test_the_corpus_loads_as_a_dataset(output: Path, tmp_path: Path) -> None:
    from datasets import load_dataset

    corpus = load_dataset(
        "json", data_files=str(output / "corpus.jsonl"), split="train", cache_dir=str(tmp_path)
    )
    assert len(corpus) == 5


def test_a_second_run_has_nothing_to_do(output: Path) -> None:
    result = svodka("run", str(INPUTS), "--output", str(output), "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["counts"]["up_to_date"] == 5
