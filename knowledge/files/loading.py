"""A file to its text, and to a report."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PurePath
from zipfile import is_zipfile

from knowledge.errors import ReportError
from knowledge.files.decoding import Decoded, decode, decode_page
from knowledge.files.formats.blocks import Part
from knowledge.files.imported import Imported
from knowledge.files.kinds import READABLE, TEXTS, FileKind, is_html, kind_by_bytes, kind_by_name
from knowledge.files.parsing import parse
from knowledge.files.rendering import render
from knowledge.files.texts import kind_name, say
from knowledge.model import Report

MAX_BYTES = 20_000_000
"""A larger file is refused."""


def load(path: Path | str) -> Imported:
    """A file of any kind that reports come in: text, Markdown, Word, PDF, a saved web page.

    :raises ReportError: the file is missing, unreadable, a folder, empty, of another kind, broken, or larger than
        :data:`MAX_BYTES`; the text names it.
    """
    return from_bytes(_read_bytes(Path(path)), str(path))


def from_bytes(data: bytes, name: str) -> Imported:
    """The same for bytes that came some other way.

    :param name: the file's name; what errors call it, and what its suffix is compared with.
    :raises ReportError: as :func:`load`.
    """
    if len(data) > MAX_BYTES:
        raise _error(name, "file.large", limit=MAX_BYTES // 1_000_000)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise _error(name, "file.empty")
    kind = kind_by_bytes(data)
    if kind is None:
        return _from_text(data, name)
    if kind is FileKind.ZIP and kind_by_name(name) is FileKind.DOCX and not is_zipfile(BytesIO(data)):
        kind = FileKind.DOCX  # the end is missing, and with it what is inside
    if kind not in READABLE:
        raise _refusal(kind, name)
    return _from_document(kind, data, name)


def read_text(path: Path | str) -> Decoded:
    """A text file's content, whatever Chinese encoding it is in.

    :raises ReportError: as :func:`load`, and where the file is no text.
    """
    data, name = _read_bytes(Path(path)), str(path)
    if len(data) > MAX_BYTES:
        raise _error(name, "file.large", limit=MAX_BYTES // 1_000_000)
    if kind := kind_by_bytes(data):
        raise _error(name, "refused.kind", kind=kind_name(kind), advice=say("advice.not_text"))
    decoded = decode(data, name)
    if not decoded.text.strip():
        raise _error(name, "file.empty")
    return decoded


def load_report(path: Path | str, warn: Callable[[str], None] | None = None) -> Report:
    """The report in a file; its id is the file's stem.

    :param warn: told, a line each, of what was left out or could not be read, and of a misleading suffix.
    :raises ReportError: as :func:`load`, and where the text cannot be used as a report.
    """
    path = Path(path)
    imported = load(path)
    if warn:
        for line in imported.notes:
            warn(say("list.named", name=path, text=line))
    return imported.report(path.stem)


def _from_text(data: bytes, name: str) -> Imported:
    decoded = decode(data, name)
    if not decoded.text.strip():
        raise _error(name, "file.empty")
    if is_html(decoded.text, name):
        page = decode_page(data, name)
        return _from_document(FileKind.HTML, page.text.encode("utf-8", "replace"), name, page)
    promised = kind_by_name(name)
    kind = FileKind.MARKDOWN if promised is FileKind.MARKDOWN else FileKind.TEXT
    lines = sum(bool(line.strip()) for line in decoded.text.split("\n"))
    return Imported(
        decoded.text,
        kind,
        name,
        decoded.encoding,
        ((Part.PARAGRAPHS, lines),),
        ((Part.UNREADABLE, decoded.replaced),) if decoded.replaced else (),
        _suffix_of_another(name, kind),
    )


def _from_document(kind: FileKind, data: bytes, name: str, page: Decoded | None = None) -> Imported:
    parsed = parse(kind, data, name)
    left_out = parsed.left_out.copy()
    left_out[Part.UNREADABLE] += page.replaced if page else 0
    return Imported(
        render(parsed.blocks),
        kind,
        name,
        page.encoding if page else "",
        tuple((part, parsed.came_in[part]) for part in Part if parsed.came_in[part]),
        tuple((part, left_out[part]) for part in Part if left_out[part]),
        _suffix_of_another(name, kind),
    )


def _suffix_of_another(name: str, kind: FileKind) -> str:
    """The name's suffix where it promises another kind than this."""
    promised = kind_by_name(name)
    if promised is None or promised is kind or {promised, kind} <= TEXTS:
        return ""
    return PurePath(name).suffix


def _refusal(kind: FileKind, name: str) -> ReportError:
    """Why a kind of file is not read, and what to do instead; a misleading suffix is named."""
    suffix = _suffix_of_another(name, kind)
    if suffix and kind is FileKind.LOCKED and kind_by_name(name) in (FileKind.DOCX, FileKind.DOC):
        suffix = ""
    return _error(
        name,
        "refused.other_kind" if suffix else "refused.kind",
        suffix=suffix,
        kind=kind_name(kind),
        advice=say(f"advice.{kind}"),
    )


def _error(name: str, key: str, **values: object) -> ReportError:
    return ReportError(say("list.named", name=name, text=say(key, **values)))


def _read_bytes(path: Path) -> bytes:
    """At most one byte more than is allowed, so that an endless file ends."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _error(str(path), "file.missing") from None
    except IsADirectoryError:
        raise _error(str(path), "file.folder") from None
    except PermissionError:
        raise _error(str(path), "file.forbidden") from None
    except (OSError, ValueError) as error:
        raise _error(str(path), "file.unreadable", reason=error) from None
