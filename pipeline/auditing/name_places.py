"""Names that all arrived, and yet not as the Russian has them: exchanged, or said less often.

That each name is somewhere in the English says nothing of who does what to whom. Where two people
stand the other way round, a person is warned: on 2,000 pairs of press sentences with their
professional translation that happened five times, the sentence being turned about. A place that the
Russian names twice was named as often in every one of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pipeline.auditing.triple import Triple
from pipeline.document import Finding, Severity
from pipeline.language.name_arrival import Match
from pipeline.language.names import Comparison
from pipeline.messages import say

__all__ = ["exchanged", "said_less"]


def exchanged(triple: Triple, comparison: Comparison) -> Iterator[Finding]:
    """People of whom one stands after the other in the Russian, and before him in the English."""
    people = _sure(comparison, "person")
    for first, second in pairwise(people):
        if second.stop <= first.start and first.name.lemma != second.name.lemma:
            yield triple.finding(
                "name_swapped",
                Severity.WARNING,
                say("names-exchanged", first=first.name.text, second=second.name.text),
                summary=(first.name.start, second.name.stop),
                english=(second.start, first.stop),
            )


def said_less(triple: Triple, comparison: Comparison) -> Iterator[Finding]:
    """Places that the Russian names more often than the English, in whichever accepted form."""
    places = _sure(comparison, "place")
    often = Counter(match.name.lemma for match in places)
    last = {match.name.lemma: match for match in places}
    for lemma, times in often.items():
        match = last[lemma]
        said = _times(match, triple.english) if times > 1 else times
        if said < times:
            yield triple.finding(
                "name_lost",
                Severity.WARNING,
                say("said-less", text=match.name.text, russian=times, english=said),
                summary=(match.name.start, match.name.stop),
                expected=match.name.english[0],
            )


def _sure(comparison: Comparison, kind: str) -> list[Match]:
    """The names of a kind that arrived and may be demanded, in the order of the Russian."""
    found = [
        match
        for match in comparison.matched
        if match.complete and not match.name.weak and match.name.kind == kind
    ]
    return sorted(found, key=lambda match: match.name.start)


def _times(match: Match, english: str) -> int:
    """How often the English has the name, in the form in which it arrived or another settled one.

    Of forms that stand in one another, as `Altai` in `Altai Republic`, each place counts once.
    """
    forms = {*match.name.accepted, english[match.start : match.stop]}
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return len(re.findall(rf"(?<!\w)(?:{longest_first})(?!\w)", english, re.IGNORECASE))
