"""The steps of the translator's recipe, over one working folder. Each leaves out what is done."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from datasets import Dataset, concatenate_datasets, load_from_disk

from models.training import corpora, tokenizer
from models.training.alignments import aligned
from models.training.bundle import bundle, unpack
from models.training.checkpoints import model_of, step_of
from models.training.copying import copying_rows
from models.training.curve import draw, read_curve
from models.training.embeddings import embeddings_from_pairs
from models.training.export import convert, write_json, write_model
from models.training.judging import DevJudge, judge
from models.training.lexicon import write_lexicon
from models.training.loop import train
from models.training.monolingual import FILES, encoded, russian_sentences
from models.training.network import Shape
from models.training.packing import ALIGNMENT, EMBEDDINGS, pack_of, read_pack, write_pack
from models.training.schedule import Schedule
from models.training.settings import Settings
from models.training.starts import FromCheckpoint, FromPairs, FromWeights
from models.training.variants import variant_rows
from pipeline.engines.reranking import SETTINGS as RERANKING

#: Domains whose pairs are good enough to learn word alignments from.
ALIGNED = ("press", "news", "prose")
ARTICLES = 9_000
#: Beginning of the name of a cooldown's folder.
COOLDOWN = "cooldown-"


class Recipe:
    """One translator: its corpora, its size, and the folders where its parts lie."""

    def __init__(
        self,
        root: Path,
        source: Path,
        target: Path,
        mixture: corpora.Mixture,
        shape: Shape | None = None,
        pieces: int = tokenizer.PIECES,
    ) -> None:
        self.source = source
        self.target = target
        self.mixture = mixture
        self.shape = shape or Shape()
        self._piece_count = pieces
        self.root = root
        self.pairs = root / "pairs"
        self.derived = root / "derived"
        self.tokenizer = root / "tokenizer"
        self.packed = root / "pack"
        self.stable = root / "stable"
        self.distilled = root / "distil" / "student"

    def prepare(self) -> None:
        """Clean the corpora into one data set."""
        if not (self.pairs / "cleaning.json").exists():
            corpora.prepare(self.source, self.pairs, self.mixture)

    def make_tokenizer(self) -> None:
        """Train the tokenizer on the cleaned pairs and on some articles."""
        if (self.tokenizer / "vocab.json").exists():
            return
        articles = self.source / "articles.jsonl.gz"
        paragraphs = (
            corpora.article_paragraphs(articles, ARTICLES) if articles.exists() else iter(())
        )
        sentences = tokenizer.sample_sentences(
            load_from_disk(str(self.pairs)), self.mixture, paragraphs
        )
        model = tokenizer.train_pieces(sentences, self.tokenizer / "joint", self._piece_count)
        tokenizer.write_folder(model, self.tokenizer)

    def derive(self) -> None:
        """Make the sentences that teach copying, and variants of spelling."""
        if not (self.derived / "dataset_info.json").exists():
            pairs = load_from_disk(str(self.pairs))
            rows = [*copying_rows(pairs), *variant_rows(pairs)]
            Dataset.from_list(rows).save_to_disk(str(self.derived))

    def encode(self) -> None:
        """Encode and align the pairs and make the first embeddings."""
        pieces = tokenizer.Pieces(self.tokenizer)
        if not (self.packed / "pack.json").exists():
            parts = [load_from_disk(str(folder)) for folder in (self.pairs, self.derived)]
            rows = concatenate_datasets([part for part in parts if len(part)])
            write_pack(pack_of(rows, pieces), self.packed)
        pack = read_pack(self.packed)
        if not (self.packed / EMBEDDINGS).exists():
            table = embeddings_from_pairs(pack, pieces.size, self.shape.width)
            np.save(self.packed / EMBEDDINGS, table)
        if not (self.packed / ALIGNMENT).exists():
            clean = {c.name for c in self.mixture.corpora if c.domain in ALIGNED}
            np.save(self.packed / ALIGNMENT, aligned(pack, clean))

    def train(self, stop_at_step: int = 0, weights: Path | None = None, **changes: Any) -> None:
        """The stable stretch: from its checkpoint, from exported weights, or from the start."""
        settings = Settings(
            self.stable, self.packed, shape=self.shape, stop_at_step=stop_at_step, **changes
        )
        start = FromWeights(weights) if weights else FromPairs()
        train(settings, self.mixture, start, DevJudge(self.source, self.tokenizer))

    def cooldown(self, steps: int, seconds: float = 0.0, **changes: Any) -> None:
        """Branch off the stable stretch's checkpoint and bring the learning rate to 0.

        Every branch has a folder of its own, named by the step at which it leaves.
        """
        branch = self.stable / "checkpoint.pt"
        settings = Settings(
            self.root / f"{COOLDOWN}{step_of(branch)}",
            self.packed,
            phases=("domain",),
            shape=self.shape,
            schedule=Schedule(0, step_of(branch), steps, seconds),
            **changes,
        )
        dev = DevJudge(self.source, self.tokenizer)
        train(settings, self.mixture, FromCheckpoint(branch), dev)

    def last_cooldown(self) -> Path | None:
        """The folder of the branch that was trained last, if there is one."""
        checkpoints = self.root.glob(f"{COOLDOWN}*/checkpoint.pt")
        newest = max(checkpoints, key=lambda path: path.stat().st_mtime, default=None)
        return newest.parent if newest else None

    def export(
        self,
        decoding: Mapping[str, Any],
        checkpoint: Path | None = None,
        shards: tuple[Path, str] | None = None,
        reranking: Mapping[str, Any] | None = None,
    ) -> None:
        """Write weights as the folder that ships: the cooldown's, else the stable stretch's average.

        With `reranking` (see `pipeline.engines.reranking`) the lexicon goes with them. With `shards`, a folder and a size such as `15MB`, the weights alone go there in such files,
        to be taken to another machine.
        """
        cooled = self.last_cooldown()
        chosen = checkpoint or (cooled or self.stable) / "checkpoint.pt"
        model, note = model_of(chosen, averaged=not chosen.parent.name.startswith(COOLDOWN))
        if shards:
            write_model(model, self.tokenizer, shards[0], decoding, note, shards[1])
            return
        write_model(model, self.tokenizer, self.target, decoding, note)
        if reranking is not None:
            write_lexicon(read_pack(self.packed), self.shape.vocabulary, self.target)
            write_json(self.target / RERANKING, reranking)
        convert(self.target)

    def scores(self) -> dict[str, Any]:
        """Figures of the exported model on the dev sets, at its own decoding settings."""
        return judge(self.target, self.source)

    def draw(self) -> None:
        """Put the learning curve beside the weights, unless the run was too short to have one."""
        runs = [self.distilled] if self.distilled.exists() else [self.stable, self.last_cooldown()]
        logs = [run / "log.jsonl" for run in runs if run]
        curve = read_curve([log for log in logs if log.exists()])
        if curve.loss:
            (self.target / "curve.svg").write_text(draw(curve), encoding="utf-8")

    def pack(self, folder: Path) -> float:
        """Write a bundle for another machine; return its size in MB."""
        self.prepare()
        self.make_tokenizer()
        self.derive()
        self.encode()
        files = (self.source / name for name in FILES)
        sentences = russian_sentences(files, corpora.dev_texts(self.source))
        russian = encoded(sentences, tokenizer.Pieces(self.tokenizer))
        dev = tuple(sorted(self.source.glob("dev.*.tsv")))
        return bundle(self.packed, self.tokenizer, self.mixture, folder, russian, dev)

    def unpack(self, folder: Path) -> None:
        """Take over a bundle made on another machine."""
        unpack(folder, self.packed, self.tokenizer)
