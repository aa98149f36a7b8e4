"""Firms and places named in quotation marks, in English: ООО «Северный ветер» is Severny Veter LLC.

English press and registers spell such names in Latin letters, without quotation marks, the legal
form behind them. Events, programmes, films and slogans are translated instead; they are left alone,
as is a name of which nothing around it says what it names. A firm with an English name of its own
belongs in the glossary, which is asked first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.language.glossary import Glossary
from pipeline.language.glossary_file import NAME_KINDS
from pipeline.language.morphology import fold, lemmas, parses, upright
from pipeline.language.quotation_marks import marked_spans
from pipeline.language.tables import words_of
from pipeline.language.transliteration import transliterate

__all__ = ["Firm", "find_firms", "nominative_phrase", "spelled_out"]

_MARKS = '«»„“”"'
_MARK = re.compile(f"[{_MARKS}]")
_MOST_WORDS = 5
_SENTENCE = re.compile(r"[.!?…:;,](?:\s|$)")
_LAST_WORD = re.compile(r"([А-Яа-яЁё-]+) *$")
_LEGAL = re.compile(r"\b([А-ЯЁ]{2,6}) *$")
_WORD = re.compile(r"[А-Яа-яЁё]+")
_HUMP = re.compile(r"(?<=[а-яё])(?=[А-ЯЁ])")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_SMALL = frozenset({"и", "на", "в", "во", "для", "по", "из", "с", "у", "к", "при", "от"})


@dataclass(frozen=True, slots=True)
class Firm:
    """What is named in quotation marks, at `[start, stop)` of a Russian text.

    `english` is the whole of it, `name` without the legal form; `listed` if the glossary has the
    name. The range takes in the legal form, if one stands before the marks, and the marks.
    """

    start: int
    stop: int
    text: str
    name: str
    english: str
    listed: bool


def find_firms(text: str, glossary: Glossary | None = None) -> list[Firm]:
    """The firms and places that the text names in quotation marks, in order, none overlapping."""
    known = glossary or Glossary.builtin()
    return list(_firms(text, known)) if any(mark in text for mark in _MARKS) else []


def _firms(text: str, glossary: Glossary) -> Iterator[Firm]:
    for start, stop, depth, whole in marked_spans(text):
        # "ООО «Компания «Ромашка»": the innermost name is the firm's.
        inner = _MARK.split(text[start:stop].strip(_MARKS))[-1]
        if depth or not whole or not _can_be_name(inner):
            continue
        before = text[max(0, start - 60) : start]
        legal = _legal_form(before, glossary)
        own = _own_english(inner, glossary)
        if legal is not None:
            at, form = legal
            name = own or spelled_out(inner)
            begin = start - len(before) + at
            yield Firm(begin, stop, text[begin:stop], name, f"{name} {form}", own is not None)
            continue
        role = _role_before(before)
        if role == "spelled" or (role == "head of" and own is None):
            name = own or spelled_out(nominative_phrase(inner) if role == "head of" else inner)
            yield Firm(start, stop, text[start:stop], name, name, own is not None)


def _can_be_name(inner: str) -> bool:
    return (
        inner[:1].isupper()
        and _CYRILLIC.search(inner) is not None
        and _SENTENCE.search(inner) is None
        and len(inner.split()) <= _MOST_WORDS
    )


def _legal_form(before: str, glossary: Glossary) -> tuple[int, str] | None:
    """The legal form of a company that ends the text before a name: where it starts, its English."""
    match = _LEGAL.search(before)
    if match is None or fold(match.group(1)) not in words_of("name_context.tsv", "legal form"):
        return None
    form = next((one for one in glossary.find(match.group(1)) if one.term.kind == "legal"), None)
    return (match.start(), form.english) if form is not None else None


def _own_english(inner: str, glossary: Glossary) -> str | None:
    """The glossary's English of a whole name."""
    whole = (
        match.english
        for match in glossary.find(f"«{inner}»")
        if match.term.kind in NAME_KINDS and len(match.text) == len(inner)
    )
    return next(whole, None)


def _role_before(before: str) -> str:
    """What the word before a name says of it: `spelled`, `head of`, or nothing."""
    word = _LAST_WORD.search(before)
    if word is None:
        return ""
    keys = {fold(lemma) for lemma in lemmas(word.group(1))}
    return next(
        (role for role in ("spelled", "head of") if keys & words_of("name_context.tsv", role)), ""
    )


def spelled_out(name: str) -> str:
    """A name in Latin letters with a capital for each word but the small ones.

    >>> spelled_out("Газпром нефть"), spelled_out("Рога и копыта"), spelled_out("СеверСтрой")
    ('Gazprom Neft', 'Roga i Kopyta', 'SeverStroy')
    """
    return _WORD.sub(lambda match: _spelled_word(match.group()), name)


def _spelled_word(word: str) -> str:
    if word in _SMALL:
        return transliterate(word)
    return "".join(transliterate(_capital(hump)) for hump in _HUMP.split(word))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def nominative_phrase(name: str) -> str:
    """A name that stands in the genitive put upright: `Алтайского волокна`, `Алтайское волокно`.

    Adjectives go with their noun, and what follows it stays. A name in which no noun and its
    adjectives agree in an oblique case is left as it is.
    """
    words = name.split(" ")
    for at, word in enumerate(words):
        if "NOUN" in parses(word)[0].grammemes:
            return " ".join([*(_upright(words[: at + 1]) or words[: at + 1]), *words[at + 1 :]])
    return name


def _upright(words: Sequence[str]) -> list[str] | None:
    *adjectives, noun = words
    for reading in parses(noun):
        if "NOUN" not in reading.grammemes:
            continue
        number = "plur" if "plur" in reading.grammemes else "sing"
        gender = next((one for one in ("masc", "femn", "neut") if one in reading.grammemes), "")
        case = next((one for one in ("nomn", "gent") if one in reading.grammemes), "")
        if not case or (case == "nomn" and not adjectives):
            if case:
                return None
            continue
        made = [upright(one, "ADJF", case, number, gender) for one in adjectives]
        made.append(upright(noun, "NOUN", case, number, gender))
        if None not in made:
            return [
                _like(old, new) for old, new in zip(words, made, strict=True) if new is not None
            ]
    return None


def _like(old: str, new: str) -> str:
    return _capital(new) if old[:1].isupper() else new
