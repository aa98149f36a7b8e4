"""What every engine checks before it asks its model."""

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from pipeline.engines.base import Engine

__all__ = ["check_candidates", "check_complete", "check_lengths", "places_in"]


def check_lengths(
    engine: "Engine",
    sources: Sequence[Sequence[str]],
    prefixes: Sequence[Sequence[str]] | None,
) -> None:
    """Refuse a source that the model would have to cut, and lists that do not go together.

    Raises:
        ModelError: If a source with its end token is longer than the engine's `input_limit`.
        ValueError: If there are not as many prefixes as sources.
    """
    for source in sources:
        if len(source) + 1 > engine.input_limit:
            raise ModelError(
                f"takes {engine.input_limit} tokens and was given {len(source) + 1}",
                where=str(engine.model_path),
                remedy="split the text before it is given to the model",
            )
    if prefixes is not None and len(prefixes) != len(sources):
        raise ValueError(f"{len(sources)} sources, but {len(prefixes)} prefixes")


def check_candidates(
    vocabulary: Container[str],
    sources: Sequence[Sequence[str]],
    prefixes: Sequence[Sequence[str]],
    candidates: Sequence[Sequence[str]],
) -> None:
    """Refuse tokens that the model cannot write.

    Raises:
        ValueError: If a token of a prefix or a candidate is not in the vocabulary, or there are
            not as many lists of candidates as sources.
    """
    if len(candidates) != len(sources):
        raise ValueError(f"{len(sources)} sources, but {len(candidates)} lists of candidates")
    for tokens in (*prefixes, *candidates):
        for token in tokens:
            if token not in vocabulary:
                raise ValueError(f"not a target token of this model: {token!r}")


def check_complete(report: Mapping[str, Any], model: Path) -> None:
    """Refuse weights that lack a tensor, which transformers would fill in at random.

    Args:
        report: The loading information of `from_pretrained`.
        model: The folder, for the message.

    Raises:
        ModelError: If a tensor is missing.
    """
    missing = sorted(report["missing_keys"])
    if missing:
        count = f"{len(missing)} tensor" + "s" * (len(missing) > 1)
        raise ModelError(
            f"its weights lack {count}, {missing[0]} among them",
            where=str(model),
            remedy="fetch it again",
        )


def places_in(wrapped: Sequence[str], tokens: Sequence[str]) -> slice:
    """Where the tokens stand among those that begin and end them: most models only end them."""
    size = len(tokens)
    heads = range(len(wrapped) - size + 1)
    head = next((at for at in heads if list(wrapped[at : at + size]) == list(tokens)), 0)
    return slice(head, head + size)
