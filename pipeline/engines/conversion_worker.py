"""The child process that converts a model for ctranslate2: it alone imports torch for that.

python -m pipeline.engines.conversion_worker MODEL TARGET COMPUTE_TYPE
"""

import json
import sys
from pathlib import Path
from typing import Any

from pipeline.engines.checks import check_complete
from pipeline.engines.tokens import HubTokens, Tokens, load_tokens
from pipeline.errors import ModelError
from pipeline.hub.digests import weights_digest

__all__ = ["main"]


class _Vocabulary:
    """Our tokens in the guise of the tokenizer that ctranslate2's converter asks."""

    bos_token = None

    def __init__(self, tokens: Tokens) -> None:
        self.eos_token, self.unk_token, self.pad_token = tokens.end, tokens.unknown, tokens.padding
        self._ids = dict(tokens.vocabulary)
        self._names = {number: name for name, number in self._ids.items()}

    def get_vocab(self) -> dict[str, int]:
        return self._ids

    def convert_ids_to_tokens(self, number: int) -> str:
        return self._names[number]


def main(model: Path, target: Path, compute_type: str) -> None:
    """Convert, and write down what the conversion was made from."""
    import ctranslate2
    import torch
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, kind: Any, name: str, **options: Any) -> Any:
            # Quantising from half precision would round twice.
            options = {**options, "dtype": torch.float32, "use_safetensors": True}
            loaded, report = kind.from_pretrained(
                name, local_files_only=True, output_loading_info=True, **options
            )
            check_complete(report, Path(name))
            # transformers 5 says `tie_word_embeddings` of every T5, and the converter takes that
            # for "scale the outputs", which is wrong for T5 1.1 and its children.
            if hasattr(loaded.config, "scale_decoder_outputs"):
                loaded.config.tie_word_embeddings = loaded.config.scale_decoder_outputs
            # transformers 5 no longer keeps in BART's configuration what is true of every BART.
            if loaded.config.model_type == "bart" and not hasattr(
                loaded.config, "normalize_before"
            ):
                loaded.config.normalize_before = False
            return loaded

        def load_tokenizer(self, kind: Any, name: str, **options: Any) -> Any:
            tokens = load_tokens(Path(name))
            if isinstance(tokens, HubTokens):
                return kind.from_pretrained(name, local_files_only=True, **options)
            return _Vocabulary(tokens)

    Converter(str(model)).convert(str(target), quantization=compute_type)
    made = {
        "model_sha256": weights_digest(model),
        "quantization": compute_type,
        "ctranslate2": ctranslate2.__version__,
    }
    text = json.dumps(made, indent=1) + "\n"
    (target / "made-from.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except ModelError as error:
        sys.exit(error.what)
