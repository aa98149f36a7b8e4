"""English names that no word of the Russian accounts for: swapped in, or invented."""

from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.language.english_names import EnglishName, find_english_names
from pipeline.language.english_words import EnglishWord, english_words
from pipeline.language.glossary import Glossary, demonym_words
from pipeline.language.glossary_file import PLACE_KINDS
from pipeline.language.morphology import fold
from pipeline.language.name_forms import nominative_forms
from pipeline.language.name_likeness import IN_CONTEXT, likeness
from pipeline.language.term_trie import tokens

_LONGEST_STEM = 4


def unmatched_names(
    russian: str, english: str, taken: Iterable[tuple[int, int]]
) -> list[EnglishName]:
    """The English names outside the `taken` ranges that no Russian word accounts for.

    A Russian word accounts for an English one that sounds like it, and for a place of whose name
    it has the stem: `нижегородцы` for `Nizhny Novgorod residents`, `антироссийский` for `Russia`.
    """
    spans = list(taken)
    rest = [
        name
        for name in find_english_names(english)
        if not any(start < name.stop and name.start < stop for start, stop in spans)
    ]
    if not rest:
        return []
    capitals = [token.text for token in tokens(russian) if token.text[0].isupper()]
    folded = fold(russian)
    return [
        name
        for name in rest
        if not any(_is_accounted_for(word, capitals) for word in name.words)
        and not any(stem in folded for stem in _stems(name))
    ]


def _is_accounted_for(word: EnglishWord, capitals: Sequence[str]) -> bool:
    """Whether a capitalised Russian word may be behind an English one; an adjective always is."""
    if word.folded in demonym_words():
        return True
    return any(
        word.folded == russian.lower()
        or likeness(nominative_forms(russian), word.bare) >= IN_CONTEXT
        for russian in capitals
    )


def _stems(name: EnglishName) -> Iterable[str]:
    return _place_stems().get(" ".join(word.folded for word in name.words), ())


@cache
def _place_stems() -> dict[str, tuple[str, ...]]:
    """Folded English name of a place -> beginnings of the words of its Russian names."""
    stems: dict[str, set[str]] = {}
    for term in Glossary.builtin().terms:
        if term.kind not in PLACE_KINDS:
            continue
        own = {stem_of(fold(token.text)) for token in tokens(term.russian)}
        for form in term.english:
            key = " ".join(word.folded for word in english_words(form))
            stems.setdefault(key, set()).update(own)
    return {english: tuple(sorted(own)) for english, own in stems.items()}


def stem_of(word: str) -> str:
    """What derived words keep of a word: `росс`, `моск`, `тих`; abbreviations whole."""
    return word[: min(_LONGEST_STEM, max(2, len(word) - 2))] if len(word) > 3 else word
