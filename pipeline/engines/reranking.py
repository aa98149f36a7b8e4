"""An engine whose hypotheses are ranked anew by how far the source bears them out.

Beam search orders hypotheses by what the model finds probable. A model folder with a `reranking.json`
or a lexicon (`pipeline.engines.lexicon`) has its engine wrapped in `RerankingEngine`: it asks for more
hypotheses than its caller wants, adds the lexicon's two scores to the model's own, takes off for every
Latin word and figure of the source that is lost or said too often (`pipeline.engines.carrying`), and
returns the best. How many and with which weights is said in `reranking.json`, chosen on development
data with the model.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.engines.around import EngineAround
from pipeline.engines.base import BATCH_TOKENS, Decoding, Engine, Generated
from pipeline.engines.carrying import Given, given, spelled
from pipeline.engines.lexicon import FILE, Lexicon
from pipeline.engines.tokens import Tokens, read_json
from pipeline.errors import ModelError

__all__ = ["SETTINGS", "Reranking", "RerankingEngine", "reranked"]

SETTINGS = "reranking.json"
_MOST = 64
_WEIGHTS = ("forward", "backward", "lost", "added")


@dataclass(frozen=True, slots=True)
class Reranking:
    """How many hypotheses are looked at, and what each thing that tells them apart weighs.

    A hypothesis has `score + forward * support.forward + backward * support.backward
    - lost * carried.lost - added * carried.added`, where `score` is the model's mean log-probability
    of a token; without a lexicon there is no support.
    """

    hypotheses: int = 8
    forward: float = 0.3
    backward: float = 0.6
    lost: float = 0.2
    added: float = 0.05

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
                **{name: float(found.get(name, getattr(usual, name))) for name in _WEIGHTS},
            )
        except (TypeError, ValueError) as error:
            raise _wrong(model, str(error)) from error
        if not 1 <= settings.hypotheses <= _MOST:
            raise _wrong(model, f"hypotheses is {settings.hypotheses}, not 1 to {_MOST}")
        if not all(math.isfinite(getattr(settings, name)) for name in _WEIGHTS):
            raise _wrong(model, "a weight is not a finite number")
        return settings


class RerankingEngine(EngineAround):
    """An engine of which only the order of hypotheses is another.

    Its signature is the inner one's: lexicon and settings are part of the weights' fingerprint.

    Greedy search stays as it is: who asks for one hypothesis of a beam of one wants speed.
    """

    def __init__(
        self,
        engine: Engine,
        lexicon: Lexicon | None,
        settings: Reranking,
        sources: Mapping[str, int],
        targets: Mapping[str, int],
    ) -> None:
        super().__init__(engine)
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

    def explain(self, source: Sequence[str], target: Sequence[str]) -> list[float]:
        """See `Explainer.explain`."""
        if self._lexicon is None:
            return [0.0] * len(target)
        return self._lexicon.explained(
            [self._sources[token] for token in source if token in self._sources],
            [self._targets[token] for token in target],
        )

    def _ranked(self, source: Sequence[str], candidates: list[Generated]) -> list[Generated]:
        """Finished hypotheses before unfinished ones, each by score and support; ties as they were."""
        wanted = given(spelled(source))
        supported = self._supported(source, candidates)
        merits = [
            (one.finished, one.score + more - self._departure(wanted, one))
            for one, more in zip(candidates, supported, strict=True)
        ]
        order = sorted(range(len(candidates)), key=lambda at: merits[at], reverse=True)
        return [candidates[at] for at in order]

    def _supported(self, source: Sequence[str], candidates: list[Generated]) -> list[float]:
        """What the lexicon adds to each hypothesis; nothing where there is none."""
        if self._lexicon is None:
            return [0.0] * len(candidates)
        supports = self._lexicon.support(
            [self._sources[token] for token in source if token in self._sources],
            [[self._targets[token] for token in one.tokens] for one in candidates],
        )
        settings = self._settings
        return [
            settings.forward * support.forward + settings.backward * support.backward
            for support in supports
        ]

    def _departure(self, wanted: Given, candidate: Generated) -> float:
        """What is taken off a hypothesis for words and figures lost or said too often."""
        carried = wanted.carried(spelled(candidate.tokens))
        return self._settings.lost * carried.lost + self._settings.added * carried.added


def reranked(engine: Engine, model: Path, tokens: Tokens) -> Engine:
    """`engine`, with its hypotheses ranked anew if its model folder has a lexicon or says how.

    Raises:
        ModelError: If the lexicon or the settings are damaged.
    """
    has_lexicon = (model / FILE).is_file()
    if not has_lexicon and not (model / SETTINGS).is_file():
        return engine
    lexicon = None
    if has_lexicon:
        pieces = (1 + max(ids.values()) for ids in (tokens.sources, tokens.vocabulary))
        lexicon = Lexicon(model, *pieces)
    return RerankingEngine(engine, lexicon, Reranking.of(model), tokens.sources, tokens.vocabulary)


def _wrong(model: Path, why: str) -> ModelError:
    return ModelError(
        f"is not valid ({why})", where=str(model / SETTINGS), remedy="fetch the model again"
    )
