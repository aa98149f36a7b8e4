"""The recipe of the compact translator on the command line."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.training.paths import BUNDLE, COMPACT_TRANSLATOR, corpora_folder, runs_folder

if TYPE_CHECKING:
    from models.training.recipe import Recipe

DESCRIPTION = """The compact translator, step by step. Every step leaves out what is done already.

  prepare    clean the corpora into one data set of pairs
  tokenizer  train the joint SentencePiece model
  derive     make sentences that teach copying, and variants of spelling
  encode     pairs as token arrays, with word alignments and first embeddings
  train      the stable stretch; SIGTERM stops it, calling it again continues it
  cooldown   a short branch off it with a falling learning rate: the weights to ship
  export     write the from_pretrained folder and its ctranslate2 form
  convert    the ctranslate2 form alone
  evaluate   scores on the dev sets
  curve      the learning curve as a picture beside the weights
  all        all of these in turn

  sources    the table of corpora and their terms, for the model card
  compare    short trainings side by side: what sources are worth, and sizes of network
  pack       all that training needs in one small folder, for another machine
  unpack     take over such a folder there; go on with `train --from-weights`
  smoke      the whole recipe on a tiny invented language, in two minutes

With a GPU, `pack` here and `python -m models.training.distillation` there: the weights that ship were
made so, in twenty-two minutes. Copy their folder and its logs back, then `convert` and `curve`.

