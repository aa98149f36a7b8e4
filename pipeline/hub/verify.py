"""Checking a model that is on this machine, file by file, really."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelError
from pipeline.hub.digests import WEIGHTS, file_digest
from pipeline.hub.lock import locked
from pipeline.hub.registry import card
from pipeline.hub.resolve import find

if TYPE_CHECKING:
    from pipeline.config import EngineSettings

__all__ = ["Check", "Verified", "verify"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `ok` is None where there was nothing to compare with."""

    what: str
    ok: bool | None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """All checks of a model; it is sound when none has failed."""

    name: str
    path: Path
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether no check failed."""
        return all(check.ok is not False for check in self.checks)


def verify(
    name_or_path: str,
    settings: "EngineSettings | None" = None,
    *,
    canary: bool = True,
    progress: Callable[[str, int], None] | None = None,
) -> Verified:
    """Hash every file, read configuration and tokenizer, compare shapes, and try the model.

    Args:
        name_or_path: A model of the registry, or a folder.
        settings: The engine to try it in; None takes the default one.
        canary: Whether the canary sentence must pass.
        progress: Called with a file's name and the bytes of each block that was hashed.

    Raises:
        ModelError: If the model is not on this machine. What is wrong with it is in the result.
    """
    path = find(name_or_path)
    checks = [*_digests(name_or_path, path, progress), *_conversion(path)]
    for what, look in (("configuration and tokenizer", _reads), ("shapes", _shapes)):
        checks.append(_check(what, look, path))
    if all(check.ok is not False for check in checks):
        checks.append(_check("model", lambda at: _runs(name_or_path, at, settings, canary), path))
    return Verified(name_or_path, path, tuple(checks))


def _digests(name: str, path: Path, progress: Callable[[str, int], None] | None) -> Iterator[Check]:
    known, lock = card(name), locked(name)
    pins = {**(lock.files if lock else {}), **(known.sha256 if known else {})}
    for file in sorted({WEIGHTS, *pins} | {one.name for one in path.iterdir() if one.is_file()}):
        if not (path / file).is_file():
            # A converted model may have lost its pickle.
            if file == WEIGHTS or not (file.endswith(".bin") and (path / WEIGHTS).is_file()):
                yield Check(file, False, "is missing")
            continue
        said = None if progress is None else partial(progress, file)
        digest = file_digest(path / file, fresh=True, progress=said)
        pin = pins.get(file)
        if pin is None:
            yield Check(file, None, f"sha256 {digest}, nothing to compare with")
        else:
            yield Check(file, digest == pin, f"sha256 {digest}" + f", not {pin}" * (digest != pin))


def _conversion(path: Path) -> Iterator[Check]:
    from pipeline.engines.conversion import BESIDE, MADE_FROM
    from pipeline.engines.tokens import read_json

    if not (path / BESIDE).is_dir() or not (path / WEIGHTS).is_file():
        return
    what = f"{BESIDE}/"
    try:
        made = read_json(path / BESIDE / MADE_FROM)
    except ModelError as error:
        yield Check(what, False, str(error))
        return
    same = made.get("model_sha256") == file_digest(path / WEIGHTS)
    yield Check(what, same, "was made from these weights" if same else "is of other weights")


def _check(what: str, look: Callable[[Path], str], path: Path) -> Check:
    try:
        return Check(what, True, look(path))
    except ModelError as error:
        return Check(what, False, error.what)


def _reads(path: Path) -> str:
    from pipeline.engines.decoding import decoding_of
    from pipeline.engines.shape import input_limit_of
    from pipeline.engines.tokens import load_tokens

    tokens = load_tokens(path)
    decoding_of(path)
    return f"{len(tokens.vocabulary)} tokens, takes {input_limit_of(path)} at a time"


def _shapes(path: Path) -> str:
    """Compare the weights' shapes with those of an empty model of this configuration."""
    import torch
    from safetensors import SafetensorError, safe_open
    from transformers import AutoConfig, AutoModelForSeq2SeqLM

    try:
        with safe_open(path / WEIGHTS, framework="pt") as weights:
            found = {
                name: list(weights.get_slice(name).get_shape()) for name in weights.offset_keys()
            }
    except (OSError, SafetensorError) as error:
        raise ModelError(f"the weights cannot be read ({error})", where=str(path)) from error
    try:
        with torch.device("meta"):
            config = AutoConfig.from_pretrained(path, local_files_only=True)
            make: Any = AutoModelForSeq2SeqLM.from_config
            empty = make(config)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the configuration gives no model ({error})", where=str(path)) from error
    expected = {name: list(tensor.shape) for name, tensor in empty.state_dict().items()}
    for name, shape in found.items():
        if name in expected and expected[name] != shape:
            message = f"{name} is {shape}, and the configuration says {expected[name]}"
            raise ModelError(message, where=str(path))
    strangers = sorted(found.keys() - expected.keys())
    return f"{len(found)} tensors" + (f", {len(strangers)} not used" if strangers else "")


def _runs(name: str, path: Path, settings: "EngineSettings | None", canary: bool) -> str:
    from pipeline.config import EngineSettings
    from pipeline.engines.load import load_engine

    known = card(name)
    load_engine(
        path,
        settings or EngineSettings(),
        task=known.task if known else "translate",
        prefix=known.prefix if known else "",
        canary=canary,
    )
    return "loads" + " and passes the canary sentence" * canary
