"""Stages, formats and readers of other packages are found by their entry points."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import plugins
from pipeline.config import load_profile, with_changes
from pipeline.engines.base import Engine
from pipeline.errors import ConfigError
from pipeline.facade import Pipeline
from pipeline.formats.export import Format, export, format_named, known_formats
from pipeline.reading.registry import reader_for, suffixes
from pipeline.stages.base import Stage
from pipeline.stages.normalise import Normalise
from pipeline.stages.read import Read, discover
from pipeline.stages.write import Write
from tests.documents import release

MODULE = """
from pipeline.formats.export import Format
from pipeline.reading.release import Release
from pipeline.stages.base import DocumentStage

class Count(DocumentStage):
    name, version = "count", "1"

    def process(self, document):
        document.metadata["sentences"] = str(len(document.sentences))

def ids(documents, paths):
    paths[0].write_text("".join(document.id + "\\n" for document in documents))

IDS = Format("ids", "the ids alone", (".ids.txt",), ids)

def read_rot(data, where):
    yield Release(data.decode("utf-8")[::-1], "utf-8", "text/x-reversed")

NOTHING = 7
"""
ENTRIES = """
[svodka.stages]
count = my_svodka:Count
nothing = my_svodka:NOTHING
gone = my_svodka_gone:Count

[svodka.formats]
ids = my_svodka:IDS
nothing = my_svodka:NOTHING

[svodka.readers]
rev = my_svodka:read_rot
"""


@pytest.fixture
def own_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package as pip would leave it in site-packages."""
    site = tmp_path / "site"
    facts = site / "my_svodka-1.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: my-svodka\nVersion: 1\n")
    (facts / "entry_points.txt").write_text(ENTRIES)
    (site / "my_svodka.py").write_text(MODULE)
    monkeypatch.syspath_prepend(site)
    plugins._installed.cache_clear()
    yield
    plugins._installed.cache_clear()


def names(stages: list[Stage]) -> list[str]:
    return [stage.name for stage in stages]


@pytest.fixture
def tiny_models(monkeypatch: pytest.MonkeyPatch, tiny_engine: Engine) -> None:
    for model in ("summariser", "translator"):
        monkeypatch.setattr(Pipeline, model, tiny_engine)


@pytest.mark.usefixtures("own_package", "tiny_models")
def test_a_profile_puts_a_stage_after_another_or_in_its_place() -> None:
    profile = with_changes(
        load_profile(), {"replace": {"repair": "count"}, "after": {"segment": ["count"]}}
    )
    made = names(Pipeline(profile).stages)
    assert made[2:4] == ["segment", "count"]
    assert made[-3:] == ["audit", "count", "link"]
    assert "repair" not in made


@pytest.mark.usefixtures("own_package", "tiny_models")
def test_what_a_caller_gives_stands_before_what_the_profile_names() -> None:
    profile = with_changes(load_profile(), {"replace": {"segment": "count"}})
    given = Normalise()
    stages = Pipeline(profile, replace={"segment": given}, after={"link": [given]}).stages
    assert stages[2] is given
    assert stages[-1] is given


@pytest.mark.usefixtures("tiny_models")
def test_a_place_that_is_no_stage_is_named() -> None:
    with pytest.raises(ConfigError, match=r"no stage summary .*name one of read, normalise"):
        _ = Pipeline(load_profile(), after={"summary": [Normalise()]}).stages


@pytest.mark.usefixtures("own_package")
def test_a_format_is_listed_last_and_writes(tmp_path: Path) -> None:
    list(Write(tmp_path / "run").run([release()]))
    assert known_formats()[-2:] == ("ids", "nothing")
    (written,) = export(tmp_path / "run", "ids", tmp_path / "out.txt")
    assert written.read_text() == f"{release().id}\n"


@pytest.mark.usefixtures("own_package")
def test_a_reader_takes_the_files_of_its_suffix(tmp_path: Path) -> None:
    text = "Завод открыл новый цех, сообщила пресс-служба предприятия."
    (tmp_path / "a.rev").write_text(text[::-1], encoding="utf-8")
    assert ".rev" in suffixes()
    (document,) = Read().run(discover([tmp_path / "a.rev"]))
    assert document.failure is None
    assert (document.original, document.media_type) == (text, "text/x-reversed")


def test_without_a_plug_in_the_suffix_is_unknown() -> None:
    assert reader_for("a.rev") is None


@pytest.mark.usefixtures("own_package")
@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda: plugins.load(plugins.STAGES, "counts", Stage), "no plug-in 'counts'.*count, gone"),
        (lambda: plugins.load(plugins.STAGES, "gone", Stage), "cannot be loaded .ModuleNotFound"),
        (lambda: plugins.load(plugins.STAGES, "nothing", Stage), "'nothing' is no Stage"),
        (lambda: format_named("nothing"), "'nothing' is no Format"),
        (lambda: format_named("idz"), "no format 'idz'; choose one of .*ids"),
    ],
)
def test_a_plug_in_that_cannot_be_used_is_named(use: Callable[[], object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        use()


def test_svodka_s_own_formats_come_first_and_win_their_names() -> None:
    assert isinstance(format_named("tmx"), Format)
    assert known_formats()[0] == "tmx"
