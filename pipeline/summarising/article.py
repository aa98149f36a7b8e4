"""An article as the cues see it: the content words of its title and of each sentence.

Content words are lower-case words without function words, cut to their first five letters. For
cues this serves as well as Snowball stems or tf-idf weights (compared on the labelled articles), at
a tenth of the time and without nltk.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache

from pipeline.resources import package_data
from pipeline.summarising.novelty import Novelty

__all__ = ["Article", "content_words"]

WORD = re.compile(r"[^\W_]+")
STEM = 5
#: How far to either side a sentence is compared with others: keeps long articles linear.
REACH = 40


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Russian words that say nothing about the subject."""
    path = package_data("summarising", "data", "function_words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


def content_words(text: str) -> list[str]:
    """The stems of the content words of `text`, in order."""
    skipped = function_words()
    found = WORD.findall(text.lower().replace("ё", "е"))
    return [word[:STEM] for word in found if word not in skipped]


class Article:
    """Title and sentences with what the cues count, each count made once.

    Args:
        title: Empty where there is none.
        sentences: In reading order.
    """

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        self.title_text = title
        self.sentences = tuple(sentences)
        self.lowered = tuple(sentence.lower() for sentence in sentences)
        self.title = frozenset(content_words(title))
        self.words = tuple(frozenset(content_words(sentence)) for sentence in sentences)
        self.lengths = tuple(len(WORD.findall(sentence)) for sentence in sentences)
        self.longest = max(self.lengths, default=1) or 1
        self.total = sum(self.lengths) or 1
        self.frequency = Counter(word for words in self.words for word in words)
        self.norms = tuple(math.sqrt(len(words)) or 1.0 for words in self.words)
        self._weight: dict[str, float] = {}
        for words, norm in zip(self.words, self.norms, strict=True):
            for word in words:
                self._weight[word] = self._weight.get(word, 0.0) + 1 / norm
        said: list[float] = []
        seen: set[str] = set()
        self._before: list[int] = []
        before = 0
        for words, length in zip(self.words, self.lengths, strict=True):
            said.append(len(words & seen) / (len(words) or 1))
            self._before.append(before)
            seen |= words
            before += length
        #: The share of each sentence's content words that stood in a sentence before it.
        self.said_before = tuple(said)
        self.centrality = tuple(self._centrality(index) for index in range(len(self.words)))
        self.mean_centrality = sum(self.centrality) / (len(self.words) or 1)
        self.title_shares = tuple(self.title_share(index) for index in range(len(self.words)))
        self.best_title_share = max(self.title_shares, default=0.0)
        self.nearest_title = (
            self.title_shares.index(self.best_title_share) if self.title_shares else 0
        )
        self.centrality_ranks = _ranks(self.centrality)
        self.length_ranks = _ranks(self.lengths)

    def __len__(self) -> int:
        return len(self.sentences)

    @cached_property
    def novelty(self) -> Novelty:
        """What each sentence says for the first time."""
        return Novelty(self.title_text, self.sentences)

    def _centrality(self, index: int) -> float:
        """Mean cosine with every other sentence."""
        norm = self.norms[index]
        # Summed exactly: the order of a set, which differs from run to run, must not decide a rank.
        similar = math.fsum(self._weight[word] - 1 / norm for word in self.words[index]) / norm
        return similar / max(1, len(self.words) - 1)

    def title_share(self, index: int) -> float:
        """The share of the title's content words that the sentence holds."""
        return len(self.words[index] & self.title) / (len(self.title) or 1)

    def cosine(self, one: int, other: int) -> float:
        """Similarity of two sentences as sets of content words, from 0 to 1."""
        shared = len(self.words[one] & self.words[other])
        return shared / (self.norms[one] * self.norms[other])

    def share_of(self, index: int, others: frozenset[str]) -> float:
        """The share of the sentence's content words that are in `others`."""
        return len(self.words[index] & others) / (len(self.words[index]) or 1)

    def words_before(self, index: int) -> int:
        """How many words stand before the sentence."""
        return self._before[index]

    def following(self, index: int, count: int) -> frozenset[str]:
        """The content words of the next `count` sentences."""
        return frozenset().union(*self.words[index + 1 : index + 1 + count])


def _ranks(values: Sequence[float]) -> tuple[float, ...]:
    """The share of values that are higher, for each."""
    ordered = sorted(values)
    return tuple((len(values) - bisect_right(ordered, value)) / len(values) for value in values)
