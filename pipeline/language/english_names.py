"""Names in English text: runs of capitalised words that are not merely titles or sentence openings."""

from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.language.english_words import EnglishWord, english_words, fold_word
from pipeline.language.glossary import Glossary
from pipeline.language.glossary_file import PLACE_KINDS
from pipeline.language.tables import words as table_words
from pipeline.language.tables import words_of
from pipeline.language.transliteration import settled_spellings


@dataclass(frozen=True, slots=True)
class EnglishName:
    """A run of capitalised words at `[start, stop)` of an English text.

    `kind` is `place` for a place that the glossary knows, `person` if a first name begins the run,
    else `other`.
    """

    start: int
    stop: int
    text: str
    words: tuple[EnglishWord, ...]
    kind: str = "other"


@cache
def _common() -> frozenset[str]:
    return table_words("english_common.tsv")


@lru_cache(maxsize=1 << 15)
def is_common_english(folded: str) -> bool:
    """Whether a lower-case word is an ordinary one, singular or plural."""
    common = _common()
    return folded in common or (folded.endswith("s") and folded[:-1] in common)


def name_words(text: str) -> list[EnglishWord]:
    """The capitalised words of a text that can be part of a name."""
    return [
        word
        for word in english_words(text)
        if word.is_capitalised and len(word.text) > 1 and not is_common_english(word.folded)
    ]


def find_english_names(text: str) -> list[EnglishName]:
    """Runs of capitalised words with nothing but space or a hyphen between them.

    Ordinary words (`President`, `Region`, whatever opens a sentence) belong to no name, so the
    runs are what remains unexplained if the Russian has no such name.
    """
    names: list[EnglishName] = []
    run: list[EnglishWord] = []
    for word in name_words(text):
        if run and text[run[-1].stop : word.start].strip(" -"):
            names.append(_name(text, run))
            run = []
        run.append(word)
    if run:
        names.append(_name(text, run))
    return names


def _name(text: str, run: list[EnglishWord]) -> EnglishName:
    start, stop = run[0].start, run[-1].stop
    return EnglishName(start, stop, text[start:stop], tuple(run), _kind(run))


def _kind(run: list[EnglishWord]) -> str:
    if " ".join(word.folded for word in run) in _places():
        return "place"
    if len(run) > 1 and run[0].folded in _first_names():
        return "person"
    return "other"


@cache
def _places() -> frozenset[str]:
    """Folded English names of the glossary's places."""
    return frozenset(
        " ".join(word.folded for word in english_words(form))
        for term in Glossary.builtin().terms
        if term.kind in PLACE_KINDS and term.flag != "weak"
        for form in term.english
    )


@cache
def _first_names() -> frozenset[str]:
    listed = words_of("name_context.tsv", "english first name")
    return frozenset(listed | {fold_word(spelling) for spelling in settled_spellings()})
