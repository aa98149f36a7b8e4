"""What the summariser learns from: articles as sentences, each with the ones to choose.

Three kinds of examples, from the best to the most plentiful:

* `label`: an editor chose the sentences;
* `summary`: an editor wrote a summary; the sentences are the greedy oracle's (ROUGE-1 and -2);
* `title`: no summary; the oracle's sentences against the title, which is then kept from the model.

Articles that share their beginning or title with a record kept for choosing are left out.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from models.training.cleaning import normal_form, tidy
from pipeline.evaluation.baselines import greedy_oracle
from pipeline.evaluation.records import read_records, sentences_of

Kind = Literal["label", "summary", "title"]

FEWEST, MOST = 4, 120
#: Kinds of `summary_kind` that tell what the article says, and how much they count.
SUMMARIES = {
    "lead_removed_from_text": 1.0,
    "editor": 1.0,
    "meta_description": 0.5,
    "meta_description_in_text": 0.3,
}
#: An oracle whose sentences share too little with the summary teaches noise.
LEAST_OVERLAP = 0.12


@dataclass(frozen=True, slots=True)
class Example:
    """One article to learn from. `chosen` holds indices from 0, in reading order."""

    id: str
    kind: Kind
    title: str
    sentences: tuple[str, ...]
    chosen: tuple[int, ...]
    weight: float = 1.0


def is_held(example: Example) -> bool:
    """Whether a labelled article is held back from training, to choose weights and settings by.

    One in eight. The dev files stay out of every choice that the recipe makes.
    """
    return example.kind == "label" and zlib.crc32(b"held " + example.id.encode()) % 8 == 0


class Kept:
    """Recognises articles of the files kept for choosing, by title and by first sentences."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._forms: set[str] = set()
        for file in files:
            for record in read_records(file):
                self._forms.update(self._keys(record.title, record.sentences))

    @staticmethod
    def _keys(title: str, sentences: Sequence[str]) -> Iterator[str]:
        for text in (title, *sentences[:3]):
            form = normal_form(text)
            if len(form) >= 25:
                yield form

    def knows(self, title: str, sentences: Sequence[str]) -> bool:
        """Whether a kept article has this title or one of these first sentences."""
        return any(form in self._forms for form in self._keys(title, sentences))


def labelled(path: Path, kept: Kept) -> Iterator[Example]:
    """Articles with an editor's choice."""
    for record in read_records(path):
        if not kept.knows(record.title, record.sentences):
            yield Example(record.id, "label", record.title, record.sentences, record.chosen)


def from_articles(path: Path, kept: Kept, titles: int) -> Iterator[Example]:
    """Oracle examples of articles: all those with a usable summary, and `titles` of the others."""
    from pipeline.evaluation.rouge import NgramOverlap

    for row in _rows(path):
        title, sentences = (
            tidy(row["title"]),
            tuple(sentence for sentence, _ in sentences_of(row["text"])),
        )
        if not FEWEST <= len(sentences) <= MOST or kept.knows(title, sentences):
            continue
        kind: Kind = "summary" if row.get("summary_kind") in SUMMARIES else "title"
        if kind == "title" and titles <= 0:
            continue
        reference = row["summary"] if kind == "summary" else title
        chosen = greedy_oracle(sentences, reference, limit=3 if kind == "summary" else 2)
        if NgramOverlap(sentences, reference).score(chosen) < LEAST_OVERLAP:
            continue
        titles -= kind == "title"
        weight = SUMMARIES[row["summary_kind"]] if kind == "summary" else 1.0
        yield Example(
            row["id"], kind, title if kind == "summary" else "", sentences, chosen, weight
        )


def prepare(corpora: Path, target: Path, titles: int = 0) -> list[Example]:
    """Make every example, or read those that an earlier call has written to `target`.

    Articles with a title alone are left out unless `titles` of them are asked for: without the title
    they have no marks, and what matters most is to learn to read those.
    """
    if target.is_file():
        return read(target)
    kept = Kept([corpora / "dev.labels.jsonl", corpora / "dev.summaries.jsonl"])
    examples = [
        *labelled(corpora / "labels.jsonl.gz", kept),
        *from_articles(corpora / "articles.jsonl.gz", kept, titles),
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with gzip.open(unfinished, "wt", encoding="utf-8") as file:
        for example in examples:
            file.write(json.dumps(asdict(example), ensure_ascii=False) + "\n")
    unfinished.rename(target)
    return examples


def read(path: Path) -> list[Example]:
    """The examples that `prepare` wrote."""
    return [
        Example(**{**row, "sentences": tuple(row["sentences"]), "chosen": tuple(row["chosen"])})
        for row in _rows(path)
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
