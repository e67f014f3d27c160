"""A file to its text, and to a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.errors import ReportError
from knowledge.files.decoding import Decoded, decode
from knowledge.model import Report
from knowledge.reader import read_report

MAX_BYTES = 20_000_000
"""A larger file is refused."""


def read_text(path: Path | str) -> Decoded:
    """A text file's content, whatever Chinese encoding it is in.

    :raises ReportError: the file is missing, unreadable, a folder, empty, binary, or larger than :data:`MAX_BYTES`;
        the text names it.
    """
    path = Path(path)
    data = _read_bytes(path)
    if len(data) > MAX_BYTES:
        raise ReportError(f"{path}：文件太大，最多读 {MAX_BYTES // 1_000_000} MB。")
    decoded = decode(data, str(path))
    if not decoded.text.strip():
        raise ReportError(f"{path}：文件是空的。")
    return decoded


def load_report(path: Path | str, warn: Callable[[str], None] | None = None) -> Report:
    """The report in a file; its id is the file's stem.

    :param warn: told in one line when parts of the file could not be decoded.
    :raises ReportError: as :func:`read_text`, and where the text cannot be used as a report.
    """
    path = Path(path)
    decoded = read_text(path)
    if decoded.replaced and warn:
        warn(f"{path}：有 {decoded.replaced} 处字符读不出来，已用 \ufffd 代替（按 {decoded.encoding} 编码读取）。")
    try:
        return read_report(decoded.text, path.stem)
    except ReportError as error:
        raise ReportError(f"{path}：{error}") from error


def _read_bytes(path: Path) -> bytes:
    """At most one byte more than is allowed, so that an endless file ends."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReportError(f"{path}：没有这个文件。") from None
    except IsADirectoryError:
        raise ReportError(f"{path}：这是一个文件夹，不是文件。") from None
    except PermissionError:
        raise ReportError(f"{path}：没有读取这个文件的权限。") from None
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}：读不了这个文件（{error}）。") from None
