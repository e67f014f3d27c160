"""What a report says in its smallest pieces: clauses of sentences, cells of rows, each with where it stands.

Every one of them may be something to be done; :mod:`knowledge.facts.task_features` describes them, a learned model chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.facts.phrasing import words
from knowledge.facts.source import MAX_LINE, Source
from knowledge.model import Block, BlockKind

Span = tuple[int, int]

_PART = re.compile(r"[^。;!?\n]{1,4000}")
_CLAUSE = re.compile(r"(?:\([^()\n]{0,60}\)|(?<=\d)[,:](?=\d)|[^,:\n])+")
_MARK = re.compile(
    r"[\s\"*#>+~\-→·•●]*(?:\[[ x]\])?[\s*~]*"
    r"(?:(?P<ordinal>第?[一二三四五六七八九十]{1,2}(?:是(?!一)|要(?!求)|、)|第[一二三四五六七八九十](?=$)|其[一二三四五六])"
    r"|\(?(?:[\d一二三四五六七八九十]{1,2}|[a-z])[.、)](?!\d)|[①-⑳])?[\s\"*]*"
)
_PHRASES = re.compile(
    r"(?:^|(?<=[对就在好住])|(?<=围绕)|(?<=落实)|(?<=推进)|(?<=部署)|(?<=开展)|(?<=实施)|(?<=下一步)|(?<=下步))"
    r"(?P<list>[^、\"(]{3,14}(?:、[^、\"(]{3,14}?){2,9})(?=等|[一二三四五六七八九两\d]{1,2}[大个项件方]|$)"
)
_LIST_LEAD = re.compile(r"[对就]|围绕")
_LISTED = 3
_LONGEST_CELL = 80
MAX_CLAUSES = 6_000
"""Clauses beyond are not read: no report has so many."""


@dataclass(frozen=True, slots=True)
class Clause:
    """``text[start:end]`` without marks; ``part`` is what stands between full stops and semicolons around it."""

    block: Block
    start: int
    end: int
    part: Span
    place: int
    """How many clauses of the part stand before it."""
    part_number: int
    """How many parts of the line stand before its own."""
    ordinal: bool = False
    """Whether 一是, 二要 or the like stands before it."""
    cell: int = -1
    """The cell of a row, else -1."""


def find_clauses(source: Source) -> list[Clause]:
    """The clauses of a report in the order of the text, of all lines but the title and page furniture."""
    found: list[Clause] = []
    for block in source.report.blocks:
        if block.kind in (BlockKind.TITLE, BlockKind.FURNITURE):
            continue
        if len(found) > MAX_CLAUSES:
            break
        found.extend(_of_row(source.text, block) if block.kind is BlockKind.ROW else _of_line(source.text, block))
    return found


def _of_row(text: str, block: Block) -> Iterator[Clause]:
    if block.level == 1:
        return
    for n, cell in enumerate(block.cells):
        if cell.end - cell.start <= _LONGEST_CELL:
            yield from _clause(text, block, (cell.start, cell.end), (cell.start, cell.end), 0, 0, n)
        else:
            yield from _of_span(text, block, cell.start, cell.end, n)


def _of_line(text: str, block: Block) -> Iterator[Clause]:
    yield from _of_span(text, block, block.start, min(block.end, block.start + MAX_LINE), -1)


def _of_span(text: str, block: Block, start: int, end: int, cell: int) -> Iterator[Clause]:
    for number, part in enumerate(_PART.finditer(text, start, end)):
        place = 0
        for match in _CLAUSE.finditer(text, *part.span()):
            for clause in _clause(text, block, match.span(), part.span(), place, number, cell):
                yield clause
                place += 1


def _clause(text: str, block: Block, span: Span, part: Span, place: int, number: int, cell: int) -> Iterator[Clause]:
    """The clause in a span; of a list of three or more phrases that begin with a verb, each phrase."""
    mark = _MARK.match(text, *span)
    start, end = (mark.end() if mark else span[0]), span[1]
    while end > start and text[end - 1] in ' \u3000\t*"、~\\':
        end -= 1
    if end - start < 2:
        return
    ordinal = bool(mark and mark.group("ordinal"))
    for a, b in _phrases(text, start, end):
        yield Clause(block, a, b, part, place, number, ordinal, cell)


def _phrases(text: str, start: int, end: int) -> list[Span]:
    """(抓好)优化线网、压降成本、补齐短板(等作出部署): where each of three or more phrases begins with a verb, the phrases."""
    listed = _PHRASES.search(text[start:end])
    if listed is None:
        return [(start, end)]
    at, spans = start + listed.start("list"), []
    for part in listed.group("list").split("、"):
        spans.append((at, at + len(part)))
        at += len(part) + 1
    first = spans[0][1]
    for lead in _LIST_LEAD.finditer(text, *spans[0]):
        if words("verb").match(text, lead.end(), first) and not words("verb").match(text, *spans[0]):
            spans[0] = lead.end(), first
            break
    verbs = sum(bool(words("verb").match(text, a, b)) for a, b in spans)
    return spans if len(spans) >= _LISTED and verbs >= len(spans) - 1 else [(start, end)]
