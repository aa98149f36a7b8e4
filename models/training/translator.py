"""The recipe of the compact translator, from corpora to the folder that ships."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.training import corpora
from models.training.paths import COMPACT_TRANSLATOR, corpora_folder, runs_folder

if TYPE_CHECKING:
    from models.training.settings import Settings

DESCRIPTION = """The compact translator, step by step. Every step leaves out what is done already.

  prepare    clean the corpora into one data set of pairs
  tokenizer  train the joint SentencePiece model
  derive     make sentences that teach copying
  pack       pairs as token arrays, with word alignments and first embeddings
  train      the stable stretch; SIGTERM stops it, calling it again continues it
  cooldown   a short branch off it with a falling learning rate: the weights to ship
  export     write the from_pretrained folder and its ctranslate2 form
  convert    the ctranslate2 form alone
  evaluate   scores on the dev sets
  all        all of these in turn

Work lies in $SVODKA_RUNS/translator, the corpora in $SVODKA_CORPORA."""
#: Updates of the stable stretch and of the cooldown where nobody says how many.
DEFAULT_STEPS = 40_000
DEFAULT_COOLDOWN = 3_000
#: Domains whose pairs are good enough to learn word alignments from.
ALIGNED = ("press", "news", "prose")
#: Decoding settings chosen on the dev sets.
DECODING: dict[str, Any] = {"num_beams": 4, "no_repeat_ngram_size": 5, "length_penalty": 1.0}


class Recipe:
    """The steps, over one working folder."""

    def __init__(self, root: Path, source: Path, target: Path = COMPACT_TRANSLATOR) -> None:
        self.source = source
        self.target = target
        self.pairs = root / "pairs"
        self.derived = root / "copying"
        self.tokenizer = root / "tokenizer"
        self.packed = root / "pack"
        self.stable = root / "stable"
        self.cooled = root / "cooldown"
        self.mixture = corpora.read_mixture()

    def prepare(self) -> None:
        """Clean the corpora, unless that is done."""
        if not (self.pairs / "cleaning.json").exists():
            corpora.prepare(self.source, self.pairs, self.mixture)

    def make_tokenizer(self) -> None:
        """Train the tokenizer, unless there is one."""
        from datasets import load_from_disk

        from models.training import tokenizer

        if not (self.tokenizer / "vocab.json").exists():
            articles = corpora.article_paragraphs(self.source / "articles.jsonl.gz", 9000)
            tokenizer.train(load_from_disk(str(self.pairs)), self.mixture, articles, self.tokenizer)

    def derive(self) -> None:
        """Make the sentences that teach copying, unless there are some."""
        from datasets import Dataset, load_from_disk

        from models.training.copying import copying_rows

        if not (self.derived / "dataset_info.json").exists():
            rows = list(copying_rows(load_from_disk(str(self.pairs))))
            Dataset.from_list(rows).save_to_disk(str(self.derived))

    def pack(self) -> None:
        """Encode and align the pairs and make the first embeddings, unless that is done."""
        import numpy as np
        from datasets import concatenate_datasets, load_from_disk

        from models.training.alignments import aligned
        from models.training.embeddings import embeddings_from_pairs
        from models.training.network import Shape
        from models.training.packing import ALIGNMENT, EMBEDDINGS, pack_of, read_pack, write_pack
        from models.training.tokenizer import Pieces

        pieces = Pieces(self.tokenizer)
        if not (self.packed / "pack.json").exists():
            parts = [load_from_disk(str(folder)) for folder in (self.pairs, self.derived)]
            write_pack(pack_of(concatenate_datasets(parts), pieces), self.packed)
        pack = read_pack(self.packed)
        if not (self.packed / EMBEDDINGS).exists():
            table = embeddings_from_pairs(pack, pieces.size, Shape().width)
            np.save(self.packed / EMBEDDINGS, table)
        if not (self.packed / ALIGNMENT).exists():
            clean = {c.name for c in self.mixture.corpora if c.domain in ALIGNED}
            np.save(self.packed / ALIGNMENT, aligned(pack, clean))

    def train(self, settings: "Settings", weights: Path | None = None) -> None:
        """The stable stretch, from its checkpoint, from exported weights, or from the start."""
        from models.training.judging import DevJudge
        from models.training.loop import train
        from models.training.starts import FromPairs, FromWeights

        start = FromWeights(weights) if weights else FromPairs()
        train(settings, self.mixture, start, DevJudge(self.source, self.tokenizer))

    def cooldown(self, settings: "Settings") -> None:
        """Branch off the stable stretch's last checkpoint and bring the learning rate to 0."""
        from models.training.judging import DevJudge
        from models.training.loop import train
        from models.training.starts import FromCheckpoint

        train(
            settings,
            self.mixture,
            FromCheckpoint(self.stable / "checkpoint.pt"),
            DevJudge(self.source, self.tokenizer),
        )

    def export(self, checkpoint: Path, decoding: dict[str, Any], averaged: bool) -> None:
        """Write the weights of `checkpoint` as the folder that ships."""
        from models.training.checkpoints import model_of
        from models.training.export import convert, write_model

        model, note = model_of(checkpoint, averaged)
        write_model(model, self.tokenizer, self.target, decoding, note)
        convert(self.target)


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m models.training.translator",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name in ("prepare", "tokenizer", "derive", "pack", "convert"):
        steps.add_parser(name)
    for name in ("train", "cooldown", "all"):
        step = steps.add_parser(name)
        step.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
        step.add_argument(
            "--steps", type=int, default=0, help="updates to do in all (train) or to cool over"
        )
        step.add_argument("--seed", type=int, default=1)
        if name == "train":
            step.add_argument("--from-weights", type=Path, help="exported folder to continue from")
        else:
            step.add_argument(
                "--minutes", type=float, default=0.0, help="cool over this time instead"
            )
    exported = steps.add_parser("export")
    exported.add_argument(
        "--checkpoint", type=Path, help="default: the cooldown's, else the stable one"
    )
    exported.add_argument(
        "--decoding", type=json.loads, default=DECODING, help="settings for generation, as JSON"
    )
    evaluated = steps.add_parser("evaluate")
    evaluated.add_argument("--folder", type=Path, default=COMPACT_TRANSLATOR)
    evaluated.add_argument("--lines", type=int)
    evaluated.add_argument(
        "--decoding", type=json.loads, help="ctranslate2 options instead of the folder's"
    )
    return parser


