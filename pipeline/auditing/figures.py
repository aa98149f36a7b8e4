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
from pipeline.messages import say

_KIND_OF_CHANGE = {
    "value": "number_changed",
    "magnitude": "magnitude_slip",
    "unit": "unit_changed",
    "date": "date_moved",
}
_MESSAGE = {
    "number_changed": "number-changed",
    "magnitude_slip": "magnitude-slip",
    "unit_changed": "unit-changed",
    "date_moved": "date-moved",
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
        yield triple.finding(
            "invented_figure",
            Severity.WARNING if elsewhere else Severity.ERROR,
            say("elsewhere" if elsewhere else "nowhere-in-source", text=quantity.text),
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
            Severity.WARNING if _is_ordinal_word(quantity) else Severity.ERROR,
            say("did-not-arrive", text=quantity.text),
            summary=(quantity.start, quantity.stop),
            expected=render_english(quantity),
        )
    for quantity in comparison.invented:
        if quantity not in new:
            yield _invented_in_english(triple, quantity)


def _is_ordinal_word(quantity: Quantity) -> bool:
    """`На второй же день`: an ordinal in words, which English may say without a number."""
    return quantity.kind == "ordinal" and not any(map(str.isdigit, quantity.text))


def _changed(triple: Triple, change: Change, *, in_english: bool) -> Finding:
    kind = _KIND_OF_CHANGE[change.reason]
    old, new = change.source, change.target
    range_old, range_new = (old.start, old.stop), (new.start, new.stop)
    return triple.finding(
        kind,
        Severity.ERROR,
        say(_MESSAGE[kind], old=old.text, new=new.text),
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
            say("only-in-source", text=quantity.text),
            source=(known.start, known.stop),
            english=(quantity.start, quantity.stop),
            found=render_english(quantity),
        )
    return triple.finding(
        "invented_figure",
        Severity.ERROR,
        say("not-in-russian", text=quantity.text),
        english=(quantity.start, quantity.stop),
        found=render_english(quantity),
    )
