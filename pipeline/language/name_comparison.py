"""Whether the names of a Russian text arrive in its English: lost ones, swapped ones, new ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.english_names import EnglishName
from pipeline.language.glossary import Glossary
from pipeline.language.memory import remembered
from pipeline.language.name_arrival import Match, name_arrives
from pipeline.language.name_model import Name
from pipeline.language.russian_names import find_names
from pipeline.language.unmatched_names import unmatched_names


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the names of a Russian text and its English compare.

    `missing` holds the names that did not arrive (the weak ones among them are no errors),
    `swapped` those of them that another English name seems to have taken the place of, and
    `unmatched` the English names that no Russian word accounts for.
    """

    matched: tuple[Match, ...]
    missing: tuple[Name, ...]
    swapped: tuple[tuple[Name, EnglishName], ...]
    unmatched: tuple[EnglishName, ...]

    @property
    def errors(self) -> tuple[Name, ...]:
        """The names that may be demanded and are missing, garbled, or without the first name."""
        lost = [name for name in self.missing if not name.weak]
        lost += [
            one.name
            for one in self.matched
            if not one.name.weak and (one.garbled is not None or not one.complete)
        ]
        return tuple(sorted(lost, key=lambda name: name.start))

    @property
    def invented(self) -> tuple[EnglishName, ...]:
        """The unmatched English names that are surely names of persons or places.

        Empty where the Russian has an abbreviation that did not arrive: it may stand for any.
        """
        if any(name.kind == "abbreviation" for name in self.missing):
            return ()
        return tuple(name for name in self.unmatched if name.kind != "other")


def compare_names(russian: str, english: str, glossary: Glossary | None = None) -> Comparison:
    """Compare the names of a Russian text with those of its English.

    Args:
        russian: A sentence or more.
        english: Its translation.
        glossary: Whose names to know; the built-in one if None.
    """
    return _comparison(russian, english, glossary or Glossary.builtin())


@remembered
def _comparison(russian: str, english: str, glossary: Glossary) -> Comparison:
    matched: list[Match] = []
    missing: list[Name] = []
    for name in find_names(russian, glossary):
        match = name_arrives(name, english)
        if match is None:
            missing.append(name)
        else:
            matched.append(match)
    unmatched = unmatched_names(russian, english, [(one.start, one.stop) for one in matched])
    swapped = tuple(_swapped(missing, unmatched))
    return Comparison(tuple(matched), tuple(missing), swapped, tuple(unmatched))


def _swapped(
    missing: list[Name], unmatched: list[EnglishName]
) -> Iterator[tuple[Name, EnglishName]]:
    """Missing persons and places, in order, each with an English name not accounted for."""
    demanded = [name for name in missing if not name.weak and name.kind in ("person", "place")]
    return zip(demanded, unmatched, strict=False)
