"""Days of the week: another day in the English than in the Russian.

A day that is merely not named is no fault, since `в среду` may be "today" in the news; one that the
English names in place of another is.
"""

import re
from collections.abc import Iterator

from pipeline.auditing.triple import Triple
from pipeline.document import Finding, Severity
from pipeline.messages import say

_DAYS = (
    ("Monday", r"понедельник\w*"),
    ("Tuesday", r"вторник\w*"),
    ("Wednesday", r"сред[ауые]|средам"),
    ("Thursday", r"четверг\w*"),
    ("Friday", r"пятниц\w*"),
    ("Saturday", r"суббот\w*"),
    ("Sunday", r"воскресень\w*"),
)
_RUSSIAN = re.compile("|".join(rf"(?P<{day}>\b(?:{form})\b)" for day, form in _DAYS), re.IGNORECASE)
_ENGLISH = re.compile("|".join(rf"(?P<{day}>\b{day}s?\b)" for day, _ in _DAYS))


def weekdays(triple: Triple) -> Iterator[Finding]:
    """A day of the week that took the place of another one."""
    english = {match.lastgroup: match for match in _ENGLISH.finditer(triple.english)}
    if not english:
        return
    russian = {match.lastgroup: match for match in _RUSSIAN.finditer(triple.summary)}
    lost = [russian[day] for day in russian if day not in english]
    new = [english[day] for day in english if day not in russian]
    for old, other in zip(lost, new, strict=False):
        yield triple.finding(
            "date_moved",
            Severity.ERROR,
            say("date-moved", old=old.group(), new=other.group()),
            summary=old.span(),
            english=other.span(),
            expected=str(old.lastgroup),
            found=other.group(),
        )
