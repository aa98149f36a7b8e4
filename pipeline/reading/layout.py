"""The parts of a release: title, dateline, paragraphs, lists, and what is no message.

Works on normalised text, where a line is a paragraph, an item or a heading. Every character that
is not a space belongs to exactly one sentence.
"""

import re
from dataclasses import dataclass, field

from pipeline.document import Sentence, SentenceKind, Span
from pipeline.language.segmentation import split_sentences
from pipeline.reading import boilerplate, dates

_HEAD_LINES = 6
"""Title, subtitle, labels and dateline stand within the first lines, before the first paragraph."""
_LONGEST_TITLE = 250
_LONGEST_HEADING = 110
_FINAL = re.compile(r"[.!?…]['\"»“)]*$")
_FULL_STOP = re.compile(r"(?<![.…])\.[»“)]?$|[;,:]$")
_MARKED_ITEM = re.compile(
    r"• |\d{1,3}[.)] |[IVX]{1,5}[.)] |[а-яa-z]\) |\d{1,2}(?:\.\d{1,2}){1,3}\.? "
)
_DASHED = re.compile(r"— ")
_SPEAKER = re.compile(r"[,!?…] — [а-яё]")


@dataclass(slots=True)
class Line:
    """One line of the text and what it was found to be."""

    span: Span
    text: str
    kind: SentenceKind = SentenceKind.TEXT
    whole: bool = False
    """Whether the line is one unit that is not cut into sentences: a title or a heading."""
    head: int | None = None
    """For an item: the index of the line that introduces the list."""


@dataclass(slots=True)
class Layout:
    """What `analyse` found; spans are of the normalised text."""

    sentences: tuple[Sentence, ...] = ()
    title: Span | None = None
    dateline: Span | None = None
    date: str = ""
    lines: list[Line] = field(default_factory=list)


def analyse(text: str, metadata_title: str = "", metadata_date: str = "") -> Layout:
    """Find the parts of a normalised text.

    Args:
        text: The normalised text.
        metadata_title: The title that the file itself names, normalised; a line that says the
            same is the title.
        metadata_date: The date that the file itself names, in any form; it stands where the text
            has none of its own.
    """
    lines = _lines(text)
    layout = Layout(lines=lines)
    if not lines:
        return layout
    body = _head(layout, metadata_title)
    inline = _dateline(layout, body)
    _sections(lines, body)
    _lists(lines, body)
    _headings(lines, body)
    layout.sentences = _sentences(lines, inline)
    layout.date = layout.date or dates.iso_date(metadata_date)
    return layout


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        if raw.strip():
            first = start + len(raw) - len(raw.lstrip())
            lines.append(Line(Span(first, first + len(raw.strip())), raw.strip()))
        start += len(raw) + 1
    return lines


def _head(layout: Layout, metadata_title: str) -> int:
    """Mark labels, title, subtitle and own-line dateline; the index of the first body line."""
    lines = layout.lines
    wanted = _folded(metadata_title)
    for index, line in enumerate(lines[:_HEAD_LINES]):
        found = dates.own_line(line.text)
        if found is not None:
            line.kind, line.whole = SentenceKind.DATELINE, True
            if layout.dateline is None:
                layout.dateline = line.span
            layout.date = layout.date or found.date
        elif _folded(line.text) != wanted and (
            boilerplate.line_rule(line.text) is not None or _is_letterhead(lines, index)
        ):
            line.kind = SentenceKind.BOILERPLATE
        elif index + 1 < len(lines) and _is_title(lines, index, wanted, layout.title is not None):
            line.kind, line.whole = SentenceKind.TITLE, True
            if layout.title is None:
                layout.title = line.span
        else:
            return index
    return min(_HEAD_LINES, len(lines))


def _is_letterhead(lines: list[Line], index: int) -> bool:
    """Whether a line of the head only names the sender, with the title still to come."""
    if index + 2 >= len(lines) or not boilerplate.is_issuer(lines[index].text):
        return False
    after = next((one.text for one in lines[index + 1 :] if dates.own_line(one.text) is None), "")
    return bool(after) and len(after) <= _LONGEST_TITLE and not _FULL_STOP.search(after)


def _is_title(lines: list[Line], index: int, wanted: str, have_title: bool) -> bool:
    """Whether a line of the head is the title or, once there is one, a line below it."""
    line = lines[index].text
    if wanted and not have_title and _folded(line) == wanted:
        return True
    if _MARKED_ITEM.match(line) or _DASHED.match(line) or dates.inline(line) is not None:
        return False
    capitals = line.upper() == line and any(map(str.isalpha, line))
    if len(line) > (_LONGEST_HEADING * 2 if have_title else _LONGEST_TITLE):
        return False
    if _FULL_STOP.search(line) and not (capitals and not have_title and not line.endswith(":")):
        return False
    if have_title:
        # A subtitle: no full sentence, and not the heading of a list.
        return not _FINAL.search(line) and len(line.split()) >= 3
    return len(line.split()) >= 2 or capitals


