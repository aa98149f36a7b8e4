"""Briefs, findings and diagnoses laid out for a terminal."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pipeline.document import Document, Finding, Segment, Severity

if TYPE_CHECKING:
    from pipeline.doctor import Diagnosis
    from pipeline.reading.normalisation import Firing

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def brief_view(document: Document) -> RenderableType:
    """A brief: each Russian line beside its English, with its place in the source."""
    parts: list[RenderableType] = [Rule(Text(document.path), align="left")]
    facts = f"score {document.score:.2f}" + (", needs review" if document.needs_review else "")
    if document.date:
        facts += f", dated {document.date}"
    parts.append(Text(facts, style="dim"))
    table = Table(box=None, pad_edge=False, show_header=True, header_style="bold", expand=True)
    table.add_column("from", style="dim", no_wrap=True)
    table.add_column("Russian", ratio=1)
    table.add_column("English", ratio=1)
    for index, segment in enumerate(document.all_segments()):
        table.add_row(_place(segment), Text(segment.text), _english(segment))
        for finding in document.findings:
            if finding.segment == index:
                table.add_row("", "", finding_view(finding))
        table.add_row()
    parts.append(table)
    parts += [finding_view(finding) for finding in document.findings if finding.segment is None]
    return Group(*parts)


def finding_view(finding: Finding) -> Text:
    """One finding in one line."""
    return Text(f"{finding.severity}: {finding.kind}: {finding.message}", _STYLE[finding.severity])


def findings_view(findings: Sequence[Finding]) -> RenderableType:
    """Findings of one triple, or the word that there are none."""
    if not findings:
        return Text("nothing found", style="green")
    return Group(*(finding_view(finding) for finding in findings))


def diagnosis_view(found: Iterable["Diagnosis"]) -> Table:
    """What the doctor saw, a line each."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for one in found:
        mark = Text("ok", style="green") if one.well else Text("bad", style="bold red")
        table.add_row(mark, Text(one.name), Text(one.detail))
    return table


def rules_view(encoding: str, rules: Sequence["Firing"]) -> RenderableType:
    """What normalising changed, in order."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("rule", "at", "before", "after"):
        table.add_column(heading)
    for one in rules:
        place = f"{one.original.start}-{one.original.stop}"
        table.add_row(Text(one.rule), place, Text(repr(one.before)), Text(repr(one.after)))
    return Group(Text(f"decoded as {encoding}; {len(rules)} changes"), table)


def _place(segment: Segment) -> str:
    if segment.role.value != "summary":
        return segment.role.value
    return ", ".join(str(number + 1) for number in segment.sentences)


def _english(segment: Segment) -> Text:
    return Text(segment.english) if segment.english else Text("(no translation)", style="bold red")
