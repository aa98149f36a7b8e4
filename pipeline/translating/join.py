"""English parts of one sentence, joined into one sentence."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.language.splitting import Part
from pipeline.language.tables import words

__all__ = ["join"]

#: How a mark of the Russian stands in the English.
_MARKS = {",": ",", ";": ";", ":": ":", "—": " –", "–": " –"}
_FINAL = re.compile(r"[.,;:\s]+$")
#: Before a comma or a dash English closes a quotation with a comma inside, and needs no other mark.
_FINAL_QUOTE = re.compile(r"[.,]?([\"”])$")
_AFTER_SPEECH = (",", "—", "–")
_FIRST_WORD = re.compile(r"[A-Za-z]+")


def join(parts: Sequence[Part], english: Sequence[str]) -> str:
    """Put the translations of the parts of a sentence together.

    A part loses the full stop that it was given, and gets the mark that ended it in the Russian. A
    first word that is no name loses its capital where the Russian part had none. An empty part
    leaves no mark behind. A quotation that a comma or a dash follows ends in a comma inside it.

    Args:
        parts: The parts of the Russian sentence, in order.
        english: Their translations.
    """
    result = ""
    for place, (part, said) in enumerate(zip(parts, english, strict=True)):
        said = said.strip()
        if not said:
            continue
        if part.rule and part.rule != "sentence":
            said = _FINAL.sub("", said)
            if part.mark in _AFTER_SPEECH:
                said = _FINAL_QUOTE.sub(r",\1", said)
        if result and part.text[:1].islower():
            said = _small(said)
        result += f" {said}" if result else said
        more = place < len(parts) - 1 and any(one.strip() for one in english[place + 1 :])
        if more and not result.endswith((',"', ",”")):
            result += _MARKS.get(part.mark, "")
    return result


def _small(text: str) -> str:
    first = _FIRST_WORD.match(text)
    if first is not None and first.group().lower() in _small_words():
        return text[0].lower() + text[1:]
    return text


@cache
def _small_words() -> frozenset[str]:
    return words("english_small_words.tsv")
