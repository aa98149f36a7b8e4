"""All checks, in the order in which their findings are listed."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.auditing.figures import figures_of_english, figures_of_summary
from pipeline.auditing.meaning import (
    polarity_of_english,
    polarity_of_summary,
    quotations_of_english,
    quotations_of_summary,
)
from pipeline.auditing.names import names_of_english, names_of_summary, strange_places
from pipeline.auditing.terms import terms
from pipeline.auditing.triple import Triple
from pipeline.auditing.weekdays import weekdays
from pipeline.auditing.wellformed import emptiness, proportion, repetition, russian_left
from pipeline.document import Finding

Check = Callable[[Triple], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    emptiness,
    russian_left,
    repetition,
    proportion,
    figures_of_summary,
    figures_of_english,
    weekdays,
    names_of_summary,
    names_of_english,
    strange_places,
    terms,
    polarity_of_summary,
    polarity_of_english,
    quotations_of_summary,
    quotations_of_english,
)


def examine(triple: Triple, *, segment: int | None = None) -> list[Finding]:
    """Every finding about a triple, in the order of `CHECKS`.

    Args:
        triple: Source, Russian line and English.
        segment: The number that the findings bear, if the line belongs to a document.
    """
    return [replace(finding, segment=segment) for check in CHECKS for finding in check(triple)]
