"""Cardinals and ordinals in digits and words, read greedily from one token on.

The grammar is the same in both languages: hundreds, tens and units make a group, a scale word
multiplies it, and groups follow each other with falling scales. Each language supplies its words
and the small words that may stand inside a numeral.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from pipeline.language.quantities.tables import NumberWord
from pipeline.language.quantities.tokens import Token, literal

_HALF = Fraction(1, 2)
_CURRENCY_SIGNS = frozenset({"$", "€", "£", "¥", "₽", "RUB", "USD", "EUR", "GBP", "CNY"})
_ROOM = {"small": 1, "ten": 10, "hundred": 100}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral read from tokens `[first, next)`."""

    next: int
    value: Fraction
    role: str = "cardinal"  # or "ordinal", "part", "times", "decade"
    weak: bool = False
    vague: bool = False
    digits: bool = False
    scaled: bool = False
    mantissa: Fraction = Fraction(0)
    other: Fraction | None = None


class Grammar(NamedTuple):
    """What a language adds to the common grammar."""

    words: dict[str, NumberWord]
    decimal_comma: bool
    hundred_multiplies: bool
    half: tuple[tuple[str, ...], ...]  # "с половиной", "and a half"
    quarter: tuple[tuple[str, ...], ...]
    link: frozenset[str]  # words allowed between hundreds and tens: "and"
    between_vague: frozenset[str]  # "tens OF thousands"
    hyphenated: bool  # "twenty-eight" is one numeral, not a range
    suffixes: frozenset[str]  # endings written after digits: "35-ти"
    odd: tuple[tuple[str, ...], ...]  # "с лишним", "-odd": no part of the value


def read_numeral(tokens: list[Token], first: int, grammar: Grammar) -> Numeral | None:
    """The longest numeral that starts at token `first`, or None."""
    token = tokens[first]
    if token.kind == "number":
        value, other = literal(token.text, grammar.decimal_comma)
        end = _past_suffix(tokens, first + 1, grammar)
        start = Numeral(end, value, digits=True, mantissa=value, other=other)
        return _scaled(tokens, start, grammar)
    word = grammar.words.get(token.lower)
    if word is None or (token.text.isupper() and len(token.text) < 4):
        return None
    if word.role in ("part", "times", "decade"):
        return Numeral(first + 1, word.value, role=word.role, weak=word.weak)
    if word.role == "scale glued":
        return None
    if word.role.startswith("bundle"):
        vague = word.role.endswith("vague")
        ten = Fraction(10) if word.value == 12 else None  # a dozen is often "десять"
        lead = Numeral(
            first + 1, word.value, weak=True, vague=vague, mantissa=word.value, other=ten
        )
        return _scaled(tokens, lead, grammar)
    if word.role in ("scale", "scales"):
        plural = word.role == "scales"
        alone = Numeral(first, Fraction(1), weak=plural, vague=plural)
        return _scaled(tokens, alone, grammar)
    group = _group(tokens, first, grammar)
    return group if group.role == "ordinal" else _scaled(tokens, group, grammar)


def _group(tokens: list[Token], first: int, grammar: Grammar) -> Numeral:
    """Hundreds, tens and units, in words; ends at an ordinal."""
    total, room, at = Fraction(0), Fraction(1000), first
    weak = vague = False
    while at < len(tokens):
        step = _skip_links(tokens, at, grammar, room) if at > first else at
        word = grammar.words.get(tokens[step].lower) if step < len(tokens) else None
        if word is None:
            break
        role, _, flag = word.role.partition(" ")
        if role == "hundred" and grammar.hundred_multiplies:
            if room == 100 or (at > first and total >= 100):
                break
            total, room = (total or Fraction(1)) * 100, Fraction(100)
        elif role == "ordinal" and (word.value < room or at == first):
            if at > first and (word.value >= room or (room == 10 and word.value > 9)):
                break
            return Numeral(step + 1, total + word.value, "ordinal", weak=word.weak and at == first)
        elif role in _ROOM and word.value < room and not (at > first and word.value == 0):
            if at > first and (flag or (word.weak and word.value != 1)):
                break
            total, room = total + word.value, Fraction(_ROOM[role])
            vague = flag == "vague"
            weak = (word.weak or vague) and at == first
        else:
            break
        if at > first:
            weak = False
        at = step + 1
    return Numeral(at, total, weak=weak, vague=vague, mantissa=total)


def _skip_links(tokens: list[Token], at: int, grammar: Grammar, room: Fraction) -> int:
    """Past a hyphen in "twenty-eight" or an "and" in "a hundred and five"."""
    if at + 1 >= len(tokens):
        return at
    token = tokens[at]
    if grammar.hyphenated and token.text in "-‑" and token.start == tokens[at - 1].stop:
        return at + 1
    if room == 100 and token.lower in grammar.link:
        word = grammar.words.get(tokens[at + 1].lower)
        then = grammar.words.get(tokens[at + 2].lower) if at + 2 < len(tokens) else None
        hundreds = then is not None and then.role == "hundred"  # one hundred and five hundred
        if word is not None and word.role in ("small", "ten") and not hundreds:
            return at + 1
    return at


