"""A large network teaches the one that ships, on a GPU that is lent for half an hour.

Sequence-level distillation (Kim and Rush 2016, "Sequence-Level Knowledge Distillation"): a network
several times as large learns from all the pairs; it translates Russian news that nobody has translated,
and the Russian sides of the news and press pairs; the small network learns from the pairs and from these
translations. Everything goes by the clock. Needs no more than torch, transformers, numpy,
sentencepiece and sacrebleu, and reads one bundle (`python -m models.training.translator pack`).
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.training.bundle import DEV, russian_of, unpack
from models.training.clock import Stretch, train_by_clock
from models.training.corpora import TERMS, Mixture, read_mixture, without
from models.training.export import write_json, write_model
from models.training.labelling import fit, translate, with_translations
from models.training.lexicon import write_lexicon
from models.training.network import Shape
from models.training.optimiser import Rates
from models.training.packing import Pack, Side, joined, read_pack, side_of, write_pack
from models.training.schedule import Schedule
from models.training.settings import Settings
from models.training.tokenizer import Pieces
from models.training.trainer import Trainer
from models.training.translator import DECODING, RERANKING
from pipeline.engines.reranking import SETTINGS as RERANKING_FILE
from pipeline.evaluation.translation import evaluate_translation, read_pairs

TEACHER = Shape(
    width=512, feed_forward=2048, heads=8, encoder_layers=6, decoder_layers=4, dropout=0.2
)
#: Learning rates for batches of 50,000 padded pieces, ten times those of two processor cores.
RATES = Rates(matrices=0.01, others=1.5e-3)
#: Corpora whose Russian the teacher translates as well: translations that are all of one hand.
RETOLD = frozenset(
    {
        "press",
        "releases-pairs",
        "headlines",
        "newstest",
        "wmt-systems",
        "mlqe-ru-en-postedited",
    }
)
DISTILLED = "distilled"
LINES = 500


@dataclass(frozen=True, slots=True)
class Times:
    """How long each part takes, in seconds; labelling ends when it is done.

    Without time for a teacher the student learns from the pairs alone.
    """

    teacher: float
    student: float


@dataclass(frozen=True, slots=True)
class DevScorer:
    """Greedy chrF2 and BLEU on the first lines of each dev set, on the trainer's own device."""

    folder: Path
    tokenizer: Path
    lines: int = LINES

    def __call__(self, model: Any, device: torch.device) -> dict[str, Any]:
        """Score a finished model, which is spoilt for training."""
        pieces = Pieces(self.tokenizer)

        def english(sentences: list[str]) -> list[str]:
            made = translate(model, side_of(pieces.encode(sentences)), device)
            return [pieces.decode(made.target[i].tolist()) for i in range(len(sentences))]

        figures: dict[str, Any] = {}
        for path in sorted(self.folder.glob("*.tsv")):
            score = evaluate_translation(read_pairs(path)[: self.lines], english)
            figures[path.stem] = {"chrf": score.chrf, "bleu": score.bleu, "n": score.n}
        return figures


