"""What kind of file this is, told from its bytes; its name is only compared.

Signatures: Gary Kessler's list of file signatures, and the formats' own specifications.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath


class FileKind(StrEnum):
    """Kinds of files, those that are read first."""

    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    MHTML = "mhtml"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    LOCKED = "locked"
    OLE = "ole"
    RTF = "rtf"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    OFD = "ofd"
    EPUB = "epub"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    GZIP = "gz"
    BZIP2 = "bz2"
    XZ = "xz"
    TAR = "tar"
    PICTURE = "picture"
    SOUND = "sound"
    BINARY = "binary"


TEXTS = frozenset({FileKind.TEXT, FileKind.MARKDOWN})
READABLE = TEXTS | {FileKind.DOCX, FileKind.PDF, FileKind.HTML, FileKind.MHTML}

_SUFFIXES: dict[str, FileKind] = {
    **dict.fromkeys((".txt", ".text", ".log"), FileKind.TEXT),
    **dict.fromkeys((".md", ".markdown"), FileKind.MARKDOWN),
    **dict.fromkeys((".docx", ".docm", ".dotx"), FileKind.DOCX),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), FileKind.HTML),
    **dict.fromkeys((".mht", ".mhtml"), FileKind.MHTML),
    **dict.fromkeys((".doc", ".dot", ".wps"), FileKind.DOC),
    **dict.fromkeys((".xls", ".et"), FileKind.XLS),
    **dict.fromkeys((".ppt", ".dps"), FileKind.PPT),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic"), FileKind.PICTURE),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".mp4", ".mov", ".amr", ".ogg", ".flac"), FileKind.SOUND),
    **{f".{k}": k for k in FileKind if k in ("pdf", "rtf", "xlsx", "pptx", "odt", "ofd", "epub")},
    **{f".{k}": k for k in FileKind if k in ("zip", "rar", "7z", "gz", "bz2", "xz", "tar")},
}
REPORT_SUFFIXES = (".txt", ".md", ".markdown", ".docx", ".docm", ".pdf", ".html", ".htm", ".xhtml", ".mhtml", ".mht")
"""Suffixes of files in a folder that are taken for reports."""

_SIGNATURES = (
    (b"%PDF-", FileKind.PDF),
    (b"{\\rtf", FileKind.RTF),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"\x1f\x8b", FileKind.GZIP),
    (b"BZh", FileKind.BZIP2),
    (b"\xfd7zXZ\x00", FileKind.XZ),
    (b"\x89PNG\r\n\x1a\n", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"II*\x00", FileKind.PICTURE),
    (b"MM\x00*", FileKind.PICTURE),
    (b"ID3", FileKind.SOUND),
    (b"OggS", FileKind.SOUND),
    (b"fLaC", FileKind.SOUND),
    (b"#!AMR", FileKind.SOUND),
    (b"MZ\x90\x00", FileKind.BINARY),
    (b"\x7fELF", FileKind.BINARY),
)
_PATTERNS = (
    (FileKind.PICTURE, re.compile(rb"RIFF....WEBP|BM....\x00{4}|....ftyp(?:hei|mif1|avif)", re.DOTALL)),
    (FileKind.SOUND, re.compile(rb"RIFF....(?:WAVE|AVI )|....ftyp", re.DOTALL)),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", FileKind.LOCKED),
    ("WordDocument", FileKind.DOC),
    ("Workbook", FileKind.XLS),
    ("PowerPoint Document", FileKind.PPT),
)
"""Names of streams in a compound file (MS-CFB), which stand in it as UTF-16."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_PARTS = (
    (b"word/", FileKind.DOCX),
    (b"xl/", FileKind.XLSX),
    (b"ppt/", FileKind.PPTX),
    (b"OFD.xml", FileKind.OFD),
)
_MIME_TYPES = ((b"application/vnd.oasis.opendocument.text", FileKind.ODT), (b"application/epub+zip", FileKind.EPUB))
_PDF_HEAD = 1024
"""Bytes within which a PDF's mark may stand (ISO 32000, annex H)."""
_MIME_FIELD = re.compile(rb"[A-Za-z-]{2,40}:")
_MIME_HEAD = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_BEFORE = r"\A\ufeff?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
_PAGE_HEAD = re.compile(_BEFORE + r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE | re.DOTALL)
_PART_HEAD = re.compile(
    _BEFORE + r"<(?:link|script|style|div|table|article|section|main|center|h[1-6]|p)\b", re.IGNORECASE | re.DOTALL
)
_HTML_TAG = re.compile(r"</?(?:p|div|br|td|li|h[1-6]|html|body)\b[^>]*>", re.IGNORECASE)
_HEAD = 4096


def kind_by_name(name: str) -> FileKind | None:
    """The kind a name's suffix promises; ``None`` where it promises nothing."""
    return _SUFFIXES.get(PurePath(name).suffix.lower())


def kind_by_bytes(data: bytes) -> FileKind | None:
    """The kind of a file that is no plain text; ``None`` where only reading it as text can tell.

    >>> kind_by_bytes(b"%PDF-1.7"), kind_by_bytes(b"text")
    (<FileKind.PDF: 'pdf'>, None)
    """
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return next((k for stream, k in _OLE_STREAMS if stream.encode("utf-16-le") in data), FileKind.OLE)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    for kind, pattern in _PATTERNS:
        if pattern.match(data):
            return kind
    if data[257:262] == b"ustar":
        return FileKind.TAR
    if b"%PDF-" in data[:_PDF_HEAD]:
        return FileKind.PDF
    if _MIME_FIELD.match(data) and _MIME_HEAD.search(data[:_HEAD]) and b"text/html" in data:
        return FileKind.MHTML
    return None


def _zip_kind(data: bytes) -> FileKind:
    """What a zip file holds, by the names in it, which stand in the bytes as they are."""
    head = data[:_HEAD]
    for mime, kind in _MIME_TYPES:
        if mime in head:
            return kind
    names = data if b"[Content_Types].xml" in data or b"OFD.xml" in data else b""
    return next((kind for part, kind in _ZIP_PARTS if part in names), FileKind.ZIP)


def is_html(text: str, name: str) -> bool:
    """Whether a text is a web page: it begins as one, or as a part of one with tags on most lines, or is called one.

    A Markdown file may begin with a tag or two and is none for that.
    """
    promised = kind_by_name(name)
    if _PAGE_HEAD.match(text[:_HEAD]):
        return True
    if promised is FileKind.HTML:
        return _HTML_TAG.search(text) is not None
    if promised is FileKind.MARKDOWN or not _PART_HEAD.match(text[:_HEAD]):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    return sum(_HTML_TAG.search(line) is not None for line in lines) > len(lines) / 2
