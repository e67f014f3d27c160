"""A report with what all fact readers need: its folded text, its labelled fields, and the sections lines stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge import lexicon
from knowledge.labels import field_kind, field_kinds, spread
from knowledge.model import Block, BlockKind, Quote, Report
from knowledge.normalize import fold

_SENTENCE = re.compile(r"[^。!?;\n]{1,2000}[。!?;]?")
_ENUMERATION = re.compile(
    r"^(?:[\d一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾①-⑳.]{1,5}[.、)]?|\([\d一二三四五六七八九十]{1,3}\))\s*"
)
_NOTE = re.compile(r"\([^()]*\)?|[:*【】\[\]]")
MAX_LINE = 40_000
"""A longer line is read no further: no sentence of a report is that long."""


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value, e.g. 主持人：… ; ``text[start:end]`` is the value."""

    kind: str
    label: str
    start: int
    end: int
    block: Block


@dataclass(frozen=True, slots=True)
class Source:
    """A report as the fact readers see it. ``text`` has the length and offsets of ``report.text``."""

    report: Report
    text: str
    fields: tuple[Field, ...]
    sections: tuple[str, ...]
    """For each block: what the nearest known heading above it introduces (present, remaining, …), or ``""``."""

    def quote(self, start: int, end: int) -> Quote:
        """The piece of the report between two offsets, without white space at either side."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return self.report.quote(start, end)

    def of_kind(self, *kinds: str) -> Iterator[Field]:
        """The fields that introduce one of ``kinds``, in order."""
        return (f for f in self.fields if f.kind in kinds)

    def content(self) -> list[Block]:
        """The lines without page furniture."""
        return [b for b in self.report.blocks if b.kind is not BlockKind.FURNITURE]

    def section(self, block: Block) -> str:
        """What the section of a block is for."""
        return self.sections[block.number - 1]


@cache
def _label() -> re.Pattern[str]:
    kinds = field_kinds()
    names = spread(tuple(kinds))
    people = spread(
        tuple(k for k, kind in kinds.items() if kind in ("host", "record") and len(k) > 1 and not k.isascii())
    )
    return re.compile(
        rf"(?:^|(?<=[\s(;,。、|\[【]))(?P<label>{names})(?:\([^()]{{0,20}}\))?[*】\]]{{0,3}}\s?:[*]{{0,3}}\s*"
        rf"|(?<=\s{{4}})(?P<apart>{people})\s{{2,}}(?=\S)"
    )


def read_source(report: Report) -> Source:
    """Fold a report and find its fields and sections."""
    text = fold(report.text)
    fields = [f for block in report.blocks for f in _fields(text, block)]
    return Source(report, text, tuple(fields), tuple(_section(b) for b in report.blocks))


def _fields(text: str, block: Block) -> Iterator[Field]:
    """The fields of a line; several may share it (主席：…　　紀錄：…)."""
    if block.kind is BlockKind.FURNITURE:
        return
    if block.kind is BlockKind.ROW:
        yield from _row_fields(block)
        return
    found = []
    if block.kind is BlockKind.FIELD and not text[block.start : block.value].rstrip().endswith(":"):
        found.append((field_kind(block.label), block.label, block.value, block.value))
    for match in _label().finditer(text, block.start, min(block.end, block.start + MAX_LINE)):
        label = match.group("label") or match.group("apart")
        found.append((field_kind(label), label, match.end(), match.start()))
    if block.kind is BlockKind.FIELD and (not found or found[0][2] > block.value):
        found.insert(0, (field_kind(block.label), block.label, block.value, block.start))
    for n, (kind, label, start, _) in enumerate(found):
        end = found[n + 1][3] if n + 1 < len(found) else block.end
        yield Field(kind, label, start, max(start, end), block)


def _row_fields(block: Block) -> Iterator[Field]:
    """A form's row: 主持人 | 张三 | 记录人 | 李四."""
    for label, value in zip(block.cells, block.cells[1:], strict=False):
        kind = field_kind(label.text)
        if kind and not field_kind(value.text) and not (block.level == 1 and _is_head(value.text)):
            yield Field(kind, label.text, value.start, value.end, block)


def _is_head(cell: str) -> bool:
    return "".join(fold(cell).split()) in lexicon.words("column_heads.txt")


@lru_cache(maxsize=4096)
def heading_kind(heading: str) -> str:
    """What a section's heading introduces.

    >>> heading_kind("2. 出席者"), heading_kind("## 与会人(Attendees)".strip("# ")), heading_kind("会议纪要")
    ('present', 'present', '')
    """
    folded = _ENUMERATION.sub("", fold(heading).strip())
    bare = _NOTE.sub("", folded).strip()
    for candidate in (bare, *re.split(r"[\s/&]+", bare), *re.findall(r"\(([a-z ]+)\)", folded)):
        if kind := field_kind(candidate):
            return kind
    return ""


def _section(block: Block) -> str:
    headings = (*block.path, block.text) if block.kind is BlockKind.HEADING else block.path
    for heading in reversed(headings):
        if kind := heading_kind(heading):
            return kind
    return ""


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Bounds of the sentences of ``text[start:end]``."""
    for match in _SENTENCE.finditer(text, start, min(end, start + MAX_LINE)):
        yield match.start(), match.end()
