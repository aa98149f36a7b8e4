"""Text to tokens and back, from the files of a model folder, without transformers.

Marian and T5 models carry their SentencePiece models, which are read directly: what transformers
does with them costs seconds at each start, and takes text that spells a special token for that
token. Any other model's tokenizer is read by transformers, when it comes to that.

Both engines use the same tokens, so that a source is the same list of strings for either.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline.engines.pieces import REMEDY, Pieces
from pipeline.errors import ModelError

__all__ = ["HubTokens", "MarianTokens", "T5Tokens", "Tokens", "load_tokens", "read_json"]


class Tokens(Protocol):
    """A model's vocabulary, and the ways into it and out of it."""

    end: str
    unknown: str
    padding: str
    vocabulary: Mapping[str, int]
    """Every target token and its row in the model."""
    sources: Mapping[str, int]
    """Every source token and its row; the same mapping where the two sides share one."""

    def encode(self, text: str) -> list[str]:
        """Tokens of a source text, specials spelled out; see `Engine.encode`."""
        ...

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens, specials left out."""
        ...

    def wrap(self, tokens: Sequence[str]) -> list[str]:
        """The source as the model takes it, with the tokens that begin and end it."""
        ...


class MarianTokens:
    """OPUS-MT models and ours: `source.spm`, `target.spm` and `vocab.json`.

    Ids are those of `vocab.json`, and `target_vocab.json` where the two sides are apart; a piece
    that is not in it is unknown, as in transformers' MarianTokenizer. Its reading of a leading
    `>>…<<` as a language code is left out on purpose.
    """

    def __init__(self, model: Path) -> None:
        settings = read_json(model / "tokenizer_config.json", missing={})
        self.end = _name(settings, "eos_token", "</s>")
        self.unknown = _name(settings, "unk_token", "<unk>")
        self.padding = _name(settings, "pad_token", "<pad>")
        self.sources: Mapping[str, int] = read_json(model / "vocab.json")
        self.vocabulary: Mapping[str, int] = (
            read_json(model / "target_vocab.json")
            if settings.get("separate_vocabs")
            else self.sources
        )
        for name in (self.end, self.unknown):
            if name not in self.vocabulary or name not in self.sources:
                raise ModelError(f"has no {name}", where=str(model / "vocab.json"), remedy=REMEDY)
        self._source = Pieces(model / "source.spm", self.unknown)
        self._target = Pieces(model / "target.spm", self.unknown)
        self._sayable = self._target.ordinary | self._source.ordinary

    def encode(self, text: str) -> list[str]:
        """See `Tokens.encode`."""
        return [
            token if token in self.sources else self.unknown for token in self._source.encode(text)
        ]

    def decode(self, tokens: Sequence[str]) -> str:
        """See `Tokens.decode`."""
        return self._target.decode([token for token in tokens if token in self._sayable])

    def wrap(self, tokens: Sequence[str]) -> list[str]:
        """See `Tokens.wrap`."""
        return [*tokens, self.end]


class T5Tokens:
    """T5 models: one `spiece.model`, whose own numbers are the ids.

    Rows of the model beyond the pieces are sentinels, which no text becomes.
    """

    def __init__(self, model: Path, rows: int) -> None:
        self._pieces = Pieces(model / "spiece.model")
        processor = self._pieces.processor
        names = list(self._pieces.names)
        names += [f"<extra_id_{number}>" for number in range(rows - len(names))]
        for number, role in ((processor.eos_id(), "end"), (processor.pad_id(), "padding")):
            if number < 0:
                raise ModelError(
                    f"has no {role} token",
                    where=str(model / "spiece.model"),
                    remedy="use a T5 model with its own SentencePiece model",
                )
        self.end = names[processor.eos_id()]
        self.padding = names[processor.pad_id()]
        self.unknown = self._pieces.unknown
        self.vocabulary: Mapping[str, int] = {name: number for number, name in enumerate(names)}
        self.sources: Mapping[str, int] = self.vocabulary

    def encode(self, text: str) -> list[str]:
        """See `Tokens.encode`."""
        return self._pieces.encode(text)

    def decode(self, tokens: Sequence[str]) -> str:
        """See `Tokens.decode`."""
        return self._pieces.decode([token for token in tokens if token in self._pieces.ordinary])

    def wrap(self, tokens: Sequence[str]) -> list[str]:
        """See `Tokens.wrap`."""
        return [*tokens, self.end]


class HubTokens:
    """Any other model: its tokenizer as transformers reads it. Importing that takes seconds."""

    def __init__(self, model: Path) -> None:
        from transformers import AutoTokenizer

        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(
                model, local_files_only=True, split_special_tokens=True
            )
        except Exception as error:  # transformers raises whatever its readers raise
            raise ModelError(
                f"its tokenizer cannot be read ({type(error).__name__})",
                where=str(model),
                remedy=REMEDY,
            ) from error
        for role in ("eos_token", "pad_token", "unk_token"):
            if getattr(self._tokenizer, role) is None:
                raise ModelError(
                    f"its tokenizer has no {role}", where=str(model), remedy="use another model"
                )
        self.end: str = self._tokenizer.eos_token
        self.padding: str = self._tokenizer.pad_token
        self.unknown: str = self._tokenizer.unk_token
        self.vocabulary: Mapping[str, int] = self._tokenizer.get_vocab()
        self.sources: Mapping[str, int] = self.vocabulary
        self._special = frozenset(self._tokenizer.all_special_tokens)
        probe = self.encode("1")
        whole = self._tokenizer.convert_ids_to_tokens(self._tokenizer("1").input_ids)
        at = next((i for i in range(len(whole)) if whole[i : i + len(probe)] == probe), 0)
        self._head, self._tail = whole[:at], whole[at + len(probe) :]

    def encode(self, text: str) -> list[str]:
        """See `Tokens.encode`."""
        ids = self._tokenizer(text, add_special_tokens=False).input_ids
        tokens: list[str] = self._tokenizer.convert_ids_to_tokens(ids)
        return [self.unknown if token in self._special else token for token in tokens]

    def decode(self, tokens: Sequence[str]) -> str:
        """See `Tokens.decode`."""
        ids = self._tokenizer.convert_tokens_to_ids(list(tokens))
        return str(self._tokenizer.decode(ids, skip_special_tokens=True)).strip()

    def wrap(self, tokens: Sequence[str]) -> list[str]:
        """See `Tokens.wrap`."""
        return [*self._head, *tokens, *self._tail]


def load_tokens(model: Path) -> Tokens:
    """The tokens of the model in this folder.

    Raises:
        ModelError: If a file that its kind of model needs is missing or not readable.
    """
    config = read_json(model / "config.json")
    kind = config.get("model_type")
    if kind == "marian":
        return MarianTokens(model)
    if kind in ("t5", "mt5") and (model / "spiece.model").is_file():
        return T5Tokens(model, int(config.get("vocab_size", 0)))
    if (model / "tokenizer.json").is_file() or (model / "tokenizer_config.json").is_file():
        return HubTokens(model)
    raise ModelError(
        "has no tokenizer: neither spiece.model nor tokenizer.json is there",
        where=str(model),
        remedy=REMEDY,
    )


def read_json(path: Path, *, missing: dict[str, Any] | None = None) -> dict[str, Any]:
    """A JSON object from a file of a model folder.

    Args:
        path: The file.
        missing: What to return where there is no such file; None makes that an error.

    Raises:
        ModelError: If it is missing, not readable or not a JSON object.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if missing is not None:
            return missing
        raise ModelError("is missing", where=str(path), remedy=REMEDY) from error
    except OSError as error:
        raise ModelError(
            f"cannot be read ({error.strerror})", where=str(path), remedy=REMEDY
        ) from error
    except ValueError as error:
        raise ModelError("is not valid JSON", where=str(path), remedy=REMEDY) from error
    if not isinstance(content, dict):
        raise ModelError("is not a JSON object", where=str(path), remedy=REMEDY)
    return content


def _name(settings: Mapping[str, Any], role: str, default: str) -> str:
    """A special token's spelling, which older files give as an object with `content`."""
    value = settings.get(role, default)
    return str(value["content"]) if isinstance(value, dict) else str(value)
