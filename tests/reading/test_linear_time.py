"""Twice the text takes twice the time, whatever the text is: nobody can keep a run busy for hours.

Each reader of text is given degenerate texts, a few characters over and over. What is quick at 32,000
characters passes at once; what is not must have taken a fitting share of that at 8,000. Time is that
of this thread's processor, and linear and quadratic growth lie four times apart, so that a busy
machine decides nothing.
"""

import math
import time
from collections.abc import Callable

import pytest

from pipeline.reading.layout import analyse
from pipeline.reading.normalisation import normalise
from pipeline.reading.russian import looks_russian
from pipeline.summarising.compression import compress

SMALL, LARGE = 8_000, 32_000
QUICK = 0.25
"""Seconds of the processor that no growth can make harmful within the longest text of a request."""
STEEPEST = 1.5
"""The exponent of the growth that is allowed: between linear, 1, and quadratic, 2."""

UNITS = {
    "digits": "7",
    "a letter": "и",
    "a Latin letter": "A",
    "mixed alphabets": "аa",
    "words": "слово ",
    "Latin words": "foo bar ",
    "one long word": "превысокомногорассмотрительствующий",
    "initials": "А. ",
    "initials and surnames": "А. А. Петров ",
    "glued initials": "а.",
    "given names": "Иван ",
    "names": "Иван Петров ",
    "posts": "директор ",
    "posts with adjectives": "генеральный ",
    "firms": "ООО «А» ",
    "places": "Москва, ",
    "datelines": "Москва, 5 июня ",
    "dates": "5 мая 2024 ",
    "years": "2024 г. ",
    "abbreviations": "т. е. ",
    "phrases of time": "в начале ",
    "amounts": "5 млн руб. ",
    "numbers": "1 000 ",
    "number words": "двадцать один ",
    "ranges": "1-2-",
    "decimals": "1,5,",
    "telephones": "+7 ",
    "short telephones": "8 800 ",
    "hyphen chains": "А-",
    "compounds": "сине-",
    "hyphens": "-",
    "dashes": "— в ",
    "dots": ".",
    "spaced dots": ". . ",
    "marks": "!?",
    "commas": "а, ",
    "colons": "а: ",
    "bars": " | ",
    "open quotations": "«а ",
    "open quotations alone": "«",
    "closed quotations": "а» ",
    "straight quotations": '"а ',
    "open brackets": "(а б ",
    "open brackets after words": "а (б ",
    "asides": "а (б в) ",
    "angles": "<<а>>",
    "tags": "<p",
    "addresses": "http://а",
    "domains": "www.а.",
    "mail addresses": "a@b.c",
    "half mail addresses": "x@",
    "hashtags": "#а ",
    "stress marks": "а\u0301\u0301",
    "soft hyphens": "а\u00ad ",
    "zero-width spaces": "а\u200b",
    "spaces": "а" + " " * 50,
    "lines": "а\n",
    "lines that are sentences": "Завод открыт.\n",
    "blank lines": "а\n \n",
    "divided words": "реги-\nон ",
    "items": "— а;\n",
    "sentences": "Он был. ",
    "quoted sentences": "«Он был. ",
    "attributions": ", сообщили в компании ",
    "attributions at the opening": "Как сообщили в компании, ",
    "clauses": ", который был ",
}


READERS: dict[str, Callable[[str], object]] = {
    "looks_russian": looks_russian,
    "normalise": normalise,
    "layout": analyse,
    "compress": compress,
}


def seconds(reader: Callable[[str], object], unit: str, size: int, tries: int) -> float:
    """The least time of a few readings, each of another text, since readers remember."""
    best = math.inf
    for more in range(tries):
        text = (unit * (size // len(unit) + 2))[: size + more]
        before = time.thread_time()
        reader(text)
        best = min(best, time.thread_time() - before)
    return best


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("reader", READERS)
def test_time_grows_with_the_text_and_no_faster(reader: str, unit: str) -> None:
    read = READERS[reader]
    large = seconds(read, UNITS[unit], LARGE, 1)
    if large > QUICK:
        small = seconds(read, UNITS[unit], SMALL, 2)
        large = min(large, seconds(read, UNITS[unit], LARGE + 7, 1))
        growth = math.log(large / max(small, 0.001)) / math.log(LARGE / SMALL)
        assert growth < STEEPEST, f"{small:.2f} s, then {large:.2f} s"
