"""Fetching a model at its pinned revision: resumably, only what is needed, and checked."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from pipeline.engines.tokens import read_json
from pipeline.errors import ModelError
from pipeline.hub.digests import WEIGHTS, file_digest
from pipeline.hub.lock import Locked, locked, write_lock
from pipeline.hub.places import models_folder
from pipeline.hub.registry import ModelCard, card
from pipeline.hub.remote import Hub, RemoteFile, RemoteRevision

__all__ = ["Fetched", "Progress", "fetch", "is_offline"]

PICKLED = "pytorch_model.bin"
#: Every other file that a Marian, T5 or tokenizer.json model may need.
_WANTED = (
    "config.json",
    "generation_config.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.json",
    "target_vocab.json",
    "source.spm",
    "target.spm",
    "spiece.model",
    "tokenizer.json",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fetch is, in bytes: of the file at hand, and of all files together."""

    file: str
    done: int
    size: int
    all_done: int
    all_size: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A model that is now on this machine."""

    name: str
    path: Path
    commit: str
    licence: str
    came: int
    """Bytes that came over the network; what an earlier try had left is not counted."""
    needs_conversion: bool
    """Whether its weights are a pickle, to be made safetensors by `convert`."""


def is_offline() -> bool:
    """Whether HF_HUB_OFFLINE forbids the network."""
    return os.environ.get("HF_HUB_OFFLINE", "").strip().lower() in ("1", "true", "yes", "on")


def fetch(
    name: str,
    *,
    hub: Hub | None = None,
    force: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Fetched:
    """Fetch a model into the user's models folder.

    The first fetch writes the commit and the digest of every file into models.lock; a later one
    must bring the same. An interrupted fetch goes on where it was. A model that is there is not
    fetched again.

    Args:
        name: A model of the registry, or `owner/name` of another at the hub.
        hub: The hub; None takes the one that the environment names.
        force: Fetch it though it is there.
        progress: Called after each block.

    Raises:
        ModelError: If the model is embedded, offline mode forbids it, the hub does not have it or
            cannot be reached, there is no room, or a file is not the one that was pinned.
    """
    known = _card(name)
    target = models_folder() / name
    if (target / "config.json").is_file() and not force:
        lock = locked(name)
        return _fetched(known, target, lock.commit if lock else "", 0)
    if is_offline():
        raise ModelError(
            "is not on this machine, and HF_HUB_OFFLINE forbids fetching it",
            where=name,
            remedy=f"unset HF_HUB_OFFLINE, or copy {target} from a machine that has it",
        )
    hub = hub or Hub()
    staging = _staging(name)
    with FileLock(f"{staging}.lock"):
        revision = _revision(known, hub)
        files = _needed(revision, name)
        came = _download(hub, revision, files, staging, progress)
        _check(known, revision, files, staging)
        _move(staging, revision.commit, target)
    return _fetched(known, target, revision.commit, came)


def _card(name: str) -> ModelCard:
    known = card(name)
    if known is None:
        owner, slash, rest = name.partition("/")
        if not (owner and slash and rest) or "/" in rest or ".." in name:
            raise ModelError(
                "is not a model of the registry, and not of the form owner/name",
                where=name,
                remedy="run `svodka models list` to see the names",
            )
        return ModelCard(name=name, task="translate", repo=name, licence="", languages=[])
    if known.embedded:
        raise ModelError(
            "comes with Svodka and is not fetched",
            where=name,
            remedy="install svodka again, or run from a complete checkout",
        )
    return known


def _revision(known: ModelCard, hub: Hub) -> RemoteRevision:
    """The pinned commit: of the registry, else of the lock, else the newest."""
    lock = locked(known.name)
    pinned = known.revision or (lock.commit if lock else "")
    found = hub.revision(known.repo, pinned or "main")
    if pinned and not found.commit.startswith(pinned):
        raise ModelError(
            f"revision {pinned} was asked for, and the hub gives {found.commit}",
            where=known.name,
            remedy="check HF_ENDPOINT",
        )
    if lock is not None and lock.commit != found.commit:
        raise ModelError(
            f"was locked at revision {lock.commit}, and {found.commit} is asked for",
            where=known.name,
            remedy=f"delete its entry in {models_folder() / 'models.lock'} to accept the new one",
        )
    return found


def _needed(revision: RemoteRevision, name: str) -> list[RemoteFile]:
    """The files to fetch, small ones first; safetensors where there are any."""
    files = [revision.files[file] for file in _WANTED if file in revision.files]
    for weights in (WEIGHTS, PICKLED):
        if weights in revision.files:
            return [*files, revision.files[weights]]
    raise ModelError(
        f"its revision {revision.commit} has neither {WEIGHTS} nor {PICKLED}",
        where=name,
        remedy="choose a model whose weights are in one file",
    )


def _download(
    hub: Hub,
    revision: RemoteRevision,
    files: list[RemoteFile],
    staging: Path,
    progress: Callable[[Progress], None] | None,
) -> int:
    folder = staging / revision.commit
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"cannot be kept in {folder} ({error.strerror})",
            where=revision.repo,
            remedy="set SVODKA_MODELS to a folder that can be written",
        ) from error
    total = sum(file.size for file in files)
    there = sum(path.stat().st_size for path in folder.iterdir())
    free = shutil.disk_usage(folder).free
    if total - there > free:
        raise ModelError(
            f"needs {total - there:,} bytes, and {free:,} are free at {folder}",
            where=revision.repo,
            remedy="make room, or set SVODKA_MODELS to another disk",
        )
    came = before = 0
    for file in files:

        def said(done: int, file: RemoteFile = file, before: int = before) -> None:
            if progress is not None:
                progress(Progress(file.name, done, file.size, before + done, total))

        came += hub.download(revision, file, folder / file.name, said)
        before += file.size
    return came


def _check(
    known: ModelCard, revision: RemoteRevision, files: list[RemoteFile], staging: Path
) -> None:
    """Hash every file, compare with hub, registry and lock, and lock what is new."""
    folder = staging / revision.commit
    lock = locked(known.name)
    digests: dict[str, str] = {}
    for file in files:
        path = folder / file.name
        digest = digests[file.name] = file_digest(path, fresh=True)
        pins = {known.sha256.get(file.name), lock.files.get(file.name) if lock else None} - {None}
        if not file.is_content_of(path, digest) or pins - {digest}:
            wrong = "the one that was pinned" if pins - {digest} else "what the hub says it is"
            path.unlink()
            raise ModelError(
                f"{file.name} is not {wrong} (sha256 {digest[:16]}…)",
                where=known.name,
                remedy="fetch it again; if it stays so, do not use it, and tell its owner",
            )
    read_json(folder / "config.json")
    if lock is None:
        write_lock(known.name, Locked(known.repo, revision.commit, digests))


def _move(staging: Path, commit: str, target: Path) -> None:
    """Put the folder of the commit in the place of `target`, and clear away what is left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(staging / "replaced")
    (staging / commit).rename(target)
    shutil.rmtree(staging, ignore_errors=True)


def _staging(name: str) -> Path:
    folder = models_folder() / ".partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"cannot be kept in {models_folder()} ({error.strerror})",
            where=name,
            remedy="set SVODKA_MODELS to a folder that can be written",
        ) from error
    return folder / name.replace("/", "--")


def _fetched(known: ModelCard, target: Path, commit: str, came: int) -> Fetched:
    pickled = not (target / WEIGHTS).is_file() and (target / PICKLED).is_file()
    return Fetched(known.name, target, commit, known.licence, came, pickled)