class Distillation:
    """The parts, over one folder for the work and one for what is to be taken home."""

    def __init__(
        self,
        bundle: Path,
        work: Path,
        target: Path,
        student: Shape,
        *,
        mixture: Mixture | None = None,
        seed: int = 1,
    ) -> None:
        self._bundle = bundle
        self._work = work
        self._target = target
        self._student = student
        self._seed = seed
        self._tokenizer = work / "tokenizer"
        self._scorer = DevScorer(bundle / DEV, self._tokenizer)
        self._mixture = mixture or read_mixture()

    def run(self, times: Times, teacher: Shape = TEACHER, processes: int = 1) -> dict[str, Any]:
        """All parts in turn; the student lies in `model` of the target folder then. Returns its scores.

        Called again after a failure, it leaves out the trainings that are done.
        """
        unpack(self._bundle, self._work / "pack", self._tokenizer)
        pack = read_pack(self._work / "pack")
        if times.teacher > 0:
            big, _ = self._trained("teacher", teacher, pack, times.teacher, processes)
            pack = self._labelled(pack, big.latest(), big.device)
            del big  # its memory is wanted
            write_pack(pack, self._work / "student-pack")
        small, figures = self._trained("student", self._student, pack, times.student, processes)
        self._export(small, pack)
        return figures

    def _trained(
        self, name: str, shape: Shape, pack: Pack, seconds: float, processes: int
    ) -> tuple[Trainer, dict[str, Any]]:
        """A network trained to the end of its time, and its scores."""
        run, logged = self._work / name, self._target / name
        for folder in (run, logged):
            folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(
            run,
            self._work / "pack",
            shape=shape,
            rates=RATES,
            schedule=Schedule(warmup=400),
            seed=self._seed,
            world=1,
            guide_until=3000,
        )
        trainer = Trainer(settings, pack)

        def note(line: dict[str, Any]) -> None:
            trainer.note(logged / "log.jsonl", line)

        def score(trainer: Trainer) -> dict[str, Any]:
            model = trainer.averaged()
            said = _note(trainer, averaged=True)
            write_model(model, self._tokenizer, logged / "model", DECODING, said)
            return self._scorer(model, trainer.device)

        if (run / "checkpoint.pt").exists():
            trainer.load(run / "checkpoint.pt")
        else:
            trainer.initialise()
            train_by_clock(trainer, self._mixture, Stretch(seconds), note, score, processes)
            trainer.save(run / "checkpoint.pt")
        figures = self._scorer(trainer.latest(), trainer.device)
        note(figures)
        return trainer, figures

    def _labelled(self, pack: Pack, teacher: Any, device: torch.device) -> Pack:
        """The pack with the teacher's translations as a further corpus.

        Nothing is translated of a corpus that the mixture leaves out.
        """
        used = {corpus.name for corpus in self._mixture.corpora if corpus.weight > 0}
        retold = np.array([name in used & RETOLD for name in pack.corpora])[pack.corpus]
        sides = [pack.source.where(retold)]
        if (russian := russian_of(self._bundle)) is not None:
            sides.append(russian)
        source = _once(joined(sides))
        start = time.monotonic()
        made = translate(teacher, source, device)
        good = fit(source, made)
        write_json(
            self._target / "labelling.json",
            {
                "sentences": len(source),
                "kept": int(good.sum()),
                "seconds": round(time.monotonic() - start, 1),
            },
        )
        return with_translations(pack, source.where(good), made.target.where(good), DISTILLED)

    def _export(self, trainer: Trainer, pack: Pack) -> None:
        folder = self._target / "model"
        said = _note(trainer, averaged=False)
        write_model(trainer.latest(), self._tokenizer, folder, DECODING, said)
        write_lexicon(pack, trainer.settings.shape.vocabulary, folder)
        write_json(folder / RERANKING_FILE, RERANKING)


def _note(trainer: Trainer, *, averaged: bool) -> dict[str, Any]:
    return {"step": trainer.step, "pairs": trainer.pairs, "averaged": averaged}


def _once(side: Side) -> Side:
    """The sentences of `side` without repetitions."""
    seen: set[bytes] = set()
    keep = np.zeros(len(side), dtype=bool)
    for number in range(len(side)):
        key = side[number].tobytes()
        keep[number] = key not in seen and len(key) > 0
        seen.add(key)
    return side.where(keep)


def main(argv: Sequence[str] | None = None) -> int:
    """Run everything and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m models.training.distillation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("bundle", type=Path, help="folder that `pack` wrote")
    parser.add_argument("target", type=Path, help="where model, scores and logs go")
    parser.add_argument("--work", type=Path, required=True, help="scratch space")
    parser.add_argument("--teacher-minutes", type=float, default=7.5, help="0 for no teacher")
    parser.add_argument("--student-minutes", type=float, default=12.0)
    parser.add_argument("--without", action="append", default=[], choices=TERMS, metavar="TERMS")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    mixture = without(read_mixture(), options.without)
    distillation = Distillation(
        options.bundle, options.work, options.target, Shape(), mixture=mixture, seed=options.seed
    )
    times = Times(60 * options.teacher_minutes, 60 * options.student_minutes)
    print(json.dumps(distillation.run(times)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
