"""What the benchmark sets beside the pipeline: transformers, and ctranslate2 by itself."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pipeline.batch.isolate import snapshot
from pipeline.config import EngineSettings, Profile
from pipeline.document import Document
from pipeline.engines.base import Engine
from pipeline.engines.decoding import decoding_of
from pipeline.engines.reranking import RerankingEngine
from pipeline.evaluation.noting import Noting, calls_of
from pipeline.facade import Pipeline
from pipeline.stages.base import Stage
from pipeline.stages.summarise import Summarise
from pipeline.stages.translate import Translate
from pipeline.translating.attempts import Attempt

__all__ = ["Rival", "cores"]

ONCE = (Attempt("plain"),)
"""No second attempts: every way of doing it decodes a line once."""

LINES = 32
"""Lines of a batch of transformers."""


class Rival:
    """The same two models, run in other ways.

    Args:
        profile: The models and settings.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._pipeline = Pipeline(profile)
        translator: Engine = self._pipeline.translator
        ranking: RerankingEngine | None = None
        if isinstance(translator, RerankingEngine):
            ranking = translator
            translator = ranking.inner
        self._engines = [Noting(self._pipeline.summariser), Noting(translator)]
        ours = ranking.over(self._engines[1]) if ranking else self._engines[1]
        self.stages: list[Stage] = [
            Summarise(self._engines[0], profile.summarise),
            Translate(ours, profile.translate, ladder=ONCE),
        ]
        """The pipeline's own stages, as the runner has them."""
        decoding = profile.translate.decoding.over(decoding_of(translator.model_path))
        search = ranking.search(decoding) if ranking else decoding
        self._search = replace(search, hypotheses=1)
        """The model's own best of the beam that our engine searches."""
        self._torch: tuple[Stage, Callable[[Sequence[str]], list[str]]] | None = None

    @contextmanager
    def noting(self) -> Iterator[None]:
        """While the block runs, what the stages ask of the engines is noted."""
        with self._engines[0].noting(), self._engines[1].noting():
            yield

    def ready(self) -> Callable[[], object]:
        """Everything that was noted, tokenised, sorted and cut: calling the result decodes it."""
        work = [
            (_translator(engine, self._profile), calls_of(engine.asked)) for engine in self._engines
        ]

        def decode() -> None:
            for translator, parts in work:
                for part in parts:
                    for waiting in [one for cut in part for one in _asked(translator, cut)]:
                        waiting.result()

        return decode

    def plain_loop(self, documents: Sequence[Document]) -> list[str]:
        """One document at a time, as a user would write it with transformers."""
        english: list[str] = []
        summarise, translate = self._with_torch()
        for document in documents:
            (document,) = summarise.run([snapshot(document)])
            english += translate([segment.text for segment in document.all_segments()])
        return english

    def batched(self, documents: Sequence[Document]) -> list[str]:
        """Transformers with batches of 32 lines, in the order in which they come."""
        summarise, translate = self._with_torch()
        done = list(summarise.run([snapshot(document) for document in documents]))
        lines = [segment.text for document in done for segment in document.all_segments()]
        return [
            english
            for at in range(0, len(lines), LINES)
            for english in translate(lines[at : at + LINES])
        ]

    def compared(self, lines: Sequence[str]) -> tuple[float, float, float]:
        """Shares of lines with the same English: the two engines in float32, int8 and float32.

        The third figure is the chrF2 of int8's lines against float32's.
        """
        from sacrebleu.metrics.chrf import CHRF

        _, translate = self._with_torch()
        reference = [english for line in lines for english in translate([line])]
        exact = self._english(lines, "float32")
        coarse = self._english(lines, "int8")
        chrf = CHRF().corpus_score(coarse, [exact]).score if lines else 100.0
        return _share(exact, reference), _share(coarse, exact), chrf

    def _english(self, lines: Sequence[str], compute_type: str) -> list[str]:
        from pipeline.engines.load import load_engine

        settings = EngineSettings.model_validate({"compute_type": compute_type})
        engine = load_engine(self._pipeline.translator.model_path, settings)
        if isinstance(engine, RerankingEngine):
            engine = engine.inner
        results = engine.generate([engine.encode(line) for line in lines], self._search)
        return [engine.decode(result[0].tokens) for result in results]

    def _with_torch(self) -> tuple[Stage, Callable[[Sequence[str]], list[str]]]:
        """A summarise stage that runs in torch, and a function that translates a few lines."""
        if self._torch is None:
            translate = self._torch_translate()
            self._torch = (self._torch_summarise(), translate)
            _choose_threads(translate)
        return self._torch

    def _torch_summarise(self) -> Stage:
        from pipeline.engines.tokens import load_tokens
        from pipeline.engines.torch import TorchEngine

        ours = self._pipeline.summariser
        engine = TorchEngine(
            ours.model_path,
            load_tokens(ours.model_path),
            input_limit=ours.input_limit,
            weights="",
        )
        return Summarise(engine, self._profile.summarise)

    def _torch_translate(self) -> Callable[[Sequence[str]], list[str]]:
        import torch
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        folder = self._pipeline.translator.model_path
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32).eval()
        decoding = self._search

        def translate(lines: Sequence[str]) -> list[str]:
            if not lines:
                return []
            inputs = tokenizer(list(lines), return_tensors="pt", padding=True)
            with torch.inference_mode():
                output = model.generate(
                    **inputs,
                    num_beams=decoding.beam_size,
                    length_penalty=decoding.length_penalty,
                    no_repeat_ngram_size=decoding.no_repeat_ngram_size,
                    # With these two its search is that of ctranslate2.
                    renormalize_logits=True,
                    early_stopping=decoding.beam_size > 1,
                    max_new_tokens=decoding.limit(inputs["input_ids"].shape[1]),
                )
            return list(tokenizer.batch_decode(output, skip_special_tokens=True))

        return translate


def _translator(engine: Noting, profile: Profile) -> Any:
    import ctranslate2

    from pipeline.engines.conversion import conversion_for

    compute_type = profile.engine.compute_type
    threads = profile.engine.threads or cores()
    return ctranslate2.Translator(
        str(conversion_for(engine.model_path, compute_type)),
        compute_type=compute_type,
        inter_threads=threads,
        intra_threads=1,
    )


def _choose_threads(translate: Callable[[Sequence[str]], list[str]]) -> None:
    """Give torch as many threads as it is fastest with.

    On a machine that has other work to do, threads that wait for one another can be slower than
    one alone by an order of magnitude, and the comparison would flatter us.
    """
    import torch

    times: dict[int, float] = {}
    for threads in dict.fromkeys((1, cores())):
        torch.set_num_threads(threads)
        started = time.perf_counter()
        translate(["Завод открыл новый цех."])
        times[threads] = time.perf_counter() - started
    torch.set_num_threads(min(times, key=lambda threads: times[threads]))


def _asked(translator: Any, call: dict[str, Any]) -> list[Any]:
    ask = translator.score_batch if "target" in call else translator.translate_batch
    return list(ask(**call))


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / max(len(one), 1)


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
