"""The recipe of the compact summariser, from corpora to the folder that ships."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.training.paths import CHECKOUT, COMPACT_TRANSLATOR, corpora_folder, runs_folder

if TYPE_CHECKING:
    from models.training.summariser_data import Example
    from models.training.summariser_run import Run

COMPACT_SUMMARISER = CHECKOUT / "models" / "compact" / "summariser"
DESCRIPTION = """The compact summariser, step by step. Every step leaves out what is done already.

  prepare    collect the examples: editors' labels, oracle labels of summaries and titles
  cues       train the small network that marks each sentence
  train      train the model; calling it again continues from the checkpoint
  choose     choice F1 on the articles held back, by the share of the cues (ranking.FUSION)
  export     write the from_pretrained folder, cues.json and the ctranslate2 form
  evaluate   scores on the files kept for choosing, through the whole stage
  all        all of these in turn

Work lies in $SVODKA_RUNS/summariser, the corpora in $SVODKA_CORPORA. The start is the translator:
its tokenizer, and its weights from its folder in models/compact or the checkpoint of its run. A translator
of width 384 is too large for the summariser's folder: name a narrower one with --start."""
ENCODER_LAYERS = 3
MOST_PARAMETERS = 9_500_000
"""At two bytes in `model.safetensors` and one in `ct2` the folder then stays below 30 MB."""
SHARES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0)
FITTED = 20
"""Articles to which the decoder's first look is fitted."""


