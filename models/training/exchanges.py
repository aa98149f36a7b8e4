"""The same sentence with other facts: numbers, fractions, dates and surnames exchanged on both sides.

A small corpus shows each name and figure in few sentences, so a model can learn the sentence by heart.
Where the facts change and the sentence stays, reading them off the source is what pays. Every rule
changes only what stands exactly once on either side, and keeps the Russian agreement right.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from models.training.cleaning import Pair
from pipeline.language.transliteration import transliterate

#: Numbers of two to four digits that are no part of a longer one, nor the day of a date.
NUMBER = re.compile(
    r"(?<![\d.,:/–-])\d{2,4}(?![\d.,:/–-]*\d)(?!\s(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))"
)
#: Numbers with a decimal comma, and numbers in groups of three digits.
FRACTION = re.compile(r"(?<![\d.,:/–-])\d{1,4},\d{1,2}(?![\d.,:/–-]*\d)")
GROUPED = re.compile(r"(?<![\d.,:/–-])\d{1,3}(?:[ \u00a0]\d{3})+(?![\d.,:/–-]*\d)(?![ \u00a0]\d)")
_GAP = re.compile(r"[ \u00a0]")

MONTHS = {
    "января": "January",
    "февраля": "February",
    "марта": "March",
    "апреля": "April",
    "мая": "May",
    "июня": "June",
    "июля": "July",
    "августа": "August",
    "сентября": "September",
    "октября": "October",
    "ноября": "November",
    "декабря": "December",
}
DATE = re.compile(rf"(?<!\d)(\d{{1,2}}) ({'|'.join(MONTHS)})(?!\w)")
SAFE_DAYS = 28  # every month has them

#: A surname of the common types, nominative base and case ending apart.
SURNAME = re.compile(
    r"(?<![\w-])([А-ЯЁ][а-яё]{2,9}?)(ов|ев|ин|ын|ск)"
    r"(|а|у|ым|ом|е|ой|ых|ыми|ы|ий|ого|ому|им|ая|ую|ие|их|ими)(?![\w-])"
)
_VOWELS = "аеёиоуыэюя"

Rule = Callable[[Pair, random.Random], Pair]


def _once(text: str, part: str) -> bool:
    return len(re.findall(rf"(?<!\w){re.escape(part)}(?!\w)", text)) == 1


def put(text: str, old: str, new: str) -> str:
    """`text` with the whole word or words `old` replaced by `new`, wherever they stand."""
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text)


def exchanged_once(pair: Pair, old: tuple[str, str], new: tuple[str, str]) -> Pair:
    """`pair` with `old` replaced by `new`, each (Russian, English), if that is unambiguous."""
    if not (_once(pair.ru, old[0]) and _once(pair.en, old[1])) or new[0] in pair.ru:
        return pair
    return Pair(put(pair.ru, old[0], new[0]), put(pair.en, old[1], new[1]))


def other_digits(number: str, draw: random.Random) -> str:
    """Another whole number that Russian nouns agree with alike: the last digit stays.

    It ends in 11 to 14 only if `number` does, and keeps the first two digits of what may be a year.
    """
    keep = 2 if len(number) == 4 and number[:2] in ("19", "20") else 0
    changed = [
        draw.choice("123456789" if place == 0 else "0123456789") for place in range(len(number))
    ]
    changed[:keep] = number[:keep]
    changed[-1] = number[-1]
    if number[-2] == "1":
        changed[-2] = "1"
    elif keep and number[0] == "2":
        changed[-2] = draw.choice("023")  # years of which news is written
    else:
        changed[-2] = draw.choice("023456789" if len(number) > 2 else "23456789")
    return "".join(changed)


def with_other_numbers(pair: Pair, draw: random.Random) -> Pair:
    """Numbers of two to four digits that both sides write alike, changed on both sides."""
    for number in sorted(set(NUMBER.findall(pair.ru)) & set(NUMBER.findall(pair.en))):
        if pair.ru.count(number) == pair.en.count(number) == 1:
            other = other_digits(number, draw)
            pair = exchanged_once(pair, (number, number), (other, other))
    return pair


def with_other_fractions(pair: Pair, draw: random.Random) -> Pair:
    """Decimal fractions, `7,9` here and `7.9` there; any digits do, the noun does not follow them."""
    for number in dict.fromkeys(FRACTION.findall(pair.ru)):
        whole, _, part = number.partition(",")
        whole = draw.choice("123456789") + "".join(draw.choice("0123456789") for _ in whole[1:])
        part = "".join(draw.choice("123456789") for _ in part)
        new = f"{whole},{part}"
        pair = exchanged_once(
            pair, (number, number.replace(",", ".")), (new, new.replace(",", "."))
        )
    return pair


def with_other_thousands(pair: Pair, draw: random.Random) -> Pair:
    """Numbers in groups of three, `12 345` here and `12,345` there."""
    for number in dict.fromkeys(GROUPED.findall(pair.ru)):
        groups = _GAP.split(number)
        head = draw.choice("123456789") + "".join(draw.choice("0123456789") for _ in groups[0][1:])
        body = ["".join(draw.choice("0123456789") for _ in group) for group in groups[1:-1]]
        last = groups[-1] if groups[-1] == "000" else "1" + other_digits(groups[-1], draw)[1:]
        fresh = [head, *body, last]
        pair = exchanged_once(
            pair,
            (number, ",".join(groups)),
            (_GAP.search(number)[0].join(fresh), ",".join(fresh)),  # type: ignore[index]
        )
    return pair


def with_other_date(pair: Pair, draw: random.Random) -> Pair:
    """Day and month, `7 февраля` here and `February 7` or `7 February` there."""
    for match in DATE.finditer(pair.ru):
        day, month = match.groups()
        new_day, new_month = str(draw.randint(1, SAFE_DAYS)), draw.choice(list(MONTHS))
        for english in ("{month} {day}", "{day} {month}"):
            pair = exchanged_once(
                pair,
                (match[0], english.format(day=day, month=MONTHS[month])),
                (f"{new_day} {new_month}", english.format(day=new_day, month=MONTHS[new_month])),
            )
    return pair


@dataclass(slots=True)
class SurnamePool:
    """Beginnings of surnames seen so far, by type, out of which unseen ones are put together."""

    by_suffix: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    size: int = 2000

    def add(self, suffix: str, stem: str) -> None:
        """Remember a stem such as `Кречет` of type `ов`."""
        self.by_suffix[suffix] = [*self.by_suffix[suffix][1 - self.size :], stem]

    def fresh(self, suffix: str, draw: random.Random) -> str | None:
        """The head of one known stem, to its first vowel, and the tail of another from there on."""
        known = self.by_suffix[suffix]
        if len(known) < 2:
            return None
        head, tail = (
            re.match(rf"([^{_VOWELS}]*[{_VOWELS}])(.+)", stem.lower())
            for stem in (draw.choice(known), draw.choice(known))
        )
        return (head[1] + tail[2]).capitalize() if head and tail else None

    def __call__(self, pair: Pair, draw: random.Random) -> Pair:
        """Surnames whose English is their transliteration, exchanged for unseen ones of the type."""
        for match in SURNAME.finditer(pair.ru):
            stem, suffix, ending = match.groups()
            latin = transliterate(stem + suffix)
            found = re.findall(rf"(?<![\w-]){re.escape(latin)}[a-z]{{0,3}}(?![\w-])", pair.en)
            if len(found) != 1:
                continue
            fresh = self.fresh(suffix, draw)
            self.add(suffix, stem)
            if fresh is not None:
                other = transliterate(fresh + suffix) + found[0][len(latin) :]
                pair = exchanged_once(pair, (match[0], found[0]), (fresh + suffix + ending, other))
        return pair


FIGURES: tuple[Rule, ...] = (
    with_other_numbers,
    with_other_fractions,
    with_other_thousands,
    with_other_date,
)
