"""What a model's `config.json` says about how much it takes."""

from pathlib import Path

from pipeline.engines.tokens import read_json

__all__ = ["input_limit_of", "output_limit_of"]

#: Positions are learnt or tabulated up to this many; T5's are relative, and `n_positions` is the
#: length that it was trained on.
_KEYS = ("max_position_embeddings", "n_positions")
_DEFAULT = 512


def input_limit_of(model: Path) -> int:
    """The most source tokens, the end token included, that the model's configuration allows.

    Raises:
        ModelError: If `config.json` is missing or not valid.
    """
    config = read_json(model / "config.json")
    stated = [config[key] for key in _KEYS if isinstance(config.get(key), int)]
    return int(stated[0]) if stated else _DEFAULT


def output_limit_of(model: Path) -> int | None:
    """The most target tokens that the model has positions for; None where there is no limit.

    Raises:
        ModelError: If `config.json` is missing or not valid.
    """
    positions = read_json(model / "config.json").get("max_position_embeddings")
    return positions if isinstance(positions, int) else None
