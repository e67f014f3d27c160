"""Printed lines to paragraphs: a line goes on in the next one where it is full, and nothing begins anew."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .blocks import Block, Paragraph, Table
from .pdf_lines import BEGINS, ENDS, Row, separator

_INDENT = 1.2
"""Parts of the letters' size from which a line is indented."""
_SLACK = 1.0
"""Parts of the letters' size a full line may fall short, over what the next word takes."""
_EDGE, _MIRROR = 1.2, 4.0
"""Sizes within which lines end together, and within which their end mirrors the left margin."""
_MANY, _LONG = 0.15, 0.6
"""Share of lines that tell an edge anywhere, and share of the page's width they have."""
_LOOSE = 1.25
"""A line pitch this many times the usual one parts paragraphs."""
_OTHER_SIZE = 0.08
"""Difference in size from which lines are of different kinds."""
_HEADING = 1.12
"""How many times the text's size a heading has."""
_MAX_HEADING = 60
_LABEL = re.compile(r"[^\s:：，。；]{2,8}\s?[:：]")
_FIRST = re.compile(r"[A-Za-z0-9@._/%+-]+|.[，。、；：！？”’）》」』]*")
"""What cannot be parted at the start of a line: a word, or a character with the punctuation after it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The text's usual letters' size, left and right edge, and pitch of lines (points); whether first lines are
    indented."""

    size: float
    left: float
    right: float
    pitch: float
    indents: bool


def paragraphs(pages: list[list[Row]], width: float) -> Iterator[Block]:
    """The paragraphs, headings and tables of a document in order; what goes on over the page is one.

    :param width: of the pages, in points.
    """
    rows = _with_tables_joined([row for page in pages for row in page])
    frame = _frame([row for row in rows if row.table is None], width)
    levels = _levels(rows, frame)
    text: list[Row] = []
    for row in rows:
        if text and (row.table is not None or _begins(text, row, frame)):
            yield _paragraph(text, levels)
            text = []
        if row.table is not None:
            yield row.table
        else:
            text.append(row)
    if text:
        yield _paragraph(text, levels)


def _frame(rows: list[Row], width: float) -> Frame:
    if not rows:
        return Frame(1, 0, 0, 1, False)
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    size = sizes.most_common(1)[0][0]
    body = [row for row in rows if abs(row.size - size) <= _OTHER_SIZE * size]
    steps = [a.y - b.y for a, b in pairwise(body) if a.page == b.page and size * 0.9 < a.y - b.y < size * 4]
    lefts = Counter(round(row.left / size * 2) for row in body)
    # The left edge is the leftmost place where lines begin again and again.
    often = [place for place, n in lefts.items() if n >= max(2, 0.08 * len(body))] or [min(lefts)]
    left = min(often) * size / 2
    right = _right_edge([row.right for row in body], size, left, width - left)
    full = [row for row in body if row.right > right - 2 * size]
    indented = sum(1.5 * size < row.left - left < 2.6 * size for row in full)
    return Frame(size, left, right, _usual(steps, size), indented > 0.12 * len(full))


def _right_edge(rights: list[float], size: float, left: float, mirrored: float) -> float:
    """Where lines end that are full: the outermost place where several do.

    Where that is far from the mirror image of the left margin, it must be many lines, and long ones; else no line of
    the document is full.
    """
    ordered = sorted(rights)
    for right in reversed(ordered):
        together = bisect_right(ordered, right) - bisect_left(ordered, right - _EDGE * size)
        many = together >= max(2, _MANY * len(rights)) and right - left > _LONG * (mirrored - left)
        if many or (together > 1 and right > mirrored - _MIRROR * size):
            return right
    return max(mirrored, *rights)


def _usual(steps: list[float], size: float) -> float:
    """The pitch of lines: the commonest step, and where several are as common the smallest."""
    if not steps:
        return size * 1.5
    counts = Counter(round(step * 2) for step in steps)
    most = max(counts.values())
    return min(step for step, n in counts.items() if n >= 0.5 * most) / 2


