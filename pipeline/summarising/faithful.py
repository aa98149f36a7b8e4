"""Bringing the sentences of an abstractive model back to their source.

Each generated sentence is matched with one source sentence, or two that stand together, so that the
matches keep the order of the source as well as they can: the best monotone path over lemma overlap.
Then its numbers and names are looked for in the source; one that is not there is a finding, and
under `faithful` the matched source sentences stand in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Finding, Sentence, Severity, Span
from pipeline.messages import say

__all__ = ["Alignment", "align", "unsupported"]

PAIR_PRICE = 0.15
"""What a second source sentence must add to the overlap to be taken along."""
SLACK = 0.5
"""How much more overlap a sentence out of order must have than one in order."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where a generated sentence comes from.

    `places` are the matched sentences, by place in what was given; `score` is the share of the
    generated sentence's content words that they hold, from 0 to 1.
    """

    places: tuple[int, ...]
    score: float


def align(generated: Sequence[str], sentences: Sequence[Sentence]) -> list[Alignment]:
    """Match generated sentences with source sentences.

    Args:
        generated: In the order in which the model wrote them.
        sentences: Of the source, at least one, in reading order.

    Returns:
        One alignment a generated sentence. The sum of scores along the path is the greatest that
        any path reaches, where a step back in the source costs `SLACK`.
    """
    sources = [_keys(sentence.text) for sentence in sentences]
    wanted = [_words(text) for text in generated]
    scores = [
        [_best_at(words, sources, place) for place in range(len(sources))] for words in wanted
    ]
    return _path(scores)


def _path(scores: list[list[Alignment]]) -> list[Alignment]:
    """The best path, one place for each generated sentence (dynamic programming)."""
    totals: list[list[float]] = []
    origins: list[list[int]] = []
    for number, row in enumerate(scores):
        if number == 0:
            totals.append([one.score for one in row])
            origins.append([0] * len(row))
            continue
        last = totals[-1]
        anywhere = max(range(len(last)), key=lambda place: (last[place], -place))
        now, origin = [], []
        best = 0
        for place, one in enumerate(row):
            if last[place] > last[best]:
                best = place
            in_order, out_of_order = last[best], last[anywhere] - SLACK
            origin.append(best if in_order >= out_of_order else anywhere)
            now.append(one.score + max(in_order, out_of_order))
        totals.append(now)
        origins.append(origin)
    path: list[Alignment] = []
    if not scores:
        return path
    at = max(range(len(totals[-1])), key=lambda place: (totals[-1][place], -place))
    for number in range(len(scores) - 1, -1, -1):
        path.append(scores[number][at])
        at = origins[number][at]
    return path[::-1]


def _best_at(
    words: list[frozenset[str]], sources: Sequence[frozenset[str]], place: int
) -> Alignment:
    """The match with the sentence at `place`, and with the next one if that adds enough."""
    alone = _share(words, sources[place])
    if place + 1 < len(sources):
        both = _share(words, sources[place] | sources[place + 1])
        if both - alone > PAIR_PRICE and both - _share(words, sources[place + 1]) > PAIR_PRICE:
            return Alignment((place, place + 1), round(both, 4))
    return Alignment((place,), round(alone, 4))


def _share(words: list[frozenset[str]], source: frozenset[str]) -> float:
    """The share of words that have a dictionary form in common with the source."""
    return sum(bool(keys & source) for keys in words) / len(words) if words else 0.0


def _words(text: str) -> list[frozenset[str]]:
    """The dictionary forms of each content word."""
    from pipeline.language.morphology import lemma_keys
    from pipeline.summarising.article import WORD, function_words

    skipped = function_words()
    found = WORD.findall(text.replace("ё", "е").replace("Ё", "Е"))
    return [lemma_keys(word) for word in found if word.lower() not in skipped]


def _keys(text: str) -> frozenset[str]:
    return frozenset().union(*_words(text))


def unsupported(text: str, source: str, *, segment: int, spans: tuple[Span, ...]) -> list[Finding]:
    """A finding for each number and name of a generated sentence that the source does not have.

    Args:
        text: The generated sentence.
        source: The whole normalised source: a model may rightly bring in what stands elsewhere.
        segment: Index of the segment, for the findings.
        spans: Where the sentence was found to come from.
    """
    from pipeline.language.names import names_not_in
    from pipeline.language.quantities import compare, read_russian

    findings = []
    comparison = compare(read_russian(source), read_russian(text))
    for quantity in (*comparison.invented, *(change.target for change in comparison.changed)):
        place = Span(quantity.start, quantity.stop)
        findings.append(_finding("number", place.of(text), segment, spans, place))
    for name in names_not_in(text, source):
        if not name.weak:
            findings.append(
                _finding("name", name.text, segment, spans, Span(name.start, name.stop))
            )
    return findings


def _finding(what: str, found: str, segment: int, spans: tuple[Span, ...], place: Span) -> Finding:
    return Finding.saying(
        f"unsupported-{what}",
        Severity.ERROR,
        say(f"{what}-unsupported", found=found),
        segment=segment,
        source_spans=spans,
        summary_spans=(place,),
        found=found,
    )
