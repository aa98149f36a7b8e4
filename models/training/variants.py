"""The same sentences as they also come: in capitals, with other quotation marks, without a full stop.

Press releases have titles in capitals, typewriter quotes, and bullet points without a full stop; the
corpora have few of them. Each variant changes both sides alike, where the English has what the
Russian has.
"""

import random
from collections.abc import Callable, Iterable, Iterator

from models.training.cleaning import Pair

#: Name of the derived corpus in corpora.toml.
CORPUS = "variants"
SHARES = {"press": 0.15, "releases-pairs": 0.3, "headlines": 0.04, "newstest": 0.1}
LONGEST_TITLE = 110

_ANGLE = str.maketrans("«»", '""')
_HIGH = str.maketrans("«»", "“”")


def in_capitals(pair: Pair) -> Pair | None:
    """Both sides in capitals, if the pair is short enough for a title and has no two sentences."""
    if len(pair.ru) > LONGEST_TITLE or ". " in pair.ru.rstrip("."):
        return None
    return Pair(pair.ru.upper(), pair.en.upper())


def without_full_stop(pair: Pair) -> Pair | None:
    """Both sides without the full stop that both end in."""
    if not (pair.ru.endswith(".") and pair.en.endswith(".") and ". " not in pair.ru):
        return None
    return Pair(pair.ru.rstrip("."), pair.en.rstrip("."))


def with_straight_quotes(pair: Pair) -> Pair | None:
    """The Russian side with typewriter quotes for its angle ones; the English is left as it is."""
    return Pair(pair.ru.translate(_ANGLE), pair.en) if "«" in pair.ru else None


def with_high_quotes(pair: Pair) -> Pair | None:
    """The Russian side with English quotation marks for its angle ones."""
    return Pair(pair.ru.translate(_HIGH), pair.en) if "«" in pair.ru else None


def with_hyphen_for_dash(pair: Pair) -> Pair | None:
    """The Russian side with a hyphen between spaces for its dashes, as it is often typed."""
    return Pair(pair.ru.replace(" — ", " - "), pair.en) if " — " in pair.ru else None


def without_yo(pair: Pair) -> Pair | None:
    """The Russian side with е for ё."""
    plain = pair.ru.replace("ё", "е").replace("Ё", "Е")
    return Pair(plain, pair.en) if plain != pair.ru else None


RULES: tuple[Callable[[Pair], Pair | None], ...] = (
    in_capitals,
    without_full_stop,
    with_straight_quotes,
    with_high_quotes,
    with_hyphen_for_dash,
    without_yo,
)


def variant(pair: Pair, draw: random.Random) -> Pair | None:
    """One variant of `pair`, drawn among the rules that apply to it; None if none does."""
    made = [result for rule in RULES if (result := rule(pair)) is not None]
    return draw.choice(made) if made else None


def variant_rows(rows: Iterable[dict[str, str]], seed: int = 1) -> Iterator[dict[str, str]]:
    """Rows of the derived corpus from the cleaned ones: a share of each corpus in SHARES."""
    draw = random.Random(seed)
    for row in rows:
        if draw.random() < SHARES.get(row["corpus"], 0.0):
            made = variant(Pair(row["ru"], row["en"]), draw)
            if made is not None:
                yield {"ru": made.ru, "en": made.en, "corpus": CORPUS, "domain": "press"}
