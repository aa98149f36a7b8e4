"""Negation and modality: which words deny or hedge, and whether a translation still does.

Translators turn "не является законным" into "is illegal" and "отказался" into "did not agree", so
a denial is lost only if the source has more plain negations than the translation has words with any
denial in their meaning. Fixed phrases that deny nothing ("не только", "no less than") are set aside
first. Modality is compared by kind, and a loss there is only worth a warning.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pipeline.language.tables import rows

Language = Literal["russian", "english"]
MarkerKind = Literal[
    "negation", "concord", "lexical", "permission", "duty", "intention", "likelihood"
]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CONTRACTED = re.compile(r"n[’']t\b")
_REACH = 8  # words between "пока" and its "не"
_NUMBERED = re.compile(r"\.?\s?[0-9]")
_PLAIN = frozenset({"negation", "concord"})
_NEIGHBOURS: dict[MarkerKind, frozenset[MarkerKind]] = {
    "permission": frozenset({"permission", "likelihood"}),
    "likelihood": frozenset({"permission", "likelihood"}),
    "duty": frozenset({"duty", "intention"}),
    "intention": frozenset({"duty", "intention"}),
}
_RUSSIAN_PREFIX = re.compile(r"(?:не|бес|без)[а-я]{4,}")
_ENGLISH_AFFIX = re.compile(r"(?:un|non)-?[a-z]{3,}|[a-z]{3,}less(?:ly|ness)?|[a-z]+-free")
_NOT_AFFIXED = frozenset({"nonetheless", "nevertheless", "regardless", "bless", "unless"})


@dataclass(frozen=True, slots=True)
class Marker:
    """A word or phrase that denies or hedges; `text[start:stop]` is the word."""

    start: int
    stop: int
    text: str
    kind: MarkerKind


@dataclass(frozen=True, slots=True)
class PolarityComparison:
    """What became of the denials and of the modality of a source."""

    lost: tuple[Marker, ...]
    added: tuple[Marker, ...]
    modality_lost: tuple[Marker, ...]


class _Vocabulary(NamedTuple):
    words: dict[str, tuple[MarkerKind, ...]]
    stems: dict[str, tuple[MarkerKind, ...]]
    longest: int
    plain: frozenset[str]
    plain_stems: tuple[str, ...]
    fixed: dict[str, tuple[tuple[str, ...], ...]]
    wholes: dict[tuple[str, ...], MarkerKind]  # phrases of `fixed` that do mark something
    phrases: dict[str, tuple[tuple[tuple[str, ...], MarkerKind], ...]]


def find_markers(text: str, language: Language) -> list[Marker]:
    """The markers of negation and modality in a text, in order; a word may have two kinds."""
    vocabulary = _vocabulary(language)
    tokens = [
        (match.group().lower().replace("ё", "е"), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]
    found = [
        Marker(match.start(), match.end(), match.group(), "negation")
        for match in _CONTRACTED.finditer(text)
        if language == "english"
    ]
    skip = 0
    for at, (word, start, stop) in enumerate(tokens):
        if at < skip or _says_nothing(word, language):
            continue
        fixed = _phrase(tokens, at, vocabulary.fixed.get(word, ()))
        if fixed:
            skip = at + fixed
            kind_of_whole = vocabulary.wholes.get(tuple(token[0] for token in tokens[at:skip]))
            if kind_of_whole is not None:
                stop = tokens[skip - 1][2]
                found.append(Marker(start, stop, text[start:stop], kind_of_whole))
            continue
        if word == "no" and _NUMBERED.match(text, stop):
            continue
        for phrase, kind in vocabulary.phrases.get(word, ()):
            if _phrase(tokens, at, (phrase,)):
                end = tokens[at + len(phrase) - 1][2]
                found.append(Marker(start, end, text[start:end], kind))
        for kind in _kinds(word, language):
            if kind == "negation" and language == "russian":
                kind = _weaker(tokens, at)
            found.append(Marker(start, stop, text[start:stop], kind))
    return sorted(found, key=lambda marker: marker.start)


def compare_polarity(source: list[Marker], target: list[Marker]) -> PolarityComparison:
    """Which denials and which modality of the source the translation no longer has, or has anew."""
    return PolarityComparison(
        lost=_surplus(source, target),
        added=_surplus(target, source),
        modality_lost=_modality(source, target),
    )


def _surplus(these: list[Marker], those: list[Marker]) -> tuple[Marker, ...]:
    """Plain negations that outnumber every denial on the other side."""
    plain = [marker for marker in these if marker.kind == "negation"]
    if not plain:  # "никто не пришёл" denies once
        plain = [marker for marker in these if marker.kind == "concord"][:1]
    lexical = sum(marker.kind == "lexical" for marker in those)
    claimed = sum(marker.kind == "lexical" for marker in these)
    denials = sum(marker.kind in _PLAIN for marker in those) + max(0, lexical - claimed)
    return tuple(plain[denials:])


def _modality(source: list[Marker], target: list[Marker]) -> tuple[Marker, ...]:
    """Modality of a kind that the other side has neither itself nor in the kind next to it."""
    have = {marker.kind for marker in target}
    return tuple(
        marker
        for marker in source
        if marker.kind in _NEIGHBOURS and not have & _NEIGHBOURS[marker.kind]
    )


def _phrase(
    tokens: list[tuple[str, int, int]], at: int, phrases: tuple[tuple[str, ...], ...]
) -> int:
    """The length of the first of `phrases` that stands at a token, or 0."""
    for phrase in phrases:
        if at + len(phrase) <= len(tokens) and all(
            tokens[at + step][0] == word for step, word in enumerate(phrase)
        ):
            return len(phrase)
    return 0


def _weaker(tokens: list[tuple[str, int, int]], at: int) -> MarkerKind:
    """A "не" that English need not repeat: "пока … не" is "until", "не пейте и не ешьте" has one."""
    before = [word for word, _, _ in tokens[max(0, at - _REACH) : at]]
    if "пока" in before:
        return "lexical"
    if before[-1:] == ["и"] and tokens[at][0] == "не" and "не" in before:
        return "concord"
    return "negation"


@lru_cache(maxsize=1 << 14)
def _says_nothing(word: str, language: Language) -> bool:
    """Whether a word neither marks anything nor begins a phrase that may: nearly all are such."""
    vocabulary = _vocabulary(language)
    begins = word in vocabulary.fixed or word in vocabulary.phrases
    return not begins and not _kinds(word, language)


def _kinds(word: str, language: Language) -> tuple[MarkerKind, ...]:
    """What a word by itself denies or hedges."""
    vocabulary = _vocabulary(language)
    listed = vocabulary.words.get(word)
    if listed is None:
        for size in range(min(len(word), vocabulary.longest), 1, -1):
            listed = vocabulary.stems.get(word[:size])
            if listed is not None:
                break
    if listed is not None:
        return listed
    if language == "russian":
        affixed = _RUSSIAN_PREFIX.match(word) is not None
    else:
        affixed = _ENGLISH_AFFIX.fullmatch(word) is not None and word not in _NOT_AFFIXED
    return ("lexical",) if affixed and not word.startswith(vocabulary.plain_stems) else ()


@cache
def _vocabulary(language: Language) -> _Vocabulary:
    words: dict[str, tuple[MarkerKind, ...]] = {}
    stems: dict[str, tuple[MarkerKind, ...]] = {}
    plain: set[str] = set()
    fixed: dict[str, list[tuple[str, ...]]] = {}
    wholes: dict[tuple[str, ...], MarkerKind] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], MarkerKind]]] = {}
    for tongue, role, forms in rows("negation.tsv", 3):
        if tongue != language:
            continue
        for form in forms.split():
            parts = tuple(form.split("_"))
            if role == "fixed" or (role == "lexical" and len(parts) > 1):
                fixed.setdefault(parts[0], []).append(parts)
                if role == "lexical":
                    wholes[parts] = "lexical"
            elif role == "plain":
                plain.add(form.rstrip("*"))
            elif len(parts) > 1:
                kind: MarkerKind = role  # type: ignore[assignment]
                phrases.setdefault(parts[0], []).append((parts, kind))
            else:
                table = stems if form.endswith("*") else words
                key = form.rstrip("*")
                table[key] = (*table.get(key, ()), role)  # type: ignore[arg-type]
    return _Vocabulary(
        words,
        stems,
        max(map(len, stems), default=0),
        frozenset(plain),
        tuple(plain),
        {word: tuple(sorted(group, key=len, reverse=True)) for word, group in fixed.items()},
        wholes,
        {word: tuple(group) for word, group in phrases.items()},
    )
