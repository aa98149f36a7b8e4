"""Personal names among capitalised words: who is meant, and what each word of the name is."""

from collections.abc import Iterator

from pipeline.language.capitals import Word
from pipeline.language.morphology import (
    fold,
    genders,
    is_common,
    is_known,
    known_name_kinds,
    nominative,
    parses,
)
from pipeline.language.name_forms import is_glued, like, nominative_forms
from pipeline.language.name_model import Name, Part, spelled_name
from pipeline.language.tables import words_of

_FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "ADVB", "INTJ", "Apro"})
_GRAMMEME_OF_ROLE = {"first": "Name", "patronymic": "Patr", "surname": "Surn"}


def persons_apart(run: list[Word]) -> Iterator[list[Word]]:
    """The run split where another person's name begins: `имени Хруничева Владимир Нестеров`."""
    roles = [_role(word) for word in run]
    start = 0
    for at in range(1, len(run) - 1):
        begins = roles[at] == "first" and roles[at + 1] in ("surname", "word")
        if begins and {"surname", "word"} & set(roles[start:at]):
            yield run[start:at]
            start = at
    yield run[start:]


def without_titles(run: list[Word]) -> list[Word]:
    """The run without ordinary words before a name (`Президент Сергей Мазур`)."""
    while (
        len(run) > 1
        and not run[0].is_initial
        and (is_ordinary(run[0].text) or (run[0].opens and _is_function_word(run[0].text)))
    ):
        run = run[1:]
    initials = [word for word in run if word.is_initial]
    if initials and all(word.is_initial or is_ordinary(word.text) for word in run):
        # Nothing but initials, or an initial that ended a sentence.
        return []
    return run[1:] if _has_unknown_title(run) else run


def _has_unknown_title(run: list[Word]) -> bool:
    """Whether a first name and a surname follow an unknown word: `Примар Сергей Мазур`."""
    if len(run) < 3 or any(word.is_initial for word in run[:3]):
        return False
    title, first, last = (known_name_kinds(word.text) for word in run[:3])
    # "Роман Льва Толстого": a title that could be a name, were it not for the two after it.
    idle = not title or (run[0].opens and is_common(run[0].text))
    return idle and "Name" in first and "Patr" not in last


def is_ordinary(word: str) -> bool:
    """Whether the word is in the dictionary, and not as a name."""
    return is_common(word) and not known_name_kinds(word)


def _is_function_word(word: str) -> bool:
    """Whether the likeliest reading is a preposition, conjunction, pronoun or the like."""
    return bool(_FUNCTION_WORDS & parses(word)[0].grammemes)


def is_person(run: list[Word]) -> bool:
    """Whether a run names a person: initials, a patronymic, or a first name and a word more."""
    if len(run) < 2:
        return bool(run) and not run[0].opens and "Patr" in known_name_kinds(run[0].text)
    if any(word.is_initial for word in run):
        return True
    return any({"Name", "Patr"} & known_name_kinds(word.text) for word in run)


def person(text: str, run: list[Word]) -> Name:
    """The person that a run names.

    The first name and patronymic decide the gender, and with it the nominative of the surname:
    `Наталье Ивановне Сухоруковой` is `Наталья Ивановна Сухорукова`.
    """
    roles = _roles(run)
    gender = _gender(run, roles)
    upright = any(
        role == "first" and _is_nominative(word.text) for word, role in zip(run, roles, strict=True)
    )
    parts = tuple(_part(word, role, gender, upright) for word, role in zip(run, roles, strict=True))
    sure = any(
        not is_glued(part.text)
        for part in parts
        if part.role == "surname" or (part.role == "patronymic" and not _is_addressed(text, run))
    )
    whole = text[run[0].start : run[-1].stop]
    return spelled_name(run[0].start, "person", whole, parts, weak=not sure)


def _is_addressed(text: str, run: list[Word]) -> bool:
    """`Сергей Иванович, …`: the English may well address him by another name or title."""
    before, after = text[: run[0].start].rstrip()[-1:], text[run[-1].stop :].lstrip()[:1]
    return after in (",", "!", ":", "[", "(") or before == "," or run[0].opens


def _gender(run: list[Word], roles: list[str]) -> str | None:
    """`masc` or `femn` if the given names leave only one, else None."""
    possible = frozenset({"masc", "femn"})
    for word, role in zip(run, roles, strict=True):
        if role in ("first", "patronymic"):
            possible &= genders(word.text) or possible
    return next(iter(possible)) if len(possible) == 1 else None


def _roles(run: list[Word]) -> list[str]:
    """What each word of a personal name is; one of them is the surname, if any can be."""
    roles = [_role(word) for word in run]
    if "surname" not in roles:
        for at in reversed(range(len(run))):
            if _is_epithet(run[at].text):
                continue
            if roles[at] == "word" or (roles[at] == "first" and roles.count("first") > 1):
                roles[at] = "surname"
                break
    elif roles.count("surname") > 1 and "first" not in roles:
        # "Роман Абрамов": of two possible surnames, the one that is also a first name.
        for at, word in enumerate(run):
            if "Name" in known_name_kinds(word.text):
                roles[at] = "first"
                break
    return roles


def _is_epithet(word: str) -> bool:
    """`Второй`, `Великий`: what a ruler has in place of a surname."""
    return any(
        "Anum" in one.grammemes or fold(one.lemma) in words_of("name_context.tsv", "epithet")
        for one in parses(word)
    )


def _role(word: Word) -> str:
    if word.is_initial:
        return "initial"
    kinds = known_name_kinds(word.text)
    if "Patr" in kinds:
        return "patronymic"
    if "Surn" in kinds:
        readings = (one.name_kind for one in parses(word.text))
        likelier = next((kind for kind in readings if kind in ("Name", "Surn")), "Surn")
        return "first" if likelier == "Name" else "surname"
    if "Name" in kinds:
        return "first"
    return "word" if is_known(word.text) else "surname"


def _is_nominative(given: str) -> bool:
    """Whether a first name stands in the nominative, so that the surname does too."""
    form = nominative(given, "Name")
    return form is not None and fold(form) == fold(given)


def _part(word: Word, role: str, gender: str | None, upright: bool) -> Part:
    if role == "initial":
        return Part(word.text, role, (word.text,))
    preferred = _preferred(word.text, role, gender, upright)
    return Part(word.text, role, tuple(dict.fromkeys((*preferred, *nominative_forms(word.text)))))


def _preferred(word: str, role: str, gender: str | None, upright: bool) -> list[str]:
    """The nominative that the rest of the name asks for, if it tells."""
    grammeme = _GRAMMEME_OF_ROLE.get(role)
    form = nominative(word, grammeme, gender) if grammeme else None
    if upright and role == "surname" and (form is None or fold(form) != fold(word)):
        return [like(word, word.lower())]
    if form is None and gender == "femn" and word.endswith("ой") and role == "surname":
        adjective = any("ADJF" in reading.grammemes for reading in parses(word))
        return [word[:-2] + ("ая" if adjective else "а")]
    return [like(word, form)] if form is not None else []