def _begins(before: list[Row], row: Row, frame: Frame) -> bool:
    """Whether a line begins a paragraph rather than going on with the lines before it."""
    last, size = before[-1], max(row.size, 1.0)
    if abs(last.size - row.size) > _OTHER_SIZE * size:
        return True
    if row.size >= _HEADING * frame.size:
        return not _goes_on_as_heading(last, row, frame)
    if last.page == row.page and last.y - row.y > _LOOSE * frame.pitch * max(1.0, row.size / frame.size):
        return True
    if last.page == row.page and row.y >= last.y + 0.5 * size:  # back up: another column
        return ENDS.search(last.text) is not None
    if not _is_full(last, row, frame):
        return True
    ended = ENDS.search(last.text) is not None
    if ended and (BEGINS.match(row.text) or _LABEL.match(row.text)):
        return True
    return _is_indented_anew(before, row, frame, ended)


def _is_indented_anew(before: list[Row], row: Row, frame: Frame, ended: bool) -> bool:
    """Whether a line stands in as first lines do, and not as the later lines of a hanging point."""
    first, last, size = before[0], before[-1], max(row.size, 1.0)
    if row.left - last.left > _INDENT * size:
        return len(before) > 1 or BEGINS.match(first.text) is None
    if not frame.indents or row.left - frame.left <= _INDENT * size:
        return False
    if abs(row.left - last.left) <= 0.5 * size:
        return len(before) < 2 or before[1].left <= first.left + 0.5 * size
    return ended and abs(row.left - first.left) <= 0.5 * size


def _is_full(last: Row, row: Row, frame: Frame) -> bool:
    """Whether a line had no room for the first word of the next one."""
    word = _FIRST.match(row.text)
    needs = sum(0.5 if c.isascii() else 1.0 for c in word.group()) * row.size if word else row.size
    return last.right + needs + _SLACK * row.size >= frame.right


def _goes_on_as_heading(last: Row, row: Row, frame: Frame) -> bool:
    """Whether a headline over several lines goes on: near below, and centred or full."""
    centred = abs((last.left + last.right) - (row.left + row.right)) < 3 * row.size
    near = last.page == row.page and 0 < last.y - row.y < 2.1 * row.size
    return near and (centred or _is_full(last, row, frame)) and not BEGINS.match(row.text)


def _levels(rows: list[Row], frame: Frame) -> dict[float, int]:
    """Sizes of headings → their level, the largest first."""
    sizes = {
        round(row.size, 1)
        for row in rows
        if row.table is None and row.size >= _HEADING * frame.size and len(row.text) <= _MAX_HEADING
    }
    return {size: min(level, 6) for level, size in enumerate(sorted(sizes, reverse=True), 1)}


def _paragraph(rows: list[Row], levels: dict[float, int]) -> Paragraph:
    text = ""
    for row in rows:
        text += separator(text, row.text) + row.text
    size = round(median(row.size for row in rows), 1)
    heading = len(text) <= _MAX_HEADING and not re.search(r"[。；;，,]$", text)
    return Paragraph(text, levels.get(size, 0) if heading else 0)


def _with_tables_joined(rows: list[Row]) -> list[Row]:
    """Tables that go on over the page as one; a head repeated on the next page is dropped."""
    made: list[Row] = []
    for row in rows:
        last = made[-1] if made else None
        if (
            last is not None and last.table is not None and row.table is not None and row.page == last.page + 1
            and len(last.columns) == len(row.columns)
            and all(abs(a - b) < 4 for a, b in zip(last.columns, row.columns, strict=True))
        ):  # fmt: skip
            made[-1] = _joined(last, row)
        else:
            made.append(row)
    return made


def _joined(above: Row, below: Row) -> Row:
    assert above.table is not None
    assert below.table is not None
    first, second = above.table.rows, below.table.rows
    if first and second and first[0] == second[0]:
        second = second[1:]
    width = max(map(len, (*first, *second)), default=0)
    rows = tuple(row + ("",) * (width - len(row)) for row in (*first, *second))
    return Row("", above.left, above.right, above.y, above.size, below.page, Table(rows), below.foot, below.columns)
