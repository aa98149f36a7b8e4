"""E-mail messages (.eml): the message's text, and releases attached to it."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from pipeline.errors import InputError, SvodkaError
from pipeline.reading.encodings import decode
from pipeline.reading.markup import html_to_text
from pipeline.reading.release import Release, with_title

_MOST_ATTACHMENTS = 20
_ATTACHED = (".txt", ".docx", ".pdf", ".html", ".htm")


def read_mail(data: bytes, where: str) -> Iterator[Release]:
    """The message itself, if it has text, then every attachment that can hold a release.

    The subject is the title, the date that of sending. Attached archives and messages are not
    opened.

    Raises:
        InputError: If it is no e-mail message, or holds no text.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        metadata = _metadata(message)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except Exception as error:  # the parser of the standard library fails on some broken headers
        raise _damaged(where) from error
    if not message.keys():
        raise InputError("is no e-mail message", where=where, remedy="name it .txt if it is text")
    body = _body(parts, where)
    found = False
    if body.strip():
        found = True
        yield Release(
            with_title(body.strip(), metadata.get("title", "")),
            "utf-8",
            "message/rfc822",
            metadata,
        )
    for release in _attachments(parts, where):
        found = True
        yield release
    if not found:
        raise InputError("holds no text", where=where, remedy="check the message")


def _metadata(message: EmailMessage) -> dict[str, str]:
    found = {"title": str(message.get("Subject", "")), "author": str(message.get("From", ""))}
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        found["date"] = parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    return {name: " ".join(value.split()) for name, value in found.items() if value.strip()}


def _body(parts: list[EmailMessage], where: str) -> str:
    """The plain text of the message, or that of its HTML where it has no other."""
    for subtype in ("plain", "html"):
        for part in parts:
            if part.get_content_type() == f"text/{subtype}" and not _name(part):
                text = _text(part, where)
                text = html_to_text(text) if subtype == "html" else text
                if text.strip():
                    return text
    return ""


def _text(part: EmailMessage, where: str) -> str:
    payload = _payload(part, where)
    return decode(payload, where, part.get_content_charset() or "").text if payload else ""


def _payload(part: EmailMessage, where: str) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception as error:  # bad transfer encodings
        raise _damaged(where) from error
    return payload if isinstance(payload, bytes) else b""


def _attachments(parts: list[EmailMessage], where: str) -> Iterator[Release]:
    from pipeline.reading.registry import reader_for

    named = [(name, part) for part in parts if (name := _name(part)).lower().endswith(_ATTACHED)]
    for number, (name, part) in enumerate(named[:_MOST_ATTACHMENTS], start=1):
        label = f"{number}-{name}"
        inside = f"{where}#{label}"
        try:
            reader = reader_for(name)
            data = _payload(part, inside)
            if reader is None or not data:
                continue
            for release in reader(data, inside):
                release.part = label
                yield release
        except SvodkaError as error:
            yield Release("", part=label, error=error)


def _name(part: EmailMessage) -> str:
    try:
        return " ".join((part.get_filename() or "").replace("/", "_").replace("\\", "_").split())
    except Exception:  # malformed parameters of a header
        return ""


def _damaged(where: str) -> InputError:
    return InputError("is a damaged e-mail message", where=where, remedy="export it again")