def _scaled(tokens: list[Token], lead: Numeral, grammar: Grammar) -> Numeral:
    """`lead` with the scale that follows it and the smaller groups after that."""
    lead = _with_half(tokens, _bundled(tokens, lead, grammar), grammar)
    lead = _past_odd(tokens, lead, grammar)
    found = _scale(tokens, lead.next, lead, grammar)
    if found is None:
        return lead
    limit, at = found
    whole = replace(
        lead, next=at, value=lead.value * limit, scaled=True, other=None,
        weak=lead.weak and lead.vague,
    )  # fmt: skip
    halved = _with_half(tokens, replace(whole, value=Fraction(0)), grammar)
    if halved.next != whole.next:
        return replace(whole, next=halved.next, value=whole.value + halved.value * limit)
    alone = lead.vague and lead.next == at - 1
    while not lead.vague or alone:
        part = _tail(tokens, whole.next, limit, grammar)
        if part is None or (lead.digits and not part.digits):
            break  # "1.6 million first-graders", "310 million and one contract"
        found = _scale(tokens, part.next, part, grammar)
        if found is None:
            if alone and part.value < 100:
                break
            if not part.digits or (part.value >= limit / 10 and part.value % 1 == 0):
                total = whole.value + part.value
                whole = replace(
                    whole, next=part.next, value=total, role=part.role, weak=False, vague=False
                )
            break
        if found[0] >= limit:
            break
        limit, at = found
        whole = replace(whole, next=at, value=whole.value + part.value * limit)
    return whole


def _tail(tokens: list[Token], at: int, limit: Fraction, grammar: Grammar) -> Numeral | None:
    """A smaller group after a scale: "2 млн 384 тыс.", "пять тысяч двести"."""
    at = past_stop(tokens, at)
    if at >= len(tokens):
        return None
    if tokens[at].lower in grammar.link:
        at += 1
        if at >= len(tokens) or tokens[at].kind == "number":
            return None
    token = tokens[at]
    if token.kind == "number":
        value, _ = literal(token.text, grammar.decimal_comma)
        part = Numeral(at + 1, value, digits=True, mantissa=value)
    else:
        word = grammar.words.get(token.lower)
        if word is None or word.role not in ("small", "ten", "hundred", "ordinal"):
            return None
        if word.weak and word.value != 1:
            return None
        part = _group(tokens, at, grammar)
    return part if 0 < part.value < limit else None


def _scale(
    tokens: list[Token], at: int, part: Numeral, grammar: Grammar
) -> tuple[Fraction, int] | None:
    """The scale word at `at`, perhaps behind a hyphen or "of", and where it ends."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text in "-‑" and at and token.start == tokens[at - 1].stop and at + 1 < len(tokens):
        following = tokens[at + 1]
        word = grammar.words.get(following.lower)
        if word is None or following.start != token.stop:
            return None
        if word.role == "ordinal" and word.value >= 1000 and part.digits:
            return word.value, at + 2  # 10-тысячный, 700-billionth
        if not word.role.startswith("scale"):
            return None
        at += 1
    elif part.vague and token.lower in grammar.between_vague and at + 1 < len(tokens):
        at += 1
    token = tokens[at]
    word = grammar.words.get(token.lower)
    if word is None:
        return None
    if word.role == "hundred" and grammar.hundred_multiplies and (part.digits or part.vague):
        return word.value, at + 1
    if not word.role.startswith("scale"):
        return None
    if word.role == "scale glued" and not _glued_scale(tokens, at, part):
        return None
    return word.value, at + 1


def _glued_scale(tokens: list[Token], at: int, part: Numeral) -> bool:
    """Whether the letter at `at` is a scale: "$5m", "10k", but not "76B" nor "a 200m race"."""
    if not part.digits or tokens[at].start != tokens[at - 1].stop:
        return False
    return tokens[at].text in "kK" or (at > 1 and tokens[at - 2].text in _CURRENCY_SIGNS)


def _bundled(tokens: list[Token], lead: Numeral, grammar: Grammar) -> Numeral:
    """три десятка, полторы сотни, two dozen."""
    if lead.next >= len(tokens) or lead.vague or not 1 < lead.value < 100:
        return lead
    word = grammar.words.get(tokens[lead.next].lower)
    if word is None or not word.role.startswith("bundle"):
        return lead
    value = lead.value * word.value
    tens = lead.value * 10 if word.value == 12 else None
    return replace(lead, next=lead.next + 1, value=value, mantissa=value, weak=False, other=tens)


def _past_odd(tokens: list[Token], lead: Numeral, grammar: Grammar) -> Numeral:
    for phrase in grammar.odd:
        end = lead.next + len(phrase)
        if tuple(token.lower for token in tokens[lead.next : end]) == phrase:
            return replace(lead, next=end)
    return lead


def _past_suffix(tokens: list[Token], at: int, grammar: Grammar) -> int:
    """Past the ending of "35-ти"."""
    if at + 1 >= len(tokens) or tokens[at + 1].lower not in grammar.suffixes:
        return at
    glued = tokens[at].start == tokens[at - 1].stop and tokens[at + 1].start == tokens[at].stop
    return at + 2 if glued and tokens[at].text in "-‑" else at


def _with_half(tokens: list[Token], part: Numeral, grammar: Grammar) -> Numeral:
    for phrases, amount in ((grammar.half, _HALF), (grammar.quarter, _HALF / 2)):
        for phrase in phrases:
            at = part.next
            for word in phrase:
                if at < len(tokens) and tokens[at].text in "-‑":
                    at += 1
                if at >= len(tokens) or tokens[at].lower != word:
                    break
                at += 1
            else:
                value = part.value + amount
                return replace(part, next=at, value=value, mantissa=value, weak=False)
    return part


def past_stop(tokens: list[Token], at: int) -> int:
    """Past the full stop of an abbreviation ("тыс.") that ends at token `at`."""
    if 0 < at < len(tokens) and tokens[at].text == "." and tokens[at].start == tokens[at - 1].stop:
        return at + 1
    return at
