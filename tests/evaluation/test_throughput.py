from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load_profile
from pipeline.engines.base import BATCH_TOKENS, Decoding, Generated
from pipeline.errors import ModelError
from pipeline.evaluation.noting import Noting, calls_of
from pipeline.evaluation.scaling import Scale, Scaling
from pipeline.evaluation.throughput import Rate, Throughput, bench_throughput
from pipeline.hub.resolve import find


class Echo:
    """An engine that gives back what it is given."""

    model_path = Path("model")
    end_token = "</s>"
    input_limit = 512

    def encode(self, text: str) -> list[str]:
        return text.split()

    def decode(self, tokens: Sequence[str]) -> str:
        return " ".join(tokens)

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        return [[Generated(tuple(source), 0.0, True)] for source in sources]

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        return [dict.fromkeys(asked, 0.0) for asked in candidates]

    def signature(self) -> dict[str, Any]:
        return {"engine": "echo"}


class Sure(Echo):
    """Holds every token for certain."""

    def token_scores(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[float]]:
        return [[0.0] * len(target) for target in targets]


class TestNoting:
    def test_answers_as_the_engine_and_notes_only_when_asked_to(self) -> None:
        noting = Noting(Echo())
        assert noting.generate([["a"]], Decoding())[0][0].tokens == ("a",)
        assert noting.asked == []
        with noting.noting():
            noting.generate([["a"], ["b", "c"]], Decoding(beam_size=4))
        (asked,) = noting.asked
        assert asked.sources == [["a", "</s>"], ["b", "c", "</s>"]]
        assert asked.options["beam_size"] == 4

    def test_calls_with_the_same_options_are_put_together_and_sorted_by_length(self) -> None:
        noting = Noting(Echo())
        with noting.noting():
            noting.generate([["a"], ["b"] * 5], Decoding())
            noting.generate([["c"] * 3], Decoding())
            noting.next_token_scores([["d"]], [["x"]], [["y"]])
        generated, scored = calls_of(noting.asked)
        assert [len(source) for call in generated for source in call["source"]] == [6, 4, 2]
        assert scored[0]["target_prefix"] == [["x"]]
        assert scored[0]["max_decoding_length"] == 2
        assert scored[0]["return_logits_vocab"]

    def test_what_is_scored_is_scored_again_and_not_searched_for(self) -> None:
        noting = Noting(Sure())
        with noting.noting():
            scores = noting.token_scores([["a"], ["b"] * 3], [["x"], ["y", "z"]])
        assert scores == [[0.0], [0.0, 0.0]]
        ((call,),) = calls_of(noting.asked)
        assert call["source"] == [["b", "b", "b", "</s>"], ["a", "</s>"]]
        assert call["target"] == [["y", "z"], ["x"]]
        assert "beam_size" not in call

    def test_nothing_is_scored_where_the_engine_cannot(self) -> None:
        noting = Noting(Echo())
        with noting.noting():
            assert noting.token_scores([["a"]], [["x"]]) == [[]]
        assert noting.asked == []


def result() -> Throughput:
    rates = {
        "svodka": Rate("svodka", 100, 400, 10.0, 18.0),
        "ctranslate2": Rate("ctranslate2", 100, 400, 9.0, 17.1),
        "plain loop": Rate("plain loop", 10, 40, 10.0, 18.0),
        "batched": Rate("batched", 50, 200, 20.0, 36.0),
        "end to end": Rate("end to end", 100, 400, 12.0, 19.0),
    }
    scale = Scale(100, 12.0, 19.0, 1.5, (300.0, 310.0), 0.1, 0.05)
    return Throughput(rates, Scaling((scale,)), cores=2)


def test_the_ratios_are_those_of_documents_a_second() -> None:
    figures = result().as_dict()
    assert figures["ratio_to_plain_loop"] == 10.0
    assert figures["ratio_to_batched_transformers"] == 4.0
    assert figures["fraction_of_ctranslate2"] == 0.9
    assert figures["end_to_end_fraction"] == 0.75
    assert figures["rates"]["svodka"]["lines_per_second"] == 40.0
    assert figures["scaling"][0]["documents"] == 100


def test_they_are_given_in_processor_time_too() -> None:
    figures = result().as_dict()
    assert figures["in_processor_time"]["fraction_of_ctranslate2"] == 0.95
    assert figures["in_processor_time"]["end_to_end_fraction"] == 0.9
    assert figures["rates"]["end to end"]["cpu_ms_per_document"] == 190.0


def test_the_table_says_it_in_words() -> None:
    table = result().table()
    assert "10.0 times the plain loop" in table
    assert "75% of it from reading to writing (2 cores)" in table
    assert "100 documents: 120.0 ms each (190.0 ms of processor time)" in table


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_benchmark_runs_on_the_compact_models() -> None:
    profile = load_profile("compact")
    for name in (profile.summariser, profile.translator):
        try:
            find(name)
        except ModelError as error:
            pytest.skip(str(error))
    measured = bench_throughput(profile, documents=4).as_dict()
    assert set(measured["rates"]) == {
        "svodka",
        "ctranslate2",
        "plain loop",
        "batched",
        "end to end",
    }
    # Loose on purpose: the figures to believe are those of a machine that does nothing else.
    assert measured["ratio_to_plain_loop"] > 1
    assert 0 < measured["same_in_float32"] <= 1
