"""Reports as JSON lines: ``{"id": …, "title": …, "date": …, "text": …}``; title and date may be missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from knowledge.dates import find_dates
from knowledge.errors import ReportError, say
from knowledge.files import MAX_BYTES
from knowledge.store.items import Item, Remark


def read_rows(lines: BinaryIO, name: str, first: bytes = b"") -> Iterator[Item | Remark]:
    """The reports of a file of JSON lines, and a remark for each line that is none.

    :param first: the first line if it was already read.
    """
    number, line = 1, first or lines.readline(MAX_BYTES + 1)
    while line:
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            place = f"{name} 第 {number} 行"
            try:
                yield _item(line, place)
            except ReportError as error:
                yield Remark(place, str(error))
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):  # the rest of a line that is too long
            line = lines.readline(MAX_BYTES + 1)
        number, line = number + 1, lines.readline(MAX_BYTES + 1)


def is_row(line: bytes) -> bool:
    """Whether a line looks like a report's, so that others will follow it."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "text" in row


def _item(line: bytes, place: str) -> Item:
    """The report of a line. :raises ReportError: it is no such object."""
    if len(line) > MAX_BYTES:
        raise ReportError(say("row.long", limit=MAX_BYTES // 1_000_000))
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ReportError(say("row.encoding")) from None
    except (ValueError, RecursionError):
        raise ReportError(say("row.json")) from None
    if not isinstance(row, dict):
        raise ReportError(say("row.object"))
    name = row.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or not str(name).strip():
        raise ReportError(say("row.no_id"))
    for key in ("title", "date", "text"):
        if not isinstance(row.get(key, None if key != "text" else 0), str | None):
            raise ReportError(say("row.not_text", name=key))
    if not row["text"]:
        raise ReportError(say("row.empty"))
    return Item(_whole(str(name).strip()), _composed(row), place)


def _composed(row: dict[str, str | None]) -> str:
    """The text under its title and date, if it does not begin with them itself."""
    title, date, text = ((row.get(key) or "").strip() for key in ("title", "date", "text"))
    head = [] if text.startswith(title) else [title]
    dated = [d.date for d in find_dates(date)]
    if dated and dated[0].year and dated[0].month and dated[0].day:
        head.append(str(dated[0]))  # as pages say when they were published
    elif date:
        head.append(f"日期：{date}")
    return _whole("\n".join([*head, text]))


def _whole(text: str) -> str:
    """``text`` without lone surrogates, which JSON can hold and nothing else."""
    return text.encode("utf-8", "replace").decode("utf-8")
