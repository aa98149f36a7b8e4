"""English text as words that compare: spelling variants, possessives, plurals and 'the' folded."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’&][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
# British spellings brought to American ones, so that a ministry of defence is one of defense.
_VARIANTS = (
    (re.compile(r"(?<=[a-z]{2})is(?=ation|ational|e$|ed$|ing$)"), "iz"),
    (re.compile(r"efence$"), "efense"),
    (re.compile(r"(?<=[a-z]{2})our(?=$|s$)"), "or"),
    (re.compile(r"(?<=[bt])re$"), "er"),
    (re.compile(r"ogramme(?=$|s$)"), "ogram"),
)


class EnglishWord(NamedTuple):
    """A word of an English text: where it stands, and the forms under which it compares."""

    start: int
    stop: int
    text: str
    folded: str
    is_capitalised: bool
    """Whether the word, or the word that a hyphen joins it to (`Ki-moon`), has a capital."""

    @property
    def bare(self) -> str:
        """The word without its possessive ending."""
        return _POSSESSIVE.sub("", self.text)

    @property
    def is_acronym(self) -> bool:
        """Whether the word is written in capitals, as `US` and unlike `us`."""
        return len(self.text) > 1 and self.text.isupper()


@lru_cache(maxsize=1 << 15)
def fold_word(word: str) -> str:
    """A word in lower case without accents, full stops and possessive, in American spelling."""
    folded = _POSSESSIVE.sub("", word).replace(".", "").lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.replace("’", "'"))
        folded = "".join(one for one in decomposed if not unicodedata.combining(one))
    for pattern, replacement in _VARIANTS:
        folded = pattern.sub(replacement, folded)
    return folded


@lru_cache(maxsize=1 << 10)
def english_words(text: str) -> tuple[EnglishWord, ...]:
    """The words of an English text, in order; the parts of a hyphenated word are words."""
    words: list[EnglishWord] = []
    for match in _WORD.finditer(text):
        start, stop = match.span()
        letters = match.group()
        joined = bool(words) and words[-1].stop == start - 1 and text[start - 1] == "-"
        capital = letters != letters.lower() or (joined and words[-1].is_capitalised)
        words.append(EnglishWord(start, stop, letters, fold_word(letters), capital))
    return tuple(words)


@lru_cache(maxsize=1 << 14)
def phrase(text: str) -> tuple[EnglishWord, ...]:
    """The words of a term to look for, articles left out."""
    words = english_words(text)
    return tuple(word for word in words if word.folded not in ("the", "a", "an")) or words


def find_phrase(
    wanted: tuple[EnglishWord, ...], words: tuple[EnglishWord, ...]
) -> tuple[int, int] | None:
    """Where the words stand in a text, one after another; articles in between do not count.

    Returns: the offsets of the first occurrence, or None.
    """
    initial = wanted[0].folded[:1]
    for first, word in enumerate(words):
        # Words that agree begin alike; most do not, and this is the quickest way to see it.
        if word.folded[:1] != initial or not _agree(wanted[0], word):
            continue
        last = first
        for one in wanted[1:]:
            last += 1
            while last < len(words) and words[last].folded == "the":
                last += 1
            if last >= len(words) or not _agree(one, words[last]):
                break
        else:
            return words[first].start, words[last].stop
    return None


def _agree(wanted: EnglishWord, found: EnglishWord) -> bool:
    """Whether a word of the text is the wanted one, in the singular or the plural."""
    if wanted.is_acronym and len(wanted.text) <= 5:
        bare = _POSSESSIVE.sub("", found.text).replace(".", "")
        return bare.rstrip("s") == wanted.text.replace(".", "")
    mine, other = wanted.folded, found.folded
    if mine == other:
        return True
    if not other.endswith("s") or len(mine) < 3:
        return False
    return other in (mine + "s", mine + "es") or (mine[-1] == "y" and other == mine[:-1] + "ies")
