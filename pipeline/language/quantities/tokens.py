"""Cutting a text into numbers, words and signs, with the spans that quantities report.

One linear pass. What is written as one number is one token: `1 388` (with any kind of space),
`1,388,000`, `12,5`. What a comma or a full stop in it means depends on the language: `literal`.
"""

import re
from fractions import Fraction
from typing import Literal, NamedTuple

TokenKind = Literal["number", "date", "code", "word", "sign"]

_SPACES = " \u00a0\u2009\u202f"
_TOKEN = re.compile(
    rf"""
      (?P<word>[^\W\d_]+)
    | (?P<mark>[^\s\w+])
    | (?P<date>[0-9]{{1,2}}(?P<stop>[./])[0-9]{{1,2}}(?P=stop)(?:[0-9]{{4}}|[0-9]{{2}})(?!\.?[0-9])
          |[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9]))
    | (?P<code>\+7[ (-]{{0,2}}[0-9]{{3,4}}[ )-]{{0,2}}[0-9]{{2,3}}(?:[ -]?[0-9]{{2}}){{2}}(?![0-9])
          |8[ (-]{{1,2}}[0-9]{{3,4}}[ )-]{{1,2}}[0-9]{{2,3}}(?:[ -]?[0-9]{{2}}){{2}}(?![0-9])
          |[0-9]{{2,3}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9-]))
    | (?P<number>[0-9]{{1,3}}(?:(?:[{_SPACES}][0-9]{{3}}(?![0-9]))+(?:[.,][0-9]{{1,2}}(?![0-9]))?
                |(?:,[0-9]{{3}}(?![0-9]))+(?:\.[0-9]+(?!\.?[0-9]))?
                |(?:\.[0-9]{{3}}(?![0-9])){{2,}}(?:,[0-9]+)?))
    | (?P<version>[0-9]+(?:\.[0-9]+){{2,}})
    | (?P<simple>[0-9]+(?:(?:\.|,(?!(?:19|20)[0-9]{{2}}(?![0-9])))[0-9]+(?!,?[0-9]))?)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_KINDS: dict[str | None, TokenKind] = {
    "word": "word",
    "mark": "sign",  # most tokens are words and marks: these are tried first
    "date": "date",
    "code": "code",
    "number": "number",
    "version": "code",
    "simple": "number",
    "sign": "sign",
}
_LONGEST_NUMBER = 24  # characters; a longer run of digits is an identifier, whatever it looks like


class Token(NamedTuple):
    """A piece of the text; `lower` is in lower case and, if Cyrillic, has е for ё."""

    kind: TokenKind
    text: str
    lower: str
    start: int
    stop: int


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, in order."""
    tokens = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        kind = _KINDS[match.lastgroup]
        lower = piece
        if kind == "word":
            lower = piece.lower()
            if not piece.isascii():  # a Latin e is a usual misprint: "трeх"
                lower = lower.replace("ё", "е").replace("e", "е")
        elif kind == "number" and len(piece) > _LONGEST_NUMBER:
            kind = "code"
        tokens.append(Token(kind, piece, lower, *match.span()))
    return tokens


def literal(text: str, decimal_comma: bool) -> tuple[Fraction, Fraction | None]:
    """The value of a number token, and its value under another habit where that is possible.

    A single comma marks decimals in Russian and thousands in English; several of them mark
    thousands in both. A full stop before three digits is read as decimals, or else as thousands.

    >>> literal("1,388", True)[0], literal("1,388", False)[0], literal("10 000,5", True)[0]
    (Fraction(347, 250), Fraction(1388, 1), Fraction(20001, 2))
    """
    digits = "".join(text.split())
    commas, stops = digits.count(","), digits.count(".")
    if commas + stops == 0:
        return Fraction(int(digits)), None
    if commas and stops:
        last = max(digits.rfind(","), digits.rfind("."))
        whole = digits[:last].replace(",", "").replace(".", "")
        return Fraction(f"{whole}.{digits[last + 1 :]}"), None
    if commas > 1 or stops > 1:
        return Fraction(int(digits.replace(",", "").replace(".", ""))), None
    whole, _, rest = digits.partition("," if commas else ".")
    grouped = Fraction(int(whole + rest)) if len(rest) == 3 and whole[0] != "0" else None
    if commas and grouped is not None and not decimal_comma:
        return grouped, None
    return Fraction(f"{whole}.{rest}"), None if commas else grouped
