"""Plain measures of a sentence in its article, each a named number.

Place, length, likeness to the title, to the rest and to what was said before, and the marks of
quotations, attributions and back references. A small network (`marks`) turns them into the one mark
that the model reads before the sentence.
"""

import math
import re
from collections.abc import Callable

from pipeline.summarising.article import REACH, Article

__all__ = ["CUES", "Cue", "measure"]

Cue = Callable[[Article, int], float]

DIGIT = re.compile(r"\d")
NAME = re.compile(r"(?<=[^\W\d_][ ,(«])[А-ЯЁA-Z]\w*")
LEANING = re.compile(
    r"(?:он|она|они|оно|его|ее|её|их|это|этот|эта|эти|такой|также|кроме|при этом|однако|но|а|и"
    r"|между тем|тем не менее|там|тогда|поэтому|в этом|об этом|данн\w+)\b"
)
ATTRIBUTION = re.compile(
    r"\b(?:сообщ|заяв|отмет|подчеркн|добав|рассказ|поясн|сказа|напомн)\w+"
    r"|\bпо (?:словам|данным)\b|\bкак переда\w+|\bпишет\b"
)
BACKGROUND = re.compile(
    r"(?:ранее|напомним|накануне|в прошлом|справочн|читайте|смотрите|подробн|фото|источник)"
)
FIRST_PERSON = re.compile(r"\b(?:я|мы|наш\w*)\b")
ADDITION = re.compile(r"\b(?:также|кроме того)\b")
FIRST_PLACES = 9


def _place(number: int) -> Cue:
    return lambda article, index: float(min(index, FIRST_PLACES) == number)


def _starts(pattern: re.Pattern[str]) -> Cue:
    return lambda article, index: float(pattern.match(article.lowered[index]) is not None)


def _holds(pattern: re.Pattern[str]) -> Cue:
    return lambda article, index: float(pattern.search(article.lowered[index]) is not None)


def _most_like(article: Article, index: int, others: range) -> float:
    return max((article.cosine(index, other) for other in others), default=0.0)


def _length_before(article: Article, index: int) -> float:
    return article.lengths[index - 1] / article.longest if index else 0.0


def _length_after(article: Article, index: int) -> float:
    return article.lengths[index + 1] / article.longest if index + 1 < len(article) else 0.0


def _title_before(article: Article, index: int) -> float:
    return article.title_shares[index - 1] if index else 0.0


def _title_after(article: Article, index: int) -> float:
    return article.title_shares[index + 1] if index + 1 < len(article) else 0.0


def _is_leant_on(article: Article, index: int) -> float:
    following = index + 1 < len(article) and LEANING.match(article.lowered[index + 1])
    return float(bool(following))


def _comes_after_colon(article: Article, index: int) -> float:
    return float(index > 0 and article.sentences[index - 1].rstrip().endswith(":"))


def _rank(values: tuple[float, ...], index: int) -> float:
    """The share of sentences with a higher value."""
    return sum(value > values[index] for value in values) / len(values)


#: Name and measure, in the order in which the network takes them.
CUES: tuple[tuple[str, Cue], ...] = (
    *((f"place-{number + 1}", _place(number)) for number in range(FIRST_PLACES + 1)),
    ("depth", lambda a, i: i / len(a)),
    ("reciprocal-place", lambda a, i: 1 / (i + 1)),
    ("is-last", lambda a, i: float(i == len(a) - 1)),
    ("article-length", lambda a, i: math.log(len(a))),
    ("article-length-at-first", lambda a, i: (i == 0) * math.log(len(a))),
    ("words-before", lambda a, i: a.words_before(i) / a.total),
    ("length", lambda a, i: math.log1p(a.lengths[i])),
    ("length-to-longest", lambda a, i: a.lengths[i] / a.longest),
    ("length-to-mean", lambda a, i: a.lengths[i] * len(a) / a.total),
    ("is-very-short", lambda a, i: float(a.lengths[i] < 6)),
    ("is-fragment", lambda a, i: float(len(a.sentences[i]) < 30)),
    ("excess-length", lambda a, i: max(0, a.lengths[i] - 35) / 35),
    ("title-share", lambda a, i: a.title_shares[i]),
    ("title-likeness", lambda a, i: len(a.words[i] & a.title) / (a.norms[i] * (len(a.title) ** 0.5 or 1))),
    ("title-words", lambda a, i: min(3, len(a.words[i] & a.title))),
    ("title-words-long", lambda a, i: len(a.title_text) / 100),
    ("title-share-of-first", lambda a, i: a.title_shares[0]),
    ("title-share-best", lambda a, i: max(a.title_shares)),
    ("title-share-below-best", lambda a, i: a.title_shares[i] - max(a.title_shares)),
    ("first-is-below-best", lambda a, i: a.title_shares[0] - max(a.title_shares)),
    ("title-share-at-first", lambda a, i: (i == 0) * a.title_shares[0]),
    ("is-nearest-title", lambda a, i: float(i == a.title_shares.index(max(a.title_shares)))),
    ("title-share-before", _title_before),
    ("title-share-after", _title_after),
    ("centrality", lambda a, i: a.centrality[i]),
    ("centrality-rank", lambda a, i: _rank(a.centrality, i)),
    ("centrality-of-first", lambda a, i: a.centrality[0] - sum(a.centrality) / len(a)),
    ("like-first", lambda a, i: a.share_of(i, a.words[0]) if i else 0.0),
    ("said-before", lambda a, i: a.share_of(i, a.seen_before(i))),
    ("taken-up-after", lambda a, i: a.share_of(i, a.following(i, 5))),
    ("common-words", lambda a, i: sum(a.frequency[w] for w in a.words[i]) / (len(a.words[i]) or 1) / len(a)),
    ("repeated-words", lambda a, i: sum(a.frequency[w] > 1 for w in a.words[i]) / (len(a.words[i]) or 1)),
    ("most-like-before", lambda a, i: _most_like(a, i, range(max(0, i - REACH), i))),
    ("most-like-after", lambda a, i: _most_like(a, i, range(i + 1, min(len(a), i + 1 + REACH)))),
    ("has-number", _holds(DIGIT)),
    ("digits", lambda a, i: len(DIGIT.findall(a.sentences[i])) / 10),
    ("names", lambda a, i: min(len(NAME.findall(a.sentences[i])), 6) / 6),
    ("has-quotation", lambda a, i: float("«" in a.sentences[i] or '"' in a.sentences[i])),
    ("opens-as-quotation", lambda a, i: float(a.sentences[i][:1] in "—–-«\"„")),
    ("ends-open", lambda a, i: float(a.sentences[i].rstrip()[-1:] in "?!:…")),
    ("ends-without-mark", lambda a, i: float(a.sentences[i].rstrip()[-1:] not in ".!?…»\"")),
    ("opens-small", lambda a, i: float(a.sentences[i][:1].islower())),
    ("opens-leaning", _starts(LEANING)),
    ("is-leant-on", _is_leant_on),
    ("is-background", _starts(BACKGROUND)),
    ("has-attribution", _holds(ATTRIBUTION)),
    ("is-in-first-person", _holds(FIRST_PERSON)),
    ("is-an-addition", _holds(ADDITION)),
    ("has-aside", lambda a, i: float("(" in a.sentences[i])),
    ("comes-after-colon", _comes_after_colon),
    ("length-of-one-before", _length_before),
    ("length-of-one-after", _length_after),
)  # fmt: skip


def measure(article: Article) -> list[list[float]]:
    """All cues of all sentences, (sentences, cues)."""
    return [[cue(article, index) for _, cue in CUES] for index in range(len(article))]
