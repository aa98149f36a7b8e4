"""One figure for how much a segment, and a document, can be relied on.

A score is 1 for a segment without findings and falls with each error and warning; a document's is
the mean of its segments' scores, and no better than half-way above its worst: one wrong number in
ten good lines is still a brief that a person has to see.
"""

from collections.abc import Iterable, Sequence

from pipeline.document import Finding, Severity

COST = {Severity.ERROR: 0.4, Severity.WARNING: 0.1, Severity.NOTE: 0.0}


def score_segment(findings: Iterable[Finding]) -> float:
    """The score in [0, 1] of one segment with these findings, rounded to 4 places."""
    return round(max(0.0, 1.0 - sum(COST[finding.severity] for finding in findings)), 4)


def score_document(segments: Sequence[float]) -> float:
    """The score in [0, 1] of a document from its segments' scores; 1 where it has none."""
    if not segments:
        return 1.0
    mean = sum(segments) / len(segments)
    return round(min(mean, (1.0 + min(segments)) / 2), 4)
