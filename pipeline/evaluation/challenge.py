"""How well the audit finds seeded faults, and how often it cries wolf.

A challenge set is JSON lines, `{"id", "source", "summary", "english", "fault", "where"}`: right
triples (`fault` null) and triples with one seeded fault each.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.auditing import Triple, examine
from pipeline.document import Severity
from pipeline.errors import InputError
from pipeline.language.glossary import Glossary

FAULTS = (
    "number_changed",
    "magnitude_slip",
    "unit_changed",
    "date_moved",
    "name_swapped",
    "name_lost",
    "negation_lost",
    "quotation_lost",
    "term_wrong",
    "repeated",
    "left_in_russian",
    "invented_figure",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One triple of a challenge set; `fault` and `where` are empty for a right one."""

    id: str
    source: str
    summary: str
    english: str
    fault: str
    where: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the audit said of a case: the kinds of its errors, with their messages."""

    case: Case
    errors: tuple[tuple[str, str], ...]

    @property
    def right(self) -> bool:
        """Whether the seeded fault was named, or a right triple left in peace."""
        if not self.case.fault:
            return not self.errors
        return any(kind == self.case.fault for kind, _ in self.errors)


@dataclass(frozen=True, slots=True)
class ChallengeResult:
    """Verdicts over a set; `seconds` is the time of the audit alone."""

    verdicts: tuple[Verdict, ...]
    seconds: float

    @property
    def recall(self) -> float:
        """Share of the faulty triples with an error of the seeded kind."""
        return _share([one.right for one in self.verdicts if one.case.fault])

    @property
    def false_rate(self) -> float:
        """Share of the right triples with any error."""
        return _share([not one.right for one in self.verdicts if not one.case.fault])

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain data, for `--json`."""
        by_kind = {
            fault: {
                "n": len(cases),
                "recall": round(_share([one.right for one in cases]), 4),
            }
            for fault in FAULTS
            if (cases := [one for one in self.verdicts if one.case.fault == fault])
        }
        return {
            "recall": round(self.recall, 4),
            "false_rate": round(self.false_rate, 4),
            "n": len(self.verdicts),
            "by_kind": by_kind,
            "triples_per_second": round(len(self.verdicts) / self.seconds, 1),
        }


def load_cases(path: Path) -> list[Case]:
    """The cases of a challenge file.

    Raises:
        InputError: If the file cannot be read or a line of it is not a case; the line is named.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot be read ({error})", where=str(path), remedy="name a JSON-lines file in UTF-8"
        ) from error
    return [_case(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def run_challenge(cases: Iterable[Case], glossary: Glossary | None = None) -> ChallengeResult:
    """Audit every case."""
    glossary = glossary or Glossary.builtin()
    started = time.perf_counter()
    verdicts = tuple(_judge(case, glossary) for case in cases)
    return ChallengeResult(verdicts, max(time.perf_counter() - started, 1e-9))


def _judge(case: Case, glossary: Glossary) -> Verdict:
    triple = Triple(case.source, case.summary, case.english, glossary, context=case.source)
    errors = tuple(
        (finding.kind, finding.message)
        for finding in examine(triple)
        if finding.severity is Severity.ERROR
    )
    return Verdict(case, errors)


def _case(path: Path, number: int, line: str) -> Case:
    try:
        row = json.loads(line)
        fault, where = row["fault"] or "", row["where"] or ""
        texts = (row["id"], row["source"], row["summary"], row["english"], fault, where)
        if fault and fault not in FAULTS:
            raise ValueError(f"unknown fault {fault!r}")
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("a field is not a string")
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"line {number} is not a case ({error})",
            where=str(path),
            remedy="each line is an object with id, source, summary, english, fault and where",
        ) from error
    return Case(*texts)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
