"""Settings and profiles.

A profile is data: which models, and how they are run. The built-in ones stand in `profiles.toml`
beside this file; a user adds or changes one in `svodka.toml` in the working folder (or the file
named with `--config`). Keys that Svodka does not know are errors, all of them at once, each with
its path.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.engines.base import Decoding
from pipeline.errors import ConfigError

__all__ = [
    "AuditSettings",
    "DecodingSettings",
    "EngineSettings",
    "Profile",
    "RunSettings",
    "SummariseSettings",
    "TranslateSettings",
    "load_profile",
    "load_profiles",
    "with_changes",
]

BUILT_IN = Path(__file__).with_name("profiles.toml")
USER_FILE = "svodka.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class EngineSettings(_Strict):
    """Which engine runs the models, and on what."""

    engine: Literal["auto", "ctranslate2", "torch"] = "auto"
    """`auto` takes torch when a CUDA device is asked for, else ctranslate2."""
    device: Literal["cpu", "cuda"] = "cpu"
    compute_type: Literal["int8", "float32"] = "int8"
    """Of ctranslate2; the torch engine always computes in float32 on a CPU."""
    threads: int = Field(default=0, ge=0, le=1024)
    """Threads in all; 0 takes every core this process may use."""


class DecodingSettings(_Strict):
    """Changes to the decoding that the model's own `generation_config.json` asks for.

    What is left at None comes from the model.
    """

    beam_size: int | None = Field(default=None, ge=1, le=64)
    length_penalty: float | None = Field(default=None, ge=-5, le=5)
    max_length: int | None = Field(default=None, ge=1, le=4096)
    max_length_ratio: float | None = Field(default=None, gt=0, le=20)
    no_repeat_ngram_size: int | None = Field(default=None, ge=0, le=20)
    repetition_penalty: float | None = Field(default=None, gt=0, le=5)

    def over(self, model: Decoding) -> Decoding:
        """The model's own decoding with what is set here put over it."""
        from dataclasses import replace

        changes = {name: value for name, value in self.model_dump().items() if value is not None}
        return replace(model, **changes)


class SummariseSettings(_Strict):
    """How long the brief is, and what may be left out of a sentence.

    `chars` stands before `sentences`, and `sentences` before `ratio`; with none of them set the
    brief has `default_sentences`, or fewer for a short release.
    """

    sentences: int | None = Field(default=None, ge=1, le=200)
    ratio: float | None = Field(default=None, gt=0, le=1)
    """Share of the source's sentences."""
    chars: int | None = Field(default=None, ge=1)
    """Most characters of the Russian summary; at least one sentence is always kept."""
    default_sentences: int = Field(default=3, ge=1, le=200)
    compress: bool = True
    faithful: bool = False
    """Abstractive models: put the source sentence in place of one that is not borne out."""
    decoding: DecodingSettings = DecodingSettings()


class TranslateSettings(_Strict):
    """How sentences are cut, batched and decoded."""

    decoding: DecodingSettings = DecodingSettings()
    max_words: int = Field(default=55, ge=10, le=400)
    """A longer sentence is split at clause borders, translated in pieces and joined."""
    batch_tokens: int = Field(default=512, ge=64)
    """Source tokens (padding counted) in one batch of the engine."""
    inline_terms: bool = True
    """Put glossary terms in their English form into the sentence before it is translated."""
    mend: bool = True
    """Put right by rule the names and figures that the model garbled (`translating.mending`)."""
    doubt_above: float | None = Field(default=None, gt=0)
    """From which doubt on a word is named (`translating.doubting`); None asks the model nothing."""
    guessed_above: float | None = Field(default=None, gt=0)
    """From which doubt on a line with such a word needs review; None for no doubt."""


class AuditSettings(_Strict):
    """When a brief is sent to a person."""

    review_below: float = Field(default=0.9, ge=0, le=1)
    """A document that scores less, or has any error, needs review."""
    unsure_below: float = Field(default=-0.8, le=0)
    """A line whose mean log-probability for a token is lower needs review: the model guessed."""
    repair: bool = True


