from pipeline.engines.base import Decoding, Engine, Generated
from pipeline.engines.cache import SentenceCache

GREEDY = Decoding(max_length=20)


class Counting:
    """An engine that answers with its source, and notes what it was asked."""

    def __init__(self) -> None:
        self.seen: list[list[str]] = []

    def generate(self, sources, decoding, prefixes=None, *, batch_tokens=0):  # type: ignore[no-untyped-def]
        self.seen += [list(source) for source in sources]
        return [
            [Generated((*start, *source), 0.0, True)]
            for source, start in zip(sources, prefixes, strict=True)
        ]


def test_a_repeated_sentence_is_decoded_once() -> None:
    engine = Counting()
    cache = SentenceCache(engine)  # type: ignore[arg-type]
    first = cache.generate([["a"], ["b"], ["a"]], GREEDY)
    second = cache.generate([["b"], ["c"]], GREEDY)
    assert [one.tokens for (one,) in first + second] == [("a",), ("b",), ("a",), ("b",), ("c",)]
    assert engine.seen == [["a"], ["b"], ["c"]]
    assert (cache.asked, cache.decoded) == (5, 3)


def test_another_decoding_or_prefix_is_another_question() -> None:
    engine = Counting()
    cache = SentenceCache(engine)  # type: ignore[arg-type]
    cache.generate([["a"]], GREEDY)
    cache.generate([["a"]], Decoding(max_length=20, beam_size=4))
    (answer,) = cache.generate([["a"]], GREEDY, [["p"]])
    assert engine.seen == [["a"]] * 3
    assert answer[0].tokens == ("p", "a")


def test_it_answers_as_the_engine_does(tiny_engine: Engine) -> None:
    sources = [
        tiny_engine.encode(text)
        for text in ("Сегодня хорошая погода.", "В форуме участвовали 340 человек.")
    ]
    cache = SentenceCache(tiny_engine)
    assert cache.generate(sources, GREEDY) == tiny_engine.generate(sources, GREEDY)
