"""Quotations: the words in quotation marks, who says them, and which are only a name.

The rules follow how Russian and English releases are written: speech stands behind a colon, before
a dash and a verb of saying, or holds a verb and its own punctuation; a name is short, begins with
a capital and often follows a noun of its class (ООО «Ромашка», форум «Горизонт»).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.language.tables import rows

QuotationKind = Literal["speech", "phrase", "name"]
Language = Literal["russian", "english"]

_PAIRS = {"«": "»", "„": "“”", "“": "”", "‘": "’"}
_STRAIGHT = '"'
_OPENS_AFTER = frozenset(" \u00a0\n\t([{—–-:/«„“")
_MARK = re.compile(r"\"\"|[«»„“”\"]")  # a doubled mark comes from tables
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INNER_STOP = re.compile(r"[.!?…;:]\s|,\s|[!?…]$|\s[—–-]\s")
_DASH = re.compile(r"[,!?…]\s?[—–-]\s([а-яё]+)")
_SENTENCE_END = re.compile(r"[.!?;…]")
_NAME_RUN = re.compile(
    r"(?:[A-ZА-ЯЁ][\w’'.]*(?:-[A-ZА-ЯЁ]\w*)*)(?:\s(?:de|von|van|оглы|[A-ZА-ЯЁ][\w’'.]*(?:-\w+)*))*"
)
_TITLES = frozenset(
    [
        "director",
        "governor",
        "mayor",
        "minister",
        "president",
        "chairman",
        "head",
        "deputy",
        "general",
        "first",
        "prime",
        "chief",
        "директор",
        "губернатор",
        "мэр",
        "министр",
        "президент",
        "глава",
        "заместитель",
    ]
)
_ENDS = {"past": ("л", "ла", "ло", "ли")}
_NESTED = 60  # characters from an outer opening mark to the inner one that share a closing mark
_REACH = 240  # characters searched for a speaker on either side
_SHORT_NAME = 6
_SPEECH = 5


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
        return len(_WORD.findall(self.text))


def find_quotations(text: str, language: Language) -> list[Quotation]:
    """The quotations of a text in order of their opening marks."""
    if not _MARK.search(text):
        return _dialogue(text) if language == "russian" else []
    found = []
    for start, stop, depth, whole in _spans(text):
        inner = text[start:stop].strip('«»„“”"')
        words = _WORD.findall(inner)
        if not words:
            continue
        kind = _kind(text, start, stop, inner, words, language)
        speaker = "" if kind == "name" else _speaker(text, start, stop, language)
        found.append(Quotation(start, stop, inner, kind, speaker, whole, depth))
    return found


def _dialogue(text: str) -> list[Quotation]:
    """Speech without marks before a dash and a verb of saying: — Мы готовы, — сказал директор."""
    for match in _DASH.finditer(text):
        if match.group(1).lower().replace("ё", "е") in _verbs("russian"):
            inner = text[: match.start()].strip(" —–-")
            if len(_WORD.findall(inner)) < 2:
                return []
            speaker = _speaker(text, 0, match.start(), "russian")
            return [Quotation(0, match.start() + 1, inner, "speech", speaker, whole=False)]
    return []


def _spans(text: str) -> list[tuple[int, int, int, bool]]:
    """Start, stop, depth and wholeness of every pair of marks; a lone mark reaches to the edge."""
    open_marks: list[tuple[int, str]] = []
    spans: list[tuple[int, int, int, bool]] = []
    for match in _MARK.finditer(text):
        mark, at = match.group()[-1], match.start()
        if _opens(text, at, mark, open_marks):
            open_marks.append((at, mark))
            continue
        if open_marks and mark in _closing(open_marks[-1][1]):
            start, _ = open_marks.pop()
            spans.append((start, match.end(), len(open_marks), True))
        elif not open_marks and not spans and mark != "„":
            spans.append((0, match.end(), 0, False))
        elif mark == "»" and open_marks:  # one « was left out or one mark closes two levels
            start, _ = open_marks.pop()
            spans.append((start, match.end(), len(open_marks), True))
    for depth, (start, _) in enumerate(open_marks):
        inner = min((span for span in spans if span[0] > start), default=None)
        if inner is not None and inner[0] - start < _NESTED:  # ООО «Компания «Ромашка»
            spans.append((start, inner[1], depth, True))
        else:
            spans.append((start, len(text), depth, False))
    return sorted(spans)


def _opens(text: str, at: int, mark: str, open_marks: list[tuple[int, str]]) -> bool:
    if mark in "«„":
        return True
    if mark in "»”":
        return False
    before = text[at - 1] if at else " "
    end = at + 2 if text[at : at + 2] == _STRAIGHT * 2 else at + 1
    after = text[end] if end < len(text) else " "
    if mark == "“":
        return not (open_marks and open_marks[-1][1] == "„") and not after.isspace()
    if after.isspace() or after in ",.;:!?)»":
        return False
    if open_marks and open_marks[-1][1] == _STRAIGHT and before not in _OPENS_AFTER:
        return False
    return before in _OPENS_AFTER


def _closing(mark: str) -> str:
    return _STRAIGHT if mark == _STRAIGHT else _PAIRS[mark]


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
    before = _WORD.findall(text[max(0, start - 40) : start])
    if not before or len(words) > 2 * _SHORT_NAME or text[start - 1 : start] != " ":
        return None
    last = before[-1].lower().replace("ё", "е")
    named = last in _class_nouns(language) or (before[-1].isupper() and len(last) > 1)
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
    if len(words) >= 2 and text[:start].rstrip().endswith(":"):
        return "speech"
    tail = text[stop : stop + 80]
    ended = inner[-1:] in ",.!?…" or tail.lstrip()[:1] in ",—–-"
    following = [word.lower().replace("ё", "е") for word in _WORD.findall(tail)[:3]]
    if ended and len(words) >= 2 and any(word in _verbs(language) for word in following):
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


def _speaker(text: str, start: int, stop: int, language: Language) -> str:
    """Who says it: behind the quotation first, then before it."""
    after = text[stop : stop + _REACH]
    behind = _SENTENCE_END.split(after, maxsplit=1)[0] if after[:1] != "." else ""
    before = text[max(0, start - _REACH) : start]
    for words in (behind, before):
        verbs = [
            match
            for match in _WORD.finditer(words)
            if match.group().lower().replace("ё", "е") in _verbs(language)
        ]
        if not verbs:
            continue
        verb = verbs[0] if words is behind else verbs[-1]
        first, second = words[verb.end() :], words[: verb.start()]
        for part in (first, second) if words is behind else (second, first):
            name = _last_name(part)
            if name:
                return name
        plain = first.strip(" ,:—–-\n")
        if words is behind and plain:
            return plain
    sources = "|".join(sorted(_forms(language, "source"), key=len, reverse=True))
    match = re.search(rf"\b(?:{sources})\s+(?:to\s+|of\s+)?([^,:«\"]+)", before, re.IGNORECASE)
    if match is not None:
        return _last_name(match.group(1)) or match.group(1).strip()
    return ""


def _last_name(words: str) -> str:
    """The last run of capitalised words; of an English title and a name, the name."""
    runs = [match.group() for match in _NAME_RUN.finditer(words) if len(match.group()) > 2]
    if not runs:
        return ""
    parts = runs[-1].rstrip(".").split()
    while len(parts) > 2 and parts[0].lower() in _TITLES:
        parts = parts[1:]
    return " ".join(parts)


@cache
def _forms(language: Language, role: str) -> frozenset[str]:
    found: set[str] = set()
    for tongue, kind, forms in rows("reporting.tsv", 3):
        if tongue == language and kind == role:
            for form in forms.split():
                stem, _, ending = form.partition("+")
                found.update(stem + end for end in _ENDS.get(ending, ("",)))
    return frozenset(found)


def _verbs(language: Language) -> frozenset[str]:
    return _forms(language, "verb")


@cache
def _class_nouns(language: Language) -> frozenset[str]:
    """Nouns of classes; in Russian in all cases, by the usual endings of their stems."""
    nouns = _forms(language, "class")
    if language == "english":
        return nouns | {noun + "s" for noun in nouns}
    endings = (
        "",
        "а",
        "у",
        "ом",
        "е",
        "ы",
        "и",
        "ой",
        "ов",
        "ей",
        "ам",
        "ами",
        "ах",
        "я",
        "ю",
        "ем",
    )
    stems = {re.sub(r"[аяоейь]$|ие$|ия$", "", noun) for noun in nouns}
    soft = ("ие", "ия", "ию", "ием", "ии", "ий", "иям", "ями", "ью", "ь", "о")
    return nouns | {stem + end for stem in stems if len(stem) > 2 for end in (*endings, *soft)}


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
    speech = [one for one in these if one.kind == "speech" and one.depth == 0]
    quoted = [other for other in those if other.depth == 0]
    speech.sort(key=lambda one: -one.words)
    lost = [one for one in speech[len(quoted) :] if one.words >= _SPEECH]
    if lost and sum(one.words for one in those) >= sum(one.words for one in speech) / 2:
        return ()  # two quotations were joined into one
    return tuple(sorted(lost, key=lambda one: one.start))
