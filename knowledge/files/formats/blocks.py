"""What a document is made of once its format is out of the way, and how that travels from the child to its parent."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    """Parts of a document that are counted."""

    PAGES = "pages"
    PARAGRAPHS = "paragraphs"
    TABLES = "tables"
    FOOTNOTES = "footnotes"
    PICTURES = "pictures"
    RUNNING = "running"
    """Page headers, page footers, page numbers: lines left out."""
    NAVIGATION = "navigation"
    """Parts of a web page around its text: menus, breadcrumbs, footers."""
    COMMENTS = "comments"
    DELETED = "deleted"
    """Stretches of text that tracked changes took out."""
    HIDDEN = "hidden"
    SLANTED = "slanted"
    """Characters written at an angle, as watermarks are."""
    BLANK_PAGES = "blank_pages"
    """Pages without text (scans, drawings)."""
    UNREADABLE = "unreadable"
    """Characters shown as U+FFFD."""


class Trouble(StrEnum):
    """Why a document cannot be read."""

    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    SCAN = "scan"
    EMPTY = "empty"
    BOMB = "bomb"
    PAGES = "pages"
    LONG = "long"
    UNREADABLE = "unreadable"
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class CannotParseError(Exception):
    """A document that cannot be read."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


MAX_CHARACTERS = 4_000_000
"""Characters a document may hold; more is no report."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text. ``level`` is a heading's (1 is the title's, 0 no heading); ``mark`` stands before the text: a
    list's number as the reader sees it (``（一）``, ``1.``), or ``-`` for a bullet; ``depth`` is how deep a list is."""

    text: str
    level: int = 0
    mark: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all of one length. A cell over several rows is repeated in each, one over several columns stands
    in its first. ``header`` tells that the file marks the first row as the head."""

    rows: tuple[tuple[str, ...], ...]
    header: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's blocks in reading order, and how many of which parts came in and were left out."""

    blocks: tuple[Block, ...]
    came_in: Counter[Part] = field(default_factory=Counter)
    left_out: Counter[Part] = field(default_factory=Counter)


def tidy(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of one length, without rows and columns that say nothing.

    >>> tidy([["甲", "", "乙"], ["", "", ""], ["丙"]])
    (('甲', '乙'), ('丙', ''))
    """
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    used = [i for i in range(width) if any(row[i] for row in rows)]
    return tuple(tuple(row[i] for i in used) for row in rows)


def to_json(parsed: Parsed) -> str:
    """One JSON object, read back by :func:`from_json`."""
    blocks = [
        [b.text, b.level, b.mark, b.depth] if isinstance(b, Paragraph) else {"rows": b.rows, "header": b.header}
        for b in parsed.blocks
    ]
    return json.dumps({"blocks": blocks, "came_in": parsed.came_in, "left_out": parsed.left_out}, ensure_ascii=True)


def from_json(text: str) -> Parsed:
    """What :func:`to_json` wrote."""
    data = json.loads(text)
    blocks: list[Block] = [
        Table(tuple(map(tuple, b["rows"])), b["header"]) if isinstance(b, dict) else Paragraph(*b)
        for b in data["blocks"]
    ]
    came_in, left_out = (Counter({Part(k): int(n) for k, n in data[key].items()}) for key in ("came_in", "left_out"))
    return Parsed(tuple(blocks), came_in, left_out)