class Recipe:
    """The steps, over one working folder."""

    def __init__(
        self,
        root: Path,
        source: Path,
        translator: Path,
        target: Path = COMPACT_SUMMARISER,
        start: Path = COMPACT_TRANSLATOR,
    ) -> None:
        self.root = root
        self.source = source
        self.translator = translator
        self.tokenizer = translator / "tokenizer"
        self.target = target
        self.run = root / "run"
        self.start = start

    def prepare(self) -> "list[Example]":
        """Collect the examples, unless that is done."""
        from models.training.summariser_data import prepare

        return prepare(self.source, self.root / "examples.jsonl.gz")

    def cues(self) -> None:
        """Train the cue network, unless there is one."""
        from models.training.summariser_cues import train
        from pipeline.summarising.marks import FILE

        if not (self.root / FILE).exists():
            train(self.prepare(), self.root)

    def train(self, steps: int, seed: int, minutes: float = 0.0) -> None:
        """Train to the last step, from the checkpoint if there is one."""
        from models.training.summariser_batches import collate, pack
        from models.training.summariser_cues import network_of
        from models.training.summariser_data import is_held
        from pipeline.engines.tokens import MarianTokens

        examples = self.prepare()
        packed = pack(examples, MarianTokens(self.tokenizer).encode, network_of(self.root))
        held = [is_held(example) for example in examples]
        learnt = [one for one, kept in zip(packed, held, strict=True) if not kept]
        run = self._run(steps, seed, minutes)
        if not run.resume():
            print(f"starting from {self._start()}")
            marked = [one for one in learnt if one.kind == "label" and one.marks is not None]
            run.chooser.look_at_marks(collate(marked[:FITTED], run.ids))
        run.train(learnt, [one for one, kept in zip(packed, held, strict=True) if kept])

    def choose(self) -> dict[float, float]:
        """F1 of the best weights on the articles held back, by the share that the cues get."""
        from models.training.summariser_batches import pack
        from models.training.summariser_cues import network_of
        from models.training.summariser_data import is_held
        from models.training.summariser_judging import choice_f1, choices, fused
        from pipeline.engines.tokens import MarianTokens

        run = self._run(1, 1)
        run.take_best()
        held = [example for example in self.prepare() if is_held(example)]
        packed = pack(held, MarianTokens(self.tokenizer).encode, network_of(self.root))
        scores = choices(run.chooser, packed, run.ids)
        figures = {share: choice_f1(fused(scores, packed, share), packed) for share in SHARES}
        for share, figure in figures.items():
            print(f"{share:.1f} of the cues: F1 {figure:.1f}")
        return figures

    def export(self) -> None:
        """Write the best weights as the folder that ships."""
        import shutil

        from models.training.export import convert, write_model
        from pipeline.summarising.marks import FILE

        run = self._run(1, 1)
        note = run.take_best()
        model = run.chooser.finished()
        write_model(model, self.tokenizer, self.target, {"num_beams": 4, "max_length": 32}, note)
        shutil.copyfile(self.root / FILE, self.target / FILE)
        convert(self.target)

    def evaluate(self) -> dict[str, Any]:
        """Scores of the exported model through the summarise stage, on both dev files."""
        from pipeline.config import EngineSettings, SummariseSettings
        from pipeline.engines.load import load_engine
        from pipeline.evaluation.records import read_records
        from pipeline.evaluation.summaries import baselines, evaluate_summaries
        from pipeline.evaluation.systems import svodka

        engine = load_engine(self.target, EngineSettings(), task="select")
        system = svodka(engine, SummariseSettings())
        figures = {}
        for name in ("dev.labels", "dev.summaries"):
            records = read_records(self.source / f"{name}.jsonl")
            result = evaluate_summaries(records, {"svodka": system, **baselines()})
            print(f"{name}\n{result.table()}\n")
            figures[name] = result.as_dict()
        return figures

    def _start(self) -> Path:
        """The translator's weights: the folder named, or the checkpoint of a run under way."""
        shipped = self.start / "model.safetensors"
        return shipped if shipped.exists() else self.translator / "stable" / "checkpoint.pt"

    def _run(self, steps: int, seed: int, minutes: float = 0.0) -> "Run":
        import torch
        from transformers import MarianMTModel

        from models.training.checkpoints import model_of
        from models.training.precision import bfloat16_pays
        from models.training.summariser_batches import reserved
        from models.training.summariser_network import Chooser, from_translator
        from models.training.summariser_run import Run, Settings

        start = self._start()
        if start.suffix == ".pt":
            translator, _ = model_of(start, averaged=True)
        else:
            translator = MarianMTModel.from_pretrained(str(start.parent), dtype=torch.float32)
        ids = json.loads((self.tokenizer / "vocab.json").read_text(encoding="utf-8"))
        torch.manual_seed(seed)
        first = reserved(ids)["first"]
        model = from_translator(translator, first, ENCODER_LAYERS, seed=seed)
        if (size := model.num_parameters()) > MOST_PARAMETERS:
            raise ValueError(
                f"{start}: makes a summariser of {size:,} parameters, and {MOST_PARAMETERS:,} fit its"
                " folder; name a narrower translator with --start"
            )
        chooser = Chooser(model, first, low=bfloat16_pays(torch.device("cpu")))
        return Run(Settings(run=self.run, steps=steps, minutes=minutes, seed=seed), chooser, ids)


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m models.training.summariser",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--start", type=Path, default=COMPACT_TRANSLATOR, help="folder of the translator's weights"
    )
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name in ("prepare", "cues", "choose", "export", "evaluate"):
        steps.add_parser(name)
    for name in ("train", "all"):
        step = steps.add_parser(name)
        step.add_argument("--steps", type=int, default=1500, help="updates to do in all")
        step.add_argument(
            "--minutes", type=float, default=0.0, help="take so long by the clock instead"
        )
        step.add_argument("--seed", type=int, default=1)
    return parser


def _all(recipe: Recipe, options: argparse.Namespace) -> None:
    recipe.prepare()
    recipe.cues()
    recipe.train(options.steps, options.seed, options.minutes)
    recipe.choose()
    recipe.export()
    recipe.evaluate()


STEPS: dict[str, Callable[[Recipe, argparse.Namespace], Any]] = {
    "prepare": lambda recipe, options: recipe.prepare(),
    "cues": lambda recipe, options: recipe.cues(),
    "train": lambda recipe, options: recipe.train(options.steps, options.seed, options.minutes),
    "choose": lambda recipe, options: recipe.choose(),
    "export": lambda recipe, options: recipe.export(),
    "evaluate": lambda recipe, options: recipe.evaluate(),
    "all": _all,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one step and return its exit code."""
    options = arguments().parse_args(argv)
    runs = runs_folder()
    recipe = Recipe(runs / "summariser", corpora_folder(), runs / "translator", start=options.start)
    STEPS[options.step](recipe, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
