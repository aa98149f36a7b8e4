"""Translating with a finished folder, for scores during and after training.

This is the shortest way from sentences to sentences, with ctranslate2 and without the pipeline's
splitting, caching and repairs: it measures the model itself.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.training.tokenizer import EOS, Pieces

#: Options of `GenerationConfig` and what ctranslate2 calls them.
OPTIONS = {
    "num_beams": "beam_size",
    "length_penalty": "length_penalty",
    "repetition_penalty": "repetition_penalty",
    "no_repeat_ngram_size": "no_repeat_ngram_size",
}


def options_of(folder: Path) -> dict[str, Any]:
    """The decoding settings in `generation_config.json`, under ctranslate2's names."""
    config = json.loads((folder / "generation_config.json").read_text(encoding="utf-8"))
    return {
        theirs: config[ours] for ours, theirs in OPTIONS.items() if config.get(ours) is not None
    }


class Decoder:
    """A loaded ctranslate2 model with its tokenizer; call it with sentences."""

    def __init__(
        self,
        folder: Path,
        options: Mapping[str, Any] | None = None,
        compute_type: str = "int8",
        threads: int = 1,
    ) -> None:
        import ctranslate2

        self._pieces = Pieces(folder)
        self._options = dict(options_of(folder) if options is None else options)
        self._translator = ctranslate2.Translator(
            str(folder / "ct2"), compute_type=compute_type, intra_threads=threads
        )

    def __call__(self, sentences: Sequence[str]) -> list[str]:
        """English for each Russian sentence, in order; one that has no pieces gives an empty string."""
        encoded = self._pieces.encode(sentences)
        full = [number for number, ids in enumerate(encoded) if ids]
        results = self._translator.translate_batch(
            [[*self._pieces.pieces(encoded[number]), EOS] for number in full],
            max_batch_size=4096,
            batch_type="tokens",
            max_decoding_length=256,
            **self._options,
        )
        output = [""] * len(encoded)
        for number, result in zip(full, results, strict=True):
            output[number] = self._pieces.text(result.hypotheses[0])
        return output
