"""The run signature: everything, apart from the input itself, that decides what is written.

Two runs with the same signature write the same bytes for the same input; so the sha256 over the
input's digest and the signature is the key under which the ledger remembers a document. Same key:
skipped. Anything changed: done again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from typing import TYPE_CHECKING, Any

from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.config import Profile

__all__ = [
    "canonical_json",
    "dependency_versions",
    "differences",
    "engine_packages",
    "run_signature",
    "signature_digest",
    "signature_key",
    "text_settings",
]

RULE_PACKAGES = ("iuliia", "pymorphy3", "pymorphy3-dicts-ru", "razdel")
"""Dependencies whose data or rules decide which words and sentences are seen."""

ENGINE_PACKAGES = {
    "ctranslate2": ("ctranslate2", "sentencepiece"),
    "torch": ("sentencepiece", "torch", "transformers"),
}
"""Dependencies of each engine; torch is named only where torch computes."""

WITHOUT_EFFECT = {
    "name",
    "description",
    "engine.engine",
    "engine.compute_type",
    "engine.threads",
    "summariser",
    "translator",
    "glossary",
}
"""Keys of a profile that change no text, or name what the engines' own signatures hold."""


def canonical_json(value: Any) -> str:
    """JSON that depends on the value alone: sorted keys, no spaces, no NaN.

    Raises:
        ValueError: If a number is not finite.
        TypeError: If something is not JSON, or a key is not a string.
    """
    _require_string_keys(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def signature_digest(signature: Mapping[str, Any]) -> str:
    """sha256 of a signature's canonical JSON, in hex."""
    return hashlib.sha256(canonical_json(signature).encode("utf-8")).hexdigest()


def signature_key(input_digest: str, signature: Mapping[str, Any]) -> str:
    """The ledger key of an input under a signature: sha256 in hex.

    Any change of the digest, or of a key or value anywhere in the signature, changes the key; the
    order of keys does not.
    """
    return signature_digest({"input": input_digest, "signature": signature})


def run_signature(
    stages: Iterable[tuple[str, str]],
    *,
    chunk: int,
    engines: Mapping[str, Mapping[str, Any]] | None = None,
    settings: Mapping[str, Any] | None = None,
    glossary: str = "",
    packages: Iterable[str] = (),
) -> dict[str, Any]:
    """Put the signature of a run together.

    Args:
        stages: Name and version of every stage, the writer included, in order.
        chunk: Documents that are decoded together: int8 results depend on it.
        engines: For each role (`summariser`, `translator`) what `Engine.signature()` says: engine
            and its version, weights digest, revision, compute type.
        settings: Settings that change text, decoding parameters included; see `text_settings`.
        glossary: Digest of the glossary in use.
        packages: Dependencies whose version may change text, by their distribution names.
    """
    return {
        "svodka": __version__,
        "stages": [f"{name}/{version}" for name, version in stages],
        "engines": {role: dict(signature) for role, signature in (engines or {}).items()},
        "settings": dict(settings or {}),
        "glossary": glossary,
        "chunk": chunk,
        "packages": dependency_versions(packages),
    }


def text_settings(profile: "Profile") -> dict[str, Any]:
    """The settings of a profile that change what is written, as plain data.

    Names of models and of the glossary are left out: their digests stand in the signature, so that
    the same weights in another folder give the same key.
    """
    return _without(profile.model_dump(mode="json"), "")


def engine_packages(engine: str) -> tuple[str, ...]:
    """The dependencies that decide the results of an engine."""
    return ENGINE_PACKAGES.get(engine, ())


def dependency_versions(names: Iterable[str]) -> dict[str, str]:
    """The installed version of each distribution; an empty string where it is not installed."""
    return {name: _version(name) for name in sorted(set(names))}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What differs between two signatures, one line a leaf: `settings.audit.repair: true -> false`.

    Values are shown as JSON, long ones cut; what is on one side only stands against `absent`.
    """
    before, after = dict(_leaves(old)), dict(_leaves(new))
    return [
        f"{path}: {_shown(before, path)} -> {_shown(after, path)}"
        for path in sorted(before.keys() | after.keys())
        if _shown(before, path) != _shown(after, path)
    ]


def _require_string_keys(value: Any) -> None:
    # json.dumps would turn a key 1 into "1", and so give two values the same text.
    if isinstance(value, Mapping):
        for key, child in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of a signature is not a string: {key!r}")
            _require_string_keys(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            _require_string_keys(child)


def _without(table: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        key: _without(value, f"{prefix}{key}.") if isinstance(value, Mapping) else value
        for key, value in table.items()
        if f"{prefix}{key}" not in WITHOUT_EFFECT
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    children: Sequence[tuple[str, Any]] = ()
    if isinstance(value, Mapping):
        children = [(str(key), child) for key, child in value.items()]
    elif isinstance(value, (list, tuple)):
        children = [(str(index), child) for index, child in enumerate(value)]
    if not children:
        yield path, value
    for key, child in children:
        yield from _leaves(child, f"{path}.{key}" if path else key)


def _shown(leaves: Mapping[str, Any], path: str) -> str:
    if path not in leaves:
        return "absent"
    text = canonical_json(leaves[path])
    return text if len(text) <= 24 else f"{text[:23]}…"
