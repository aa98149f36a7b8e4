"""What a Russian line becomes before a model sees it, step by step, each step with its name."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.language.casing import is_shouting, sentence_case
from pipeline.language.splitting import Part, split
from pipeline.translating.abbreviations import written_out

if TYPE_CHECKING:
    from pipeline.engines.base import Engine
    from pipeline.language.glossary import Glossary, TermMatch

__all__ = ["Prepared", "is_russian", "names_in", "prepare"]

_LANGUAGE_CODE = re.compile(r"^\s*>>(.*?)<<")
_MARKS_ONLY_AT_START = re.compile(r"^\s*>>")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_ENDS = re.compile(r"[.!?…:;][»\"”)]*$")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line as a model gets it.

    `steps` names what was done to it: `language-code`, `case`, `abbreviations`, `terms`, `split`;
    `terms` are the glossary's names that now stand in it in English.
    """

    parts: tuple[Part, ...]
    steps: tuple[str, ...] = ()
    terms: "tuple[TermMatch, ...]" = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """What the model is given, part by part: each ends like a sentence."""
        if len(self.parts) == 1:
            return (self.parts[0].text,)
        return tuple(
            part.text if _ENDS.search(part.text) else f"{part.text}." for part in self.parts
        )

    @property
    def pieces(self) -> tuple[str, ...]:
        """For the record: the inputs where they are not simply the line; else nothing."""
        return self.inputs if self.steps else ()


def is_russian(text: str) -> bool:
    """Whether there is anything to translate; figures and Latin words are English already."""
    return _CYRILLIC.search(text) is not None


def prepare(text: str, fits: Callable[[str], bool], glossary: "Glossary | None" = None) -> Prepared:
    """Make a line ready for a model.

    Args:
        text: The Russian line.
        fits: Whether a part is short enough to be given to the model.
        glossary: Terms to put into the line in English; None puts none.
    """
    steps: list[str] = []
    text = _stepped("language-code", text, _without_language_code(text), steps)
    if is_shouting(text):
        text = _stepped("case", text, sentence_case(text), steps)
    text = _stepped("abbreviations", text, written_out(text), steps)
    terms: tuple[TermMatch, ...] = ()
    if glossary is not None:
        before = text
        text, terms = _with_terms(text, glossary)
        _stepped("terms", before, text, steps)
    parts = tuple(split(text, fits))
    if len(parts) > 1:
        steps.append("split")
    return Prepared(
        tuple(replace(part, text=part.text.strip()) for part in parts), tuple(steps), terms
    )


def in_halves(text: str, fits: Callable[[str], bool]) -> Prepared | None:
    """A line cut at a clause border though it is short enough, or None where it has no border."""
    half = max((len(text.split()) + 1) // 2, 1)
    ready = prepare(text, lambda part: len(part.split()) <= half and fits(part))
    return ready if len(ready.parts) > 1 else None


def fitting(engine: "Engine", max_words: int) -> Callable[[str], bool]:
    """Whether a part has so few words and tokens that the engine can be given it whole."""

    def fits(text: str) -> bool:
        return len(text.split()) <= max_words and len(engine.encode(text)) + 1 <= engine.input_limit

    return fits


def _stepped(name: str, before: str, after: str, steps: list[str]) -> str:
    if after != before:
        steps.append(name)
    return after


def _without_language_code(text: str) -> str:
    """A leading `>>…<<`, which Marian tokenizers take for a language, becomes a quotation."""
    return _MARKS_ONLY_AT_START.sub("", _LANGUAGE_CODE.sub(r"«\1»", text))


def names_in(text: str, glossary: "Glossary") -> "tuple[TermMatch, ...]":
    """The glossary's proper names in a line that are sure enough to be put in and insisted on."""
    found = glossary.find(text)
    return tuple(one for one in found if one.term.is_name and one.term.flag != "weak")


def _with_terms(text: str, glossary: "Glossary") -> "tuple[str, tuple[TermMatch, ...]]":
    matches = names_in(text, glossary)
    return (glossary.inline(text, matches)[0], matches) if matches else (text, ())
