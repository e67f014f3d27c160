"""A report cut into sentences and clauses, each with its place: heading path, enumerator, label and speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model import Block, BlockKind, Report

MAX_PASSAGE = 200
"""Longest passage in characters; evidence is never longer."""

_END = re.compile(r"[。！？!?；;]+[”’」』\"）)]*")
_PIECE = re.compile(r"[，,、：:；;。！？!?（）()“”\"《》「」|\n\t]+|(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
_EDGE = " \t\u3000\xa0*_"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a run of its clauses where the sentence is longer than :data:`MAX_PASSAGE`.

    ``block`` is the line it stands in; ``sentence`` counts the passages of a report from 0. ``segments`` are the runs
    between punctuation, as offsets into the report.
    """

    sentence: int
    start: int
    end: int
    block: Block
    first: bool
    segments: tuple[tuple[int, int], ...]


def passages(report: Report) -> tuple[Passage, ...]:
    """All passages of a report in order; page furniture is left out."""
    result: list[Passage] = []
    for block in report.blocks:
        if block.kind is BlockKind.FURNITURE:
            continue
        first = True
        for start, end in _sentences(report.text, block):
            result.append(Passage(len(result), start, end, block, first, tuple(segments(report.text, start, end))))
            first = False
    return tuple(result)


def segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Bounds of the runs between punctuation.

    >>> [("甲、乙（丙）讲话，会后签字。"[a:b]) for a, b in segments("甲、乙（丙）讲话，会后签字。", 0, 14)]
    ['甲', '乙', '丙', '讲话', '会后签字']
    """
    result, at = [], start
    for mark in _PIECE.finditer(text, start, end):
        if mark.start() > at:
            result.append((at, mark.start()))
        at = mark.end()
    if at < end:
        result.append((at, end))
    return result


def _sentences(text: str, block: Block) -> list[tuple[int, int]]:
    if block.kind is BlockKind.ROW:
        bounds = [(block.start, block.end)]
    else:
        bounds, at = [], block.start
        for mark in _END.finditer(text, block.start, block.end):
            bounds.append((at, mark.end()))
            at = mark.end()
        bounds.append((at, block.end))
    result = []
    for start, end in bounds:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        if start < end:
            result += _shorten(text, start, end)
    return result


def _shorten(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut an overlong sentence at the last comma (else anywhere) before the limit, again and again."""
    result = []
    while end - start > MAX_PASSAGE:
        window = text[start : start + MAX_PASSAGE]
        cut = max(window.rfind(mark) for mark in "，,；;、|")
        cut = cut + 1 if cut >= MAX_PASSAGE // 3 else MAX_PASSAGE
        result.append((start, start + cut))
        start += cut
    result.append((start, end))
    return result
