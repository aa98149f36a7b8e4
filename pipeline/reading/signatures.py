"""Files that are not text, known by their first bytes."""

import re

from pipeline.errors import InputError

# (first bytes, what it is, what to do)
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", "name it .pdf"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "name it .zip or .docx"),
    (b"PK\x05\x06", "an empty ZIP archive", "put releases into it, and name it .zip"),
    (b"\x1f\x8b", "a gzip file", "unpack it"),
    (b"\x89PNG", "a PNG image", "give the release as text"),
    (b"\xff\xd8\xff", "a JPEG image", "give the release as text"),
    (b"GIF8", "a GIF image", "give the release as text"),
    (b"II*\x00", "a TIFF image", "give the release as text"),
    (b"MM\x00*", "a TIFF image", "give the release as text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.doc)", "save it as .docx or .txt"),
    (b"{\\rtf", "an RTF document", "save it as .docx or .txt"),
    (b"Rar!", "a RAR archive", "unpack it, or pack it as ZIP"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it, or pack it as ZIP"),
    (b"\xfd7zXZ", "an xz file", "unpack it"),
    (b"BZh", "a bzip2 file", "unpack it"),
    (b"PAR1", "a Parquet table", "name it .parquet"),
    (b"SQLite format 3", "an SQLite database", "give the release as text"),
    (b"\x7fELF", "a program", "give the release as text"),
    (b"ID3", "a sound file", "give the release as text"),
    (b"OggS", "a sound file", "give the release as text"),
    (b"RIFF", "a sound, video or image file", "give the release as text"),
)
_CONTROL = re.compile("[\x00-\x06\x0e-\x19]")


def refuse_binary(data: bytes, where: str) -> None:
    """Raise an `InputError` if the file is of a known kind that is not text."""
    for first, kind, remedy in _SIGNATURES:
        if data.startswith(first):
            raise InputError(f"is {kind}, not text", where=where, remedy=remedy)
    if data[4:8] == b"ftyp":
        raise InputError("is a video file, not text", where=where, remedy="give the text of it")


def refuse_controls(text: str, where: str) -> None:
    """Raise an `InputError` if decoded text holds NULs or more than a few control characters."""
    head = text[:65536]
    controls = len(_CONTROL.findall(head))
    if "\0" in text or controls > 0.01 * len(head):
        raise InputError(
            "is a binary file, not text", where=where, remedy="give the release as text"
        )


def suffix_of_bytes(data: bytes) -> str:
    """The kind of file that came without a name, as the suffix that it would have."""
    head = data[:1024].lstrip().lower()
    if b"%pdf-" in head:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return ".docx" if b"word/document.xml" in data else ".zip"
    if head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if head.startswith((b"<?xml", b"<rss", b"<feed")):
        return ".html" if b"<html" in head else ".xml"
    if head.startswith((b"return-path:", b"received:", b"mime-version:", b"from:", b"message-id:")):
        return ".eml"
    return ".txt"
