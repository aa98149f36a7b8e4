"""Where a sentence does not end although it looks as if it did, and the other way round.

The rules stand before razdel's own and speak up only where press releases break those: a year
before a capital (`2024 г. В Томске`), degrees and ranks, units, initials before a word that is no
surname, titles that end in a question mark. Each returns JOIN, SPLIT, or None for no opinion.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.language.tables import rows, words

JOIN = "join"
SPLIT = "split"

_REACH = 80
"""Characters on either side that the rules look at."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a sentence may end, with as much on either side as rules look at.

    `before` reaches back to the sentence's start or 80 characters, `following` as far ahead; two
    places that look the same are equal, so that a decision need not be made twice.
    """

    before: str
    mark: str
    following: str
    quoted: bool = False
    """Whether a quotation is open here."""

    @classmethod
    def at(
        cls, text: str, sentence_start: int, start: int, stop: int, *, quoted: bool = False
    ) -> "Break":
        """The mark `text[start:stop]` in the sentence that began at `sentence_start`."""
        before = text[max(sentence_start, start - _REACH) : start].lstrip()
        return cls(before, text[start:stop], text[stop : stop + _REACH], quoted)

    @property
    def after(self) -> str:
        """What comes next, from its first character that is not a space."""
        return self.following.lstrip()

    @property
    def capital_after(self) -> bool:
        """Whether a capital, or a quotation mark or bracket before one, comes next."""
        return self.after.lstrip('«„"(')[:1].isupper()

    @property
    def opener_after(self) -> bool:
        """Whether the next word is one that begins sentences and is no name."""
        word = _WORD.match(self.after)
        if word is None or not self.capital_after or _INITIAL_NEXT.match(self.after):
            return False
        return word.group().lower() in openers()


Rule = Callable[[Break], str | None]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"(?<![^\W_])(?<![-/·])[^\W\d_]+(?:-[^\W\d_]+)*\Z")
_LAST_PAIR = re.compile(r"(?<![^\W_])([^\W\d_]{1,3})\. ?([^\W\d_]{1,3})\Z")
_DEGREE = re.compile(
    r"(?<![^\W_])[дк]\. ?[а-яё]{1,4}(?:\.-[а-яё]{1,4})?\. ?н\Z|(?<!\w)[мсв]\. ?н\. ?с\Z"
)
_NUMBER_UNIT = re.compile(
    r"[\d½] ?(?:г|с|м|см|км|мм|кг|т|л|ч|мин|сек|га|шт|чел|р|руб|коп|кв\. ?м|км/ч|кВт/ч|куб\. ?м|в|°C)\Z"
)
_COMPOUND_UNIT = re.compile(r"[а-яё²³](?:/|·|\*)[а-яё]{1,3}\Z|\d-(?:м|й|го|х|е|я|ми)\Z")
_INLINE_NUMBER = re.compile(r"(?<!\d)[;:] \d{1,2}\Z")
_TWO_LETTERS = re.compile(r"(?<!\w)[A-ZА-ЯЁ] и [A-ZА-ЯЁ]\Z")
_ACRONYM = re.compile(r"[A-Z]{2,}\b")
_ATTRIBUTION = re.compile(r"[,!?…]»? — [а-яё][^!?…«»]*\Z")
_TITLE_BEGUN = re.compile(r"[а-яё]\)? «[^«»:,]{1,60}\Z")
_TITLE_ENDED = re.compile(r" [^«»!?.]{1,70}»")
_YEAR = re.compile(r"(?:\b\d{4}|\b[IVXХ]{1,5}) ?(?:гг?|вв?)\Z")
_INITIAL = re.compile(r"(?<![^\W_])[А-ЯЁA-Z]\Z")
_SURNAME_INITIALS = re.compile(r"[а-яё] [А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ]\. ?[А-ЯЁ]\Z")
_INITIAL_NEXT = re.compile(r"[А-ЯЁ]\.")
_QUOTED_NAME = re.compile(r"[а-яё]\)? [«„][^«„»“.]{1,60}[!?…]\Z")


@cache
def openers() -> frozenset[str]:
    """The words of `data/openers.tsv`, in small letters."""
    return words("openers.tsv")


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviation -> `before` or `after`; a pair is written with a space."""
    return {word: place for word, place, _ in rows("abbreviations.tsv", 3)}


@cache
def _date_phrase() -> re.Pattern[str]:
    """A clause of nothing but a phrase of time up to the abbreviation of its year or century."""
    word = "|".join(sorted(words("date_phrases.tsv"), key=len, reverse=True))
    return re.compile(
        rf"(?:.*,(?: что| как| а)? |[«„(— ]*)(?:(?:{word}|\d{{1,2}}|I|II|III|IV|\d{{4}} и)[ ,]+)+"
        r"(?:\d{4} ?(?:[—–-] ?\d{2,4})?|[IVXХ]{1,5}(?:[—–-][IVXХ]{1,5})?) ?(?:гг?|вв?)\Z",
        re.IGNORECASE,
    )


def small_letter(place: Break) -> str | None:
    """A sentence does not begin with a small letter."""
    word = _WORD.match(place.after)
    return JOIN if word and word.group().islower() else None


def semicolon(place: Break) -> str | None:
    """A semicolon does not end a sentence."""
    return JOIN if place.mark == ";" else None


def year_phrase(place: Break) -> str | None:
    """`В 2024 г. Томск ...`, `сказал, что в 2024 г. Томск`: the clause is a date so far."""
    if place.mark == "." and not place.opener_after and _date_phrase().match(place.before):
        return JOIN
    return None


