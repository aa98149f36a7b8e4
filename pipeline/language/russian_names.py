"""Names in Russian text: persons, places, organisations, abbreviations, words in Latin letters.

First come the glossary's names, adjectives of places, and names in quotation marks; then the
capitalised words that remain, read in runs (`Сергей Иванович Мазур`, `Петров И. В.`), each word by
its dictionary readings.  A name is `weak` when its words may well be ordinary ones, or when a
translation rightly says it in other words; only the others may be demanded.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.language.capitals import Word, capital_runs, is_initialism
from pipeline.language.firms import find_firms
from pipeline.language.glossary import Glossary, TermMatch, accepted_forms
from pipeline.language.glossary_file import NAME_KINDS, PLACE_KINDS
from pipeline.language.memory import remembered
from pipeline.language.morphology import known_name_kinds
from pipeline.language.name_forms import (
    nominative_forms,
)
from pipeline.language.name_model import Name, Part, spelled_name
from pipeline.language.personal_names import is_person, person, persons_apart, without_titles
from pipeline.language.place_adjectives import place_of_adjective
from pipeline.language.single_names import single_name
from pipeline.language.transliteration import transliterate

_QUOTED = re.compile(r"«([^«»]{2,80})»|\"([^\"«»]{2,80})\"|„([^„“]{2,80})“|“([^“”]{2,80})”")
_INNER = re.compile(r"[^«»\"„“”]*[^\s«»\"„“”]")
_MOST_QUOTED_WORDS = 6
# Bounded, so that a chain of hyphens is not read to its end from each of its parts.
_ADJECTIVE = re.compile(
    r"\b[А-Яа-яЁё-]{3,40}[сц]к(?:ий|ой|ого|ому|им|ом|ая|ую|ою|ое|ие|их|ими)\b|\b[Дд]альневосточн\w+"
)
_GIVEN_NAME = re.compile(r"\b([А-ЯЁ](?:\.|[а-яё]+)) *$")
_NATIONAL_BODY = re.compile(
    r"(?:\b[А-ЯЁ]{3,}|\b(?:Мин|Гос|Рос|Центро)[а-я]+|\b[Мм]инистерств\w+(?: [а-я]+){1,5})$"
)
_ROMAN = re.compile(r"[IVXLCM]+(?:-[IVXLCM]+)?")
_SHORTEST_LATIN = 4
_LOOK_BACK = 60
_KIND_OF_TERM = {
    **dict.fromkeys(PLACE_KINDS, "place"),
    **dict.fromkeys(NAME_KINDS - PLACE_KINDS, "organisation"),
}


def find_names(text: str, glossary: Glossary | None = None) -> list[Name]:
    """The names in a Russian text, in order, none overlapping.

    Args:
        text: A sentence or more.
        glossary: Whose names to know; the built-in one if None.
    """
    return list(_names(text, glossary or Glossary.builtin()))


@remembered
def _names(text: str, glossary: Glossary) -> tuple[Name, ...]:
    names = list(_firm_names(text, glossary))
    firms = [(one.start, one.stop) for one in names]
    terms = [match for match in glossary.find(text) if not _within(match, firms)]
    names += [name for match in terms if (name := _of_term(match, text)) is not None]
    covered = [*firms, *((one.start, one.stop) for one in terms)]
    for find in (_adjective_names, _quoted_names):
        found = [name for name in find(text) if _is_free(name, covered)]
        names += found
        covered += [(name.start, name.stop) for name in found]
    for run in capital_runs(text, covered):
        names += _names_of_run(text, run)
    return tuple(sorted(names, key=lambda name: name.start))


def _within(match: TermMatch, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start < match.stop and match.start < stop for start, stop in ranges)


def _firm_names(text: str, glossary: Glossary) -> Iterator[Name]:
    """Firms that the glossary does not list, by the words in their quotation marks.

    Whoever translates the words of such a name has not lost it: it is weak.
    """
    for firm in find_firms(text, glossary):
        if not firm.listed:
            inner = _INNER.findall(firm.text)[-1]
            start = firm.start + firm.text.rindex(inner)
            part = Part(inner, "word", (inner,))
            yield Name(
                start,
                start + len(inner),
                inner,
                "organisation",
                inner,
                (part,),
                (firm.name,),
                weak=True,
                accepted=(firm.name,),
            )


def _is_free(name: Name, covered: Iterable[tuple[int, int]]) -> bool:
    return not any(start < name.stop and name.start < stop for start, stop in covered)


def _of_term(match: TermMatch, text: str) -> Name | None:
    """A glossary match as a name; None for a post or an expression."""
    term = match.term
    kind = "abbreviation" if is_initialism(match.text) else _KIND_OF_TERM.get(term.kind)
    if kind is None:
        return None
    weak = (
        term.flag in ("weak", "quoted")
        or term.kind not in NAME_KINDS
        or (term.preferred == "Russia" and _follows_national_body(match, text))
    )
    words = term.russian.split()
    printed = match.text.split() if len(match.text.split()) == len(words) else words
    parts = tuple(
        Part(word, "word", tuple(dict.fromkeys((own, word))))
        for own, word in zip(words, printed, strict=True)
    )
    return Name(
        match.start,
        match.stop,
        match.text,
        kind,
        term.russian,
        parts,
        term.english,
        weak,
        accepted_forms(term),
        match,
    )


def _follows_national_body(match: TermMatch, text: str) -> bool:
    """`МВД России`: the country after a national body goes without saying."""
    before = text[max(0, match.start - _LOOK_BACK) : match.start].rstrip()
    return _NATIONAL_BODY.search(before) is not None


def _adjective_names(text: str) -> Iterator[Name]:
    """Places named by their adjective: `челябинский завод`, `турецкие власти`."""
    for match in _ADJECTIVE.finditer(text):
        term = place_of_adjective(match.group())
        if term is None or _follows_given_name(text, match.start()):
            continue
        forms = nominative_forms(match.group())
        yield Name(
            match.start(),
            match.end(),
            match.group(),
            "place",
            term.russian,
            (Part(match.group(), "word", forms),),
            term.english,
            accepted=(*accepted_forms(term), transliterate(forms[0])),
        )


def _follows_given_name(text: str, start: int) -> bool:
    """Whether the word at an offset is rather a surname: `Сергей Александровский`."""
    before = _GIVEN_NAME.search(text[max(0, start - _LOOK_BACK) : start])
    if before is None:
        return False
    word = before.group(1)
    return word.endswith(".") or bool({"Name", "Patr"} & known_name_kinds(word))


def _quoted_names(text: str) -> Iterator[Name]:
    """Titles and firms in quotation marks; a quoted utterance is none.

    A translation may spell them in Latin letters as well as render their words: they are weak.
    """
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        if not inner[0].isupper() or inner[-1] in ".,!?…:;":
            continue
        if len(inner.split()) > _MOST_QUOTED_WORDS:
            continue
        if text[: match.start()].rstrip()[-1:] in (":", "-", "—", "–", ","):
            continue
        part = Part(inner, "word", (inner,))
        yield spelled_name(match.start() + 1, "organisation", inner, (part,), weak=True)


def _names_of_run(text: str, run: list[Word]) -> Iterator[Name]:
    yield from (name for word in run if word.is_latin for name in _latin_name(word))
    rest = [word for word in run if not word.is_latin]
    if rest and rest[0].is_initialism:
        part = Part(rest[0].text, "word", (rest[0].text,))
        yield spelled_name(rest[0].start, "abbreviation", rest[0].text, (part,), weak=True)
        return
    for group in persons_apart(rest):
        words = without_titles(group)
        if is_person(words):
            yield person(text, words)
        else:
            yield from (name for word in words for name in single_name(text, word))


def _latin_name(word: Word) -> Iterator[Name]:
    """A word in Latin letters stands in the English as it is."""
    if len(word.text) > 1 and not _ROMAN.fullmatch(word.text):
        part = Part(word.text, "word", (word.text,))
        weak = len(word.text) < _SHORTEST_LATIN
        yield spelled_name(word.start, "latin", word.text, (part,), weak=weak)
