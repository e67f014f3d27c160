"""Pieces of a passage that could be the answer.

A piece runs from a place where an answer may begin (a segment's start, after a function word or a matched word, an
entity's start) to one where it may end. Everything is kept as offset arrays, so that features are computed for all
pieces of a passage at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.entities import Entity, Type, cut_words
from knowledge.matching import EXACT, PARTIAL, SOUND, SYNONYM, Match
from knowledge.model import BlockKind
from knowledge.passages import Passage
from knowledge.reading import Reading
from knowledge.segment import words

Ints = NDArray[np.int32]
MAX_ANSWER = 150
"""Longest answer in characters."""
MAX_CANDIDATES = 700

_STRIP = " \t\u3000\xa0*_：:，,、；;。.！!？?-－—|\n"


def windows(reading: Reading, passage: Passage, matches: Sequence[Match], entities: Sequence[Entity]) -> Ints:
    """Bounds of the candidate answers in a passage, n × 2, offsets into the report, without repeats.

    :param matches: where the question's terms stand in the passage; :param entities: the passage's typed pieces.
    """
    text = reading.report.text
    starts: list[list[int]] = []
    ends: list[list[int]] = []
    parts = [(passage.start + at, passage.start + at + len(w), w) for w, at in words(text[passage.start : passage.end])]
    cuts = cut_words()
    function = [(a, b) for a, b, w in parts if w in cuts]
    closed = _closed(entities, parts)
    solid = [m for m in matches if m.channel in (EXACT, PARTIAL, SYNONYM, SOUND) and m.strength >= 0.5]
    for a, b in passage.segments:
        begin, finish = {a}, {b}
        for w, e in function:
            if a <= w and e <= b:
                begin.add(e)
                finish.add(w)
                begin.add(w)
        for m in solid:
            if a <= m.start and m.end <= b:
                begin.add(m.end)
                begin.add(m.start)
                finish.add(m.start)
                finish.add(m.end)
        for entity in entities:
            if a <= entity.start < b:
                begin.add(entity.start)
            if a < entity.end <= b:
                finish.add(entity.end)
        starts.append(sorted(x for x in begin if a <= x < b and x not in closed))
        ends.append(sorted(x for x in finish if a < x <= b and x not in closed))
    found: dict[tuple[int, int], None] = {}
    for entity in entities:
        found[_strip(text, entity.start, entity.end)] = None
    for span in (passage.segments and [(passage.segments[0][0], passage.segments[-1][1])]) or []:
        if span[1] - span[0] <= MAX_ANSWER:
            found[span] = None
    cells = [(c.start, c.end) for c in passage.block.cells] if passage.block.kind is BlockKind.ROW else []
    for reach in range(len(passage.segments)):
        for i in range(len(passage.segments) - reach):
            for x in starts[i] if reach < 4 else starts[i][:3]:
                for y in ends[i + reach] if reach < 4 else [*ends[i + reach][-2:]]:
                    if x < y <= x + MAX_ANSWER and (not cells or any(a <= x and y <= b for a, b in cells)):
                        found[_strip(text, x, y)] = None
            if len(found) > MAX_CANDIDATES:
                break
    pairs = [p for p in found if p[1] > p[0]]
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)


def _closed(entities: Sequence[Entity], parts: Sequence[tuple[int, int, str]]) -> set[int]:
    """Offsets inside a name, a date, a Latin run or a word, where an answer neither begins nor ends."""
    inner = {x for a, b, _ in parts for x in range(a + 1, b)}
    for e in entities:
        if e.type in (Type.PERSON, Type.LATIN, Type.TIME):
            inner.update(range(e.start + 1, e.end))
        else:
            inner.discard(e.start)
            inner.discard(e.end)
    return inner


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _STRIP:
        start += 1
    while end > start and text[end - 1] in _STRIP:
        end -= 1
    return start, end
