"""Glossary files: one term a line, Russian TAB English TAB note TAB kind, checked on reading.

The English column may list several accepted forms separated by ` | `; the first is preferred.
Note and kind are optional; a term without a kind whose English begins with a capital is a name.
The kind may be followed by a flag after a comma: `marked` (a place
that is also an ordinary word: a term only after "город" or a preposition), `quoted` (a term only
inside quotation marks), `weak` (never demanded of a translation).
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError

FLAGS = frozenset({"marked", "quoted", "weak"})
NAME_KINDS = frozenset(
    {"region", "city", "country", "place", "body", "organisation", "company", "university"}
)
"""Kinds of terms that are proper names."""
PLACE_KINDS = frozenset({"region", "city", "country", "place"})
KINDS = NAME_KINDS | {"post", "legal", "term"}
_USER_KIND = "term"
_ALTERNATIVES = re.compile(r"\s*\|\s*")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")
_YO = str.maketrans("ёЁ", "еЕ")


@dataclass(frozen=True, slots=True)
class Term:
    """A Russian term with its accepted English forms, the preferred one first."""

    russian: str
    english: tuple[str, ...]
    note: str = ""
    kind: str = _USER_KIND
    flag: str = ""

    @property
    def preferred(self) -> str:
        """The English form to write."""
        return self.english[0]

    @property
    def is_name(self) -> bool:
        """Whether the term is a proper name rather than a post or an expression."""
        return self.kind in NAME_KINDS


def read_terms(path: Path) -> tuple[Term, ...]:
    """All terms of a glossary file.

    Raises:
        ConfigError: If the file cannot be read as UTF-8, or any line is wrong; the error lists
            every wrong line with its number.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(
            f"cannot read the glossary: {error.strerror}",
            where=str(path),
            remedy="give the path of a readable file",
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"line {line} is not UTF-8", where=str(path), remedy="save the glossary as UTF-8"
        ) from error
    return parse_terms(text, where=str(path))


def parse_terms(text: str, *, where: str = "") -> tuple[Term, ...]:
    """The terms of a glossary given as text; see `read_terms`.

    Raises:
        ConfigError: If any line is wrong.
    """
    terms: dict[str, Term] = {}
    first_lines: dict[str, int] = {}
    problems: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _problem(line)
        if found:
            problems.append(f"line {number}: {found}")
            continue
        term = _term(line)
        key = term_key(term.russian)
        if key in terms:
            problems.append(
                f"line {number}: {term.russian!r} is there already, on line {first_lines[key]}"
            )
            continue
        terms[key] = term
        first_lines[key] = number
    if problems:
        raise ConfigError(
            "wrong glossary lines: " + "; ".join(problems),
            where=where,
            remedy="put them right: Russian TAB English, then optionally TAB note TAB kind",
        )
    if not terms:
        raise ConfigError(
            "the glossary holds no terms",
            where=where,
            remedy="write one term a line: Russian TAB English",
        )
    return tuple(terms.values())


def term_key(russian: str) -> str:
    """What makes two terms one: letters, with ё as е; case counts only in abbreviations."""
    plain = " ".join(unicodedata.normalize("NFC", russian).translate(_YO).split())
    return plain if plain.isupper() else plain.lower()


def _fields(line: str) -> list[str]:
    return [unicodedata.normalize("NFC", field.strip()) for field in line.split("\t")]


def _problem(line: str) -> str:
    """What is wrong with a line, or an empty string."""
    if any(unicodedata.category(character) == "Cc" for character in line.replace("\t", "")):
        return "holds a control character"
    if "\t" not in line:
        return "has no tab between the Russian and the English"
    fields = _fields(line)
    if len(fields) > 4:
        return f"has {len(fields)} columns, at most 4 are allowed"
    russian, english = fields[:2]
    if not russian:
        return "the Russian term is empty"
    if not english or not all(_ALTERNATIVES.split(english)):
        return "the English term is empty"
    if not _CYRILLIC.search(russian) and _LATIN.search(russian):
        return f"the Russian term {russian!r} has no Cyrillic letter"
    if not any(character.isalnum() for character in russian):
        return f"the Russian term {russian!r} has no letter"
    if _CYRILLIC.search(english):
        return f"the English term {english!r} has Cyrillic letters"
    if not any(character.isalnum() for character in english):
        return f"the English term {english!r} has no letter"
    return _kind_problem(fields[3]) if len(fields) == 4 else ""


def _kind_problem(text: str) -> str:
    kind, flag = _kind_and_flag(text)
    if kind not in KINDS:
        return f"the kind {kind!r} is none of {', '.join(sorted(KINDS))}"
    if flag and flag not in FLAGS:
        return f"the flag {flag!r} is none of {', '.join(sorted(FLAGS))}"
    return ""


def _kind_and_flag(text: str) -> tuple[str, str]:
    kind, _, flag = (part.strip() for part in text.partition(","))
    return kind, flag


def _term(line: str) -> Term:
    russian, english, note, kind_text = (*_fields(line), "", "")[:4]
    kind, flag = _kind_and_flag(kind_text)
    forms = tuple(dict.fromkeys(_ALTERNATIVES.split(english)))
    return Term(russian, forms, note, kind or _kind_of(forms[0]), flag)


def _kind_of(english: str) -> str:
    """Without a kind, English written with a capital is a name, and so goes into the sentence."""
    return "organisation" if english[:1].isupper() else _USER_KIND
