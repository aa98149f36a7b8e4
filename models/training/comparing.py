"""Short trainings side by side: what a source of data or a size of network is worth.

Every run has its own folder with its own pack, cut out of the recipe's, so that nothing is encoded
again. The first embeddings are made anew, from all the pairs that the run may see; tokenizer and word
alignments are the recipe's, and so know all of its corpora.
"""

import json
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import load_from_disk
from numpy.typing import NDArray

from models.training import copying, variants
from models.training.batches import Plan, weights
from models.training.checkpoints import model_of, step_of
from models.training.comparisons import COOLING, STRETCH, Comparison, allowed, sampled
from models.training.corpora import Mixture, Phase
from models.training.embeddings import embeddings_from_pairs
from models.training.export import write_json
from models.training.judging import DevJudge
from models.training.loop import train
from models.training.origins import origins
from models.training.packing import EMBEDDINGS, Pack, chosen, read_pack, write_pack
from models.training.recipe import Recipe
from models.training.schedule import Schedule
from models.training.settings import Settings
from models.training.starts import FromCheckpoint, FromPairs
from models.training.trainer import Trainer

#: Lines of each dev set that a run is scored on.
LINES = 500
#: Updates that the cost of one is measured by.
TRIAL = 8
RESULT = "result.json"


class Comparer:
    """Runs comparisons over the pack, pairs and tokenizer of a recipe, one after another."""

    def __init__(self, recipe: Recipe, phases: Mapping[str, Phase], lines: int = LINES) -> None:
        self._recipe = recipe
        self._mixture = Mixture(recipe.mixture.corpora, dict(phases))
        self._judge = DevJudge(recipe.source, recipe.tokenizer, lines)
        self.folder = recipe.root / "compare"

    def run_all(self, comparisons: Iterable[Comparison]) -> list[dict[str, Any]]:
        """The figures of `comparisons` in turn, up to the first that a signal stops."""
        results = []
        for comparison in comparisons:
            result = self.run(comparison)
            if result is None:
                break
            results.append(result)
        return results

    def run(self, comparison: Comparison) -> dict[str, Any] | None:
        """The figures of one comparison; None if a signal stopped it: call again to go on."""
        folder = self.folder / comparison.title
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / RESULT).exists():
            settings = Settings(
                folder / "stable",
                folder / "pack",
                phases=(STRETCH,),
                shape=comparison.shape,
                world=1,
                guide_until=comparison.guided,
            )
            if not (folder / "plan.json").exists():
                self._cut(comparison, settings.pack)
                updates, cooldown = comparison.stretch(self._cost(settings))
                write_json(folder / "plan.json", {"updates": updates, "cooldown": cooldown})
            result = self._trained(comparison, settings, folder)
            if result is None:
                return None
            write_json(folder / RESULT, result)
        figures: dict[str, Any] = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        return figures

    def _trained(
        self, comparison: Comparison, settings: Settings, folder: Path
    ) -> dict[str, Any] | None:
        plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        updates, cooldown = plan["updates"], plan["cooldown"]
        stretch = replace(settings, stop_at_step=updates)
        branch = stretch.run / "checkpoint.pt"
        clock = folder / "processor-seconds"
        if not branch.exists() or step_of(branch) < updates:
            with counted(clock):
                train(stretch, self._mixture, FromPairs())
            if step_of(branch) < updates:
                return None
        cooled = replace(
            settings,
            run=folder / "cooldown",
            phases=(COOLING,),
            schedule=Schedule(0, updates, cooldown),
        )
        with counted(clock):
            train(cooled, self._mixture, FromCheckpoint(branch))
        model, note = model_of(cooled.run / "checkpoint.pt", averaged=False)
        if note["step"] < updates + cooldown:
            return None
        pack = read_pack(settings.pack)
        figures = self._judge(model)
        return {
            "run": comparison.title,
            "leaves_out": sorted(comparison.leaves_out),
            "shape": shape_name(comparison),
            "parameters": int(model.num_parameters()),
            "distinct_pairs": self._in_mixture(pack),
            "pairs_seen": note["pairs"],
            "updates": note["step"],
            "processor_minutes": round(float(clock.read_text()) / 60, 1),
            **{
                name: {key: figures[name][key] for key in ("chrf", "bleu", "n")}
                for name in ("dev.news", "dev.press")
            },
        }

    def _in_mixture(self, pack: Pack) -> int:
        """How many pairs of `pack` any phase may draw."""
        drawn = [weights(pack, self._mixture, phase) > 0 for phase in self._mixture.phases.values()]
        return int(np.logical_or.reduce(drawn).sum())

    def _cut(self, comparison: Comparison, folder: Path) -> None:
        """The pack that a run may see, with embeddings from all the pairs of its terms."""
        whole = read_pack(self._recipe.packed)
        fine = np.ones(len(whole), dtype=bool)
        if comparison.leaves_out:
            made_from = self._origins(whole)
            fine = allowed(made_from, whole.corpora, self._mixture, comparison.leaves_out)
        write_pack(chosen(whole, fine & sampled(len(whole), comparison.share)), folder)
        shape, ready = comparison.shape, self._recipe.packed / EMBEDDINGS
        if fine.all() and shape.width == self._recipe.shape.width and ready.exists():
            shutil.copyfile(ready, folder / EMBEDDINGS)  # they would come out the same
        else:
            table = embeddings_from_pairs(chosen(whole, fine), shape.vocabulary, shape.width)
            np.save(folder / EMBEDDINGS, table)

    def _origins(self, pack: Pack) -> NDArray[np.uint16]:
        """For each pair, the index of the corpus that it is from or, if derived, was made from."""
        pairs, derived = (
            load_from_disk(str(folder)) for folder in (self._recipe.pairs, self._recipe.derived)
        )
        labels = np.asarray([*pairs["corpus"][:], *derived["corpus"][:]])
        names = np.asarray(pack.corpora)
        if len(labels) != len(pack) or (names[pack.corpus] != labels).any():
            raise ValueError(
                f"{self._recipe.packed}: not made from the pairs beside it, so that nobody can say what "
                f"its derived pairs were made from; remove it and {self._recipe.derived}, then derive and encode"
            )
        index = {name: number for number, name in enumerate(pack.corpora)}
        used = {*copying.SHARES, *variants.SHARES}
        made_from = (row for row in pairs if row["corpus"] in used)
        result = pack.corpus.copy()
        for place, origin in enumerate(origins(derived, made_from), start=len(pairs)):
            if origin is not None:
                result[place] = index[origin]
        return result

    def _cost(self, settings: Settings) -> float:
        """Processor seconds of one update, by a few that are then thrown away."""
        torch.set_num_threads(1)
        pack = read_pack(settings.pack)
        trainer = Trainer(settings, pack)
        plan = Plan(pack, self._mixture, self._mixture.phases[STRETCH], settings.seed)
        batches = [items for _, items in zip(range(TRIAL + 1), plan.from_step(0), strict=False)]
        trainer.update(batches[0])
        start = time.process_time()
        for items in batches[1:]:
            trainer.update(items)
        return (time.process_time() - start) / TRIAL


