"""A model that chooses sentences, for tests: its scores are a function of what a sentence says."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.document import Document, Role, Segment, Sentence, SentenceKind, Span
from pipeline.engines.base import BATCH_TOKENS, Decoding, Generated
from pipeline.summarising.cues import CUES
from pipeline.summarising.layout import MARKS

__all__ = ["ChoosingEngine", "cue_table", "release_of"]

SENTENCE = re.compile(r"<sent(\d{1,3})>")
RESERVED = re.compile(r"<sent\d+>")


def cue_table() -> dict[str, Any]:
    """Weights that give every sentence the same mark."""
    count = len(CUES)
    return {
        "cues": [name for name, _ in CUES],
        "mean": [0.0] * count,
        "scale": [1.0] * count,
        "hidden": [[0.0] * count],
        "hidden_bias": [0.0],
        "output": [0.0],
        "output_bias": 0.0,
        "steps": [float(step) for step in range(1, MARKS)],
    }


class ChoosingEngine:
    """Tokens are words; the importance of a sentence is `score` of its words joined by spaces."""

    end_token = "</s>"

    def __init__(
        self, folder: Path, score: Callable[[str], float], *, input_limit: int = 256
    ) -> None:
        (folder / "config.json").write_text(json.dumps({"model_type": "marian"}))
        (folder / "cues.json").write_text(json.dumps(cue_table()))
        self.model_path = folder
        self.input_limit = input_limit
        self.windows: list[list[str]] = []
        self._score = score

    def encode(self, text: str) -> list[str]:
        return text.split()

    def decode(self, tokens: Sequence[str]) -> str:
        return " ".join(tokens)

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        raise AssertionError("a model that chooses is not asked to write")

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        results = []
        for source, names in zip(sources, candidates, strict=True):
            assert len(source) + 1 <= self.input_limit, "a window that is too long"
            self.windows.append(list(source))
            said: dict[str, list[str]] = {}
            current: list[str] = []
            for token in source:
                if token in names:
                    current = said.setdefault(token, [])
                elif not RESERVED.fullmatch(token):
                    current.append(token)
            results.append({name: self._score(" ".join(said[name])) for name in names})
        return results

    def signature(self) -> dict[str, Any]:
        return {"engine": "choosing"}


def release_of(
    *paragraphs: Sequence[str],
    title: str = "",
    kinds: dict[int, SentenceKind] | None = None,
    heads: dict[int, int] | None = None,
) -> Document:
    """A document as `segment` leaves it: a title, and paragraphs of sentences.

    `kinds` and `heads` are by the index of the sentence, where they are not text or have a head.
    """
    text = f"{title}\n" if title else ""
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        for sentence in paragraph:
            index = len(sentences)
            sentences.append(
                Sentence(
                    index,
                    Span(len(text), len(text) + len(sentence)),
                    sentence,
                    kind=(kinds or {}).get(index, SentenceKind.TEXT),
                    paragraph=number,
                    head=(heads or {}).get(index),
                )
            )
            text += sentence + " "
        text = text[:-1] + "\n"
    document = Document(id="d", path="d.txt", digest="0" * 64, original=text, text=text)
    document.sentences = tuple(sentences)
    if title:
        document.title = Segment(0, title, (Span(0, len(title)),), role=Role.TITLE)
    return document
