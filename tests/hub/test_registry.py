from pathlib import Path

import pytest

from pipeline.config import load_profiles
from pipeline.errors import ConfigError, ModelError
from pipeline.hub.listing import list_models
from pipeline.hub.registry import models_of, read_registry, registry
from pipeline.hub.resolve import find, locate

GOOD = """
[models."owner/model"]
task = "translate"
repo = "owner/model"
licence = "MIT"
languages = ["ru", "en"]
"""


def test_every_model_of_a_built_in_profile_is_registered() -> None:
    for profile in load_profiles().values():
        assert registry()[profile.summariser].task in ("summarise", "select")
        assert registry()[profile.translator].task == "translate"


def test_every_model_says_its_licence_and_hub_models_their_size() -> None:
    for card in registry().values():
        assert card.licence
        assert card.embedded or card.size > 0
        assert card.embedded == card.name.startswith("compact/")


def test_every_model_is_listed() -> None:
    listed = list_models()
    assert [one.card.name for one in listed] == list(registry())
    for one in listed:
        assert (one.path is None) == (one.place == "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('task = "translate"', "models.owner/model.task -> Field required"),
        ('licence = "MIT"', "models.owner/model.licence"),
        ('languages = ["ru", "en"]', "models.owner/model.languages"),
    ],
)
def test_a_registry_that_lacks_something_is_refused(tmp_path: Path, change: str, said: str) -> None:
    path = tmp_path / "registry.toml"
    path.write_text(GOOD.replace(change, ""))
    with pytest.raises(ConfigError) as caught:
        read_registry(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour = 1", "models.owner/model.colour"),
        ('revision = "main"', "models.owner/model.revision"),
        ('weights = "model.ckpt"', "models.owner/model.weights"),
        ("= 1", "cannot be read as TOML"),
    ],
)
def test_a_registry_with_something_wrong_is_refused(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "registry.toml"
    path.write_text(GOOD + line + "\n")
    with pytest.raises(ConfigError) as caught:
        read_registry(path)
    assert said in str(caught.value)


def test_a_profile_stands_for_its_models() -> None:
    assert models_of("standard") == [
        "IlyaGusev/rut5_base_sum_gazeta",
        "Helsinki-NLP/opus-mt-ru-en",
    ]
    assert models_of("compact/translator") == ["compact/translator"]
    assert all(not name.startswith("compact/") for name in models_of("all"))
    with pytest.raises(ModelError, match="neither a profile nor a model"):
        models_of("nothing")


def folder(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "config.json").write_text("{}")
    return path


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVODKA_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


NAME = "Helsinki-NLP/opus-mt-ru-en"


def test_a_local_folder_comes_first(places: Path) -> None:
    fetched = folder(places / "models" / NAME)
    assert find(NAME) == fetched
    folder(places / NAME)
    assert find(NAME) == Path(NAME)


def test_a_path_is_taken_as_it_is(places: Path) -> None:
    assert find(str(folder(places / "mine"))) == places / "mine"


def test_what_another_program_fetched_of_the_pinned_revision_is_found(places: Path) -> None:
    snapshots = places / "hf/hub/models--Helsinki-NLP--opus-mt-ru-en/snapshots"
    folder(snapshots / ("0" * 40))
    assert locate(NAME) is None, "another revision"
    pinned = folder(snapshots / registry()[NAME].revision)
    found = locate(NAME)
    assert found is not None
    assert (found.path, found.place) == (pinned, "hub cache")


def test_a_folder_without_a_configuration_is_no_model(places: Path) -> None:
    (places / "models" / NAME).mkdir(parents=True)
    assert locate(NAME) is None


def test_what_is_missing_comes_with_the_command_that_gets_it() -> None:
    with pytest.raises(ModelError, match=f"run `svodka models fetch {NAME}`"):
        find(NAME)


@pytest.mark.parametrize("name", ["nothing", "../../etc", "owner/unknown"])
def test_what_nobody_knows_is_said_so(name: str) -> None:
    with pytest.raises(ModelError, match="neither a model folder nor a model of the registry"):
        find(name)