@contextmanager
def counted(path: Path) -> Iterator[None]:
    """Add the processor seconds of the body to the number in the file `path`."""
    start = time.process_time()
    try:
        yield
    finally:
        before = float(path.read_text()) if path.exists() else 0.0
        path.write_text(f"{before + time.process_time() - start:.1f}\n")


def shape_name(comparison: Comparison) -> str:
    """A network in short: width, encoder and decoder layers."""
    shape = comparison.shape
    return f"{shape.width}, {shape.encoder_layers} + {shape.decoder_layers}"


def as_markdown(results: Iterable[Mapping[str, Any]]) -> str:
    """The results as a Markdown table."""
    head = (
        "run",
        "leaves out",
        "width, layers",
        "parameters",
        "distinct pairs",
        "pairs seen",
        "updates",
        "processor minutes",
        "`dev.news` chrF2 / BLEU",
        "`dev.press` chrF2 / BLEU",
    )
    rows: list[Sequence[str]] = [head, ("---",) * len(head)]
    for result in results:
        rows.append(
            (
                f"`{result['run']}`",
                ", ".join(result["leaves_out"]) or "nothing",
                result["shape"],
                f"{result['parameters'] / 1e6:.1f} M",
                f"{result['distinct_pairs']:,}",
                f"{result['pairs_seen']:,}",
                f"{result['updates']:,}",
                f"{result['processor_minutes']:.1f}",
                *(
                    f"{result[name]['chrf']:.1f} / {result[name]['bleu']:.1f}"
                    for name in ("dev.news", "dev.press")
                ),
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
