"""Rules for figures that are no amounts: numeric dates, telephone numbers, codes, scores."""

from dataclasses import replace
from fractions import Fraction

from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary

_SCORE_WORDS = vocabulary("счет счетом счета счете score")


def dotted_date(reading: Reading, at: int) -> Found | None:
    """12.03.2024, 12/03/24, 2024-03-12."""
    token = reading.tokens[at]
    if token.kind != "date":
        return None
    separator = next(mark for mark in token.text if not mark.isdigit())
    first, second, third = (int(part) for part in token.text.split(separator))
    if separator == "-":
        year, month, day = first, second, third
    else:
        day, month, year = first, second, third
        year += 2000 if year < 70 else 1900 if year < 100 else 0
    readings = (
        [(year, month, day), (year, day, month)] if separator == "/" else [(year, month, day)]
    )
    if reading.language.name == "english":
        readings.reverse()
    dates = [
        reading.make(at, at + 1, "date", value)
        for value in readings
        if 1 <= value[1] <= 12 and 1 <= value[2] <= 31
    ]
    if not dates:
        digits = "".join(mark for mark in token.text if mark.isdigit())
        return one(reading.make(at, at + 1, "code", digits), at + 1)
    return one(replace(dates[0], also=tuple(dates[1:])), at + 1)


def code_token(reading: Reading, at: int) -> Found | None:
    """Telephone numbers, versions and runs of digits too long to be an amount."""
    token = reading.tokens[at]
    if token.kind != "code":
        return None
    digits = "".join(mark for mark in token.text if mark.isdigit())
    return one(reading.make(at, at + 1, "code", digits), at + 1)


def name_with_digits(reading: Reading, at: int) -> Found | None:
    """Il-96-300, COVID-19, G20, М-4: letters joined to the digits after them."""
    tokens = reading.tokens
    if tokens[at].kind != "number" or not reading.glued(at):
        return None
    before = at - 1
    hyphen = tokens[before].text in "-‑–"
    if hyphen:
        before -= 1
        if before < 0 or tokens[before + 1].start != tokens[before].stop:
            return None
    word = tokens[before]
    if word.kind != "word" or word.lower in reading.language.grammar.words:
        return None
    if hyphen and (word.text.islower() and len(word.text) > 1):
        return None  # mid-2024, топ-10: a number after a prefix
    if not hyphen and len(word.text) > 3 and not word.text.isupper():
        return None  # "около15": a space is missing
    if word.lower in reading.language.months:
        return None
    if not hyphen and word.text.islower() and not word.text.isascii():
        return None  # "в17": the same
    if not hyphen and word.lower in ("x", "х", "×"):
        return None  # 4x200
    end = at + 1
    while end + 1 < reading.count and reading.glued(end) and reading.glued(end + 1):
        if not (tokens[end].text in "-‑" and tokens[end + 1].kind == "number"):
            break
        end += 2
    digits = "".join(mark for token in tokens[at:end] for mark in token.text if mark.isdigit())
    quantity = reading.make(before, end, "code", digits)
    if end == at + 1 and "," not in tokens[at].text:
        unit = reading.unit(before)
        if unit is not None and unit[0].kind == "money":
            return None  # RUB5bn
    return one(quantity, end)


def digits_with_letters(reading: Reading, at: int) -> Found | None:
    """5G, 3D, 737MAX: digits joined to letters that are no unit."""
    tokens = reading.tokens
    if tokens[at].kind != "number" or not reading.glued(at + 1):
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.next != at + 1 or tokens[at + 1].kind != "word":
        return None
    letters = tokens[at + 1].text
    if reading.unit(at + 1) is not None or (len(letters) > 3 and not letters.isupper()):
        return None
    digits = "".join(mark for mark in tokens[at].text if mark.isdigit())
    return one(reading.make(at, at + 1, "code", digits), at + 2)


def score(reading: Reading, at: int) -> Found | None:
    """3:1. Times of day are read before."""
    first, second = reading.integer(at, 0, 999), reading.integer(at + 2, 0, 999)
    if first is None or second is None or reading.lower(at + 1) != ":":
        return None
    if not (reading.glued(at + 1) and reading.glued(at + 2)):
        return None
    return one(reading.make(at, at + 3, "score", (first, second)), at + 3)


def named_score(reading: Reading, at: int) -> Found | None:
    """со счётом 9:11: a score even where the figures could be a time of day."""
    if any(reading.lower(at - back) in _SCORE_WORDS for back in (1, 2)):
        return score(reading, at)
    return None


def slashed(reading: Reading, at: int) -> Found | None:
    """2/3, 24/7, and the years of 2023/24."""
    if reading.lower(at + 1) != "/" or not (reading.glued(at + 1) and reading.glued(at + 2)):
        return None
    first, second = reading.integer(at, 0, 9999), reading.integer(at + 2, 0, 9999)
    if first is None or second is None:
        return None
    if reading.year(at) is not None and len(reading.tokens[at + 2].text) in (2, 4):
        later = second if second > 999 else first // 100 * 100 + second
        ends = (
            reading.make(at, at + 1, "year", Fraction(first)),
            reading.make(at + 2, at + 3, "year", Fraction(later)),
        )
        return one(reading.make(at, at + 3, "range", "", parts=ends), at + 3)
    also: tuple[Quantity, ...] = ()
    if 0 < first < second:
        also = (reading.make(at, at + 3, "fraction", Fraction(first, second)),)
    return one(reading.make(at, at + 3, "code", f"{first}/{second}", also=also), at + 3)
