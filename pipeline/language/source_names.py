"""Whether the names of a Russian summary come from its source."""

from pipeline.language.glossary import Glossary
from pipeline.language.morphology import fold
from pipeline.language.name_forms import nominative_forms
from pipeline.language.name_model import Name
from pipeline.language.russian_names import find_names
from pipeline.language.term_trie import tokens


def names_not_in(summary: str, source: str, glossary: Glossary | None = None) -> list[Name]:
    """The names of a Russian text that another Russian text does not have, in any case form.

    For a summary against its source these are invented or swapped names; the other way round,
    for a sentence against its shortened form, lost ones.
    """
    words = [token.text for token in tokens(source)]
    printed = {fold(word) for word in words}
    names = [name for name in find_names(summary, glossary) if not _words(name) <= printed]
    if not names:
        return []
    # Only names in another case form than the source's are left: now lemmas are needed.
    known = {
        fold(form)
        for word in words
        if word[0].isupper() or word.endswith(_ADJECTIVE_CASES)
        for form in nominative_forms(word)
    }
    return [name for name in names if not _is_known(name, printed, known)]


_ADJECTIVE_CASES = ("ий", "ой", "ого", "ому", "им", "ом", "ая", "ую", "ое", "ие", "их", "ими")


def _words(name: Name) -> set[str]:
    return {fold(token.text) for token in tokens(name.text)}


def _is_known(name: Name, printed: set[str], known: set[str]) -> bool:
    """Whether every word of the name, initials apart, is in the source in some case form."""
    return all(
        fold(word) in printed or any(fold(form) in known for form in nominative_forms(word))
        for part in name.parts
        if part.role != "initial"
        for word in (token.text for token in tokens(_as_printed(name, part.text)))
    )


def _as_printed(name: Name, text: str) -> str:
    """The words of a glossary name as the text has them, not as the glossary does."""
    return name.text if name.term is not None else text
