"""How good a translator is on a set of sentence pairs, and which sentences it does worst.

The translator is any function from a list of Russian sentences to a list of English ones in the same
order, so a whole engine, a baseline and a test double are measured alike. BLEU (Papineni et al. 2002)
and chrF2 (Popović 2015) are sacrebleu's, and every figure carries sacrebleu's signature.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError

Translate = Callable[[list[str]], list[str]]

_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_WORD = re.compile(r"\w+")

#: A phrase said this often in one output, and more often than in the source, is a loop.
LOOP_REPEATS = 4


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """One sentence with its translation, reference and sentence-level chrF2 (0 to 100)."""

    source: str
    hypothesis: str
    reference: str
    chrf: float

    def as_dict(self) -> dict[str, str | float]:
        """The segment as plain values."""
        return {
            "source": self.source,
            "hypothesis": self.hypothesis,
            "reference": self.reference,
            "chrf": round(self.chrf, 1),
        }


@dataclass(frozen=True, slots=True)
class TranslationScore:
    """Figures for a set, rounded as they are reported.

    `empty`, `cyrillic` and `loops` are shares of sentences, 0 to 1: no output, Cyrillic letters left in
    the output, a phrase repeated over and over. `segments` are ordered worst first.
    """

    bleu: float
    chrf: float
    signature: dict[str, str]
    n: int
    sentences_per_second: float
    empty: float
    cyrillic: float
    loops: float
    segments: tuple[ScoredSegment, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The figures as plain values, without the segments."""
        return {
            "bleu": self.bleu,
            "chrf": self.chrf,
            "signature": dict(self.signature),
            "n": self.n,
            "sentences_per_second": self.sentences_per_second,
            "empty": self.empty,
            "cyrillic": self.cyrillic,
            "loops": self.loops,
        }


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read `Russian<TAB>English` lines.

    Raises:
        InputError: The file cannot be read, holds no pairs, or a line has no tab or an empty side.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot be read ({error.__class__.__name__})",
            where=str(path),
            remedy="name a UTF-8 text file",
        ) from error
    pairs = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        russian, _, english = line.rstrip("\r").partition("\t")
        if not russian.strip() or not english.strip():
            raise InputError(
                "not a Russian sentence, a tab and an English sentence",
                where=f"{path}:{number}",
                remedy="write one pair a line",
            )
        pairs.append((russian.strip(), english.strip()))
    if not pairs:
        raise InputError("holds no sentence pairs", where=str(path), remedy="write one pair a line")
    return pairs


def is_loop(hypothesis: str, source: str) -> bool:
    """Whether the output repeats itself as failing models do.

    True if a run of one to six words follows itself `LOOP_REPEATS` times, and the source does not
    repeat any run as often: a list of equal items is not a loop.
    """
    return _longest_repeat(hypothesis) >= LOOP_REPEATS > _longest_repeat(source)


def _longest_repeat(text: str) -> int:
    """How often, at most, a run of one to six words immediately follows itself in `text`."""
    words = _WORD.findall(text.lower())
    best = 1 if words else 0
    for size in range(1, 7):
        run = 0
        for place in range(size, len(words)):
            run = run + 1 if words[place] == words[place - size] else 0
            best = max(best, run // size + 1)
    return best


def evaluate_translation(
    pairs: Sequence[tuple[str, str]], translate: Translate, keep: int | None = 20
) -> TranslationScore:
    """Translate the Russian sides in one call, time it, and score against the English sides.

    Args:
        pairs: Russian and English sentences.
        translate: The translator; it must return one string for each that it gets.
        keep: How many of the worst segments to keep; None keeps all.

    Raises:
        InputError: `pairs` is empty.
        ValueError: `translate` returned another number of sentences than it got.
    """
    import sacrebleu

    if not pairs:
        raise InputError("holds no sentence pairs", where="set", remedy="name a set with pairs")
    sources = [source for source, _ in pairs]
    references = [reference for _, reference in pairs]
    start = time.perf_counter()
    hypotheses = translate(list(sources))
    seconds = time.perf_counter() - start
    if len(hypotheses) != len(sources):
        raise ValueError(f"{len(sources)} sentences went in, {len(hypotheses)} came out")

    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    bleu_score = bleu.corpus_score(hypotheses, [references])
    chrf_score = chrf.corpus_score(hypotheses, [references])
    segments = sorted(
        (
            ScoredSegment(
                source, hypothesis, reference, chrf.sentence_score(hypothesis, [reference]).score
            )
            for source, hypothesis, reference in zip(sources, hypotheses, references, strict=True)
        ),
        key=lambda segment: segment.chrf,
    )
    tally = Counter[str]()
    for source, hypothesis in zip(sources, hypotheses, strict=True):
        tally["empty"] += not hypothesis.strip()
        tally["cyrillic"] += bool(_CYRILLIC.search(hypothesis))
        tally["loops"] += is_loop(hypothesis, source)
    total = len(sources)
    return TranslationScore(
        bleu=round(bleu_score.score, 2),
        chrf=round(chrf_score.score, 2),
        signature={"bleu": str(bleu.get_signature()), "chrf": str(chrf.get_signature())},
        n=total,
        sentences_per_second=round(total / seconds, 1) if seconds > 0 else 0.0,
        empty=round(tally["empty"] / total, 4),
        cyrillic=round(tally["cyrillic"] / total, 4),
        loops=round(tally["loops"] / total, 4),
        segments=tuple(segments[:keep]),
    )
