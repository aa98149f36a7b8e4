"""Names of people and places: lost, or another in their place.

People and places must come through; of organisations and abbreviations, which may be translated in
many ways, a person is only warned. Names that the glossary knows as bodies or companies are looked
after by `terms`.
"""

import re
from collections.abc import Iterator

from pipeline.auditing.english_terms import english_places
from pipeline.auditing.name_places import exchanged, said_less
from pipeline.auditing.name_weight import STRICT, weight_of_loss
from pipeline.auditing.triple import Triple
from pipeline.document import Finding, Severity
from pipeline.language.english_words import EnglishWord
from pipeline.language.morphology import fold, parses
from pipeline.language.names import (
    Comparison,
    EnglishName,
    Name,
    compare_names,
    find_english_names,
    names_not_in,
)
from pipeline.language.place_adjectives import place_of_adjective
from pipeline.language.transliteration import SAME_NAME, name_similarity
from pipeline.language.unmatched_names import stem_of
from pipeline.messages import say

_LATIN_SURNAME = re.compile(r"(?:ov|ev|yov|in|yn|sky|ko|ova|eva|yova|ina|yna|skaya)$")
_PEOPLE = re.compile(r"\b[А-Яа-яЁё]{3,}(?:ец|ц[аеуы]|цем|цев|цам|цами|цах)\b")


def names_of_summary(triple: Triple) -> Iterator[Finding]:
    """The Russian line against the source: no name that the source does not have."""
    if triple.unchanged:
        return
    strange = names_not_in(triple.summary, triple.source, triple.glossary)
    if not strange:
        return
    left_out = _left_out(triple)
    for name in strange:
        if name.kind not in STRICT:
            continue
        elsewhere = bool(triple.context) and not names_not_in(name.text, triple.context)
        other = next((one for one in left_out if one.kind == name.kind), None)
        kind = "name_swapped" if other is not None and not elsewhere else "invented_name"
        yield triple.finding(
            kind,
            Severity.WARNING if elsewhere or name.weak else Severity.ERROR,
            say("elsewhere" if elsewhere else "not-in-source", text=name.text),
            source=(other.start, other.stop) if other is not None else None,
            summary=(name.start, name.stop),
            expected=other.text if other is not None else "",
            found=name.text,
        )


def names_of_english(triple: Triple) -> Iterator[Finding]:
    """The English against the Russian line: every person and place, and no stranger."""
    if not triple.english:
        return
    comparison = compare_names(triple.summary, triple.english, triple.glossary)
    swapped = {name: other for name, other in comparison.swapped if _can_be_a_name(other)}
    arrived = {match.name: match for match in comparison.matched}
    # A person whose first name alone is missing has arrived, and is an error all the same.
    for name in dict.fromkeys([*comparison.missing, *comparison.errors]):
        if name.term is not None and name.kind not in STRICT:
            continue
        match = arrived.get(name)
        if match is not None and match.garbled is not None:
            yield _garbled(triple, name, match.garbled)
            continue
        severity = weight_of_loss(name, comparison, triple.english)
        if severity is None:
            continue
        strict = severity is Severity.ERROR and name.kind in STRICT
        stranger = swapped.get(name) if strict else None
        if strict and stranger is None and name.kind == "person":
            stranger = _person_in_place(triple, comparison)
        yield triple.finding(
            "name_swapped" if stranger is not None else "name_lost",
            severity,
            say("became", old=name.text, new=stranger.text)
            if stranger is not None
            else say("did-not-arrive", text=name.text),
            summary=(name.start, name.stop),
            english=(stranger.start, stranger.stop) if stranger is not None else None,
            expected=", ".join(name.english[:1]),
            found=stranger.text if stranger is not None else "",
        )
    accounted = set(swapped.values())
    for invented in comparison.invented:
        if (
            invented not in accounted
            and _can_be_a_name(invented)
            and not _named_by_its_people(invented.text, triple.summary)
        ):
            yield triple.finding(
                "invented_name",
                Severity.ERROR,
                say("not-in-russian", text=invented.text),
                english=(invented.start, invented.stop),
                found=invented.text,
            )
    yield from exchanged(triple, comparison)
    yield from said_less(triple, comparison)


def strange_places(triple: Triple) -> Iterator[Finding]:
    """Places of the glossary that the English names and the Russian line has no trace of.

    A model that does not know a region puts a better-known one in its place. The trace may be the
    term itself, or any word that begins as one of the place's Russian names does: `нижегородцы`
    accounts for Nizhny Novgorod. A warning, since a translator may name Turkey with `Анталья`.
    """
    if not triple.english:
        return
    known = [match.term for match in triple.terms]
    russian = fold(triple.summary)
    for place in english_places(triple.glossary).find(triple.english):
        names = [term.russian for term in place.terms]
        if (
            place.text.lower() in russian
            or place.means_any(known)
            or any(_has_trace(name, russian) for name in names)
            or _named_by_its_people(place.text, triple.summary)
        ):
            continue
        yield triple.finding(
            "invented_name",
            Severity.WARNING,
            say("no-trace", place=place.text),
            english=(place.start, place.stop),
            found=place.text,
        )


def _has_trace(name: str, folded: str) -> bool:
    """Whether one of the words of a place's name, or what is derived from it, is in the text."""
    return any(stem_of(word) in folded for word in fold(name).replace("-", " ").split())


def _named_by_its_people(place: str, russian: str) -> bool:
    """Whether the Russian has the place's people: `уфимцы` for Ufa, whose name is too short to show.

    The name of the people leads to the adjective, `уфимский`, and that to the place.
    """
    for word in _PEOPLE.findall(russian):
        for parse in parses(word)[:2]:
            if not parse.lemma.endswith("ец"):
                continue
            term = place_of_adjective(parse.lemma.removesuffix("ец") + "ский")
            if term is not None and place.casefold() in map(str.casefold, term.english):
                return True
    return False


def _garbled(triple: Triple, name: Name, word: EnglishWord) -> Finding:
    """A surname in whose place a word stands that spells another, or none at all."""
    another = _LATIN_SURNAME.search(word.bare) is not None
    return triple.finding(
        "name_swapped" if another else "name_lost",
        Severity.ERROR,
        say("became", old=name.text, new=word.bare),
        summary=(name.start, name.stop),
        english=(word.start, word.stop),
        expected=", ".join(name.english[:1]),
        found=word.bare,
    )


def _person_in_place(triple: Triple, comparison: Comparison) -> EnglishName | None:
    """A full name in the English that no Russian name stands for, though a word may sound alike.

    With a person missing, a first name and surname that nobody else of the sentence bears is
    evidence enough.
    """
    russian = [part.forms for match in comparison.matched for part in match.name.parts]
    for other in find_english_names(triple.english):
        taken = any(
            match.start < other.stop and other.start < match.stop for match in comparison.matched
        )
        surname = other.words[-1].text
        known = any(
            name_similarity(form, surname) >= SAME_NAME for forms in russian for form in forms
        )
        if other.kind == "person" and len(other.words) == 2 and not taken and not known:
            return other
    return None


def _can_be_a_name(stranger: EnglishName) -> bool:
    """Whether the words can name a person or place: `Zhdanov`, and not `kV` or `BTS`."""
    return any(len(word.text) > 2 and word.text[1:].islower() for word in stranger.words)


def _left_out(triple: Triple) -> list[Name]:
    """Names of the source that the Russian line leaves out."""
    return names_not_in(triple.source, triple.summary, triple.glossary)
