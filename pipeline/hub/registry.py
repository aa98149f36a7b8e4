"""The registry of models: what is known of each before it is on this machine."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError, ModelError
from pipeline.resources import models_root

__all__ = ["ModelCard", "card", "models_of", "read_registry", "registry"]


class ModelCard(BaseModel):
    """One model of the registry.

    `name` is how profiles call it; `repo` is empty for a model that comes with Svodka.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    task: Literal["translate", "summarise", "select"]
    """`select` is a summariser that chooses among numbered sentences."""
    repo: str = ""
    revision: str = Field(default="", pattern=r"^([0-9a-f]{7,40})?$")
    """The commit, or its beginning; empty where the first fetch decides."""
    weights: Literal["model.safetensors", "pytorch_model.bin"] = "model.safetensors"
    """The file that holds the weights at the hub."""
    sha256: dict[str, str] = {}
    """File name -> digest, for files that somebody has seen."""
    licence: str
    licence_note: str = ""
    languages: list[str]
    input_limit: int | None = Field(default=None, ge=1)
    """The most source tokens it was trained for; None leaves it to its configuration."""
    prefix: str = ""
    """What the model wants before its input."""
    size: int = 0
    """Of the weights at the hub, in bytes, rounded; 0 where unknown."""
    description: str = ""

    @property
    def embedded(self) -> bool:
        """Whether it comes with Svodka and is never fetched."""
        return not self.repo


def read_registry(path: Path) -> dict[str, ModelCard]:
    """The cards of a registry file, by name and in its order.

    Raises:
        ConfigError: If the file is not valid; the message lists every fault with its path.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"cannot be read as TOML ({error})", where=str(path), remedy="put it right"
        ) from error
    cards: dict[str, ModelCard] = {}
    faults: list[str] = []
    for name, entry in table.get("models", {}).items():
        try:
            cards[name] = ModelCard.model_validate({**entry, "name": name})
        except ValidationError as error:
            for fault in error.errors():
                place = ".".join(str(part) for part in fault["loc"])
                faults.append(f"models.{name}.{place} -> {fault['msg']}")
    if faults:
        raise ConfigError("; ".join(faults), where=str(path), remedy="correct what is named")
    return cards


@cache
def registry() -> dict[str, ModelCard]:
    """The registry that comes with Svodka; read once."""
    return read_registry(models_root() / "registry.toml")


def card(name: str) -> ModelCard | None:
    """The card of the model of that name, or None for one that the registry does not know."""
    return registry().get(name)


def models_of(name: str, config: Path | None = None) -> list[str]:
    """The models that a profile names, or the one model of that name.

    Args:
        name: A profile, a model of the registry, or `all` for every model that is fetched.
        config: The user's configuration, whose profiles count too.

    Raises:
        ModelError: If it is neither.
        ConfigError: If the configuration is not valid.
    """
    if name == "all":
        return [one.name for one in registry().values() if not one.embedded]
    if name in registry():
        return [name]
    from pipeline.config import load_profiles

    profiles = load_profiles(config)
    if name in profiles:
        return [profiles[name].summariser, profiles[name].translator]
    raise ModelError(
        f"{name!r} is neither a profile nor a model of the registry",
        remedy="choose one of " + ", ".join([*profiles, *registry()]),
    )