def _dateline(layout: Layout, body: int) -> tuple[int, dates.Dateline] | None:
    """The dateline before the first paragraph's text, and a date line that closes the release."""
    lines = layout.lines
    found: tuple[int, dates.Dateline] | None = None
    if body < len(lines) and layout.dateline is None:
        dateline = dates.inline(lines[body].text)
        if dateline is not None:
            start = lines[body].span.start
            layout.dateline = Span(start, start + dateline.length)
            layout.date = layout.date or dateline.date
            found = body, dateline
    for line in lines[max(body, len(lines) - 3) :]:
        closing = dates.own_line(line.text)
        if closing is not None and line.kind is SentenceKind.TEXT:
            line.kind, line.whole = SentenceKind.DATELINE, True
            layout.date = layout.date or closing.date
    return found


def _sections(lines: list[Line], body: int) -> None:
    """Mark boilerplate lines, and the sections that run to the end of the text."""
    closed = False
    for index, line in enumerate(lines[body:], start=body):
        if line.kind is not SentenceKind.TEXT:
            continue
        far_enough = index >= body + max(1, (len(lines) - body) // 3)
        closed = closed or (far_enough and boilerplate.opens_section(line.text))
        if closed or boilerplate.line_rule(line.text) is not None:
            line.kind = SentenceKind.BOILERPLATE


def _lists(lines: list[Line], body: int) -> None:
    """Mark items and point each to the line that introduces its list."""
    head: int | None = None
    for index in range(body, len(lines)):
        line = lines[index]
        if line.kind is not SentenceKind.TEXT:
            continue
        if _is_item(lines, index, introduced=head is not None):
            line.kind, line.head = SentenceKind.LIST_ITEM, head
        else:
            head = index if line.text.endswith(":") else None


def _is_item(lines: list[Line], index: int, *, introduced: bool) -> bool:
    """Whether a line is an item: marked as one, or within a list that a colon introduced."""
    line = lines[index].text
    if _MARKED_ITEM.match(line):
        return True
    if not _DASHED.match(line):
        return introduced and (line.endswith(";") or _follows_semicolon(lines, index))
    if _SPEAKER.search(line):
        return False  # direct speech begins with a dash as well
    if introduced or line[2:3].islower() or line.endswith(";"):
        return True
    before = lines[index - 1] if index else None
    is_item = before is not None and before.kind is SentenceKind.LIST_ITEM
    return is_item and bool(_DASHED.match(lines[index - 1].text))


def _follows_semicolon(lines: list[Line], index: int) -> bool:
    return lines[index - 1].kind is SentenceKind.LIST_ITEM and lines[index - 1].text.endswith(";")


def _headings(lines: list[Line], body: int) -> None:
    """Mark the headings of sections: short, without a final mark, with text below."""
    for index in range(max(body, 1), len(lines) - 1):
        line, following = lines[index], lines[index + 1]
        if line.kind is not SentenceKind.TEXT or following.kind is SentenceKind.BOILERPLATE:
            continue
        text = line.text
        short = len(text) <= _LONGEST_HEADING and len(text.split()) <= 14
        if (
            short
            and text[-1].isalnum() | (text[-1] in "»?)")
            and text[0] not in "«—"
            and (not text[0].islower() and len(following.text) > len(text))
        ):
            line.kind, line.whole = SentenceKind.TITLE, True


def _sentences(
    lines: list[Line], inline: tuple[int, dates.Dateline] | None
) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    last_of_line: dict[int, int] = {}
    for number, line in enumerate(lines):
        for start, stop, kind in _pieces(
            line, inline[1] if inline and inline[0] == number else None
        ):
            span = Span(line.span.start + start, line.span.start + stop)
            head = last_of_line.get(line.head) if line.head is not None else None
            sentences.append(
                Sentence(len(sentences), span, line.text[start:stop], kind, number, head)
            )
        last_of_line[number] = len(sentences) - 1
    return tuple(sentences)


def _pieces(line: Line, dateline: dates.Dateline | None) -> list[tuple[int, int, SentenceKind]]:
    """The sentences of one line with their kinds, in offsets of the line."""
    if line.whole:
        return [(0, len(line.text), line.kind)]
    first = 0
    pieces: list[tuple[int, int, SentenceKind]] = []
    if dateline is not None:
        first = dateline.stop
        pieces.append((0, len(line.text[:first].rstrip()), SentenceKind.DATELINE))
    for start, stop in split_sentences(line.text[first:]):
        kind = line.kind
        if kind is SentenceKind.TEXT and boilerplate.is_boilerplate_sentence(
            line.text[first + start : first + stop]
        ):
            kind = SentenceKind.BOILERPLATE
        pieces.append((first + start, first + stop, kind))
    return pieces


def _folded(text: str) -> str:
    """A title as it is compared: letters and digits only."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold().replace("ё", "е")
