"""Which English words render a stretch of the Russian, by the attention of the model that wrote them.

Attention read as word alignment is as old as attentional translation (Luong et al. 2015, "Addressing
the Rare Word Problem", use alignments to copy names). Here nothing is decided by it alone: it says
where to look, and `mending` checks what comes of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.engines.carrying import SPACE
from pipeline.language.quantities.reading import vocabulary

__all__ = ["Aligned", "Word", "aligned", "token_spans"]

_WORD = re.compile(r"[$€£]?[^\W_]+(?:['’.,:][^\W_]+)*%?")
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_OWN = 0.4
"""Share of its attention from which a word is held to come from a stretch."""
_SURE = 0.5
"""Share that one word of a stretch's rendering must have at least."""
_SMALL = vocabulary(
    "a an the of in on at to by for from with and or as will would is are was were has have had"
)


@dataclass(frozen=True, slots=True)
class Word:
    """An English word at `[start, stop)`, with its weight on each source token."""

    start: int
    stop: int
    text: str
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A translated text: `spans` are the places of the source tokens in the Russian."""

    russian: str
    english: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[Word, ...]

    def rendering(self, start: int, stop: int) -> tuple[int, int] | None:
        """Where the English renders `[start, stop)` of the Russian, or None where nothing does.

        The words that look at the stretch, with at most one between two of them that does not; of
        several such runs the one that looks at it most. Articles and prepositions at its edges
        stay outside.
        """
        own = [at for at, span in enumerate(self.spans) if span[0] < stop and start < span[1]]
        shares = [sum(word.weights[at] for at in own) for word in self.words]
        best: list[int] = []
        for run in _runs([at for at, share in enumerate(shares) if share >= _OWN]):
            run = self._without_small_words(run)
            sure = any(shares[at] >= _SURE for at in run)
            if sure and sum(shares[at] for at in run) > sum(shares[at] for at in best):
                best = run
        return (self.words[best[0]].start, self.words[best[-1]].stop) if best else None

    def _without_small_words(self, run: list[int]) -> list[int]:
        while run and self.words[run[0]].text.lower() in _SMALL:
            run = run[1:]
        while run and self.words[run[-1]].text.lower() in _SMALL:
            run = run[:-1]
        return run


def aligned(
    russian: str,
    source: Sequence[str],
    english: str,
    target: Sequence[str],
    attention: Sequence[Sequence[float]],
) -> Aligned | None:
    """Bring the attention between tokens to words; None where the tokens do not spell the texts.

    Args:
        russian: The text that was translated.
        source: Its tokens.
        english: The translation.
        target: Its tokens.
        attention: A row a target token, a weight a source token (`Aligner.align`).
    """
    spans = token_spans(source, russian)
    places = token_spans(target, english)
    if spans is None or places is None or len(attention) != len(target):
        return None
    words = []
    for match in _WORD.finditer(english):
        rows = [
            row
            for row, (start, stop) in zip(attention, places, strict=True)
            if start < match.end() and match.start() < stop
        ]
        if not rows or any(len(row) != len(spans) for row in rows):
            return None
        weights = tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
        words.append(Word(match.start(), match.end(), match.group(), weights))
    return Aligned(russian, english, tuple(spans), tuple(words))


def token_spans(tokens: Sequence[str], text: str) -> list[tuple[int, int]] | None:
    """Where each token stands in the text that the tokens spell; None if they spell another one.

    `▁` is a space, and the bytes of a character that is no piece all stand where it does. A lone
    `▁` stands with what follows it.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    pending = b""
    for token in tokens:
        byte = _BYTE.fullmatch(token)
        if byte is not None:
            at = at if pending else _past_space(text, at)
            pending += bytes.fromhex(byte.group(1))
            spans.append((at, at + 1))
            if at < len(text) and pending == text[at].encode():
                at, pending = at + 1, b""
            continue
        letters = token.replace(SPACE, " ")
        start = _past_space(text, at) if letters[:1].isspace() or not letters else at
        letters = letters.lstrip()
        if not text.startswith(letters, start):
            start = _past_space(text, start)
        if pending or not text.startswith(letters, start):
            return None
        at = start + len(letters)
        spans.append((start, max(at, start + 1)))
    return None if pending else spans


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Numbers in runs that skip at most one, the skipped ones filled in."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][-1] <= 2:
            runs[-1] += range(runs[-1][-1] + 1, place + 1)
        else:
            runs.append([place])
    return runs
