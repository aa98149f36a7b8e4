"""From the corpora folder to one clean, deduplicated data set of sentence pairs.

`corpora.toml` says what each corpus is; this module reads them in that order, so that of two equal
pairs the one from the better corpus stays.
"""

import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.training.cleaning import DevGuard, Pair, normal_form, objection, tidy
from models.training.paths import CORPORA_TOML

if TYPE_CHECKING:
    from datasets import Dataset

DOMAINS = ("press", "news", "prose", "technical", "machine", "lexicon")
#: What a user of the weights is free to do, by corpus: see the head of corpora.toml.
TERMS = ("free", "sharealike", "copyleft", "research", "unstated", "partly", "derived")
#: Terms of a corpus made from others: each of its pairs has those of the pair it was made from.
DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Corpus:
    """One parallel corpus: where it is, what it is, how often it is seen, on what terms."""

    name: str
    file: str
    domain: str
    weight: float
    licence: str
    rules: tuple[str, ...] = ()
    terms: str = "unstated"


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of training with its own mixture.

    `factors` multiply the corpora's weights by domain; `batch_tokens` counts padded source and target
    pieces of one update over all processes; `join` is the share of pairs joined to a second one.
    """

    name: str
    steps: int
    max_pieces: int
    batch_tokens: int
    join: float
    factors: dict[str, float]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Everything `corpora.toml` says."""

    corpora: tuple[Corpus, ...]
    phases: dict[str, Phase]


@dataclass(slots=True)
class Cleaning:
    """What became of each corpus: pairs kept, and pairs dropped by reason."""

    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def as_rows(self) -> list[dict[str, Any]]:
        """One row a corpus, for a report."""
        rows = []
        for name in sorted({*self.kept, *(corpus for corpus, _ in self.dropped)}):
            reasons = {
                why: n for (corpus, why), n in sorted(self.dropped.items()) if corpus == name
            }
            rows.append({"corpus": name, "kept": self.kept[name], "dropped": reasons})
        return rows


def read_mixture(path: Path = CORPORA_TOML) -> Mixture:
    """Parse `corpora.toml`. Raises KeyError or ValueError naming what is wrong in it."""
    with path.open("rb") as handle:
        raw = tomllib.load(handle)
    corpora = []
    for name, entry in raw["corpus"].items():
        if entry["domain"] not in DOMAINS:
            raise ValueError(f"corpus.{name}.domain: {entry['domain']!r} is none of {DOMAINS}")
        if entry["terms"] not in TERMS:
            raise ValueError(f"corpus.{name}.terms: {entry['terms']!r} is none of {TERMS}")
        corpora.append(Corpus(name=name, **{**entry, "rules": tuple(entry.get("rules", ()))}))
    return Mixture(tuple(corpora), read_phases(raw["phase"]))


def read_phases(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Phase]:
    """The phases of a `[phase]` table. Raises KeyError naming a domain without a factor."""
    phases = {}
    for name, entry in raw.items():
        factors = {domain: float(entry[domain]) for domain in DOMAINS}
        rest = {key: value for key, value in entry.items() if key not in DOMAINS}
        phases[name] = Phase(name=name, factors=factors, **{"join": 0.0, **rest})
    return phases


def without(mixture: Mixture, terms: Iterable[str]) -> Mixture:
    """`mixture` with weight 0 for the corpora of these terms: a recipe does not so much as read them."""
    barred = set(terms)
    corpora = (replace(c, weight=0.0) if c.terms in barred else c for c in mixture.corpora)
    return Mixture(tuple(corpora), mixture.phases)


def read_pairs(path: Path) -> Iterator[Pair]:
    """Pairs of a `Russian<TAB>English` file, gzip or plain, tidied. Lines without a tab are skipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as handle:
        for line in handle:
            ru, tab, en = line.rstrip("\n").partition("\t")
            if tab:
                yield Pair(tidy(ru), tidy(en.split("\t")[0]))


def dev_texts(folder: Path) -> Iterator[str]:
    """Every sentence of the files kept for choosing, in both languages."""
    for path in sorted(folder.glob("dev.*.tsv")):
        for pair in read_pairs(path):
            yield pair.ru
            yield pair.en
    for path in sorted(folder.glob("dev.*.jsonl")):
        with path.open(encoding="utf-8") as handle:
            for line in handle:
                record = json.loads(line)
                for key in ("ru", "en", "sentences"):
                    yield from record.get(key, ())


def clean_pairs(folder: Path, mixture: Mixture, report: Cleaning) -> Iterator[dict[str, str]]:
    """Rows `ru, en, corpus, domain` that pass the rules, each pair once, none of them known to dev."""
    guard = DevGuard(dev_texts(folder))
    seen: set[int] = set()
    for corpus in mixture.corpora:
        if corpus.weight <= 0 or not (folder / corpus.file).is_file():
            continue
        for pair in read_pairs(folder / corpus.file):
            reason = objection(pair, corpus.rules)
            key = hash((normal_form(pair.ru), normal_form(pair.en)))
            if reason is None and key in seen:
                reason = "duplicate"
            if reason is None and (guard.knows(pair.ru) or guard.knows(pair.en)):
                reason = "near_dev"
            if reason is not None:
                report.dropped[corpus.name, reason] += 1
                continue
            seen.add(key)
            report.kept[corpus.name] += 1
            yield {"ru": pair.ru, "en": pair.en, "corpus": corpus.name, "domain": corpus.domain}


def prepare(folder: Path, target: Path, mixture: Mixture) -> "Dataset":
    """Clean everything into an Arrow data set at `target`, with `cleaning.json` beside it."""
    from datasets import Dataset

    report = Cleaning()
    rows = list(clean_pairs(folder, mixture, report))
    dataset = Dataset.from_list(rows)
    dataset.save_to_disk(str(target))
    text = json.dumps(report.as_rows(), ensure_ascii=False, indent=1)
    (target / "cleaning.json").write_text(text + "\n", encoding="utf-8")
    return dataset


def article_paragraphs(path: Path, limit: int) -> Iterator[str]:
    """The first paragraphs of Russian articles: text for the tokenizer only."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line, _ in zip(handle, range(limit), strict=False):
            record = json.loads(line)
            yield tidy(record["title"])
            for paragraph in record["text"].split("\n")[:4]:
                yield tidy(paragraph)[:600]
