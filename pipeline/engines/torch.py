"""The reference engine: transformers' own model and search, on a CPU or a GPU, in float32."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from pipeline.engines.base import BATCH_TOKENS, Decoding, Generated
from pipeline.engines.batching import batches
from pipeline.engines.checks import check_candidates, check_lengths, places_in
from pipeline.engines.tokens import Tokens
from pipeline.engines.torch_weights import load_weights
from pipeline.errors import ModelError

__all__ = ["TorchEngine"]


class TorchEngine:
    """A model as transformers loads it. `load.load_engine` makes one from a model folder.

    Args:
        model_path: The folder of the model, with safetensors weights.
        tokens: The model's tokens.
        input_limit: The most source tokens, the end token included.
        output_limit: The most target tokens that it has positions for; None if there is no limit.
        weights: The fingerprint of the model, for the signature.
        device: `cpu` or `cuda`.
        threads: On a CPU; set for the whole process, which is how torch counts them. 0 leaves them.

    Raises:
        ModelError: If the weights cannot be loaded or are not those of the configuration.
    """

    def __init__(
        self,
        model_path: Path,
        tokens: Tokens,
        *,
        input_limit: int,
        output_limit: int | None = None,
        weights: str,
        device: str = "cpu",
        threads: int = 0,
    ) -> None:
        if device == "cuda" and not torch.cuda.is_available():
            raise ModelError(
                "no CUDA device is there", where=str(model_path), remedy='set `device = "cpu"`'
            )
        if threads and device == "cpu":
            torch.set_num_threads(threads)
        self.model_path = model_path
        self.end_token = tokens.end
        self.input_limit = input_limit
        self._output_limit = output_limit
        self._tokens = tokens
        self._weights = weights
        self._device = device
        self._model = load_weights(model_path).to(device)
        self._ids = tokens.vocabulary
        self._names = {number: name for name, number in self._ids.items()}
        self._end = self._ids[tokens.end]
        self._pad = self._ids[tokens.padding]
        self._start: int = self._model.config.decoder_start_token_id
        # Marian's padding is only there to start the decoder; no model was ever taught to write it.
        self._never = [self._pad] if self._model.config.model_type == "marian" else []

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
        results = [[Generated((), 0.0, True)] * decoding.hypotheses for _ in sources]
        starts = prefixes or [()] * len(sources)
        # transformers wants decoder inputs of one length in a batch.
        for width in sorted({len(start) for start in starts}):
            asked = [i for i, start in enumerate(starts) if len(start) == width and sources[i]]
            for cut in batches([len(sources[index]) + 1 for index in asked], batch_tokens):
                batch = [asked[place] for place in cut]
                found = self._search(
                    [sources[index] for index in batch],
                    [starts[index] for index in batch],
                    decoding,
                )
                for index, hypotheses in zip(batch, found, strict=True):
                    results[index] = hypotheses
        return results

    @torch.inference_mode()
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
        for batch in batches([len(source) + 1 for source in sources], batch_tokens):
            inputs = self._inputs([sources[index] for index in batch])
            starts = [self._target(prefixes[index]) for index in batch]
            scores = self._log_probabilities(inputs, _padded(starts, self._pad, self._device))
            for row, index in enumerate(batch):
                last = scores[row, len(starts[row]) - 1]
                results[index] = {
                    token: float(last[self._ids[token]]) for token in candidates[index]
                }
        return results

    @torch.inference_mode()
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
        for cut in batches([len(sources[index]) + 1 for index in asked], batch_tokens):
            batch = [asked[place] for place in cut]
            inputs = self._inputs([sources[index] for index in batch])
            starts = [self._target(targets[index]) for index in batch]
            scores = self._log_probabilities(inputs, _padded(starts, self._pad, self._device))
            for row, index in enumerate(batch):
                own = enumerate(starts[row][1:])
                results[index] = [float(scores[row, at, number]) for at, number in own]
        return results

    @torch.inference_mode()
    def align(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[list[float]]]:
        """See `Aligner.align`."""
        check_lengths(self, sources, targets)
        # Only this implementation of attention gives its weights out.
        before = self._model.config._attn_implementation
        self._model.set_attn_implementation("eager")
        try:
            return self._aligned(sources, targets, batch_tokens)
        finally:
            self._model.set_attn_implementation(before)

    def _aligned(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]], batch_tokens: int
    ) -> list[list[list[float]]]:
        results: list[list[list[float]]] = [[] for _ in sources]
        asked = [i for i, source in enumerate(sources) if source and targets[i]]
        for cut in batches([len(sources[index]) + 1 for index in asked], batch_tokens):
            batch = [asked[place] for place in cut]
            inputs = self._inputs([sources[index] for index in batch])
            starts = [self._target(targets[index]) for index in batch]
            attention = self._model(
                **inputs,
                decoder_input_ids=_padded(starts, self._pad, self._device),
                output_attentions=True,
            ).cross_attentions[-1]
            for row, index in enumerate(batch):
                own = places_in(self._tokens.wrap(sources[index]), sources[index])
                results[index] = attention[row, 0, : len(targets[index]), own].tolist()
        return results

    def signature(self) -> dict[str, Any]:
        """See `Engine.signature`."""
        return {
            "engine": "torch",
            "version": f"{version('torch')} transformers {version('transformers')}",
            "weights": self._weights,
            "compute_type": "float32",
        }

    @torch.inference_mode()
    def _search(
        self,
        sources: Sequence[Sequence[str]],
        starts: Sequence[Sequence[str]],
        decoding: Decoding,
    ) -> list[list[Generated]]:
        import transformers

        inputs = self._inputs(sources)
        begin = torch.tensor([self._target(start) for start in starts], device=self._device)
        given = len(starts[0])
        limits = [decoding.limit(len(source) + 1) for source in sources]
        make_config: Any = transformers.GenerationConfig
        config = make_config(
            num_beams=decoding.beam_size,
            num_return_sequences=decoding.hypotheses,
            length_penalty=decoding.length_penalty,
            max_new_tokens=max(max(limits) - given, 1),
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            repetition_penalty=decoding.repetition_penalty,
            # With these two beam search is ctranslate2's, token for token.
            renormalize_logits=True,
            early_stopping=decoding.beam_size > 1,
            do_sample=False,
            bad_words_ids=[self._never] if self._never else None,
            decoder_start_token_id=self._start,
            eos_token_id=self._end,
            pad_token_id=self._pad,
        )
        rows = self._model.generate(
            **inputs, decoder_input_ids=begin, generation_config=config
        ).tolist()
        found = [self._until_end(row[1:], given) for row in rows]
        repeated = {
            name: tensor.repeat_interleave(decoding.hypotheses, 0)
            for name, tensor in inputs.items()
        }
        means = self._means(repeated, found, given)
        generated = []
        for place, (ids, mean) in enumerate(zip(found, means, strict=True)):
            limit = limits[place // decoding.hypotheses]
            finished = ids[-1:] == [self._end] and len(ids) <= limit
            kept = ids[:-1] if finished else ids[:limit]
            generated.append(Generated(tuple(self._names[i] for i in kept), mean, finished))
        step = decoding.hypotheses
        return [generated[at : at + step] for at in range(0, len(generated), step)]

    def _means(
        self, inputs: dict[str, torch.Tensor], found: list[list[int]], given: int
    ) -> list[float]:
        """Mean log-probability of each hypothesis's tokens after the first `given`."""
        starts = [[self._start, *ids[:-1]] for ids in found]
        scores = self._log_probabilities(inputs, _padded(starts, self._pad, self._device))
        means = []
        for row, ids in enumerate(found):
            own = [float(scores[row, at, number]) for at, number in enumerate(ids)][given:]
            means.append(sum(own) / max(len(own), 1))
        return means

    def _log_probabilities(
        self, inputs: dict[str, torch.Tensor], begin: torch.Tensor
    ) -> torch.Tensor:
        """Of every token after every position: (rows, positions, vocabulary)."""
        logits = self._model(**inputs, decoder_input_ids=begin).logits.float()
        logits[..., self._never] = float("-inf")
        return torch.log_softmax(logits, dim=-1)

    def _inputs(self, sources: Sequence[Sequence[str]]) -> dict[str, torch.Tensor]:
        known, unknown = self._tokens.sources, self._tokens.sources[self._tokens.unknown]
        rows = [
            [known.get(token, unknown) for token in self._tokens.wrap(source)] for source in sources
        ]
        ids = _padded(rows, self._pad, self._device)
        mask = _padded([[1] * len(row) for row in rows], 0, self._device)
        return {"input_ids": ids, "attention_mask": mask}

    def _target(self, tokens: Sequence[str]) -> list[int]:
        return [self._start, *(self._ids[token] for token in tokens)]

    def _until_end(self, ids: list[int], given: int) -> list[int]:
        """A row of the search's result, without the padding after the end token."""
        if self._end in ids[given:]:
            return ids[: ids.index(self._end, given) + 1]
        return ids


def _padded(rows: list[list[int]], filler: int, device: str) -> torch.Tensor:
    width = max(len(row) for row in rows)
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows], device=device)
