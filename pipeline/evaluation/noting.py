"""An engine that notes what it is asked, so that ctranslate2 can be asked the same by itself."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pipeline.engines.around import EngineAround
from pipeline.engines.base import BATCH_TOKENS, Aligner, Decoding, Engine, Generated, Scorer
from pipeline.engines.batching import batches

__all__ = ["Asked", "Noting", "calls_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of an engine, as it can be made again of ctranslate2."""

    sources: list[list[str]]
    prefixes: list[list[str]]
    batch_tokens: int
    limit: Callable[[int], int]
    options: dict[str, Any]
    scored: bool = False
    """Whether `prefixes` are whole translations to be scored, and nothing is searched for."""


class Noting(EngineAround):
    """The engine that it is given, but for noting every call of it while asked to.

    Args:
        engine: Does the work.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.asked: list[Asked] = []
        self._on = False

    @contextmanager
    def noting(self) -> Iterator[None]:
        """While the block runs, calls are noted."""
        self._on = True
        try:
            yield
        finally:
            self._on = False

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        """See `Engine.generate`."""
        if self._on:
            options = {
                "beam_size": decoding.beam_size,
                "num_hypotheses": decoding.hypotheses,
                "length_penalty": decoding.length_penalty,
                "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
                "repetition_penalty": decoding.repetition_penalty,
            }
            self._note(sources, prefixes, batch_tokens, decoding.limit, options)
        return super().generate(sources, decoding, prefixes, batch_tokens=batch_tokens)

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        """See `Engine.next_token_scores`."""
        if self._on:
            steps = max(map(len, prefixes), default=0) + 1
            options = {"beam_size": 1, "return_logits_vocab": True}
            self._note(sources, prefixes, batch_tokens, lambda _: steps, options)
        return super().next_token_scores(sources, prefixes, candidates, batch_tokens=batch_tokens)

    def align(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[list[float]]]:
        """See `Aligner.align`; nothing is aligned where the engine cannot do so."""
        if not isinstance(self.inner, Aligner):
            return [[] for _ in sources]
        if self._on:
            steps = max(map(len, targets), default=0) + 1
            options = {"beam_size": 1, "return_attention": True}
            self._note(sources, targets, batch_tokens, lambda _: steps, options)
        return super().align(sources, targets, batch_tokens=batch_tokens)

    def token_scores(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[float]]:
        """See `Scorer.token_scores`; nothing is scored where the engine cannot do so."""
        if not isinstance(self.inner, Scorer):
            return [[] for _ in sources]
        if self._on:
            whole = [[*source, self.end_token] for source in sources]
            spoken = [list(target) for target in targets]
            self.asked.append(Asked(whole, spoken, batch_tokens, lambda _: 0, {}, scored=True))
        return super().token_scores(sources, targets, batch_tokens=batch_tokens)

    def _note(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]] | None,
        batch_tokens: int,
        limit: Callable[[int], int],
        options: dict[str, Any],
    ) -> None:
        whole = [[*source, self.end_token] for source in sources]
        starts = [list(start) for start in prefixes or [()] * len(whole)]
        self.asked.append(Asked(whole, starts, batch_tokens, limit, options))


def calls_of(asked: Sequence[Asked]) -> list[list[dict[str, Any]]]:
    """All calls with the same options as one, sorted by length and cut into batches.

    Calls with a `target` are for `ctranslate2.Translator.score_batch`, the others for `translate_batch`.
    """
    parts: dict[str, list[Asked]] = {}
    for one in asked:
        parts.setdefault(f"{one.scored} {sorted(one.options.items())}", []).append(one)
    return [_cut(calls) for calls in parts.values()]


def _cut(calls: Sequence[Asked]) -> list[dict[str, Any]]:
    sources = [source for call in calls for source in call.sources]
    prefixes = [prefix for call in calls for prefix in call.prefixes]
    first = calls[0]
    cuts = []
    for batch in batches([len(source) for source in sources], first.batch_tokens):
        rest: dict[str, Any] = {"target": [prefixes[index] for index in batch]}
        if not first.scored:
            rest = {
                "target_prefix": rest["target"],
                "max_decoding_length": first.limit(len(sources[batch[0]])),
                "min_decoding_length": 0,
                **first.options,
            }
        source = [sources[index] for index in batch]
        cuts.append({"source": source, "max_input_length": 0, "asynchronous": True, **rest})
    return cuts
