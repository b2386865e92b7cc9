"""Bytes to text: the declared encoding, or what the bytes themselves say, and what was lost."""

from __future__ import annotations

import codecs
import re

from standoff.errors import ReportError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF. Save its text with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document. Unpack it, or save it as text"),
    (b"\x1f\x8b", "compressed with gzip. Unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old office document. Save it as text"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PROLOGUE_BYTES = 4096

LOST = "undecodable bytes"
GUESSED = "encoding not declared: read as Windows-1252"
MARK = "byte order mark, counted as the first character"


def decode(name: str, body: bytes, declared: str = "") -> tuple[str, dict[str, int]]:
    """The text of a report, newlines as stored, with notes on what could not be read.

    A byte order mark stays in the text: offsets count in the file as a program opens it.

    Args:
        name: the file as a person would name it.
        body: its bytes.
        declared: the encoding that its host declares; "" if none.

    Raises:
        ReportError: there is nothing in it, or it is no text.
    """
    empty = f"{name}: is empty. Name a file with a report in it."
    if not body.strip():
        raise ReportError(empty)
    mark = next((encoding for mark, encoding in _BOMS if body.startswith(mark)), "")
    if mark:
        text, notes = _lenient(body, mark)
        notes = {MARK: 1, **notes}
    else:
        for magic, kind in _KINDS:
            if body.startswith(magic):
                raise ReportError(f"{name}: is {kind}, and read that.")
        if b"\0" in body:
            at = body.index(b"\0")
            raise ReportError(f"{name}: is no text (a zero byte at byte {at:,}). Save it as text.")
        text, notes = _without_mark(body, declared)
    if not text.strip("\ufeff \t\r\n"):
        raise ReportError(empty)
    sample = text[:10_000]
    odd = sum((c < " " and c not in "\t\r\n\f") or c == "\ufffd" for c in sample)
    if odd > len(sample) // 10:
        raise ReportError(
            f"{name}: is no text (control characters or broken bytes). Save it as text."
        )
    return text, notes


def _without_mark(body: bytes, declared: str) -> tuple[str, dict[str, int]]:
    """By the declared encoding, else UTF-8 if most of it is, else Windows-1252, and that is said."""
    head = None if declared else _META.search(body[:_PROLOGUE_BYTES])
    for encoding in (head[1].decode("ascii") if head else declared, "utf-8"):
        try:
            if encoding:
                return body.decode(encoding), {}
        except (UnicodeDecodeError, LookupError):
            continue
    text, notes = _lenient(body, "utf-8")
    # A few broken bytes among whole characters are damage; without any, it was never UTF-8.
    lost = notes.get(LOST, 0)
    if sum(ord(c) > 127 for c in text) - lost > lost:
        return text, notes
    text, notes = _lenient(body, "cp1252")
    return text, {GUESSED: 1, **notes}


def _lenient(body: bytes, encoding: str) -> tuple[str, dict[str, int]]:
    """The text with U+FFFD for each byte sequence that stands for nothing, and how many there were."""
    text = body.decode(encoding, errors="replace")
    meant = 0 if encoding == "cp1252" else body.count("\ufffd".encode(encoding))
    lost = text.count("\ufffd") - meant
    return text, {LOST: lost} if lost > 0 else {}
