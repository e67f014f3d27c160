"""Blocks of a document to the text of a report: what the reader of reports knows how to read.

Headings and tables are written as Markdown writes them, lists with the numbers they show. A table that is a form
(会议名称 | … | 时间 | …) becomes lines with labels, and cells that hold whole paragraphs become those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge import lexicon
from knowledge.files.formats.blocks import Block, Paragraph, Table
from knowledge.labels import field_kind
from knowledge.normalize import fold

_DIGIT = re.compile(r"\d")
_MAX_LABEL = 12
_MAX_CELL = 300
_MAX_LINES = 4
"""Lines from which a cell is text rather than an entry."""
_FORM = 0.5
"""Share of a form's first cells that must be known labels."""


def render(blocks: Iterable[Block]) -> str:
    """The text, one block a line; a blank line around tables and before headings."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            lines += ["", *table_lines(block), ""]
        elif block.level:
            lines += ["", f"{'#' * min(block.level, 6)} {_marked(block)}"]
        else:
            lines.append(_marked(block))
    text = "\n".join(lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text + "\n"


def _marked(block: Paragraph) -> str:
    """The line with its number or bullet, set in as deep as its list."""
    if not block.mark:
        return block.text
    space = " " if block.mark[-1].isascii() or block.mark[-1].isdigit() or block.mark.startswith("注") else ""
    return f"{'  ' * block.depth}{block.mark}{space}{block.text}"


def table_lines(table: Table) -> Iterator[str]:
    """A table as rows, as labelled lines if it is a form, or as text if its cells are texts."""
    if not table.header and _is_form(table):
        for row in table.rows:
            yield from _form_row(_distinct(row))
    elif any(_is_text(cell) for row in table.rows for cell in row):
        for row in table.rows:
            yield from _text_row(row)
    else:
        header = table.header or _has_head(table)
        for number, row in enumerate(table.rows):
            yield f"| {' | '.join(_cell(c) for c in row)} |"
            if header and not number:
                yield f"|{' --- |' * len(row)}"


def _has_head(table: Table) -> bool:
    """Whether the first row names the columns: short names without numbers, over known fields or over numbers."""
    head, rest = table.rows[0], table.rows[1:]
    if len(head) < 2 or not rest or len(set(head)) < len(head):
        return False
    if any(not _is_label(cell) or _DIGIT.search(cell) for cell in head):
        return False
    known = any(_is_known(cell) or fold(cell) in lexicon.words("column_heads.txt") for cell in head)
    return known or any(all(_DIGIT.search(row[i]) for row in rest) for i in range(len(head)))


def _distinct(row: tuple[str, ...]) -> list[str]:
    return [cell for cell in row if cell]


def _is_label(cell: str) -> bool:
    return 0 < len(cell) <= _MAX_LABEL and "\n" not in cell


def _is_known(cell: str) -> bool:
    return _is_label(cell) and (bool(field_kind("".join(cell.rstrip("：: ").split()))) or cell.endswith(("：", ":")))


def _is_form(table: Table) -> bool:
    """Whether most rows begin with the label of a field, and labels and values take turns."""
    rows = [_distinct(row) for row in table.rows]
    if len(rows) < 2:
        return False
    known = sum(_is_known(row[0]) and len(row) > 1 for row in rows)
    columns = len(rows[0]) > 2 and sum(map(_is_known, rows[0])) > len(rows[0]) / 2  # 序号 | 事项 | 责任人: a head
    return known >= max(2, _FORM * len(rows)) and not columns


def _form_row(cells: list[str]) -> Iterator[str]:
    if len(cells) == 1 or len(cells) % 2 and not _is_text(cells[-1]):
        yield from ("　".join(cells)).split("\n")
        return
    for label, value in zip(cells[::2], cells[1::2], strict=False):
        if not _is_label(label):
            yield from label.split("\n")
            yield from value.split("\n")
            continue
        name = "".join(label.split()).rstrip("：:")
        if "\n" in value:
            yield f"{name}："
            yield from value.split("\n")
        else:
            yield f"{name}：{value}"


def _is_text(cell: str) -> bool:
    return len(cell) > _MAX_CELL or cell.count("\n") >= _MAX_LINES


def _text_row(row: tuple[str, ...]) -> Iterator[str]:
    """A row whose cells are texts: a short first one labels what follows."""
    cells = _distinct(row)
    if len(cells) > 1 and _is_label(cells[0]) and any(map(_is_text, cells[1:])):
        yield f"{cells[0].rstrip('：:')}："
        cells = cells[1:]
    for cell in cells:
        yield from cell.split("\n")


def _cell(text: str) -> str:
    """A cell in one line, without the bar that would end it."""
    return " ".join(text.replace("|", "｜").split())
