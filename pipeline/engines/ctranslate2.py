"""The CPU engine: ctranslate2, in int8 or float32. Imports neither torch nor transformers."""

import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np

from pipeline.engines.base import BATCH_TOKENS, Decoding, Generated
from pipeline.engines.batching import batches
from pipeline.engines.checks import check_candidates, check_lengths, places_in
from pipeline.engines.tokens import Tokens
from pipeline.errors import ModelError

__all__ = ["Ctranslate2Engine"]


class Ctranslate2Engine:
    """A converted model. `load.load_engine` makes one from a model folder.

    Args:
        model_path: The folder of the model that was converted.
        conversion: The folder of the conversion.
        tokens: The model's tokens.
        input_limit: The most source tokens, the end token included.
        output_limit: The most target tokens that it has positions for; None if there is no limit.
        weights: The fingerprint of the model, for the signature.
        compute_type: `int8` or `float32`.
        device: `cpu` or `cuda`.
        threads: In all.
        workers: How many batches run at the same time; the threads are shared out among them.

    Raises:
        ModelError: If the conversion cannot be loaded or has another vocabulary than the tokens.
    """

    def __init__(
        self,
        model_path: Path,
        conversion: Path,
        tokens: Tokens,
        *,
        input_limit: int,
        output_limit: int | None = None,
        weights: str,
        compute_type: str = "int8",
        device: str = "cpu",
        threads: int = 1,
        workers: int = 1,
    ) -> None:
        self.model_path = model_path
        self.end_token = tokens.end
        self.input_limit = input_limit
        self._output_limit = output_limit
        self._tokens = tokens
        self._weights = weights
        self._compute_type = compute_type
        try:
            self._translator = ctranslate2.Translator(
                str(conversion),
                device=device,
                compute_type=compute_type,
                inter_threads=workers,
                intra_threads=max(threads // workers, 1),
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"its conversion cannot be loaded ({error})",
                where=str(conversion),
                remedy="delete that folder; it is made again at the next start",
            ) from error
        self._ids = _target_ids(conversion, tokens)

    def encode(self, text: str) -> list[str]:
        """See `Engine.encode`."""
        return self._tokens.encode(text)

    def decode(self, tokens: Sequence[str]) -> str:
        """See `Engine.decode`."""
        return self._tokens.decode(tokens)

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        """See `Engine.generate`."""
        check_lengths(self, sources, prefixes)
        decoding = decoding.within(self._output_limit)
        options = {
            "beam_size": decoding.beam_size,
            "num_hypotheses": decoding.hypotheses,
            "length_penalty": decoding.length_penalty,
            "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
            "repetition_penalty": decoding.repetition_penalty,
            "return_scores": True,
            "return_end_token": True,
        }
        results: list[list[Generated]] = [
            [Generated((), 0.0, True)] * decoding.hypotheses for _ in sources
        ]
        starts = prefixes or [()] * len(sources)

        def length(batch: list[int]) -> int:
            return decoding.limit(len(sources[batch[0]]) + 1)

        asked = [index for index, source in enumerate(sources) if source]
        for index, result in self._run(asked, sources, starts, batch_tokens, length, options):
            limit = decoding.limit(len(sources[index]) + 1)
            results[index] = [
                self._generated(tokens, score, decoding, len(starts[index]), limit)
                for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            ]
        return results

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        """See `Engine.next_token_scores`."""
        check_lengths(self, sources, prefixes)
        check_candidates(self._ids, sources, prefixes, candidates)
        results: list[dict[str, float]] = [{} for _ in sources]

        def length(batch: list[int]) -> int:
            return max(len(prefixes[index]) for index in batch) + 1

        options = {"beam_size": 1, "return_logits_vocab": True}
        asked = list(range(len(sources)))
        for index, result in self._run(asked, sources, prefixes, batch_tokens, length, options):
            logits = np.array(result.logits[0][len(prefixes[index])], dtype=np.float64)
            total = np.logaddexp.reduce(logits)
            results[index] = {
                token: float(logits[self._ids[token]] - total) for token in candidates[index]
            }
        return results

    def align(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[list[float]]]:
        """See `Aligner.align`."""
        check_lengths(self, sources, targets)
        results: list[list[list[float]]] = [[] for _ in sources]

        def length(batch: list[int]) -> int:
            return max(len(targets[index]) for index in batch) + 1

        options = {"beam_size": 1, "return_attention": True}
        asked = [i for i, source in enumerate(sources) if source and targets[i]]
        for index, result in self._run(asked, sources, targets, batch_tokens, length, options):
            own = places_in(self._tokens.wrap(sources[index]), sources[index])
            rows = result.attention[0][: len(targets[index])]
            results[index] = [row[own] for row in rows]
        return results

    def token_scores(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[float]]:
        """See `Scorer.token_scores`."""
        check_lengths(self, sources, targets)
        results: list[list[float]] = [[] for _ in sources]
        asked = [i for i, source in enumerate(sources) if source and targets[i]]
        queued: list[tuple[int, Any]] = []
        for cut in batches([len(sources[index]) + 1 for index in asked], batch_tokens):
            batch = [asked[place] for place in cut]
            waiting = self._translator.score_batch(
                [self._tokens.wrap(sources[index]) for index in batch],
                [list(targets[index]) for index in batch],
                max_input_length=0,  # 0: never cut; the default cuts silently at 1024
                asynchronous=True,
            )
            queued += zip(batch, waiting, strict=True)
        for index, result in queued:
            results[index] = result.result().log_probs[: len(targets[index])]
        return results

    def signature(self) -> dict[str, Any]:
        """See `Engine.signature`."""
        return {
            "engine": "ctranslate2",
            "version": version("ctranslate2"),
            "weights": self._weights,
            "compute_type": self._compute_type,
        }

    def _run(
        self,
        asked: Sequence[int],
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        batch_tokens: int,
        length: Callable[[list[int]], int],
        options: dict[str, Any],
    ) -> list[tuple[int, Any]]:
        """Queue every batch at once, so that the workers share them out; then gather."""
        queued: list[tuple[int, Any]] = []
        for cut in batches([len(sources[index]) + 1 for index in asked], batch_tokens):
            batch = [asked[place] for place in cut]
            waiting = self._translator.translate_batch(
                [self._tokens.wrap(sources[index]) for index in batch],
                target_prefix=[list(prefixes[index]) for index in batch],
                asynchronous=True,
                max_input_length=0,  # 0: never cut; the default cuts silently at 1024
                max_decoding_length=length(batch),
                min_decoding_length=0,
                **options,
            )
            queued += zip(batch, waiting, strict=True)
        return [(index, waiting.result()) for index, waiting in queued]

    def _generated(
        self, tokens: list[str], score: float, decoding: Decoding, prefix: int, limit: int
    ) -> Generated:
        # ctranslate2 divides the sum over the generated tokens by the whole length.
        total = score * len(tokens) ** decoding.length_penalty
        mean = total / max(len(tokens) - prefix, 1)
        finished = bool(tokens) and tokens[-1] == self.end_token and len(tokens) <= limit
        kept = tokens[:-1] if finished else tokens[:limit]
        return Generated(tuple(kept), mean, finished)


def _target_ids(conversion: Path, tokens: Tokens) -> dict[str, int]:
    """Token -> row of the converted model, which lacks a padding row at the end."""
    for name in ("shared_vocabulary.json", "target_vocabulary.json"):
        file = conversion / name
        if file.is_file():
            names = json.loads(file.read_text(encoding="utf-8"))
            ids = {name: number for number, name in enumerate(names)}
            if all(tokens.vocabulary.get(name) == number for name, number in ids.items()):
                return ids
    raise ModelError(
        "its vocabulary is not that of the model",
        where=str(conversion),
        remedy="delete that folder; it is made again at the next start",
    )
