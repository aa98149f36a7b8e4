"""Cutting a long Russian sentence at clause borders, so that a translator drops none of it.

Every border has a rule with a name and a strength. A sentence is cut where strength and balance
together are best, and each part again until it fits. No cut stands inside a quotation, a pair of
brackets, a number or a name; only a sentence that fits in no other way is cut at a bare space.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.enclosures import inside
from pipeline.language.morphology import parses

__all__ = ["Border", "Part", "borders", "split"]

#: A part of fewer words says too little to be translated by itself.
_FEWEST_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SUBORDINATORS = (
    r"котор(?:ый|ая|ое|ые|ого|ой|ому|ым|ых|ыми|ую|ом)|что|чтобы|где|куда|откуда|когда|если|хотя"
    r"|поскольку|пока|чей|чья|чьё|чьи"
)
_PREPOSITIONS = r"в|во|на|с|со|из|к|ко|о|об|от|для|по|при|за|у|через|после|благодаря|среди"


@dataclass(frozen=True, slots=True)
class Border:
    """A place where a sentence may be cut: `[left, right)` is what stands between the parts."""

    left: int
    right: int
    rule: str
    strength: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence: `[start, stop)` of it.

    `mark` is what ended it there (`,`, `;`, `—`; empty at a bracket, a space and the end), `rule`
    the border after it (empty at the end).
    """

    start: int
    stop: int
    text: str
    mark: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    strength: int
    pattern: re.Pattern[str]
    """Matches what stands between the parts; what follows is looked ahead at."""
    both_verbs: bool = False
    """Whether both sides must have a verb to be clauses."""


def _rule(name: str, strength: int, pattern: str, *, both_verbs: bool = False) -> _Rule:
    return _Rule(name, strength, re.compile(pattern), both_verbs)


_RULES: tuple[_Rule, ...] = (
    _rule("semicolon", 6, r"; +"),
    _rule("sentence", 6, r"(?<=[а-яё]{4}[.!?…]) +(?=[«\"—(]? ?[А-ЯЁA-Z])"),
    _rule("colon", 4, r": +"),
    _rule("contrast", 5, r", +(?=(?:но|а|однако|зато|при этом|тогда как) )", both_verbs=True),
    _rule("and", 4, r",? +(?=(?:и|или|либо|а также) )", both_verbs=True),
    _rule(
        "subordinate",
        4,
        rf", +(?=(?:(?:{_PREPOSITIONS}) )?(?:{_SUBORDINATORS})\b)",
        both_verbs=True,
    ),
    _rule("because", 4, r", +(?=(?:так как|потому что|в связи с чем|в том числе)\b)"),
    _rule("dash", 3, r",? +[—–] +"),
    _rule("bracket", 3, r" +(?=\()|(?<=\)),? +"),
    _rule(
        "participle",
        2,
        r", +(?=[а-яё]+(?:щ|ш|нн|т|м)(?:ий|ая|ее|ие|его|ей|ему|им|их|ими|ую|ем|ый|ое|ые|ого|ой|ому|ым|ых|ыми|ом)(?:ся)?\b)",
    ),
    _rule("gerund", 2, r", +(?=[а-яё]+(?:я|в|вши|ясь|вшись)\b)"),
    _rule("comma", 1, r", +"),
)
_MARK = re.compile(r"[,;:—–]")
_SPACE = _rule("space", 0, r" +")
#: Spaces that never part two words: within a number, before its unit, within a name or initials.
_GLUED = (
    re.compile(r"\d( )(?=\d)"),
    re.compile(
        r"\d( )(?=(?:тыс|млн|млрд|трлн|руб|кв|куб|км|кг|га|г|гг|лет|год|года|чел|%|₽)\b|[%₽])"
    ),
    re.compile(r"[А-ЯЁ]\.( )(?=[А-ЯЁ])"),
    re.compile(r"\b[а-яё]{1,2}\.( )(?=\S)"),
    re.compile(r"[а-яё]( )(?=[А-ЯЁ])"),
    re.compile(r"[№§]( )"),
)


