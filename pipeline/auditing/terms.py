"""Terms of the glossary: each must stand in the English in a form that the glossary accepts.

A body, organisation or company that is not seen in any form that the glossary accepts is an error:
of 800 in 5,000 press sentences with their professional translation four were not. Other names are a
warning, and so are official abbreviations (ТОР, ЗАТО); posts are said in too many ways. Any term is
an error where the English names *another* one of the same sort that nothing in the Russian accounts
for: the Federation Council in place of the State Duma, a mayor in place of a governor. Places are
looked after by `names`.
"""

from collections.abc import Iterator

from pipeline.auditing.english_terms import EnglishTerm, english_terms
from pipeline.auditing.triple import Triple
from pipeline.document import Finding, Severity
from pipeline.language.capitals import is_initialism
from pipeline.language.english_words import english_words
from pipeline.language.glossary import TermMatch, accepted_forms
from pipeline.language.glossary_file import PLACE_KINDS
from pipeline.messages import say

_BODIES = frozenset({"body", "organisation", "company"})


def terms(triple: Triple) -> Iterator[Finding]:
    """Each term of the Russian line, looked for in the English."""
    if not triple.english:
        return
    missing = [
        match
        for match in triple.terms
        if match.term.flag != "weak"
        and match.term.kind not in PLACE_KINDS
        and not triple.glossary.verify(match, triple.english)
    ]
    strangers = _strangers(triple) if missing else []
    for match in missing:
        stranger = next((one for one in strangers if _same_sort(match, one)), None)
        if stranger is not None:
            strangers.remove(stranger)
            yield triple.finding(
                "term_wrong",
                Severity.ERROR,
                say("became", old=match.text, new=stranger.text),
                summary=(match.start, match.stop),
                english=(stranger.start, stranger.stop),
                expected=match.english,
                found=stranger.text,
            )
        elif match.term.is_name or _is_official_abbreviation(match):
            sure = match.term.kind in _BODIES and match.term.flag != "quoted"
            yield triple.finding(
                "term_wrong" if sure else "term_lost",
                Severity.ERROR if sure else Severity.WARNING,
                say("term-not-seen", term=match.text, english=match.english),
                summary=(match.start, match.stop),
                expected=match.english,
            )


def _is_official_abbreviation(match: TermMatch) -> bool:
    """Whether a term that is no name stands as an abbreviation, of which nothing can be guessed."""
    return match.term.kind == "term" and is_initialism(match.text)


def _strangers(triple: Triple) -> list[EnglishTerm]:
    """Terms that the English names and that nothing in the Russian line accounts for."""
    known = [match.term for match in triple.terms]
    found = english_terms(triple.glossary).find(triple.english)
    return [term for term in found if not term.means_any(known)]


def _same_sort(match: TermMatch, stranger: EnglishTerm) -> bool:
    """Whether the stranger can have taken the term's place."""
    kinds = {term.kind for term in stranger.terms}
    if match.term.kind == "post":
        # "спикер Госдумы" names a body, and another one in its place is as wrong as another post.
        return _simple(match, stranger) if kinds == {"post"} else _names_body(match, kinds)
    if match.term.kind in _BODIES and kinds == {"post"}:
        return " " in stranger.text and _disjoint(match, stranger)
    return match.term.kind in kinds or bool(match.term.kind in _BODIES and kinds & _BODIES)


def _names_body(match: TermMatch, kinds: set[str]) -> bool:
    """Whether a post of several words has a body in it, such as the speaker of the State Duma."""
    capitals = any(word.is_capitalised for word in english_words(match.english)[1:])
    return bool(kinds & _BODIES) and " " in match.text and capitals


def _simple(match: TermMatch, stranger: EnglishTerm) -> bool:
    """Whether two posts are of one word each, and the one no part of the other's English.

    "первый заместитель министра" is said in too many ways to be told from another post, and a
    deputy stands in "deputy construction minister".
    """
    return " " not in match.text and " " not in stranger.text and _disjoint(match, stranger)


def _disjoint(match: TermMatch, stranger: EnglishTerm) -> bool:
    own = {word.folded for form in accepted_forms(match.term) for word in english_words(form)}
    return not own & {word.folded for word in english_words(stranger.text)}
