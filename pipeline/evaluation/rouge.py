"""ROUGE as `rouge_score` defines it, over Russian words.

Source: Lin, "ROUGE: a package for automatic evaluation of summaries", 2004; the definition is
rouge_score's, which replicates ROUGE-1.5.5. Scores are F1 from 0 to 100. ROUGE-L is over the whole
summary as one sequence (rouge_score's `rougeL`, not `rougeLsum`).

The figures published for the Gazeta corpus come from another implementation, with other tokens, and
cannot be compared with these.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from pipeline.evaluation.words import RussianWords, words

__all__ = ["TYPES", "NgramOverlap", "rouge", "signature"]

TYPES = ("rouge1", "rouge2", "rougeL")


@lru_cache(maxsize=2)
def _scorer(stemmed: bool) -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(list(TYPES), tokenizer=RussianWords(stemmed=stemmed))


def rouge(summary: str, reference: str, *, stemmed: bool = False) -> dict[str, float]:
    """ROUGE-1, ROUGE-2 and ROUGE-L of a summary, each an F1 from 0 to 100.

    Args:
        summary: The text to score.
        reference: The text that it should be.
        stemmed: Whether words are compared by their Snowball stems.
    """
    scores = _scorer(stemmed).score(reference, summary)
    return {kind: 100 * float(scores[kind].fmeasure) for kind in TYPES}


def signature(*, stemmed: bool) -> str:
    """What identifies a ROUGE figure: definition, version, tokens, stems and the statistic."""
    stems = f"snowball-ru-nltk-{version('nltk')}" if stemmed else "none"
    return (
        f"rouge_score:{version('rouge_score')}|tok:razdel-{version('razdel')}|case:lower|yo:ye"
        f"|stem:{stems}|L:whole-summary|stat:F1|refs:1"
    )


class NgramOverlap:
    """ROUGE-1 and ROUGE-2 F1 of a growing choice of sentences, without counting again.

    The oracle asks for the score of hundreds of choices of the same sentences against one
    reference: n-grams are counted once a sentence. N-grams do not cross sentence borders.
    """

    def __init__(self, sentences: Sequence[str], reference: str) -> None:
        self._reference = {size: _ngrams(words(reference, stemmed=True), size) for size in (1, 2)}
        tokens = [words(sentence, stemmed=True) for sentence in sentences]
        self._sentences = {size: [_ngrams(one, size) for one in tokens] for size in (1, 2)}

    def score(self, chosen: Sequence[int]) -> float:
        """The mean of ROUGE-1 and ROUGE-2 F1 (0 to 1) of the sentences `chosen`, by index."""
        return sum(self._f1(chosen, size) for size in (1, 2)) / 2

    def _f1(self, chosen: Sequence[int], size: int) -> float:
        total: Counter[tuple[str, ...]] = Counter()
        for index in chosen:
            total.update(self._sentences[size][index])
        reference = self._reference[size]
        shared = (total & reference).total()
        counted = total.total() + reference.total()
        return 2 * shared / counted if counted else 0.0


def _ngrams(tokens: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1))
