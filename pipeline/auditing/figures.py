"""Numbers, money, dates and measures: lost, changed or invented on the way."""

from collections.abc import Iterator

from pipeline.auditing.triple import Triple
from pipeline.document import Finding, Severity
from pipeline.language.quantities import (
    Change,
    Quantity,
    agree,
    compare,
    read_russian,
    render_english,
)

_KIND_OF_CHANGE = {
    "value": "number_changed",
    "magnitude": "magnitude_slip",
    "unit": "unit_changed",
    "date": "date_moved",
}
_WORD_FOR = {
    "number_changed": "the number is another",
    "magnitude_slip": "thousands, millions or billions slipped",
    "unit_changed": "the unit is another",
    "date_moved": "the date is another",
}


def figures_of_summary(triple: Triple) -> Iterator[Finding]:
    """The Russian line against the source: it may leave figures out, not change or add any."""
    if triple.unchanged:
        return
    comparison = compare(triple.source_quantities, triple.summary_quantities)
    for change in comparison.changed:
        yield _changed(triple, change, in_english=False)
    for quantity in comparison.invented:
        elsewhere = any(agree(quantity, other) for other in read_russian(triple.context))
        place = "stands elsewhere in the source" if elsewhere else "is nowhere in the source"
        yield triple.finding(
            "invented_figure",
            Severity.WARNING if elsewhere else Severity.ERROR,
            f"{quantity.text} {place}",
            summary=(quantity.start, quantity.stop),
            found=render_english(quantity),
        )


def figures_of_english(triple: Triple) -> Iterator[Finding]:
    """The English against the Russian line: every figure, and no other."""
    if not triple.english:
        return
    comparison = compare(triple.summary_quantities, triple.english_quantities)
    for change in comparison.changed:
        yield _changed(triple, change, in_english=True)
    # One end of a range may be changed and the other lost: that is one fault of one figure.
    changed = {change.source for change in comparison.changed}
    new = {change.target for change in comparison.changed}
    for quantity in comparison.missing:
        if quantity in changed:
            continue
        yield triple.finding(
            "number_lost",
            Severity.ERROR,
            f"{quantity.text} did not come through",
            summary=(quantity.start, quantity.stop),
            expected=render_english(quantity),
        )
    for quantity in comparison.invented:
        if quantity not in new:
            yield _invented_in_english(triple, quantity)


def _changed(triple: Triple, change: Change, *, in_english: bool) -> Finding:
    kind = _KIND_OF_CHANGE[change.reason]
    old, new = change.source, change.target
    range_old, range_new = (old.start, old.stop), (new.start, new.stop)
    return triple.finding(
        kind,
        Severity.ERROR,
        f"{_WORD_FOR[kind]}: {old.text} became {new.text}",
        source=None if in_english else range_old,
        summary=range_old if in_english else range_new,
        english=range_new if in_english else None,
        expected=render_english(old),
        found=render_english(new),
    )


def _invented_in_english(triple: Triple, quantity: Quantity) -> Finding:
    known = next((one for one in triple.source_quantities if agree(one, quantity)), None)
    if known is not None:
        return triple.finding(
            "invented_figure",
            Severity.WARNING,
            f"{quantity.text} is in the source, and not in the Russian line",
            source=(known.start, known.stop),
            english=(quantity.start, quantity.stop),
            found=render_english(quantity),
        )
    return triple.finding(
        "invented_figure",
        Severity.ERROR,
        f"{quantity.text} is not in the Russian",
        english=(quantity.start, quantity.stop),
        found=render_english(quantity),
    )