class Profile(_Strict):
    """A named set of models and settings.

    `summariser` and `translator` are names in `models/registry.toml`, or paths of local folders.
    """

    name: str
    description: str = ""
    summariser: str
    translator: str
    engine: EngineSettings = EngineSettings()
    summarise: SummariseSettings = SummariseSettings()
    translate: TranslateSettings = TranslateSettings()
    audit: AuditSettings = AuditSettings()
    glossary: str = ""
    """A glossary of the user's (TSV), over the built-in one; empty for the built-in one alone."""
    replace: dict[str, str] = {}
    """Stages that other packages bring (see `pipeline.plugins`), by the stage each stands in for."""
    after: dict[str, list[str]] = {}
    """More such stages, by the name of the stage that they come after."""


class RunSettings(_Strict):
    """How a batch is run; none of it changes what is written for a document."""

    chunk: int = Field(default=32, ge=1, le=4096)
    """Documents that are decoded together. Part of the run signature: int8 results depend on it."""
    limit: int | None = Field(default=None, ge=1)
    force: bool = False
    fail_fast: bool = False
    max_bytes: int = Field(default=20 * 1024 * 1024, ge=1)
    """The largest input that is read, in bytes."""
    text_column: str = "text"
    """The column of tables (JSONL, Parquet) that holds the releases."""


class _File(_Strict):
    profiles: dict[str, dict[str, Any]] = {}

    @model_validator(mode="after")
    def _names_are_plain(self) -> "_File":
        for name in self.profiles:
            if not name.replace("-", "").replace("_", "").isalnum():
                raise ValueError(f"profile name {name!r} may hold letters, digits, - and _ only")
        return self


def load_profiles(config: Path | None = None) -> dict[str, Profile]:
    """All profiles: the built-in ones, with the user's file put over them.

    A user's profile may say `base = "compact"` to start from another one; tables are merged key by
    key. A user's profile with a built-in name starts from that one.

    Args:
        config: The user's file. None takes `svodka.toml` of the working folder where it exists.

    Raises:
        ConfigError: If a file is missing, not TOML, or holds a key or value that is not valid;
            the message lists every fault with its path.
    """
    tables = _read(BUILT_IN)
    source = BUILT_IN.name
    if config is None and Path(USER_FILE).is_file():
        config = Path(USER_FILE)
    if config is not None:
        source = str(config)
        for name, table in _read(config).items():
            base = table.pop("base", name)
            if base not in tables and base != name:
                raise ConfigError(
                    f"base {base!r} is not a profile",
                    where=f"{config}: profiles.{name}.base",
                    remedy="name one of " + ", ".join(sorted(tables)),
                )
            tables[name] = _merged(tables.get(base, {}), table)
    return {name: _profile(name, table, source) for name, table in tables.items()}


def load_profile(name: str = "compact", config: Path | None = None) -> Profile:
    """The profile of that name.

    Raises:
        ConfigError: If there is none, or the configuration is not valid.
    """
    profiles = load_profiles(config)
    if name not in profiles:
        raise ConfigError(
            f"no profile {name!r}", remedy="choose one of " + ", ".join(sorted(profiles))
        )
    return profiles[name]


def with_changes(profile: Profile, changes: dict[str, Any]) -> Profile:
    """The profile with some settings put over it, checked as a file's would be.

    Args:
        profile: What to start from.
        changes: Nested like the TOML tables, such as `{"summarise": {"sentences": 5}}`.

    Raises:
        ConfigError: If a key or value is not valid.
    """
    table = _merged(profile.model_dump(), changes)
    del table["name"]
    return _profile(profile.name, table, "options")


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise ConfigError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="name a readable file"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"is not valid TOML: {error}", where=str(path), remedy="put it right"
        ) from error
    try:
        return _File.model_validate(table).profiles
    except ValidationError as error:
        raise _config_error(error, str(path), "") from error


def _profile(name: str, table: dict[str, Any], source: str) -> Profile:
    try:
        return Profile.model_validate({**table, "name": name})
    except ValidationError as error:
        raise _config_error(error, source, f"profiles.{name}.") from error


def _config_error(error: ValidationError, source: str, prefix: str) -> ConfigError:
    faults = []
    for fault in error.errors():
        path = prefix + ".".join(str(part) for part in fault["loc"])
        message = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"]
        faults.append(f"{path} -> {message}")
    return ConfigError("; ".join(faults), where=source, remedy="correct or remove what is named")


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        both = isinstance(value, dict) and isinstance(old, dict)
        result[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return result
