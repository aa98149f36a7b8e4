"""Which corpus a derived pair was made from, found by the word sequences that the two share.

Deriving a pair changes names, figures, capitals and quotation marks; most of its sequences of three
Russian words stay, and few of these stand in two corpora. The derived data set itself does not say
where its pairs come from, and looking it up serves for those that were made long ago as well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from models.training.cleaning import normal_form

SIZE = 3


def _sequences(text: str) -> Iterator[int]:
    words = normal_form(text).split()
    for start in range(len(words) - SIZE + 1):
        yield hash(tuple(words[start : start + SIZE]))


def origins(
    derived: Iterable[Mapping[str, str]], sources: Iterable[Mapping[str, str]]
) -> Iterator[str | None]:
    """For each derived row (`ru`), the `corpus` among the source rows that most of it comes from.

    Sequences that stand in several corpora do not count. None where nothing else is left.
    """
    home: dict[int, str | None] = {}
    for row in sources:
        for sequence in _sequences(row["ru"]):
            if home.setdefault(sequence, row["corpus"]) != row["corpus"]:
                home[sequence] = None
    for row in derived:
        found = (home.get(sequence) for sequence in _sequences(row["ru"]))
        votes = Counter(corpus for corpus in found if corpus is not None)
        yield max(votes, key=lambda corpus: votes[corpus]) if votes else None
