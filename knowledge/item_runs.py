"""Lists inside a sentence: items joined by 、 and 和, or clauses of one build joined by commas, from the first to the last.

Where the first item begins and the last one ends is not marked in Chinese (对下一步完善标准、强化创新、壮大产业作出部署): the edges
are placed so that these items are about as long as the ones between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import mean, median, pstdev

from knowledge.entities import cut_words
from knowledge.segment import words

Piece = tuple[int, int]
LONGEST_ITEM, LONGEST_RUN = 40, 150
"""Characters of an item, and of a list."""
_JOINS = re.compile(r"以及|[、和与及]")
_ENDS = re.compile(r"等(?!级|待|于|候|额|同)")
_CLAUSES = re.compile(r"[,;]")
_STOP = re.compile(r"[。!?:\n]")
_NUMBERED = re.compile(r"^[\s(]*[\d一二三四五六七八九十]{1,3}、")


def runs(text: str, start: int, end: int) -> Iterator[tuple[Piece, float]]:
    """The lists in ``text[start:end]`` (folded) as pieces, each with how even its items are, 0 to 1.

    >>> t = "会议对下一步完善标准、强化创新、壮大产业作出部署"
    >>> [t[a:b] for (a, b), _ in runs(t, 0, len(t))][0]
    '完善标准、强化创新、壮大产业'
    """
    for a, b in _stretches(text, start, end, _CLAUSES.pattern + "|" + _STOP.pattern):
        if "、" in text[a:b]:
            yield from _joined(text, a, b)
    for a, b in _stretches(text, start, end, _STOP.pattern):
        yield from _parallel(text, a, b)


def begins_inside(text: str, start: int, end: int, piece: Piece) -> bool:
    """Whether a piece of ``text[start:end]`` (folded) holds several items of a list, but not its first ones.

    >>> t = "与会者观看了纪录片、宣传片、短片"
    >>> begins_inside(t, 0, len(t), (10, 16)), begins_inside(t, 0, len(t), (6, 16))
    (True, False)
    """
    a, b = piece
    clause = next(
        (c for c in _stretches(text, start, end, _CLAUSES.pattern + "|" + _STOP.pattern) if c[0] <= a < c[1]), None
    )
    if clause and "、" in text[a : min(b, clause[1])] and "、" in _NUMBERED.sub("", text[clause[0] : a]):
        return True
    listed = (run for x, y in _stretches(text, start, end, _STOP.pattern) for run, _ in _parallel(text, x, y))
    return any(x < a < y and _CLAUSES.search(text, a, min(b, y)) for x, y in listed)


def _stretches(text: str, start: int, end: int, marks: str) -> Iterator[Piece]:
    at = start
    for mark in re.finditer(marks, text[start:end]):
        if start + mark.start() > at:
            yield at, start + mark.start()
        at = start + mark.end()
    if end > at:
        yield at, end


def _joined(text: str, start: int, end: int) -> Iterator[tuple[Piece, float]]:
    """Items between 、 in one clause."""
    items = list(_stretches(text, start, end, "、"))
    if len(items) < 2:
        return
    inner = [b - a for a, b in items[1:-1]]
    first, last = items[0], items[-1]
    tails = _last_edges(text, last)
    sizes = inner or [b - last[0] for b in tails[:1]]
    usual = median(sizes)
    heads = sorted(_first_edges(text, first), key=lambda x: (abs(first[1] - x - usual), x))[:2]
    tails = sorted(tails, key=lambda x: (abs(x - last[0] - usual), -x))[:2] if inner else tails[:2]
    for head in heads:
        for tail in tails:
            if tail - head <= LONGEST_RUN and max([first[1] - head, tail - last[0], *sizes]) <= LONGEST_ITEM:
                yield (head, tail), _even([first[1] - head, *inner, tail - last[0]])


def _first_edges(text: str, first: Piece) -> list[int]:
    """Where the first item may begin: at any word of it."""
    return [first[0] + at for _, at in words(text[slice(*first)])] or [first[0]]


def _last_edges(text: str, last: Piece) -> list[int]:
    """Where the last item may end: before 等, else at any word's end, the second of two joined by 和 kept."""
    a, b = last
    if etc := _ENDS.search(text, a + 1, b):
        return [etc.start()]
    joins = [m.end() for m in _JOINS.finditer(text, a + 1, b)]
    floor = joins[0] if joins else a
    ends: list[int] = []
    for word, at in words(text[a:b]):
        stop = a + at + len(word)
        if word in cut_words() and a + at > floor + 1 and not _JOINS.fullmatch(word):
            ends.insert(0, a + at)
        if stop > floor + 1:
            ends.append(stop)
    return list(dict.fromkeys([*ends[:1], b, *ends[1:]]))


def _parallel(text: str, start: int, end: int) -> Iterator[tuple[Piece, float]]:
    """Three or more clauses in a row that begin or end alike (甲代表团队,乙代表团队,丙代表团队; 对照甲,对照乙,对照丙)."""
    items = list(_stretches(text, start, end, _CLAUSES.pattern))
    at = 0
    while at + 2 < len(items):
        last = at
        while last + 1 < len(items) and _alike(text[slice(*items[last])], text[slice(*items[last + 1])]):
            last += 1
        if last - at >= 2 and items[last][1] - items[at][0] <= LONGEST_RUN:
            yield (items[at][0], items[last][1]), _even([b - a for a, b in items[at : last + 1]])
        at = max(last, at + 1)


def _alike(one: str, other: str) -> bool:
    one, other = one.strip(), other.strip()
    if not one or not other or max(len(one), len(other)) > LONGEST_ITEM:
        return False
    return one[:2] == other[:2] or one[-2:] == other[-2:] or (len(one) == len(other) > 3 and one[:1] == other[:1])


def _even(sizes: list[int]) -> float:
    """1 for items of one length, less the more they differ."""
    return max(0.0, 1.0 - pstdev(sizes) / mean(sizes)) if len(sizes) > 1 else 0.0