Work lies in $SVODKA_RUNS/translator (translator-without-TERMS with --without), the corpora in $SVODKA_CORPORA."""
#: Updates of the stable stretch and of the cooldown where nobody says how many.
DEFAULT_STEPS = 40_000
DEFAULT_COOLDOWN = 3_000
#: Decoding settings chosen on the dev sets.
DECODING: dict[str, Any] = {
    "num_beams": 4,
    "length_penalty": 1.0,
    "no_repeat_ngram_size": 6,  # digits are single pieces: less would forbid naming a year twice
}
#: How hypotheses are ranked anew, chosen on the dev sets.
RERANKING: dict[str, Any] = {
    "hypotheses": 8,
    "forward": 0.05,
    "backward": 0.2,
    "lost": 0.2,
    "added": 0.05,
}


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m models.training.translator",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--into",
        type=Path,
        default=COMPACT_TRANSLATOR,
        metavar="FOLDER",
        help="where the model goes that ships; default: %(default)s",
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="TERMS",
        help="train without the corpora of these terms (see corpora.toml), in a folder of its own",
    )
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    plain = ("prepare", "tokenizer", "derive", "encode", "convert", "curve", "smoke", "sources")
    for name in plain:
        steps.add_parser(name)
    for name in ("train", "cooldown", "all"):
        step = steps.add_parser(name)
        step.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
        step.add_argument("--steps", type=int, help="updates: in all (train, all) or to cool over")
        step.add_argument("--seed", type=int, default=1)
        step.add_argument("--from-weights", type=Path, help="exported folder to start from (train)")
        step.add_argument("--minutes", type=float, default=0.0, help="cool over this time instead")
    exported = steps.add_parser("export")
    exported.add_argument(
        "--checkpoint", type=Path, help="default: the cooldown's, else the stable one"
    )
    exported.add_argument("--decoding", type=json.loads, default=DECODING, help="settings, as JSON")
    exported.add_argument(
        "--reranking", type=json.loads, default=RERANKING, help="settings, as JSON; null for none"
    )
    exported.add_argument("--shards", type=Path, help="write weights in small files to this folder")
    exported.add_argument("--shard-size", default="15MB")
    evaluated = steps.add_parser("evaluate")
    evaluated.add_argument("--folder", type=Path, help="default: the one that the model goes into")
    evaluated.add_argument("--lines", type=int)
    evaluated.add_argument("--decoding", type=json.loads, help="ctranslate2 options, as JSON")
    compared = steps.add_parser("compare")
    compared.add_argument(
        "names", nargs="*", help="tables or runs of comparisons.toml; default: all"
    )
    compared.add_argument("--json", action="store_true", help="figures as JSON, not as tables")
    for name in ("pack", "unpack"):
        steps.add_parser(name).add_argument("--folder", type=Path, default=BUNDLE)
    return parser


def _train(recipe: "Recipe", options: argparse.Namespace) -> None:
    recipe.train(
        options.steps or 0, options.from_weights, world=options.processes, seed=options.seed
    )


def _cooldown(recipe: "Recipe", options: argparse.Namespace) -> None:
    recipe.cooldown(
        options.steps or DEFAULT_COOLDOWN,
        60 * options.minutes,
        world=options.processes,
        seed=options.seed,
    )


def _evaluate(recipe: "Recipe", options: argparse.Namespace) -> None:
    from models.training.judging import judge

    figures = judge(options.folder or recipe.target, recipe.source, options.lines, options.decoding)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _compare(recipe: "Recipe", options: argparse.Namespace) -> None:
    from models.training.comparing import Comparer, as_markdown
    from models.training.comparisons import read_comparisons

    comparisons, phases = read_comparisons(recipe.shape)
    named = set(options.names)
    wanted = [one for one in comparisons if not named or named & {one.table, one.title}]
    results = Comparer(recipe, phases).run_all(wanted)
    print(json.dumps(results, indent=1) if options.json else as_markdown(results))


def _export(recipe: "Recipe", options: argparse.Namespace) -> None:
    shards = (options.shards, options.shard_size) if options.shards else None
    recipe.export(options.decoding, options.checkpoint, shards, options.reranking)


def _convert(recipe: "Recipe", options: argparse.Namespace) -> None:
    from models.training.export import convert

    convert(recipe.target)


def _sources(recipe: "Recipe", options: argparse.Namespace) -> None:
    from models.training.packing import read_pack
    from models.training.sources import sources_table

    print(sources_table(read_pack(recipe.packed), recipe.mixture), end="")


def _smoke(recipe: "Recipe", options: argparse.Namespace) -> None:
    import tempfile

    from models.training import smoke

    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(smoke.run(Path(scratch)), ensure_ascii=False, indent=1))


def _all(recipe: "Recipe", options: argparse.Namespace) -> None:
    recipe.prepare()
    recipe.make_tokenizer()
    recipe.derive()
    recipe.encode()
    same: dict[str, Any] = {"world": options.processes, "seed": options.seed}
    recipe.train(options.steps or DEFAULT_STEPS, options.from_weights, **same)
    recipe.cooldown(DEFAULT_COOLDOWN, 60 * options.minutes, **same)
    recipe.export(DECODING, reranking=RERANKING)
    recipe.draw()
    print(json.dumps(recipe.scores(), ensure_ascii=False, indent=1))


STEPS: dict[str, Callable[["Recipe", argparse.Namespace], None]] = {
    "prepare": lambda recipe, options: recipe.prepare(),
    "tokenizer": lambda recipe, options: recipe.make_tokenizer(),
    "derive": lambda recipe, options: recipe.derive(),
    "encode": lambda recipe, options: recipe.encode(),
    "train": _train,
    "cooldown": _cooldown,
    "export": _export,
    "convert": _convert,
    "evaluate": _evaluate,
    "curve": lambda recipe, options: recipe.draw(),
    "all": _all,
    "sources": _sources,
    "compare": _compare,
    "pack": lambda recipe, options: print(f"{recipe.pack(options.folder):.1f} MB"),
    "unpack": lambda recipe, options: recipe.unpack(options.folder),
    "smoke": _smoke,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one step and return its exit code."""
    options = arguments().parse_args(argv)

    from models.training.corpora import TERMS, read_mixture, without
    from models.training.recipe import Recipe

    if unknown := set(options.without) - set(TERMS):
        raise SystemExit(f"--without {' '.join(sorted(unknown))}: it is one of {', '.join(TERMS)}")
    name = "-".join(["translator", *(f"without-{terms}" for terms in sorted(set(options.without)))])
    mixture = without(read_mixture(), options.without)
    recipe = Recipe(runs_folder() / name, corpora_folder(), options.into, mixture)
    STEPS[options.step](recipe, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
