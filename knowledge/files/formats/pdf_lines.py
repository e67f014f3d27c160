"""Characters with places to rows of text: lines as printed, and tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .blocks import Table, tidy
from .pdf_tables import Grid

_SAME_LINE = 0.5
"""Difference in height, in parts of the letters' size, up to which characters stand on one line."""
_WORD_GAP, _WIDE_GAP, _FIELD_GAP = 0.15, 0.7, 1.5
"""Gaps in parts of the letters' size up to which there is no space, a space, a space as wide as a character; beyond
that, lines have fields."""
_MAX_STRETCH = 0.12
"""What a justified line is stretched by at most between two characters."""
_MANY = 15
"""Gaps of a line from which they tell what is usual."""
_MARK = re.compile(
    r"\s*([(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]\d{1,2}[)）]|\d{1,2}[、．)）]|[①-⑳•·●■◆▪○➢])\s*"
)
BEGINS = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]\d{1,2}[)）]|\d{1,2}[、.．)）](?!\d)|[①-⑳]"
    r"|[•·●■◆▪○➢☐✓-]\s|第[一二三四五六七八九十\d]{1,3}[条項项章]"
)
"""Numbers and bullets that begin a point."""
ENDS = re.compile(r"[。！？!?；;：:…][”’）)」』]?$")
_RADICALS = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FE0)}
"""Radicals, which some fonts give for the characters they look like."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: left and right of its ink, its origin (points from the page's lower left), its letters' size."""

    text: str
    left: float
    right: float
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line of a page, from ``left`` to ``right`` with its baseline at ``y``; or a table (``table``), whose
    ``y`` is its upper edge and ``foot`` its lower one, with the places of its columns in ``columns``."""

    text: str
    left: float
    right: float
    y: float
    size: float
    page: int = 0
    table: Table | None = None
    foot: float = 0.0
    columns: tuple[float, ...] = ()


def rows_of(glyphs: Iterable[Glyph], tables: list[Grid], *, by_gaps: bool = False) -> list[Row]:
    """The rows of a page in the order of the file; a table stands where its first character does.

    :param by_gaps: the file has no spaces: each gap tells one. Elsewhere programs set Chinese and letters a little apart.
    """
    rows: list[Row | int] = []
    line: list[Glyph] = []
    inside: dict[int, dict[tuple[int, int], list[Glyph]]] = {}
    for glyph in glyphs:
        place = _place(glyph, tables)
        if place is not None:
            which, cell = place
            if which not in inside:
                rows += _lines(line, by_gaps)
                line = []
                rows.append(which)
                inside[which] = {}
            inside[which].setdefault(cell, []).append(glyph)
        else:
            line.append(glyph)
    rows += _lines(line, by_gaps)
    return [_table(tables[r], inside[r], by_gaps) if isinstance(r, int) else r for r in rows]


def _place(glyph: Glyph, tables: list[Grid]) -> tuple[int, tuple[int, int]] | None:
    if glyph.text.isspace():
        return None
    for number, grid in enumerate(tables):
        if (cell := grid.cell((glyph.left + glyph.right) / 2, glyph.y + glyph.size * 0.35)) is not None:
            return number, cell
    return None


def _lines(glyphs: list[Glyph], by_gaps: bool) -> list[Row]:
    """Characters in the order of the file as printed lines; a step back or to another height begins a new one."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        last = lines[-1][-1] if lines else None
        if last is None or not _follows(last, glyph):
            lines.append([])
        lines[-1].append(glyph)
    return [row for line in lines if (row := _row(line, by_gaps)).text]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    if abs(glyph.y - last.y) > _SAME_LINE * size:
        return False
    return glyph.x > last.x - 0.3 * size


def _row(line: list[Glyph], by_gaps: bool) -> Row:
    inked = [g for g in line if not g.text.isspace()]
    if not inked:
        return Row("", 0, 0, 0, 0)
    sizes = sorted(g.size for g in inked)
    return Row(
        joined(line, by_gaps),
        min(g.left for g in inked),
        max(g.right for g in inked),
        sorted(g.y for g in inked)[len(inked) // 2],
        sizes[len(sizes) // 2],
    )


def joined(line: list[Glyph], by_gaps: bool) -> str:
    """The text of a line; where the file has no spaces, gaps wider than the line's usual ones tell them."""
    gaps = [(b.x - a.right) / max(b.size, 1.0) for a, b in pairwise(line)]
    usual = min(max(0.0, sorted(gaps)[len(gaps) // 4]), _MAX_STRETCH) if len(gaps) > _MANY else 0.0
    said = ""
    for glyph, gap in zip(line, [0.0, *gaps], strict=True):
        text = _RADICALS.get(glyph.text, glyph.text)
        if said and not text.isspace() and not said[-1].isspace():
            least = _WORD_GAP if by_gaps or _is_letter(said[-1:]) and _is_letter(text) else _WIDE_GAP
            said += _space(gap - usual, least, said)
        said += text
    return said.strip()


def _is_letter(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _space(gap: float, least: float, before: str) -> str:
    """What a gap (in parts of the letters' size, beyond the usual) stands for; after a list's number, nothing."""
    if gap <= least or _MARK.fullmatch(before):
        return ""
    if gap <= _WIDE_GAP:
        return " "
    return "　" if gap <= _FIELD_GAP else "  "


def _table(grid: Grid, cells: dict[tuple[int, int], list[Glyph]], by_gaps: bool) -> Row:
    """A table's rows; a cell over several rows is repeated in each."""
    texts = {place: _cell_text(glyphs, by_gaps) for place, glyphs in cells.items()}
    rows = []
    for row in range(len(grid.ys) - 1):
        said = []
        for column in range(len(grid.xs) - 1):
            first = grid.owner[row, column]
            said.append(texts.get(first, "") if first[1] == column else "")
        rows.append(said)
    sizes = sorted(g.size for glyphs in cells.values() for g in glyphs)
    return Row(
        "", grid.xs[0], grid.xs[-1], grid.ys[0], sizes[len(sizes) // 2],
        table=Table(tidy(rows)), foot=grid.ys[-1], columns=grid.xs,
    )  # fmt: skip


def _cell_text(glyphs: list[Glyph], by_gaps: bool) -> str:
    """A cell's lines from the upper one down; a line ends where a sentence does, or where a point begins after it."""
    said = ""
    for row in sorted(_lines(glyphs, by_gaps), key=lambda r: -r.y):
        parted = said and (ENDS.search(said) or BEGINS.match(row.text))
        said += ("\n" if parted else separator(said, row.text)) + row.text
    return said


def separator(before: str, after: str) -> str:
    """What stands between two lines that are one text: a space between words of letters, nothing in Chinese.

    >>> separator("open", "source"), separator("会议", "要求")
    (' ', '')
    """
    if not before or not after:
        return ""
    return " " if before[-1].isascii() and after[0].isascii() and before[-1] not in "-/" else ""
