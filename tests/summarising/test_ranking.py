"""Ranking articles of any length with windows of a fixed one."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.summarising.cues import CUES
from pipeline.summarising.marks import CueNetwork
from pipeline.summarising.ranking import rank
from tests.choosing import ChoosingEngine, cue_table

NETWORK = CueNetwork(cue_table())


def value(sentence: str) -> float:
    """Sentences in these tests begin with their own importance."""
    return float(sentence.split()[0])


def test_a_short_article_is_read_once(tmp_path: Path) -> None:
    engine = ChoosingEngine(tmp_path, value)
    (ranking,) = rank(engine, NETWORK, [("Заголовок", ["1 а", "3 б", "2 в"])], fusion=0.0)
    assert ranking.scores == [1, 3, 2]
    assert ranking.windows == 1
    assert len(engine.windows) == 1


def test_cues_are_weighed_beside_the_model(tmp_path: Path) -> None:
    table = cue_table()
    table["hidden"][0][[name for name, _ in CUES].index("has-quotation")] = 4.0
    table["output"] = [1.0]
    network = CueNetwork(table)
    article = [("", ["1 а", "1 «б»", "3 в"])]
    engine = ChoosingEngine(tmp_path, value)
    (alone,) = rank(engine, network, article, fusion=0.0)
    (little,) = rank(engine, network, article, fusion=0.1)
    (much,) = rank(engine, network, article, fusion=1.0)
    assert alone.scores == [1, 1, 3]
    assert little.scores[0] < little.scores[1] < little.scores[2]
    assert much.scores.index(max(much.scores)) == 1


def test_articles_share_a_call_and_stay_apart(tmp_path: Path) -> None:
    engine = ChoosingEngine(tmp_path, value)
    articles = [("", ["1 а"]), ("", []), ("", ["2 б", "5 в"])]
    rankings = rank(engine, NETWORK, articles, fusion=0.0)
    assert [ranking.scores for ranking in rankings] == [[1], [], [2, 5]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.permutations(range(40)), st.integers(64, 120))
def test_the_best_sentence_of_a_long_article_wins(
    tmp_path: Path, values: list[int], limit: int
) -> None:
    """Wherever it stands, and however many rounds it takes to get there."""
    engine = ChoosingEngine(tmp_path, value, input_limit=limit)
    sentences = [f"{one} " + "слово " * 8 for one in values]
    (ranking,) = rank(engine, NETWORK, [("", sentences)])
    assert ranking.windows > 1
    assert max(range(40), key=ranking.scores.__getitem__) == values.index(39)
    assert len(set(ranking.scores)) == 40


def test_no_sentence_of_a_long_article_goes_unread(tmp_path: Path) -> None:
    engine = ChoosingEngine(tmp_path, value, input_limit=64)
    sentences = [f"{place} слово{place} " + "и " * 20 for place in range(30)]
    rank(engine, NETWORK, [("", sentences)])
    read = {token for window in engine.windows for token in window}
    assert {f"слово{place}" for place in range(30)} <= read


def test_what_was_left_behind_ranks_below_what_went_on(tmp_path: Path) -> None:
    engine = ChoosingEngine(tmp_path, value, input_limit=64)
    sentences = [f"{place} " + "слово " * 10 for place in range(12)]
    (ranking,) = rank(engine, NETWORK, [("", sentences)])
    order = sorted(range(12), key=lambda place: -ranking.scores[place])
    assert order[0] == 11
    assert order.index(11) < order.index(6) < order.index(0)
