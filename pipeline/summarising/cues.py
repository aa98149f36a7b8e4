"""Plain measures of a sentence in its article, each a named number.

Place, length, likeness to the title, to the rest and to what was said before, what is new, the
words of outcomes, amounts and dates, and the marks of quotations, attributions and back references.
A small network (`marks`) turns them into the one mark that the model reads before the sentence.
"""

import math
import re
from collections.abc import Callable, Sequence

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
OUTCOME = re.compile(
    r"\b(?:утверд|приня|подпис|реши|решени|назнач|уволе|отстав|погиб|задерж|арест|приговор|штраф|откры"
    r"|запусти|заверш|победи|выигра|соглас|договор|объяви|вырос|снизи|увелич|сократ|состав(?:ит|ил|ля))\w*"
)
FUTURE = re.compile(
    r"\b(?:будет|будут|планир\w+|намерен\w*|должн\w+|предстоит|ожида\w+|пройд[её]т|состоится"
    r"|продолж\w+)\b"
)
AMOUNT = re.compile(
    r"\b(?:млн|млрд|миллион\w*|миллиард\w*|тысяч\w*|руб\w*|доллар\w*|евро|лей|леев|процент\w*)\b|%"
)
DATE = re.compile(
    r"\b(?:январ|феврал|март|апрел|ма[яй]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
    r"|\b(?:понедельник|вторник|сред[уа]\b|четверг|пятниц|суббот|воскресен)\w*|\bсегодня\b|\bвчера\b"
)
PAST = re.compile(r"\b(?:был[аио]?|ранее|тогда|в 19\d\d|в прошлом)\b")
ADDRESS = re.compile(r"\b(?:я|мы|нам|нас|мне|наш\w*|мой|моя|вы|вам)\b")
PRONOUN = re.compile(r"\b(?:по (?:его|ее|её|их) словам|он|она|они)\b")
CAUSE = re.compile(r"\b(?:потому|поскольку|из-за|в связи|причин\w+|так как|в результате|чтобы)\b")
MOST_COUNTED = 3
FIRST_PLACES = 9


def _place(number: int) -> Cue:
    return lambda article, index: float(min(index, FIRST_PLACES) == number)


def _starts(pattern: re.Pattern[str]) -> Cue:
    return lambda article, index: float(pattern.match(article.lowered[index]) is not None)


def _holds(pattern: re.Pattern[str]) -> Cue:
    return lambda article, index: float(pattern.search(article.lowered[index]) is not None)


def _count(pattern: re.Pattern[str]) -> Cue:
    return lambda article, index: min(MOST_COUNTED, len(pattern.findall(article.lowered[index])))


def _speech_before(article: Article, index: int) -> float:
    said = article.novelty
    return float(
        index > 0 and (said.opens_as_speech[index - 1] or said.goes_on_as_speech[index - 1])
    )


def _speech_after(article: Article, index: int) -> float:
    return float(index + 1 < len(article) and article.novelty.opens_as_speech[index + 1])


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
    ("title-share-best", lambda a, i: a.best_title_share),
    ("title-share-below-best", lambda a, i: a.title_shares[i] - a.best_title_share),
    ("first-is-below-best", lambda a, i: a.title_shares[0] - a.best_title_share),
    ("title-share-at-first", lambda a, i: (i == 0) * a.title_shares[0]),
    ("is-nearest-title", lambda a, i: float(i == a.nearest_title)),
    ("title-share-before", _title_before),
    ("title-share-after", _title_after),
    ("centrality", lambda a, i: a.centrality[i]),
    ("centrality-rank", lambda a, i: a.centrality_ranks[i]),
    ("centrality-of-first", lambda a, i: a.centrality[0] - a.mean_centrality),
    ("like-first", lambda a, i: a.share_of(i, a.words[0]) if i else 0.0),
    ("said-before", lambda a, i: a.said_before[i]),
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
    ("new-numbers", lambda a, i: min(4, a.novelty.new_numbers[i])),
    ("new-names", lambda a, i: a.novelty.new_names[i] / 5),
    ("known-names", lambda a, i: a.novelty.known_names[i] / 5),
    ("title-numbers", lambda a, i: min(2, a.novelty.title_numbers[i])),
    ("title-names", lambda a, i: a.novelty.title_names[i]),
    ("goes-on-as-speech", lambda a, i: float(a.novelty.goes_on_as_speech[i])),
    ("speech", lambda a, i: a.novelty.speech[i]),
    ("speech-before", _speech_before),
    ("speech-after", _speech_after),
    ("outcomes", _count(OUTCOME)),
    ("future", _count(FUTURE)),
    ("amounts", _count(AMOUNT)),
    ("dates", _count(DATE)),
    ("past", _count(PAST)),
    ("address", _count(ADDRESS)),
    ("pronouns", _count(PRONOUN)),
    ("causes", _count(CAUSE)),
    ("length-rank", lambda a, i: a.length_ranks[i]),
)  # fmt: skip


def measure(article: Article, names: Sequence[str] | None = None) -> list[list[float]]:
    """The cues of these names, or all, of all sentences: (sentences, cues). KeyError for another name."""
    known = dict(CUES)
    wanted = list(known.values()) if names is None else [known[name] for name in names]
    return [[cue(article, index) for cue in wanted] for index in range(len(article))]
