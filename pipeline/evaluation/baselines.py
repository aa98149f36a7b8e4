"""What a summariser has to beat: the lead in three lengths, TextRank, LexRank; and the oracle.

TextRank: Mihalcea and Tarau, EMNLP 2004. LexRank: Erkan and Radev, JAIR 2004. Both run in sumy's
implementation over our Russian words, stemmed. The greedy oracle (Nallapati et al., AAAI 2017) sees
the reference and shows what choosing sentences could reach.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.evaluation.records import Record
from pipeline.evaluation.rouge import NgramOverlap
from pipeline.evaluation.words import words
from pipeline.resources import package_data

__all__ = [
    "Brief",
    "System",
    "greedy_oracle",
    "lead",
    "lead_of_length",
    "lex_rank",
    "oracle",
    "text_rank",
]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a system makes of a record: the text, and the indices of the sentences chosen.

    `sentences` is empty for a text that was cut by characters.
    """

    text: str
    sentences: tuple[int, ...] = ()


System = Callable[[Sequence[Record]], list[Brief]]


def lead(count: int) -> System:
    """The first `count` sentences."""
    return lambda records: [
        _brief(record, range(min(count, len(record.sentences)))) for record in records
    ]


def lead_of_length(briefs: Sequence[Brief]) -> System:
    """The lead, cut at a word border to at most the characters of `briefs`, record by record.

    It answers the question whether a system is better than the lead or only shorter.
    """

    def run(records: Sequence[Record]) -> list[Brief]:
        return [
            Brief(_cut(" ".join(record.sentences), len(brief.text)))
            for record, brief in zip(records, briefs, strict=True)
        ]

    return run


def text_rank(count: int) -> System:
    """The `count` sentences that TextRank puts first, in reading order."""

    def run(records: Sequence[Record]) -> list[Brief]:
        from sumy.summarizers.text_rank import TextRankSummarizer

        summarizer = TextRankSummarizer()
        summarizer.stop_words = _stop_words()
        return [_ranked(summarizer, record, count) for record in records]

    return run


def lex_rank(count: int) -> System:
    """The `count` sentences that LexRank puts first, in reading order."""

    def run(records: Sequence[Record]) -> list[Brief]:
        from sumy.summarizers.lex_rank import LexRankSummarizer

        summarizer = LexRankSummarizer()
        summarizer.stop_words = _stop_words()
        return [_ranked(summarizer, record, count) for record in records]

    return run


def oracle(count: int) -> System:
    """At most `count` sentences chosen by looking at the reference."""
    return lambda records: [
        _brief(
            record,
            record.chosen or greedy_oracle(record.sentences, record.reference, limit=count),
        )
        for record in records
    ]


def greedy_oracle(sentences: Sequence[str], reference: str, *, limit: int) -> tuple[int, ...]:
    """The sentences that together come closest to `reference`, in reading order.

    One sentence after another is added, each time the one that raises the mean of ROUGE-1 and
    ROUGE-2 (stemmed) most, until none raises it or `limit` are taken.
    """
    overlap = NgramOverlap(sentences, reference)
    chosen: list[int] = []
    best = 0.0
    while len(chosen) < limit:
        scores = {
            index: overlap.score([*chosen, index])
            for index in range(len(sentences))
            if index not in chosen
        }
        if not scores:
            break
        index = max(scores, key=lambda one: (scores[one], -one))
        if scores[index] <= best:
            break
        chosen.append(index)
        best = scores[index]
    return tuple(sorted(chosen))


class _RankedSentence:
    """As much of sumy's sentence as its graph methods use; compared by identity, not by text."""

    def __init__(self, index: int, text: str) -> None:
        self.index = index
        self.words = words(text, stemmed=True)


class _RankedDocument:
    def __init__(self, record: Record) -> None:
        self.sentences = tuple(
            _RankedSentence(index, text) for index, text in enumerate(record.sentences)
        )


def _ranked(summarizer: Any, record: Record, count: int) -> Brief:
    found = summarizer(_RankedDocument(record), count)
    return _brief(record, sorted(sentence.index for sentence in found))


@lru_cache(maxsize=1)
def _stop_words() -> tuple[str, ...]:
    """Russian function words, stemmed as the sentences are; sumy brings no list for Russian."""
    text = package_data("summarising", "data", "function_words.txt").read_text(encoding="utf-8")
    return tuple(sorted(set(words(text, stemmed=True))))


def _brief(record: Record, chosen: Sequence[int]) -> Brief:
    return Brief(" ".join(record.sentences[index] for index in chosen), tuple(chosen))


def _cut(text: str, length: int) -> str:
    """The longest run of whole words from the start of `text` within `length` characters."""
    if len(text) <= length:
        return text
    head = text[: length + 1]
    return head.rsplit(" ", 1)[0] if " " in head else head[:length]
