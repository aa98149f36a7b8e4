"""Russian names in Latin letters: the usual press spelling, the accepted ones, and their equality.

The base is iuliia's scheme `WIKIPEDIA` (https://iuliia.ru/wikipedia/), the one that reads most
like the Russian press's own English.  iuliia leaves ё in Cyrillic in some schemes and spells
ЩЕРБАКОВ as ShchERBAKOV; both are put right here.  Names with a settled spelling of their own
(Ельцин, Александр, Чайковский) stand in `data/spellings.tsv`.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from pipeline.language.morphology import fold
from pipeline.language.phonetics import latin_letters, sound_similarity
from pipeline.language.tables import rows

CYRILLIC_WORD = re.compile(r"[А-Яа-яЁё]+")
_PREFERRED_SCHEME = "WIKIPEDIA"
_FURTHER_SCHEMES = ("BGN_PCGN", "MVD_782", "ICAO_DOC_9303")

SAME_NAME = 0.8
"""The score from which two spellings are taken for one name."""


@cache
def _scheme(name: str) -> Any:
    import iuliia

    return getattr(iuliia, name)


@cache
def _settled() -> dict[str, tuple[str, ...]]:
    """Folded Russian name -> its settled spellings, the preferred one first."""
    table: dict[str, tuple[str, ...]] = {}
    for russian, preferred, others in rows("spellings.tsv", 3):
        listed = (preferred, *(other.strip() for other in others.split(",") if other.strip()))
        table[fold(russian)] = tuple(dict.fromkeys(listed))
    return table


def settled_spellings() -> frozenset[str]:
    """All Latin spellings that the table of settled names lists."""
    return frozenset(latin for listed in _settled().values() for latin in listed)


def _in_case_of(word: str, latin: str) -> str:
    """Give the Latin spelling the letter case of the Cyrillic word."""
    if len(word) > 1 and word.isupper():
        return latin.upper()
    if word[:1].islower():
        return latin[:1].lower() + latin[1:]
    return latin[:1].upper() + latin[1:]


def _by_scheme(word: str, scheme: str) -> str:
    """One lower-case word by an iuliia scheme; ё first as the scheme's own spelling or as yo."""
    latin: str = _scheme(scheme).translate(word)
    return latin.replace("ё", "yo").replace("’", "").replace("”", "").replace("'", "")


@lru_cache(maxsize=1 << 14)
def _word(word: str) -> str:
    settled = _settled().get(fold(word))
    if settled and settled[0].lower() != settled[0]:
        return (
            settled[0].upper()
            if len(word) > 1 and word.isupper()
            else _in_case_of(word, settled[0])
        )
    return _in_case_of(word, _by_scheme(word.lower(), _PREFERRED_SCHEME))


def transliterate(text: str) -> str:
    """The text with every Cyrillic word in its usual press spelling; all else stays as it is.

    >>> transliterate("Сергей ЩЕРБАКОВ, Соловьёв и Ельцин")
    'Sergei SHCHERBAKOV, Solovyov i Yeltsin'
    """
    return CYRILLIC_WORD.sub(lambda match: _word(match.group()), text)


@lru_cache(maxsize=1 << 14)
def spellings(word: str) -> tuple[str, ...]:
    """The accepted Latin spellings of one Russian name in the nominative, the usual one first.

    Settled spellings come first, then `WIKIPEDIA`, BGN/PCGN, the passport rules MVD 782 and
    ICAO Doc 9303; where ё may have been printed as е, with e as well.
    """
    return tuple(dict.fromkeys(_in_case_of(word, latin) for latin in _all_spellings(word)))


def _all_spellings(word: str) -> Iterator[str]:
    yield _word(word)
    yield from _settled().get(fold(word), ())
    lower = word.lower()
    for form in dict.fromkeys((lower, lower.replace("ё", "е"))):
        for scheme in (_PREFERRED_SCHEME, *_FURTHER_SCHEMES):
            yield _by_scheme(form, scheme)


# Spellings that differ only in the choice of standard fall together under these replacements,
# made in this order on lower-case ASCII letters.
_FOLDS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"shch|sch|stch", "5"),
        (r"tch|ch", "4"),
        (r"sh", "3"),
        (r"zh", "6"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"ts|tz", "7"),
        (r"x", "ks"),
        (r"q|ck", "k"),
        (r"c", "k"),
        (r"w|ff\b", "v"),
        (r"j", "y"),
        (r"(?<=[3456])[yi]?o", "e"),
        (r"[yi]?yo|io", "e"),
        (r"[yi]?ye|ie", "e"),
        (r"[yi]?[yi]a", "1"),
        (r"[yi]?[yi]u", "2"),
        (r"[yi]+", "i"),
        (r"([a-z])\1+", r"\1"),  # doubled letters; a doubled "ch" is none
    )
)


@lru_cache(maxsize=1 << 15)
def latin_key(word: str) -> str:
    """The key under which the accepted spellings of a name fall together.

    >>> len({latin_key(name) for name in ("Likhachev", "Likhachyov", "Likhachov")})
    1
    """
    key = latin_letters(word)
    for pattern, replacement in _FOLDS:
        key = pattern.sub(replacement, key)
    return key


@lru_cache(maxsize=1 << 14)
def name_keys(word: str) -> frozenset[str]:
    """The keys of all accepted spellings of a Russian name."""
    return frozenset(map(latin_key, spellings(word)))


@lru_cache(maxsize=1 << 15)
def name_similarity(russian: str, latin: str) -> float:
    """How surely a Latin word spells a Russian name (nominative), from 0 to 1.

    1 for an accepted spelling under any standard; below that, likeness by sound.
    """
    if latin_key(latin) in name_keys(russian):
        return 1.0
    return min(0.99, sound_similarity(russian, latin))


def same_name(russian: str, latin: str) -> bool:
    """Whether a Latin word can be taken for the Russian name."""
    return name_similarity(russian, latin) >= SAME_NAME
