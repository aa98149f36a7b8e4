"""The engine: ordered rules tried at each token that can begin a quantity.

A rule is a function of a `Reading` and a token index. It returns what it found there, and the
index to go on from, or None. The first rule that finds something wins, so the order of a
language's list is part of its grammar: dates before years, years before plain numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.language.quantities.numerals import Grammar, Numeral, past_stop, read_numeral
from pipeline.language.quantities.quantity import Kind, Quantity, Value
from pipeline.language.quantities.tables import Phrases, Unit
from pipeline.language.quantities.tokens import Token, tokenize


class Found(NamedTuple):
    """Quantities that a rule found, and the token to go on from."""

    quantities: tuple[Quantity, ...]
    next: int


@dataclass(frozen=True, slots=True)
class Language:
    """Everything the engine needs to read one language."""

    name: str
    grammar: Grammar
    units: Phrases
    months: dict[str, int]
    fillers: frozenset[str]  # words allowed between a numeral and its unit: "российских"
    to: frozenset[str]  # words that join the ends of a range
    conjunctions: frozenset[str]
    below_zero: tuple[tuple[str, ...], ...]
    qualifiers: tuple[tuple[tuple[str, ...], str], ...]
    starts: Callable[[Token], bool]
    calendar: tuple["Rule", ...]  # rules tried before a number is taken into a range or series
    rules: tuple["Rule", ...]


class Reading:
    """One text being read: its tokens, and the questions that rules ask of them."""

    __slots__ = ("_numerals", "count", "language", "text", "tokens")

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.tokens = tokenize(text)
        self.count = len(self.tokens)
        self._numerals: dict[int, Numeral | None] = {}

    def lower(self, at: int) -> str:
        """The word at a token index, in lower case; empty outside the text."""
        return self.tokens[at].lower if 0 <= at < self.count else ""

    def glued(self, at: int) -> bool:
        """Whether token `at` follows the one before it without a space."""
        return 0 < at < self.count and self.tokens[at].start == self.tokens[at - 1].stop

    def numeral(self, at: int) -> Numeral | None:
        """The numeral that starts at a token, if any."""
        if at >= self.count:
            return None
        if at not in self._numerals:
            self._numerals[at] = read_numeral(self.tokens, at, self.language.grammar)
        return self._numerals[at]

    def integer(self, at: int, low: int, high: int) -> int | None:
        """The whole number written in plain digits at a token, if it lies in `[low, high]`."""
        if at >= self.count or self.tokens[at].kind != "number":
            return None
        text = self.tokens[at].text
        if len(text) > 4 or not text.isdigit():
            return None
        value = int(text)
        return value if low <= value <= high else None

    def year(self, at: int) -> int | None:
        """A four-digit year at a token, 1000 to 2100."""
        return self.integer(at, 1000, 2100) if at < self.count else None

    def dash(self, at: int) -> bool:
        """Whether a hyphen or dash stands at a token."""
        return self.lower(at) in _DASHES

    def unit(self, at: int) -> tuple[Unit, int] | None:
        """The unit named at a token, and where its name ends."""
        if at >= self.count:
            return None
        for phrase, unit in self.language.units.get(self.tokens[at].lower, ()):
            end = self._matches(phrase, at)
            if end is not None:
                return unit, end
        return None

    def inside(self, at: int) -> bool:
        """Whether a token stands inside a sentence, so that a capital letter means a name."""
        return at > 0 and self.tokens[at - 1].text not in _SENTENCE_STARTS

    def words(self, at: int, phrase: Sequence[str]) -> bool:
        """Whether exactly these words stand from a token on."""
        return all(self.lower(at + step) == word for step, word in enumerate(phrase))

    def make(
        self,
        first: int,
        end: int,
        kind: Kind,
        value: Value,
        unit: str = "",
        *,
        weak: bool = False,
        parts: tuple[Quantity, ...] = (),
        also: tuple[Quantity, ...] = (),
    ) -> Quantity:
        """A quantity over the tokens `[first, end)`."""
        start, stop = self.tokens[first].start, self.tokens[end - 1].stop
        return Quantity(
            start, stop, self.text[start:stop], kind, value, unit, self.qualifier(first), weak,
            parts, also,
        )  # fmt: skip

    def qualifier(self, first: int) -> str:
        """What the words before a quantity say of its exactness."""
        if first == 0:
            return ""
        for phrase, name in self.language.qualifiers:
            if self.tokens[first - 1].lower == phrase[-1] and self.words(
                first - len(phrase), phrase
            ):
                return name
        return ""

    def _matches(self, phrase: tuple[str, ...], at: int) -> int | None:
        tokens = self.tokens
        for step, word in enumerate(phrase):
            if step and word != ".":
                at = past_stop(tokens, at)
            if at >= self.count or tokens[at].lower != word:
                return None
            if step and word in _POWERS and not self.glued(at):
                return None
            at += 1
        return at


Rule = Callable[[Reading, int], Found | None]
_DASHES = frozenset("-–—‑−")
_SENTENCE_STARTS = frozenset(".!?…:—–-•*()[]|")
_POWERS = frozenset("23²³")


def read(text: str, language: Language) -> list[Quantity]:
    """All quantities of `text`, in order and without overlaps."""
    reading = Reading(text, language)
    tokens, starts, rules = reading.tokens, language.starts, language.rules
    found: list[Quantity] = []
    at = 0
    while at < reading.count:
        if starts(tokens[at]):
            for rule in rules:
                result = rule(reading, at)
                if result is not None:
                    found.extend(result.quantities)
                    at = max(result.next, at + 1)
                    break
            else:
                at += 1
        else:
            at += 1
    return found


def vocabulary(words: str) -> frozenset[str]:
    """A set of words, written with spaces between them."""
    return frozenset(words.split())


def phrases(named: dict[str, str]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Phrases, written with "|" between them, and the name of each; longest first."""
    found = [
        (tuple(phrase.split()), name)
        for name, group in named.items()
        for phrase in group.split("|")
    ]
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))


def one(quantity: Quantity, end: int) -> Found:
    """A rule's result that is a single quantity."""
    return Found((quantity,), end)
