"""An engine whose hypotheses are ranked anew by how far the source bears them out.

Beam search orders hypotheses by what the model finds probable. A model folder with a lexicon
(`pipeline.engines.lexicon`) has its engine wrapped in `RerankingEngine`: it asks for more hypotheses
than its caller wants, adds the lexicon's two scores to the model's own, and returns the best. How many
and with which weights is said in `reranking.json`, chosen on development data with the model.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.engines.base import BATCH_TOKENS, Aligner, Decoding, Engine, Generated
from pipeline.engines.lexicon import FILE, Lexicon
from pipeline.engines.tokens import Tokens, read_json
from pipeline.errors import ModelError

__all__ = ["SETTINGS", "Reranking", "RerankingEngine", "reranked"]

SETTINGS = "reranking.json"
_MOST = 64


@dataclass(frozen=True, slots=True)
class Reranking:
    """How many hypotheses are looked at, and what the lexicon's two scores weigh.

    A hypothesis has `score + forward * support.forward + backward * support.backward`, where `score`
    is the model's mean log-probability of a token.
    """

    hypotheses: int = 8
    forward: float = 0.3
    backward: float = 0.6

    @classmethod
    def of(cls, model: Path) -> "Reranking":
        """Read `reranking.json` in a model folder; without one, the defaults.

        Raises:
            ModelError: If it is not valid.
        """
        found = read_json(model / SETTINGS, missing={})
        usual = cls()
        try:
            settings = cls(
                hypotheses=int(found.get("hypotheses", usual.hypotheses)),
                forward=float(found.get("forward", usual.forward)),
                backward=float(found.get("backward", usual.backward)),
            )
        except (TypeError, ValueError) as error:
            raise _wrong(model, str(error)) from error
        if not 1 <= settings.hypotheses <= _MOST:
            raise _wrong(model, f"hypotheses is {settings.hypotheses}, not 1 to {_MOST}")
        if not math.isfinite(settings.forward) or not math.isfinite(settings.backward):
            raise _wrong(model, "a weight is not a finite number")
        return settings


class RerankingEngine:
    """`Engine` and `Aligner` over another one; all but `generate` is the other's.

    Greedy search stays as it is: who asks for one hypothesis of a beam of one wants speed.
    """

    def __init__(
        self,
        engine: Engine,
        lexicon: Lexicon,
        settings: Reranking,
        sources: Mapping[str, int],
        targets: Mapping[str, int],
    ) -> None:
        self.inner = engine
        self.model_path = engine.model_path
        self.end_token = engine.end_token
        self.input_limit = engine.input_limit
        self._lexicon = lexicon
        self._settings = settings
        self._sources = sources
        self._targets = targets

    def over(self, engine: Engine) -> "RerankingEngine":
        """The same ranking of another engine's hypotheses; both must have the same vocabulary."""
        return RerankingEngine(engine, self._lexicon, self._settings, self._sources, self._targets)

    def search(self, decoding: Decoding) -> Decoding:
        """What the engine inside is asked, where `decoding` is asked of this one."""
        if decoding.beam_size == 1:
            return decoding
        count = max(self._settings.hypotheses, decoding.hypotheses)
        return replace(decoding, beam_size=max(decoding.beam_size, count), hypotheses=count)

    def encode(self, text: str) -> list[str]:
        """See `Engine.encode`."""
        return self.inner.encode(text)

    def decode(self, tokens: Sequence[str]) -> str:
        """See `Engine.decode`."""
        return self.inner.decode(tokens)

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        """See `Engine.generate`; the scores returned are the model's own."""
        search = self.search(decoding)
        answers = self.inner.generate(sources, search, prefixes, batch_tokens=batch_tokens)
        if decoding.beam_size == 1:
            return answers
        return [
            self._ranked(source, candidates)[: decoding.hypotheses]
            for source, candidates in zip(sources, answers, strict=True)
        ]

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        """See `Engine.next_token_scores`."""
        return self.inner.next_token_scores(
            sources, prefixes, candidates, batch_tokens=batch_tokens
        )

    def align(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[list[float]]]:
        """See `Aligner.align`."""
        if not isinstance(self.inner, Aligner):
            raise TypeError(f"{type(self.inner).__name__} cannot align")
        return self.inner.align(sources, targets, batch_tokens=batch_tokens)

    def signature(self) -> dict[str, Any]:
        """See `Engine.signature`; the lexicon is part of the weights' fingerprint."""
        return self.inner.signature()

    def _ranked(self, source: Sequence[str], candidates: list[Generated]) -> list[Generated]:
        """Finished hypotheses before unfinished ones, each by score and support; ties as they were."""
        supports = self._lexicon.support(
            [self._sources[token] for token in source if token in self._sources],
            [[self._targets[token] for token in one.tokens] for one in candidates],
        )
        settings = self._settings
        merits = [
            (
                one.finished,
                one.score
                + settings.forward * support.forward
                + settings.backward * support.backward,
            )
            for one, support in zip(candidates, supports, strict=True)
        ]
        order = sorted(range(len(candidates)), key=lambda at: merits[at], reverse=True)
        return [candidates[at] for at in order]


def reranked(engine: Engine, model: Path, tokens: Tokens) -> Engine:
    """`engine`, with its hypotheses ranked anew if its model folder has a lexicon.

    Raises:
        ModelError: If the lexicon or its settings are damaged.
    """
    if not (model / FILE).is_file():
        return engine
    lexicon = Lexicon(model, 1 + max(tokens.sources.values()), 1 + max(tokens.vocabulary.values()))
    return RerankingEngine(engine, lexicon, Reranking.of(model), tokens.sources, tokens.vocabulary)


def _wrong(model: Path, why: str) -> ModelError:
    return ModelError(
        f"is not valid ({why})", where=str(model / SETTINGS), remedy="fetch the model again"
    )
