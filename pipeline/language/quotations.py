"""Quotations: the words in quotation marks, who says them, and which are only a name.

The rules follow how Russian and English releases are written: speech stands behind a colon, before
a dash and a verb of saying, or holds a verb and its own punctuation; a name is short, begins with
a capital and often follows a noun of its class (ООО «Ромашка», форум «Горизонт»).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.language.quotation_marks import MARKS, has_marks, marked_spans
from pipeline.language.speakers import WORD, Language, class_nouns, plain, says, speaker_of

__all__ = [
    "Language",
    "Quotation",
    "QuotationComparison",
    "QuotationKind",
    "compare_quotations",
    "find_quotations",
]

QuotationKind = Literal["speech", "phrase", "name"]

_INNER_STOP = re.compile(r"[.!?…;:]\s|,\s|[!?…]$|\s[—–-]\s")
_DASH = re.compile(r"[,!?…]\s?[—–-]\s([а-яё]+)")
_SPEAKER_FOLLOWS = re.compile(r",\s?[—–-]\s")
_SHORT_NAME = 6  # words
_SPEECH = 5
_SPOKEN = 4
_TELLING = 3  # fewer words than these may lose their marks in translation


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks.

    Attributes:
        start: Where the opening mark stands, or 0 if the quotation began before this text.
        stop: One past the closing mark, or the length of the text if it goes on after it.
        text: The words inside the marks.
        kind: "speech", a "phrase" that is quoted or set apart, or a "name".
        speaker: Who says it, as written; empty if nobody is named or the words are a name.
        whole: False if one of the marks is outside this text.
        depth: 0, or more inside another quotation.
    """

    start: int
    stop: int
    text: str
    kind: QuotationKind
    speaker: str = ""
    whole: bool = True
    depth: int = 0

    @property
    def words(self) -> int:
        """How many words stand inside the marks."""
        return len(WORD.findall(self.text))


def find_quotations(text: str, language: Language) -> list[Quotation]:
    """The quotations of a text in order of their opening marks."""
    if not has_marks(text):
        return _dialogue(text) if language == "russian" else []
    found = []
    for start, stop, depth, whole in marked_spans(text):
        inner = text[start:stop].strip(MARKS)
        words = WORD.findall(inner)
        if not words:
            continue
        kind = _kind(text, start, stop, inner, words, language)
        speaker = "" if kind == "name" else speaker_of(text, start, stop, language)
        found.append(Quotation(start, stop, inner, kind, speaker, whole, depth))
    return found


def _dialogue(text: str) -> list[Quotation]:
    """Speech without marks before a dash and a verb of saying: — Мы готовы, — сказал директор."""
    for match in _DASH.finditer(text):
        if says(match.group(1), "russian"):
            inner = text[: match.start()].strip(" —–-")
            if len(WORD.findall(inner)) < 2:
                return []
            speaker = speaker_of(text, 0, match.start(), "russian")
            return [Quotation(0, match.start() + 1, inner, "speech", speaker, whole=False)]
    return []


Rule = Callable[[str, int, int, str, list[str], Language], QuotationKind | None]


def _kind(
    text: str, start: int, stop: int, inner: str, words: list[str], language: Language
) -> QuotationKind:
    for rule in _RULES:
        kind = rule(text, start, stop, inner, words, language)
        if kind is not None:
            return kind
    return "phrase"


def _after_class_noun(
    text: str, start: int, stop: int, inner: str, words: list[str], language: Language
) -> QuotationKind | None:
    """ООО «Ромашка», форума «Горизонт»."""
    before = WORD.findall(text[max(0, start - 40) : start])
    if not before or len(words) > 2 * _SHORT_NAME or text[start - 1 : start] != " ":
        return None
    last = plain(before[-1])
    named = last in class_nouns(language) or (before[-1].isupper() and len(last) > 1)
    return "name" if named and inner[:1].isupper() else None


def _sentence_inside(
    text: str, start: int, stop: int, inner: str, words: list[str], language: Language
) -> QuotationKind | None:
    """Punctuation inside, and enough words to say something."""
    return "speech" if len(words) >= _SPEECH and _INNER_STOP.search(inner) else None


def _said(
    text: str, start: int, stop: int, inner: str, words: list[str], language: Language
) -> QuotationKind | None:
    """A colon before, or a comma or dash and a verb of saying behind."""
    if len(words) >= 2 and text[max(0, start - 3) : start].rstrip().endswith(":"):
        return "speech"
    tail = text[stop : stop + 80]
    ended = inner[-1:] in ",.!?…" or tail.lstrip()[:1] in ",—–-"
    following = WORD.findall(tail)[:3]
    if ended and len(words) >= 2 and any(says(word, language) for word in following):
        return "speech"
    # In Russian a comma and a dash behind the marks stand between speech and its speaker alone.
    if language == "russian" and len(words) >= _SPOKEN and _SPEAKER_FOLLOWS.match(tail):
        return "speech"
    return None


def _long(
    text: str, start: int, stop: int, inner: str, words: list[str], language: Language
) -> QuotationKind | None:
    """More words than a name has, most of them without a capital."""
    small = sum(word[0].islower() for word in words)
    if len(words) > _SHORT_NAME and small * 2 > len(words):
        return "speech" if len(words) > 2 * _SHORT_NAME else "phrase"
    return None


def _capital(
    text: str, start: int, stop: int, inner: str, words: list[str], language: Language
) -> QuotationKind | None:
    """«Росатом», «Единая Россия»."""
    return "name" if inner[:1].isupper() or inner[:1].isdigit() else None


_RULES: tuple[Rule, ...] = (_after_class_noun, _said, _sentence_inside, _long, _capital)


@dataclass(frozen=True, slots=True)
class QuotationComparison:
    """Quotations of a source that are no quotations in its translation, and the reverse."""

    lost: tuple[Quotation, ...]
    invented: tuple[Quotation, ...]


def compare_quotations(source: list[Quotation], target: list[Quotation]) -> QuotationComparison:
    """Whether speech stays speech.

    One Russian pair of marks may hold the words "said Ivanov" and so become two pairs in English;
    names lose their marks in English. So what is asked is only that each quotation of speech finds
    quoted words on the other side, the longest first.
    """
    return QuotationComparison(_unmatched(source, target), _unmatched(target, source))


def _unmatched(these: list[Quotation], those: list[Quotation]) -> tuple[Quotation, ...]:
    said = [one for one in these if one.depth == 0 and one.kind != "name" and one.words >= _TELLING]
    quoted = [other for other in those if other.depth == 0]
    said.sort(key=lambda one: (one.kind != "speech", -one.words))
    lost = said[len(quoted) :]
    if lost and sum(one.words for one in those) >= sum(one.words for one in said) / 2:
        return ()  # two quotations were joined into one
    return tuple(sorted(lost, key=lambda one: one.start))