def split(text: str, fits: Callable[[str], bool]) -> list[Part]:
    """Cut `text` into parts that fit; one part if it fits whole or nothing can be cut.

    Args:
        text: One sentence, on one line.
        fits: Whether a part is short enough.

    Returns:
        Parts in order. Each stands in `text` as it is, and between two of them is nothing but
        spaces and the mark of the first.
    """
    if fits(text):
        return [Part(0, len(text), text)]
    cuts = _chosen(text, 0, len(text), _Sentence(text), fits)
    parts: list[Part] = []
    start = 0
    for cut in cuts:
        mark = text[cut.left : cut.right].strip()
        parts.append(Part(start, cut.left, text[start : cut.left], mark, cut.rule))
        start = cut.right
    parts.append(Part(start, len(text), text[start:]))
    return parts


def borders(text: str) -> list[Border]:
    """All places where clauses of `text` meet, in order; the strongest rule of each place."""
    return _Sentence(text).borders


class _Sentence:
    """A sentence with what is needed to judge its borders, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in self._words]
        self._verbs = [is_verb(text[start:stop]) for start, stop in self._words]
        self._inside = inside(text)
        self.borders = self._find(_RULES)
        self.spaces = self._find((_SPACE,))

    def words(self, start: int, stop: int) -> int:
        """The number of words in a range."""
        return self._at(stop) - self._at(start)

    def has_verb(self, start: int, stop: int) -> bool:
        """Whether a range has a finite verb, an infinitive or a short participle."""
        return any(self._verbs[self._at(start) : self._at(stop)])

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset - 1)

    def _find(self, rules: tuple[_Rule, ...]) -> list[Border]:
        best: dict[int, Border] = {}
        glued = {match.start(1) for pattern in _GLUED for match in pattern.finditer(self.text)}
        for rule in rules:
            for match in rule.pattern.finditer(self.text):
                if any(self._inside[match.start() : match.end()]):
                    continue
                if rule is _SPACE and match.start() in glued:
                    continue
                if rule.both_verbs and not self._joins_clauses(match):
                    continue
                found = Border(match.start(), match.end(), rule.name, rule.strength)
                known = best.get(found.right)
                if known is None or found.strength > known.strength:
                    best[found.right] = found
        return sorted(best.values(), key=lambda border: border.left)

    def _joins_clauses(self, match: re.Match[str]) -> bool:
        """Whether there is a verb on both sides; next to it, where no mark says it is a border."""
        start, stop = 0, len(self.text)
        if not match.group().strip():
            start = max(
                (mark.end() for mark in _MARK.finditer(self.text, 0, match.start())), default=0
            )
            after = _MARK.search(self.text, match.end())
            stop = after.start() if after else stop
        return self.has_verb(start, match.start()) and self.has_verb(match.end(), stop)


def _chosen(
    text: str, start: int, stop: int, sentence: _Sentence, fits: Callable[[str], bool]
) -> list[Border]:
    """The borders that cut `[start, stop)` into parts that fit, in order."""
    if fits(text[start:stop]):
        return []
    best = _best(sentence, start, stop, sentence.borders) or _best(
        sentence, start, stop, sentence.spaces
    )
    if best is None:
        return []
    return [
        *_chosen(text, start, best.left, sentence, fits),
        best,
        *_chosen(text, best.right, stop, sentence, fits),
    ]


def _best(sentence: _Sentence, start: int, stop: int, found: list[Border]) -> Border | None:
    """The strongest border of a range; of like ones the one nearest its middle."""
    total = sentence.words(start, stop)

    def value(border: Border) -> float:
        before = sentence.words(start, border.left)
        return border.strength - 8 * abs(before / total - 0.5)

    within = [
        border
        for border in found
        if start < border.left
        and border.right < stop
        and sentence.words(start, border.left) >= _FEWEST_WORDS
        and sentence.words(border.right, stop) >= _FEWEST_WORDS
    ]
    return max(within, key=lambda border: (value(border), -border.left), default=None)


@lru_cache(maxsize=1 << 14)
def is_verb(word: str) -> bool:
    """Whether the likeliest reading of a word makes a clause: a verb or a short participle."""
    if not re.fullmatch(r"[а-яё-]+", word, re.IGNORECASE):
        return False
    likeliest = parses(word)[0]
    return bool(likeliest.grammemes & {"VERB", "INFN", "PRTS", "PRED", "ADJS"})
