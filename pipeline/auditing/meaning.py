"""Negations, modality and quotations: what turns a sentence round, or puts words into a mouth."""

import re
from collections.abc import Iterator, Sequence

from pipeline.auditing.triple import Triple
from pipeline.document import Finding, Severity
from pipeline.language.negation import Marker, compare_polarity, find_markers
from pipeline.language.quotation_marks import has_marks
from pipeline.language.quotations import Quotation, compare_quotations, find_quotations
from pipeline.messages import say

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONG_PHRASE = 6
"""Words from which a quoted phrase is held to be somebody's own words."""
_FOLLOWING = 2
"""Words after a negation by which it is found again in a line made of the same words."""


def polarity_of_summary(triple: Triple) -> Iterator[Finding]:
    """The Russian line against the source: the words that it keeps keep their negation."""
    if triple.unchanged:
        return
    for marker in _negations(triple.source):
        if not _keeps(triple.source, marker, triple.summary):
            yield triple.finding(
                "negation_lost",
                Severity.ERROR,
                say("negation-left-out", word=marker.text),
                source=(marker.start, marker.stop),
                expected=marker.text,
            )
    for marker in _negations(triple.summary):
        if not _keeps(triple.summary, marker, triple.source):
            yield triple.finding(
                "negation_added",
                Severity.ERROR,
                say("negation-put-in", word=marker.text),
                summary=(marker.start, marker.stop),
                found=marker.text,
            )


def polarity_of_english(triple: Triple) -> Iterator[Finding]:
    """The English against the Russian line: negations as errors, modality as warnings."""
    if not triple.english:
        return
    comparison = compare_polarity(
        find_markers(triple.summary, "russian"), find_markers(triple.english, "english")
    )
    for marker in comparison.lost:
        yield triple.finding(
            "negation_lost",
            Severity.ERROR,
            say("negation-not-seen", word=marker.text),
            summary=(marker.start, marker.stop),
            expected=marker.text,
        )
    for marker in comparison.added:
        yield triple.finding(
            "negation_added",
            Severity.WARNING,
            say("negation-unfounded", word=marker.text),
            english=(marker.start, marker.stop),
            found=marker.text,
        )
    for marker in comparison.modality_lost:
        yield triple.finding(
            "modality_lost",
            Severity.WARNING,
            say("modality-not-seen", word=marker.text),
            summary=(marker.start, marker.stop),
            expected=marker.text,
        )


def quotations_of_summary(triple: Triple) -> Iterator[Finding]:
    """The Russian line against the source: speech stays speech."""
    if triple.unchanged:
        return
    summary = find_quotations(triple.summary, "russian")
    source = [one for one in find_quotations(triple.source, "russian") if _is_said(one, triple)]
    yield from _lost(triple, source, summary, in_english=False)


def quotations_of_english(triple: Triple) -> Iterator[Finding]:
    """The English against the Russian line: speech stays speech, and no speech is made."""
    if not triple.english:
        return
    russian = find_quotations(triple.summary, "russian")
    english = find_quotations(triple.english, "english")
    yield from _lost(triple, russian, english, in_english=True)
    for quotation in compare_quotations(russian, english).invented:
        yield triple.finding(
            "quotation_added",
            Severity.WARNING,
            say("quotation-unfounded", words=_short(quotation)),
            english=(quotation.start, quotation.stop),
        )
    yield from _unpaired(triple, russian)


def _unpaired(triple: Triple, russian: Sequence[Quotation]) -> Iterator[Finding]:
    """A quotation mark without its fellow, where the Russian has each with its own.

    Where the speech begins or ends can then no longer be told.
    """
    whole = [one for one in russian if one.whole and _is_speech(one)]
    alone = _is_unpaired(triple.english) and not _is_unpaired(triple.summary)
    if whole and alone:
        yield triple.finding(
            "quotation_lost",
            Severity.ERROR,
            say("mark-alone"),
            summary=(whole[0].start, whole[0].stop),
            expected=whole[0].text,
        )


def _is_unpaired(text: str) -> bool:
    """Whether opening and closing quotation marks are not as many."""
    opening, closing = (sum(map(text.count, marks)) for marks in ("«„", "»"))
    if opening or closing:
        return opening != closing + text.count("“") * ("„" in text)
    return bool(text.count('"') % 2) or text.count("“") != text.count("”")


def _lost(
    triple: Triple, these: Sequence[Quotation], those: Sequence[Quotation], *, in_english: bool
) -> Iterator[Finding]:
    # Speech that the Russian sets off by dashes alone is often left without marks in English too.
    marked = has_marks(triple.summary if in_english else triple.source)
    for quotation in compare_quotations(list(these), list(those)).lost:
        place = (quotation.start, quotation.stop)
        yield triple.finding(
            "quotation_lost",
            Severity.ERROR if _is_speech(quotation) and marked else Severity.WARNING,
            say("quotation-gone", words=_short(quotation)),
            source=None if in_english else place,
            summary=place if in_english else None,
            expected=quotation.text,
        )


def _is_speech(quotation: Quotation) -> bool:
    """Whether somebody's own words are quoted, and not a name or an expression set apart."""
    return quotation.kind == "speech" or (
        quotation.kind == "phrase" and quotation.words >= _LONG_PHRASE
    )


def _negations(text: str) -> list[Marker]:
    return [one for one in find_markers(text, "russian") if one.kind in ("negation", "concord")]


def _keeps(text: str, marker: Marker, other: str) -> bool:
    """Whether `other` has the marker before the words that follow it in `text`, if it has them."""
    following = _WORD.findall(text, marker.stop)[:_FOLLOWING]
    if len(following) < _FOLLOWING:
        return True
    words = [word.lower() for word in _WORD.findall(other)]
    wanted = [word.lower() for word in following]
    places = [at for at in range(len(words)) if words[at : at + _FOLLOWING] == wanted]
    return not places or any(at and words[at - 1] == marker.text.lower() for at in places)


def _is_said(quotation: Quotation, triple: Triple) -> bool:
    """Whether the words of a quotation of the source stand in the Russian line."""
    return " ".join(quotation.text.split()) in " ".join(triple.summary.split())


def _short(quotation: Quotation) -> str:
    return quotation.text if len(quotation.text) <= 60 else quotation.text[:57] + "…"