def _train(recipe: Recipe, options: argparse.Namespace) -> None:
    from models.training.settings import Settings

    recipe.train(
        Settings(
            run=recipe.stable,
            pack=recipe.packed,
            world=options.processes,
            seed=options.seed,
            stop_at_step=options.steps,
        ),
        getattr(options, "from_weights", None),
    )


def _cooldown(recipe: Recipe, options: argparse.Namespace) -> None:
    from models.training.checkpoints import step_of
    from models.training.schedule import Schedule
    from models.training.settings import Settings

    schedule = Schedule(
        warmup=0,
        branch=step_of(recipe.stable / "checkpoint.pt"),
        cooldown=options.steps or DEFAULT_COOLDOWN,
        cooldown_seconds=60 * options.minutes,
    )
    recipe.cooldown(
        Settings(
            run=recipe.cooled,
            pack=recipe.packed,
            phases=("domain",),
            schedule=schedule,
            world=options.processes,
            seed=options.seed,
        )
    )


def _export(recipe: Recipe, options: argparse.Namespace) -> None:
    cooled = recipe.cooled / "checkpoint.pt"
    checkpoint = options.checkpoint or (
        cooled if cooled.exists() else recipe.stable / "checkpoint.pt"
    )
    recipe.export(checkpoint, options.decoding, averaged=checkpoint.parent != recipe.cooled)


def _convert(recipe: Recipe, options: argparse.Namespace) -> None:
    from models.training.export import convert

    del options
    convert(recipe.target)


def _evaluate(recipe: Recipe, options: argparse.Namespace) -> None:
    from models.training.judging import judge

    figures = judge(options.folder, recipe.source, options.lines, options.decoding)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _all(recipe: Recipe, options: argparse.Namespace) -> None:
    options.checkpoint, options.decoding = None, DECODING
    cooling = argparse.Namespace(**{**vars(options), "steps": 0})
    recipe.prepare()
    recipe.make_tokenizer()
    recipe.derive()
    recipe.pack()
    _train(recipe, argparse.Namespace(**{**vars(options), "steps": options.steps or DEFAULT_STEPS}))
    _cooldown(recipe, cooling)
    _export(recipe, options)


STEPS: dict[str, Callable[[Recipe, argparse.Namespace], None]] = {
    "prepare": lambda recipe, options: recipe.prepare(),
    "tokenizer": lambda recipe, options: recipe.make_tokenizer(),
    "derive": lambda recipe, options: recipe.derive(),
    "pack": lambda recipe, options: recipe.pack(),
    "train": _train,
    "cooldown": _cooldown,
    "export": _export,
    "convert": _convert,
    "evaluate": _evaluate,
    "all": _all,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one step and return its exit code."""
    options = arguments().parse_args(argv)
    STEPS[options.step](Recipe(runs_folder() / "translator", corpora_folder()), options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
