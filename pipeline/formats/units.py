"""A document as translation tools see it: pairs of lines, each with an id, a state and its facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Any

from pipeline.document import Document, Finding, Role, Segment, Severity, Span

__all__ = ["State", "Unit", "models", "score_text", "units"]


class State(StrEnum):
    """How far a line's English can be relied on; machine translation is never final."""

    TRANSLATED = "translated"
    REVIEW = "needs-review"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Unit:
    """One Russian line, its English, and what is known of the pair.

    `id` is unique in a run: the document's id, and `title`, `dateline` or the number of the line in
    the summary, from 1. `english` is empty for a failed line. `score` is that of the hypothesis
    that stands (mean log-probability for a token).
    """

    id: str
    document: Document
    segment: Segment
    role: Role
    number: int
    state: State
    findings: tuple[Finding, ...]

    @property
    def russian(self) -> str:
        """The Russian line."""
        return self.segment.text

    @property
    def english(self) -> str:
        """The English line."""
        return self.segment.english

    @property
    def score(self) -> float:
        """The score of the hypothesis that stands; 0.0 if none does."""
        chosen = self.segment.chosen
        return 0.0 if chosen is None else self.segment.hypotheses[chosen].score

    @property
    def origin(self) -> str:
        """What made the English that stands; empty if none does."""
        chosen = self.segment.chosen
        return "" if chosen is None else self.segment.hypotheses[chosen].origin

    @property
    def spans(self) -> str:
        """The spans of the normalised source, as `12-40 55-80`."""
        return " ".join(_shown(span) for span in self.segment.spans)

    @property
    def kinds(self) -> str:
        """The kinds of the findings, each once, in order, joined by spaces."""
        return " ".join(dict.fromkeys(finding.kind for finding in self.findings))


def units(document: Document) -> Iterator[Unit]:
    """The title and dateline where there are any, then the lines of the summary."""
    number = 0
    for index, segment in enumerate(document.all_segments()):
        role = _role(document, segment)
        number += role is Role.SUMMARY
        name = str(number) if role is Role.SUMMARY else str(role)
        findings = tuple(one for one in document.findings if one.segment == index)
        yield Unit(
            id=f"{document.id}.{name}",
            document=document,
            segment=segment,
            role=role,
            number=number if role is Role.SUMMARY else 0,
            state=_state(segment, findings),
            findings=findings,
        )


def score_text(score: float) -> str:
    """A document's score to two places, rounded down: 0.8954 is not shown as a passing 0.90."""
    return f"{floor(round(score * 100, 6)) / 100:.2f}"


def models(signature: dict[str, Any]) -> dict[str, str]:
    """What a signature says of the model in each role, as one line a role.

    The name where it is given, then the first 12 digits of the revision and the weights' digest.
    """
    engines = signature.get("engines")
    if not isinstance(engines, dict):
        return {}
    return {str(role): _model(facts) for role, facts in sorted(engines.items())}


def _role(document: Document, segment: Segment) -> Role:
    if segment is document.title:
        return Role.TITLE
    return Role.DATELINE if segment is document.dateline else Role.SUMMARY


def _state(segment: Segment, findings: tuple[Finding, ...]) -> State:
    if not segment.english.strip():
        return State.FAILED
    doubtful = any(finding.severity is Severity.ERROR for finding in findings)
    return State.REVIEW if doubtful else State.TRANSLATED


def _model(facts: Any) -> str:
    if not isinstance(facts, dict):
        return ""
    named = [facts.get(key) for key in ("model", "name", "repo")]
    digests = [str(facts[key])[:12] for key in ("revision", "weights") if facts.get(key)]
    return " ".join([*(str(name) for name in named if name), *digests])


def _shown(span: Span) -> str:
    return f"{span.start}-{span.stop}"
