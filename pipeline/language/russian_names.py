"""Names in Russian text: persons, places, organisations, abbreviations, words in Latin letters.

First come the glossary's names and those in quotation marks; the capitalised words that remain are
read in runs (`Сергей Иванович Мазур`, `Петров И. В.`), each word by its dictionary readings.  A
name is `weak` when its words may well be ordinary ones, or when a translation rightly says it in
other words; only the others may be demanded.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.language.glossary import Glossary, TermMatch, accepted_forms
from pipeline.language.glossary_file import NAME_KINDS, PLACE_KINDS, Term
from pipeline.language.morphology import (
    fold,
    genders,
    is_common,
    is_known,
    lemmas,
    nominative,
    parses,
)
from pipeline.language.place_adjectives import adjective_stems, place_of_adjective
from pipeline.language.tables import rows
from pipeline.language.transliteration import transliterate


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name.

    `role` is `first`, `patronymic`, `surname`, `initial` or `word`; `forms` are the nominatives it
    can be a case form of, the likeliest first.
    """

    text: str
    role: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, stop)` of a Russian text.

    `kind` is `person`, `place`, `organisation`, `abbreviation`, `latin` or `other`; `lemma` the
    whole name in the nominative (a woman's surname in its feminine form); `english` its expected
    English, the usual spelling first; `weak` that it must not be demanded of a translation;
    `accepted` the settled English forms of which one must stand there, if the name has any, and
    `term` the glossary match it comes from.
    """

    start: int
    stop: int
    text: str
    kind: str
    lemma: str
    parts: tuple[Part, ...]
    english: tuple[str, ...]
    weak: bool = False
    accepted: tuple[str, ...] = ()
    term: TermMatch | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or an initial of the text; `opens` if it begins a sentence or a quotation."""

    start: int
    stop: int
    text: str
    opens: bool

    @property
    def is_initial(self) -> bool:
        return self.text.endswith(".")

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


_WORD = re.compile(
    r"(?:[А-ЯЁ]|Дж)\.(?![а-яё])|[А-Яа-яЁё]+(?:[-’'][А-Яа-яЁё]+)*|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:[-.'’&][A-Za-zÀ-ɏ0-9]+)*"
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_ROMAN = re.compile(r"[IVXLCM]+(?:-[IVXLCM]+)?")
_QUOTED = re.compile(r"«([^«»]{2,80})»|\"([^\"«»]{2,80})\"|„([^„“]{2,80})“|“([^“”]{2,80})”")
_ADJECTIVE = re.compile(
    r"\b[А-Яа-яЁё-]{3,}[сц]к(?:ий|ой|ого|ому|им|ом|ая|ую|ою|ое|ие|их|ими)\b|\b[Дд]альневосточн\w+"
)
_FIRST_NAME = re.compile(r"\b([А-ЯЁ](?:\.|[а-яё]+)) *$")
_LAST_WORD = re.compile(r"([А-Яа-яЁёA-Za-z-]+)\.$")
_SENTENCE_END = frozenset(".!?…:;")
_NATIONAL_BODY = re.compile(
    r"(?:\b[А-ЯЁ]{3,}|\b(?:Мин|Гос|Рос|Центро)[а-я]+|\b[Мм]инистерств\w+(?: [а-я]+){1,5})$"
)
_MOST_QUOTED_WORDS = 6
_INITIALISM = re.compile(r"[А-ЯЁ]{2,}(?:-?\d+)?")
_ADJECTIVE_ENDINGS = ("ский", "ской", "цкий", "ская", "ское")
_CASE_ENDINGS = ("ами", "ями", "ого", "ому", "ой", "ою", "ом", "ем", "ым", "а", "у", "е", "ы", "и", "я", "ю")  # fmt: skip
_FEMININE_CASES = ("ы", "и", "е", "у", "ой")
_SHORTEST_STEM = 3
_SHORTEST_LATIN = 4
_SHORTEST_COMPOUND = 6
_LONGEST_NAME = 16
_SURNAME_ENDINGS = (
    "ов", "ова", "ову", "овым", "овой", "ев", "ева", "еву", "евым", "евой", "ёв", "ин", "ина", "ину", "иным", "иной",
    "ский", "ского", "скому", "ским", "ская", "ской", "скую", "ко", "швили", "дзе", "ян", "яна", "ук", "юк",
)  # fmt: skip


def find_names(text: str, glossary: Glossary | None = None) -> list[Name]:
    """The names in a Russian text, in order, none overlapping.

    Args:
        text: A sentence or more.
        glossary: Whose names to know; the built-in one if None.
    """
    terms = (glossary or Glossary.builtin()).find(text)
    names = [name for match in terms if (name := _of_term(match, text)) is not None]
    names += _outside(names, _quoted_names(text))
    names += _outside(names, _adjective_names(text))
    covered = [(match.start, match.stop) for match in terms]
    covered += [(name.start, name.stop) for name in names]
    names += _outside(names, _run_names(text, covered))
    return sorted(names, key=lambda name: name.start)


def _outside(taken: list[Name], found: Iterable[Name]) -> list[Name]:
    return [
        name
        for name in found
        if not any(one.start < name.stop and name.start < one.stop for one in taken)
    ]


# Glossary ---------------------------------------------------------------------------------------

_KIND_OF_TERM = {
    **dict.fromkeys(PLACE_KINDS, "place"),
    **dict.fromkeys(NAME_KINDS - PLACE_KINDS, "organisation"),
}


def _of_term(match: TermMatch, text: str) -> Name | None:
    term: Term = match.term
    abbreviation = _INITIALISM.fullmatch(match.text) is not None
    kind = "abbreviation" if abbreviation else _KIND_OF_TERM.get(term.kind)
    if kind is None:
        return None
    weak = bool(term.flag in ("weak", "quoted") or term.kind not in NAME_KINDS) or _is_redundant(
        match, text
    )
    parts = tuple(Part(word, "word", (word,)) for word in term.russian.split())
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


def _is_redundant(match: TermMatch, text: str) -> bool:
    """`МВД России`: the country after a national body goes without saying."""
    if match.english != "Russia":
        return False
    return _NATIONAL_BODY.search(text[: match.start].rstrip()) is not None


def _adjective_names(text: str) -> Iterator[Name]:
    """Places named by their adjective: `челябинский завод`, `турецкие власти`."""
    for match in _ADJECTIVE.finditer(text):
        term = place_of_adjective(match.group())
        if term is None or _follows_first_name(text, match.start()):
            continue
        forms = nominative_forms(match.group())
        part = Part(match.group(), "word", forms)
        accepted = (*accepted_forms(term), transliterate(forms[0]))
        yield Name(
            match.start(),
            match.end(),
            match.group(),
            "place",
            term.russian,
            (part,),
            term.english,
            weak=False,
            accepted=accepted,
        )


def _follows_first_name(text: str, start: int) -> bool:
    """Whether the word at an offset is rather a surname: `Сергей Александровский`."""
    before = _FIRST_NAME.search(text[max(0, start - 30) : start])
    return before is not None and bool(
        before.group(1).endswith(".") or {"Name", "Patr"} & _known_name_kinds(before.group(1))
    )


# Quotation marks --------------------------------------------------------------------------------


def _quoted_names(text: str) -> Iterator[Name]:
    """Titles and firms in quotation marks; a quoted utterance is none."""
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        words = inner.split()
        if not inner[0].isupper() or len(words) > _MOST_QUOTED_WORDS or inner[-1] in ".,!?…:;":
            continue
        if text[: match.start()].rstrip()[-1:] in (":", "-", "—", "–", ","):
            continue
        start = match.start() + 1
        part = Part(inner, "word", (inner,))
        yield Name(
            start,
            start + len(inner),
            inner,
            "organisation",
            inner,
            (part,),
            (transliterate(inner),),
            weak=True,
        )


# Capitalised words ------------------------------------------------------------------------------


def _words(text: str) -> list[_Word]:
    return [
        _Word(match.start(), match.end(), match.group(), _opens(text, match.start()))
        for match in _WORD.finditer(text)
    ]


@cache
def _context(role: str) -> frozenset[str]:
    return frozenset(
        fold(word)
        for one, words in rows("name_context.tsv", 2)
        if one == role
        for word in words.split()
    )


def _opens(text: str, start: int) -> bool:
    """Whether the word at an offset begins a sentence, so that its capital says nothing."""
    before = text[max(0, start - 40) : start]
    if "\n" in before[len(before.rstrip()) :]:
        return True
    before = before.rstrip()
    if not before:
        return start < 40 or not text[:start].strip()
    if before[-1] in '«„“"(—–-•*':
        return True
    if before[-1] not in _SENTENCE_END:
        return False
    word = _LAST_WORD.search(before)
    if word is None or before[-1] != ".":
        return True
    return fold(word.group(1)) not in _context("abbreviation") and len(word.group(1)) > 1


def _run_names(text: str, covered: list[tuple[int, int]]) -> Iterator[Name]:
    for run in _runs(text, covered):
        yield from _names_of_run(text, run)


def _runs(text: str, covered: list[tuple[int, int]]) -> Iterator[list[_Word]]:
    """Capitalised words (and initials) with nothing but space between them."""
    run: list[_Word] = []
    for word in _words(text):
        free = not any(start < word.stop and word.start < stop for start, stop in covered)
        joined = not run or not text[run[-1].stop : word.start].strip()
        if run and (not joined or not word.is_capital or not free or word.opens):
            yield run
            run = []
        if free and word.is_capital:
            run.append(word)
    if run:
        yield run


def _names_of_run(text: str, run: list[_Word]) -> Iterator[Name]:
    latin = [word for word in run if _LATIN.search(word.text)]
    if latin:
        yield from _latin_names(text, latin)
        run = [word for word in run if word not in latin]
    for group in _persons_apart(run):
        words = _trimmed(group)
        if _is_person(words):
            yield _person(text, words)
            continue
        for word in words:
            name = _single(text, word)
            if name is not None:
                yield name


def _persons_apart(run: list[_Word]) -> Iterator[list[_Word]]:
    """The run split where another person's name begins: `имени Хруничева Владимир Нестеров`."""
    roles = [_role(word) for word in run]
    start = 0
    for at in range(1, len(run) - 1):
        begins = roles[at] == "first" and roles[at + 1] in ("surname", "word")
        if begins and {"surname", "word"} & set(roles[start:at]):
            yield run[start:at]
            start = at
    yield run[start:]


def _latin_names(text: str, words: list[_Word]) -> Iterator[Name]:
    """Words in Latin letters stand in the English as they are."""
    for word in words:
        if len(word.text) < 2 or _ROMAN.fullmatch(word.text):
            continue
        part = Part(word.text, "word", (word.text,))
        weak = len(word.text) < _SHORTEST_LATIN
        yield Name(
            word.start, word.stop, word.text, "latin", word.text, (part,), (word.text,), weak
        )


def _trimmed(run: list[_Word]) -> list[_Word]:
    """The run without ordinary words at its ends (`Президент Сергей Мазур`)."""
    while run and not run[0].is_initial and _is_ordinary(run[0]):
        run = run[1:]
    while (
        run
        and run[-1].is_initial is False
        and len(run) > 1
        and _is_ordinary(run[-1])
        and all(word.is_initial for word in run[:-1])
    ):
        run = []
    if run and all(word.is_initial for word in run):
        return []
    if len(run) > 2 and _is_title(run):
        run = run[1:]
    return run


def _is_title(run: list[_Word]) -> bool:
    """Whether a first name and a surname follow an unknown word: `Примар Сергей Мазур`."""
    if run[0].is_initial or run[1].is_initial or run[2].is_initial:
        return False
    kinds = [_known_name_kinds(word.text) for word in run[:3]]
    return not kinds[0] and "Name" in kinds[1] and "Patr" not in kinds[2]


def _is_ordinary(word: _Word) -> bool:
    """Whether the word is in the dictionary, and not as a name."""
    if _INITIALISM.fullmatch(word.text):
        return False
    return is_common(word.text) and not _known_name_kinds(word.text)


@cache
def _known_name_kinds(word: str) -> frozenset[str]:
    return frozenset(
        kind
        for parse in parses(word)
        if parse.known
        for kind in parse.grammemes & {"Name", "Surn", "Patr", "Geox", "Orgn"}
    )


def _is_person(run: list[_Word]) -> bool:
    """Whether a run names a person: initials, a patronymic, or a first name and a word more."""
    if len(run) < 2:
        return bool(run) and "Patr" in _known_name_kinds(run[0].text) and not run[0].opens
    if any(word.is_initial for word in run) and not all(word.is_initial for word in run):
        return True
    kinds = [_known_name_kinds(word.text) for word in run]
    return any({"Name", "Patr"} & kind for kind in kinds)


def _person(text: str, run: list[_Word]) -> Name:
    roles = _roles(run)
    allowed = [
        genders(word.text)
        for word, role in zip(run, roles, strict=True)
        if role in ("first", "patronymic")
    ]
    common = frozenset({"masc", "femn"}).intersection(*(one for one in allowed if one))
    gender = next(iter(common)) if len(common) == 1 else None
    parts = tuple(_part(word, role, gender) for word, role in zip(run, roles, strict=True))
    start, stop = run[0].start, run[-1].stop
    lemma = " ".join(part.forms[0] for part in parts)
    weak = not any(
        part.role in ("surname", "patronymic") and _may_be_name(part.text) for part in parts
    )
    return Name(
        start, stop, text[start:stop], "person", lemma, parts, (transliterate(lemma),), weak
    )


def _may_be_name(word: str) -> bool:
    """False for a long unknown word that looks like a verb: two words that lost their space."""
    if len(word) <= _LONGEST_NAME // 2 or is_known(word):
        return True
    return any({"NOUN", "ADJF"} & parse.grammemes for parse in parses(word)[:3])


def _roles(run: list[_Word]) -> list[str]:
    """What each word of a personal name is; the surname is the last word that can be one."""
    roles = [_role(word) for word in run]
    if "surname" not in roles:
        # No word is known as a surname: the last one that is no patronymic, unless alone.
        for at in reversed(range(len(run))):
            if roles[at] == "word" or (roles[at] == "first" and roles.count("first") > 1):
                roles[at] = "surname"
                break
    elif roles.count("surname") > 1 and "first" not in roles:
        # "Роман Абрамов": the first of two possible surnames that is also a first name.
        for at, word in enumerate(run):
            if "Name" in _known_name_kinds(word.text):
                roles[at] = "first"
                break
    return roles


def _role(word: _Word) -> str:
    if word.is_initial:
        return "initial"
    kinds = _known_name_kinds(word.text)
    if "Patr" in kinds:
        return "patronymic"
    if "Name" in kinds and "Surn" not in kinds:
        return "first"
    if "Surn" in kinds:
        likelier = next(
            (p.name_kind for p in parses(word.text) if p.name_kind in ("Name", "Surn")), "Surn"
        )
        return "first" if likelier == "Name" else "surname"
    return "word" if is_known(word.text) else "surname"


_GRAMMEME_OF_ROLE = {"first": "Name", "patronymic": "Patr", "surname": "Surn"}


def _part(word: _Word, role: str, gender: str | None) -> Part:
    if role == "initial":
        return Part(word.text, role, (word.text,))
    forms = list(nominative_forms(word.text))
    wanted = _GRAMMEME_OF_ROLE.get(role)
    preferred = nominative(word.text, wanted, gender) if wanted else None
    if preferred is not None:
        forms.insert(0, _like(word.text, preferred))
    return Part(word.text, role, tuple(dict.fromkeys(forms)))


@cache
def nominative_forms(word: str) -> tuple[str, ...]:
    """The nominatives that a capitalised word can be a case form of, itself last but always."""
    forms = [_like(word, lemma) for lemma in lemmas(word)]
    feminine = nominative(word, "Surn", "femn")
    if feminine is not None:
        forms.append(_like(word, feminine))
    patronymic = nominative(word, "Patr")
    if patronymic is not None:
        forms.append(_like(word, patronymic))
    if not is_known(word):
        forms += _stems(word)
    if word.endswith(_FEMININE_CASES):
        forms.append(word.removesuffix("ой")[: None if word.endswith("ой") else -1] + "а")
    if word.endswith(("щина", "щины", "щине", "щину", "чина", "чины", "чине", "чину")):
        forms.append(word[:-4])
    if len(word) > _SHORTEST_STEM and lemmas(word)[0].endswith(_ADJECTIVE_ENDINGS):
        forms += [_like(word, stem) for stem in adjective_stems(lemmas(word)[0])]
    return tuple(dict.fromkeys((*forms, word)))


def _stems(word: str) -> list[str]:
    """An unknown word without a possible case ending: `Ахтарова` may be `Ахтаров`."""
    return [
        word[: -len(ending)]
        for ending in _CASE_ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM
    ]


def _like(word: str, lemma: str) -> str:
    """A lower-case lemma with capitals where a name has them."""
    if word.isupper() and len(word) > 1 and "-" not in word and len(word) < 4:
        return lemma.upper()
    return "-".join(piece[:1].upper() + piece[1:] for piece in lemma.split("-"))


def _single(text: str, word: _Word) -> Name | None:
    """A name of one word, or None if the capital is no sign of one."""
    if word.is_initial:
        return None
    if _INITIALISM.fullmatch(word.text):
        return _abbreviation(word)
    kinds = _known_name_kinds(word.text)
    forms = nominative_forms(word.text)
    adjective = forms[0].lower().endswith(_ADJECTIVE_ENDINGS)
    ordinary = _is_ordinary_reading(word)
    if ordinary and not kinds:
        return None
    if word.opens and (ordinary or not (kinds or _looks_like_surname(word.text))):
        return None
    if kinds & {"Surn", "Name", "Patr"} and not adjective:
        kind, role = "person", "surname" if "Surn" in kinds else "first"
    elif "Geox" in kinds:
        kind, role = "place", "word"
    else:
        kind, role = "other", "word"
    weak = (
        adjective
        or (kind == "other" and _is_odd(word.text))
        or (is_common(word.text) and not _looks_like_surname(word.text))
    )
    if kind == "place":
        forms = tuple(dict.fromkeys((_place_form(word.text, forms), *forms)))
    elif kind == "person":
        preferred = nominative(word.text, "Surn" if role == "surname" else "Name")
        forms = tuple(dict.fromkeys((_like(word.text, preferred or forms[0]), *forms)))
    part = Part(word.text, role, forms)
    return Name(
        word.start,
        word.stop,
        word.text,
        kind,
        forms[0],
        (part,),
        (transliterate(forms[0]),),
        weak,
    )


def _is_ordinary_reading(word: _Word) -> bool:
    """Whether the word is likelier an ordinary one.

    Within a sentence the capital decides for a name; at its beginning `Волков` is one too, since
    no sentence begins with a bare genitive plural.
    """
    if not is_common(word.text):
        return False
    if "Surn" not in _known_name_kinds(word.text) or len(word.text) <= _SHORTEST_STEM:
        return True
    return word.opens and any(
        parse.known and not parse.name_kind and not {"gent", "plur"} <= parse.grammemes
        for parse in parses(word.text)
    )


def _looks_like_surname(word: str) -> bool:
    return word.lower().endswith(_SURNAME_ENDINGS) and len(word) > _SHORTEST_STEM + 1


def _is_odd(word: str) -> bool:
    """Whether a word that no dictionary has is a compound, an abbreviation or a misprint."""
    if len(word) > _LONGEST_NAME or any(letter.isupper() for letter in word.replace("-", "")[1:]):
        return True
    if word.lower().startswith(tuple(_context("compound"))) and len(word) > _SHORTEST_COMPOUND:
        return True
    likeliest = parses(word)[0].grammemes
    return not {"NOUN", "ADJF"} & likeliest and not _looks_like_surname(word)


def _place_form(word: str, forms: tuple[str, ...]) -> str:
    reading = next((parse for parse in parses(word) if "Geox" in parse.grammemes), None)
    return _like(word, reading.lemma) if reading is not None else forms[0]


def _abbreviation(word: _Word) -> Name:
    part = Part(word.text, "word", (word.text,))
    return Name(
        word.start,
        word.stop,
        word.text,
        "abbreviation",
        word.text,
        (part,),
        (transliterate(word.text),),
        weak=True,
    )
