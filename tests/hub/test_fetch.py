"""Fetching, against a server that speaks the hub's protocol and sometimes fails."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.hub import fetch as fetching
from pipeline.hub.fetch import Fetched, Progress, fetch
from pipeline.hub.lock import locked
from pipeline.hub.registry import ModelCard
from pipeline.hub.remote import Hub
from pipeline.hub.resolve import find
from tests.hub.server import COMMIT, Faults, HubServer

REPO = "owner/model"
WEIGHTS = bytes(range(256)) * 4000
FILES = {
    "config.json": b'{"model_type": "marian"}',
    "vocab.json": b'{"</s>": 0}',
    "source.spm": b"pieces",
    "model.safetensors": WEIGHTS,
    "pytorch_model.bin": b"a pickle, not wanted",
    "README.md": b"not wanted",
    "tf_model.h5": b"not wanted",
}


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVODKA_MODELS", str(tmp_path / "models"))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    return tmp_path / "models"


@pytest.fixture
def server() -> Iterator[HubServer]:
    with HubServer(REPO, dict(FILES)) as running:
        yield running


def get(server: HubServer, **options: object) -> Fetched:
    hub = Hub(server.url, timeout=5, waits=(0, 0))
    return fetch(REPO, hub=hub, **options)  # type: ignore[arg-type]


def pin(monkeypatch: pytest.MonkeyPatch, **entries: object) -> None:
    known = {"name": REPO, "repo": REPO, "task": "translate", "licence": "MIT", "languages": ["ru"]}
    made = ModelCard.model_validate({**known, **entries})
    monkeypatch.setattr(fetching, "card", lambda name: made)


def test_only_what_is_needed_is_fetched_and_locked(server: HubServer, models: Path) -> None:
    got = get(server)
    assert got.path == models / REPO == find(REPO)
    assert sorted(path.name for path in got.path.iterdir()) == [
        "config.json",
        "model.safetensors",
        "source.spm",
        "vocab.json",
    ]
    assert (got.path / "model.safetensors").read_bytes() == WEIGHTS
    assert (got.commit, got.needs_conversion) == (COMMIT, False)
    lock = locked(REPO)
    assert lock is not None
    assert lock.commit == COMMIT
    assert set(lock.files) == {path.name for path in got.path.iterdir()}
    assert not list((models / ".partial").glob("owner*/*")), "nothing half-done is left"


def test_a_model_that_is_there_is_not_fetched_again(server: HubServer) -> None:
    get(server)
    asked = len(server.requests)
    assert get(server).came == 0
    assert len(server.requests) == asked


def test_progress_goes_from_nothing_to_everything(server: HubServer) -> None:
    seen: list[Progress] = []
    get(server, progress=seen.append)
    assert [one.all_done for one in seen] == sorted(one.all_done for one in seen)
    assert (
        seen[-1].all_done
        == seen[-1].all_size
        == sum(
            len(FILES[name])
            for name in ("config.json", "vocab.json", "source.spm", "model.safetensors")
        )
    )


def test_a_cut_connection_is_resumed_in_the_same_call(server: HubServer) -> None:
    server.faults.cut_after = 300_000
    got = get(server)
    assert (got.path / "model.safetensors").read_bytes() == WEIGHTS
    assert server.fetched("model.safetensors")[0] == ""
    assert server.fetched("model.safetensors")[1].startswith("bytes=")


def test_an_interrupted_fetch_is_resumed_in_a_later_call(server: HubServer) -> None:
    class StoppedError(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.file == "model.safetensors" and progress.done > 400_000:
            raise StoppedError

    with pytest.raises(StoppedError):
        get(server, progress=stop)
    with pytest.raises(ModelError, match=r"not on this machine|neither a model folder"):
        find(REPO)
    got = get(server)
    assert (got.path / "model.safetensors").read_bytes() == WEIGHTS
    assert got.came < len(WEIGHTS) - 400_000
    assert server.fetched("config.json") == [""], "what was whole is not fetched again"


def test_a_server_without_ranges_begins_again(server: HubServer) -> None:
    server.faults.cut_after = 300_000
    server.faults.no_ranges = True
    got = get(server)
    assert (got.path / "model.safetensors").read_bytes() == WEIGHTS


def test_pickled_weights_are_fetched_where_there_are_no_others(server: HubServer) -> None:
    del server.files["model.safetensors"]
    assert get(server).needs_conversion


def test_a_file_that_is_not_what_the_hub_says_is_thrown_away(
    server: HubServer, models: Path
) -> None:
    server.faults.corrupt = "model.safetensors"
    with pytest.raises(ModelError, match=r"model\.safetensors is not what the hub says it is"):
        get(server)
    assert locked(REPO) is None
    assert not (models / REPO).exists()
    server.faults.corrupt = ""
    assert get(server).came == len(WEIGHTS), "the sound files of the first try were kept"


def test_a_small_file_is_checked_too(server: HubServer) -> None:
    server.faults.corrupt = "vocab.json"
    with pytest.raises(ModelError, match=r"vocab\.json is not what the hub says it is"):
        get(server)


def test_a_digest_of_the_registry_must_match(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(monkeypatch, sha256={"model.safetensors": "0" * 64})
    with pytest.raises(ModelError, match=r"model\.safetensors is not the one that was pinned"):
        get(server)


def test_a_later_fetch_must_bring_what_was_locked(server: HubServer) -> None:
    get(server)
    server.files["model.safetensors"] = WEIGHTS[::-1]
    with pytest.raises(ModelError, match=r"model\.safetensors is not the one that was pinned"):
        get(server, force=True)
    assert (find(REPO) / "model.safetensors").read_bytes() == WEIGHTS, "the old one still stands"


def test_a_later_fetch_asks_for_the_locked_commit(server: HubServer) -> None:
    get(server)
    server.requests.clear()
    get(server, force=True)
    assert server.requests[0][1] == f"/api/models/{REPO}/revision/{COMMIT}"


def test_the_beginning_of_a_revision_is_enough(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(monkeypatch, revision=COMMIT[:7])
    assert get(server).commit == COMMIT


def test_a_revision_that_the_hub_lacks(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pin(monkeypatch, revision="abcdef0")
    with pytest.raises(ModelError, match="has no revision abcdef0"):
        get(server)


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        (Faults(statuses=[503] * 9), "answers 503; try again later"),
        (Faults(statuses=[500] * 9), "answers 500"),
        (Faults(statuses=[418]), "answers 418"),
        (Faults(gated=True), f"asks for consent first; agree at .*/{REPO} and set HF_TOKEN"),
        (Faults(not_json=True), "is not the hub's protocol; check HF_ENDPOINT"),
        (Faults(cut_after=0, cut_always=True), "cannot be reached"),
    ],
)
def test_what_goes_wrong_is_said_with_the_remedy(
    server: HubServer, faults: Faults, said: str
) -> None:
    server.faults = faults
    with pytest.raises(ModelError, match=said) as caught:
        get(server)
    assert str(caught.value).startswith(f"{REPO}: ")


def test_a_server_error_that_passes_is_not_noticed(server: HubServer) -> None:
    server.faults.statuses = [503, 429]
    assert get(server).commit == COMMIT


def test_a_model_that_the_hub_does_not_have(server: HubServer) -> None:
    with pytest.raises(ModelError, match=r"owner/other: the hub at .* has no such model"):
        fetch("owner/other", hub=Hub(server.url, waits=(0, 0)))


def test_no_network() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ModelError, match=r"cannot be reached .* name a mirror in HF_ENDPOINT"):
        fetch(REPO, hub=Hub(f"http://127.0.0.1:{port}", waits=(0,)))


def test_offline_mode_asks_nobody(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE forbids fetching it"):
        get(server)
    assert server.requests == []


def test_a_copied_models_folder_works_offline(
    server: HubServer, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    get(server)
    shutil.copytree(models, tmp_path / "copy")
    monkeypatch.setenv("SVODKA_MODELS", str(tmp_path / "copy"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert fetch(REPO).path == tmp_path / "copy" / REPO == find(REPO)


def test_the_environment_names_hub_and_token(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", server.url + "/")
    monkeypatch.setenv("HF_TOKEN", "secret")
    fetch(REPO)
    assert server.tokens == {"Bearer secret"}


@pytest.mark.parametrize("name", ["compact/translator", "no-slash", "../evil/name", "a/b/c"])
def test_what_cannot_be_fetched_is_said_before_asking(name: str) -> None:
    with pytest.raises(ModelError):
        fetch(name, hub=Hub("http://127.0.0.1:1"))


def test_a_damaged_lock_is_named(server: HubServer, models: Path) -> None:
    models.mkdir(parents=True)
    (models / "models.lock").write_text("{")
    with pytest.raises(ModelError, match=r"models\.lock: is damaged; delete it"):
        get(server)


def test_a_folder_that_cannot_be_written(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SVODKA_MODELS", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="set SVODKA_MODELS"):
        get(server)


def test_no_room(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    usage = shutil.disk_usage(Path.cwd())._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(ModelError, match="1,000 are free"):
        get(server)


def test_the_lock_is_readable_json(server: HubServer, models: Path) -> None:
    get(server)
    content = json.loads((models / "models.lock").read_text())
    assert content[REPO]["repo"] == REPO
