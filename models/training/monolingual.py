"""Russian sentences without English, for a teacher to translate: news articles and leads."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.training.cleaning import DevGuard, normal_form, tidy
from models.training.packing import Side, side_of
from models.training.tokenizer import Pieces
from pipeline.evaluation.records import sentences_of

FILES = ("articles.jsonl.gz", "leads.jsonl.gz")
#: Pieces of a sentence: shorter ones are names and numbers, longer ones are cut badly.
SHORTEST, LONGEST = 4, 110


def russian_sentences(files: Iterable[Path], kept: Iterable[str]) -> Iterator[str]:
    """Titles and sentences of the files that are there, each once; none that is `kept` for choosing."""
    guard = DevGuard(kept)
    seen: set[int] = set()
    for path in files:
        if not path.is_file():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            for line in handle:
                record = json.loads(line)
                texts = [record["title"], *(one for one, _ in sentences_of(record["text"]))]
                for text in map(tidy, texts):
                    key = hash(normal_form(text))
                    if key not in seen and not guard.knows(text):
                        seen.add(key)
                        yield text


def encoded(sentences: Iterable[str], pieces: Pieces) -> Side:
    """The sentences of a length worth translating, as ids."""
    ids = pieces.encode(list(sentences))
    return side_of([one for one in ids if SHORTEST <= len(one) <= LONGEST])
