"""Names that nobody bears, put where a pair has a name in Latin letters on both sides.

Names seen in training are remembered; a name that no sentence ever held can only be read off the
source. `InventedNames` is a rule like those of `exchanges`: each Latin word of the Russian side that
the English repeats may give way to an invented one of its kind, and so may a quoted name, which the
Russian may have in Cyrillic. Invented words are spliced out of seen ones, put together of syllables,
or drawn letter by letter, so that their pieces follow one another in ways that are not known by heart.
"""

import random
import re
from dataclasses import dataclass, field

from models.training.cleaning import Pair
from models.training.exchanges import exchanged_once

#: A Latin word of the Russian side: three letters at least, or an abbreviation in capitals.
_WORD = re.compile(r"(?<![\w.-])(?:[A-Z]{2,6}|[A-Z]?[a-z]{2,}[A-Za-z]*(?:-[A-Z][a-z]+)?)(?![\w-])")
#: What stands in quotation marks: at most four words, the first with a capital.
_QUOTED_RU = re.compile(r"[«\"]([A-ZА-ЯЁ][\w-]*(?: [\w-]+){0,3})[»\"]")
_QUOTED_EN = re.compile(r"[“\"]([A-Z][\w-]*(?: [\w'’-]+){0,4})[,.]?[”\"]")
_HEAD = re.compile(r"[^aeiouy]*[aeiouy]+[^aeiouy]*", re.IGNORECASE)
_ONSETS = [
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "gr",
    "h",
    "j",
    "k",
    "kh",
    "kl",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "r",
    "s",
    "sh",
    "shch",
    "sk",
    "st",
    "t",
    "tr",
    "ts",
    "v",
    "vl",
    "y",
    "z",
    "zh",
]
_VOWELS = ["a", "e", "i", "o", "u", "ya", "yu", "ei", "ai", "ou", "ia", "io", "ee"]
_CODAS = [
    "",
    "",
    "",
    *[
        "n",
        "r",
        "l",
        "k",
        "s",
        "m",
        "t",
        "v",
        "sh",
        "ch",
        "rd",
        "nt",
        "lk",
        "rg",
        "sk",
        "nov",
        "tsk",
        "lin",
        "x",
        "ng",
    ],
]
_LETTERS = "ABCDEFGHIJKLMNOPRSTUVXZ"
_LONGEST = 14
_POOL = 4000


@dataclass(slots=True)
class InventedNames:
    """Exchanges Latin words and quoted names that stand once on either side for invented ones.

    `share`: of the words that could be exchanged how many are.
    """

    share: float = 0.5
    seen: list[str] = field(default_factory=list)

    def __call__(self, pair: Pair, draw: random.Random) -> Pair:
        """`pair` with some of its names exchanged on both sides, or as it is."""
        pair = self._with_other_quoted(pair, draw)
        for word in dict.fromkeys(_WORD.findall(pair.ru)):
            if draw.random() < self.share:
                new = self.like(word, draw)
                pair = exchanged_once(pair, (word, word), (new, new))
            if word[0].isupper() and not word.isupper():
                self.seen = [*self.seen[1 - _POOL :], word]
        return pair

    def like(self, word: str, draw: random.Random) -> str:
        """An invented word that is written as `word` is: in capitals, with one, or with none."""
        if word.isupper():
            return "".join(draw.choice(_LETTERS) for _ in range(draw.randint(2, 6)))
        kinds = (self._spliced,) * 3 + (self._known,) * 3 + (_syllables,) * 2 + (_letters,)
        made = draw.choice(kinds)(draw) or _syllables(draw)
        return made[:_LONGEST] if word[0].isupper() else made[:_LONGEST].lower()

    def _with_other_quoted(self, pair: Pair, draw: random.Random) -> Pair:
        """The one quoted name of the Russian and that of the English, exchanged for a Latin one."""
        here, there = _QUOTED_RU.findall(pair.ru), _QUOTED_EN.findall(pair.en)
        if len(here) != 1 or len(there) != 1 or draw.random() >= self.share:
            return pair
        words = [self.like("Name", draw) for _ in range(draw.choice((1, 1, 1, 2, 3)))]
        if draw.random() < 0.1:
            words.append(str(draw.randint(2, 99)))
        new = " ".join(words)
        return exchanged_once(pair, (here[0], there[0]), (new, new))

    def _known(self, draw: random.Random) -> str:
        return draw.choice(self.seen) if self.seen else ""

    def _spliced(self, draw: random.Random) -> str:
        """The head of one seen word, to its first vowels and what follows, and the tail of another."""
        if len(self.seen) < 2:
            return ""
        one, other = draw.choice(self.seen), draw.choice(self.seen)
        head, skipped = _HEAD.match(one), _HEAD.match(other)
        if head is None or skipped is None:
            return ""
        return (head[0] + other[skipped.end() :].lower()) if other[skipped.end() :] else ""


def _syllables(draw: random.Random) -> str:
    parts = [
        draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS)
        for _ in range(draw.choice((1, 2, 2, 3)))
    ]
    return "".join(parts).capitalize()


def _letters(draw: random.Random) -> str:
    """Letters drawn one by one, as in names of products; some with a capital in the middle."""
    made = "".join(draw.choice(_LETTERS) for _ in range(draw.randint(3, 6))).capitalize()
    return made + _syllables(draw) if draw.random() < 0.3 else made