def year_or_century(place: Break) -> str | None:
    """`... в 2024 г. В Томске`: a year or a century, then a capital."""
    if place.mark == "." and place.capital_after and _YEAR.search(place.before):
        return SPLIT
    return None


def currency_country(place: Break) -> str | None:
    """`5 млн долл. США`: the country belongs to the currency."""
    currency = place.before.endswith(("долл", "руб", "тыс", "млн", "млрд"))
    return JOIN if place.mark == "." and currency and place.after.startswith("США") else None


def number_and_unit(place: Break) -> str | None:
    """`30 см. Высота`: a unit after a number, then a capital."""
    if place.mark == "." and place.capital_after:
        unit = _NUMBER_UNIT.search(place.before) or _COMPOUND_UNIT.search(place.before)
        return SPLIT if unit else None
    return None


def number_of_containers(place: Break) -> str | None:
    """`797 тыс. TEU`: an acronym after a thousand or a million is what is counted."""
    counted = place.before.endswith(("тыс", "млн", "млрд", "трлн"))
    return JOIN if place.mark == "." and counted and _ACRONYM.match(place.after) else None


def inline_number(place: Break) -> str | None:
    """`станции; 4. Дамбы`: the number of an item within a sentence."""
    return JOIN if place.mark == "." and _INLINE_NUMBER.search(place.before) else None


def degree(place: Break) -> str | None:
    """`д. м. н. Петров`, `м. н. с. Иванова`: a degree or post before a name."""
    if place.mark == "." and _DEGREE.search(place.before) and not place.opener_after:
        return JOIN
    return None


def and_so_on(place: Break) -> str | None:
    """`и пр. Жители`: "and others" ends a sentence, "avenue" does not."""
    if place.mark == "." and place.before.endswith(" и пр") and place.capital_after:
        return SPLIT
    return None


def abbreviation_pair(place: Break) -> str | None:
    """`т. е. Томск`, `и т. д. Все`: a pair of abbreviations, joined or ended as its kind says."""
    pair = _LAST_PAIR.search(place.before) if place.mark == "." else None
    if pair is None:
        return None
    kind = abbreviations().get(f"{pair[1]} {pair[2]}")
    if kind is None:
        return None
    return SPLIT if place.capital_after and (kind == "after" or place.opener_after) else JOIN


def abbreviation(place: Break) -> str | None:
    """`г. Томск`, `100 руб. В мае`: an abbreviation, joined or ended as its kind says."""
    word = _LAST_WORD.search(place.before) if place.mark == "." else None
    if word is None or (len(word.group()) == 1 and word.group().isupper()):
        return None
    kind = abbreviations().get(word.group().lower())
    if kind is None:
        return None
    if kind == "after":
        return SPLIT if place.capital_after else None
    return SPLIT if place.opener_after else JOIN


def letter_then_opener(place: Break) -> str | None:
    """`витамин В. Также`: what follows a single capital is no surname."""
    if place.mark == "." and _INITIAL.search(place.before) and place.opener_after:
        return SPLIT
    return None


def two_letters(place: Break) -> str | None:
    """`классов А и B. Инвестиции`: two letters that are no initials."""
    letters = place.mark == "." and _TWO_LETTERS.search(place.before)
    return SPLIT if letters and _is_dictionary_word(place.after) else None


def surname_and_initials(place: Break) -> str | None:
    """`директору Иванову И. И. Завод ...`: the surname stood before, and no other name follows."""
    if place.mark != "." or not _SURNAME_INITIALS.search(place.before):
        return None
    return SPLIT if _is_dictionary_word(place.after) else None


def _is_dictionary_word(after: str) -> bool:
    """Whether the first word of `after` is a common Russian word, and not a surname."""
    from pipeline.language.morphology import parses

    word = _WORD.match(after)
    if word is None:
        return False
    readings = parses(word.group().lower())
    return bool(readings) and all(one.known and one.name_kind is None for one in readings)


def quoted_name(place: Break) -> str | None:
    """`фильм «Кто виноват?» Ивана Петрова`: the mark belongs to a name, not to the sentence."""
    if place.mark == "»" and _QUOTED_NAME.search(place.before) and not place.opener_after:
        return JOIN
    return None


def quoted_title(place: Break) -> str | None:
    """`выставка «Свет Севера. Пейзаж XVII века»`: a stop within a name."""
    if place.mark == "." and place.quoted and _TITLE_BEGUN.search(place.before):
        return JOIN if _TITLE_ENDED.match(place.following) else None
    return None


def speech_resumed(place: Break) -> str | None:
    """`«Да, — сказал он. — Нет»`: the quotation goes on after its speaker."""
    if place.quoted and place.after.startswith("— ") and _ATTRIBUTION.search(place.before):
        return JOIN
    return None


def speech_and_speaker(place: Break) -> str | None:
    """`«Успеем!» — Иван Петров уверен`: after speech a dash leads to the speaker."""
    if place.mark == "»" and place.before[-1:] in "!?…" and place.after.startswith("— "):
        return JOIN
    return None


RULES: tuple[Rule, ...] = (
    small_letter,
    semicolon,
    year_phrase,
    year_or_century,
    currency_country,
    number_and_unit,
    number_of_containers,
    inline_number,
    degree,
    and_so_on,
    abbreviation_pair,
    abbreviation,
    letter_then_opener,
    two_letters,
    surname_and_initials,
    quoted_name,
    quoted_title,
    speech_resumed,
    speech_and_speaker,
)
