"""Which sentences matter most: the model's answer to `<sent255>`, over windows of any number.

After that token the model's distribution over sentence tokens says how fit each sentence is for
the brief, whatever its place. One step of constrained decoding, with the tokens of the sentences
that are there as the only candidates, therefore ranks a whole article at the price of reading it
once. Articles of more than one window are read in rounds: the best of each window meet again, with
their places in the article, until one window holds them all.

The model's log-probabilities are fused with those of the cues (shallow fusion, Gulcehre et al.,
2015): a model that has read few articles knows less than they do.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.engines.base import Engine
from pipeline.summarising.article import Article
from pipeline.summarising.layout import IMPORTANCE, Window, lay_out
from pipeline.summarising.marks import CueNetwork

__all__ = ["BATCH_TOKENS", "FUSION", "Ranking", "rank"]

BATCH_TOKENS = 1024
"""Source tokens of a batch. Attention over two articles of 3,000 characters leaves a core's cache:
such a batch takes one and a half times as long as two batches of one."""
FUSION = 0.83
"""The share of the cues' log-probabilities in a score, the model's being the rest. Chosen, as
`BREVITY` is, on the articles kept for choosing; it says how much the model has yet to learn."""
SURVIVORS = 0.5
"""The share of a window's sentences that goes on to the next round."""


@dataclass(slots=True)
class Ranking:
    """What the model said of an article's sentences.

    `scores` holds for each sentence the natural logarithm of its share of the model's attention in
    the last round that it reached; those that were left behind earlier lie below all others, in
    their own order. `windows` counts the windows of the first round, `shortened` lists sentences
    whose end the model did not see.
    """

    scores: list[float]
    windows: int = 0
    shortened: tuple[int, ...] = ()


@dataclass(slots=True)
class _Race:
    """One article on its way through the rounds."""

    place: int
    title: list[str]
    sentences: list[list[str]]
    marks: list[int]
    odds: list[float]
    running: list[int]
    ranking: Ranking
    eliminated: list[dict[int, float]] = field(default_factory=list)


def rank(
    engine: Engine,
    network: CueNetwork,
    articles: Sequence[tuple[str, Sequence[str]]],
    *,
    fusion: float = FUSION,
) -> list[Ranking]:
    """Rank the sentences of each article.

    Args:
        engine: A model that chooses among numbered sentences.
        network: Its cues.
        articles: Title (may be empty) and sentences. All windows of all articles share batches.
        fusion: See `FUSION`; 0 leaves the choice to the model alone, 1 to the cues.

    Raises:
        ModelError: From the engine.
    """
    races = [
        _start(engine, network, place, title, sentences)
        for place, (title, sentences) in enumerate(articles)
    ]
    running = [race for race in races if race.running]
    while running:
        running = _round(engine, running, fusion)
    return [race.ranking for race in races]


def _start(
    engine: Engine, network: CueNetwork, place: int, title: str, sentences: Sequence[str]
) -> _Race:
    odds = network.log_odds(Article(title, sentences))
    return _Race(
        place,
        engine.encode(title) if title else [],
        [engine.encode(sentence) for sentence in sentences],
        [network.mark(one) for one in odds],
        odds,
        list(range(len(sentences))),
        Ranking([0.0] * len(sentences)),
    )


def _round(engine: Engine, races: list[_Race], fusion: float) -> list[_Race]:
    """Read each article's windows once; returns the articles that need another round."""
    laid: list[tuple[_Race, list[Window]]] = [
        (
            race,
            lay_out(race.title, race.sentences, race.marks, engine.input_limit, race.running),
        )
        for race in races
    ]
    windows = [window for _, some in laid for window in some]
    answers = iter(
        engine.next_token_scores(
            [window.tokens for window in windows],
            [[IMPORTANCE]] * len(windows),
            [list(window.sentences) for window in windows],
            batch_tokens=BATCH_TOKENS,
        )
    )
    again = []
    for race, some in laid:
        scored = [_fused(race, window, next(answers), fusion) for window in some]
        if not race.ranking.windows:
            race.ranking.windows = len(some)
            race.ranking.shortened = tuple(sorted({i for one in some for i in one.shortened}))
        if len(some) == 1:
            _finish(race, scored[0])
        else:
            _eliminate(race, scored)
            again.append(race)
    return again


def _fused(
    race: _Race, window: Window, answer: dict[str, float], fusion: float
) -> dict[int, float]:
    """By sentence: the mean of the model's and the cues' log-probabilities, weighed by `fusion`."""
    odds = [race.odds[index] for index in window.sentences.values()]
    highest = max(odds)
    total = highest + math.log(sum(math.exp(one - highest) for one in odds))
    return {
        index: (1 - fusion) * answer[name] + fusion * (race.odds[index] - total)
        for name, index in window.sentences.items()
    }


def _eliminate(race: _Race, scored: list[dict[int, float]]) -> None:
    """Keep the better half of each window; a sentence that was read twice counts its best."""
    kept: set[int] = set()
    best: dict[int, float] = {}
    for scores in scored:
        order = sorted(scores, key=lambda index: (-scores[index], index))
        kept.update(order[: max(1, int(len(order) * SURVIVORS))])
        for index, score in scores.items():
            best[index] = max(score, best.get(index, score))
    if len(kept) == len(race.running):
        kept.discard(min(kept, key=lambda index: (best[index], -index)))
    race.eliminated.append({i: score for i, score in best.items() if i not in kept})
    race.running = sorted(kept)


def _finish(race: _Race, scores: dict[int, float]) -> None:
    """Write down the last round, and below it the earlier ones from the last to the first."""
    result = race.ranking.scores
    for index, score in scores.items():
        result[index] = score
    floor = min(scores.values())
    for left in reversed(race.eliminated):
        if not left:
            continue
        highest = max(left.values())
        for index, score in left.items():
            result[index] = floor - 1.0 + (score - highest)
        floor = min(result[index] for index in left)
