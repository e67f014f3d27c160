"""Tables from ruled lines: which lines cross to a grid, and which of its cells are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_NEAR = 3.0
"""Points within which lines meet, or are one."""
_COVERED = 0.6
"""Share of a cell's side that must be ruled for it to end there."""

_MOST_RULES = 4000
"""Ruled lines of a page that are looked at."""
_MOST_CELLS = 10_000
"""Cells of a table on one page; more is a drawing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: level or upright, at ``at`` across its direction, from ``start`` to ``end`` along it (points)."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's frame: bounds of columns from the left (``xs``), of rows from the top (``ys``, falling).

    ``owner`` tells for each cell (row, column) the first cell of the merged one it belongs to.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: dict[tuple[int, int], tuple[int, int]]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The (merged) cell around a point, ``None`` outside."""
        if not (self.xs[0] < x < self.xs[-1] and self.ys[-1] < y < self.ys[0]):
            return None
        column = sum(1 for bound in self.xs if bound <= x) - 1
        row = sum(1 for bound in self.ys if bound >= y) - 1
        return self.owner.get((row, column))


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """The tables that ruled lines make; frames of one cell are none."""
    found = []
    for group in _crossing(_distinct(rules)):
        xs = _places(r.at for r in group if not r.level)
        ys = _places(r.at for r in group if r.level)[::-1]
        if min(len(xs), len(ys)) >= 2 and len(xs) * len(ys) <= _MOST_CELLS:
            owner = _owners(group, xs, ys)
            if len(set(owner.values())) > 1:
                found.append(Grid(tuple(xs), tuple(ys), owner))
    return found


def _distinct(rules: Iterable[Rule]) -> list[Rule]:
    """The lines without those drawn twice; no more of them than tables have."""
    made = {(r.level, round(r.at), round(r.start), round(r.end)): r for r in rules}
    return list(made.values())[:_MOST_RULES]


def _crossing(rules: list[Rule]) -> list[list[Rule]]:
    """Groups of lines that touch each other, directly or through others."""
    upright = sorted((r for r in rules if not r.level), key=lambda r: r.at)
    level = [r for r in rules if r.level]
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, across in enumerate(level):
        for j, up in enumerate(upright):
            if up.at > across.end + _NEAR:
                break
            meets = up.at >= across.start - _NEAR and up.start - _NEAR <= across.at <= up.end + _NEAR
            if meets:
                parent[root(i)] = root(len(level) + j)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate([*level, *upright]):
        groups[root(i)].append(rule)
    return [g for g in groups.values() if len(g) > 3]


def _places(values: Iterable[float]) -> list[float]:
    """Sorted values, those close together as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _owners(group: list[Rule], xs: list[float], ys: list[float]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell the first of those it is merged with: no line parts them."""
    owner = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    for row, column in owner:
        top, bottom, left, right = ys[row], ys[row + 1], xs[column], xs[column + 1]
        if column and not _ruled(group, False, left, bottom, top):
            owner[row, column] = owner[row, column - 1]
        elif row and not _ruled(group, True, top, left, right):
            owner[row, column] = owner[row - 1, column]
    return owner


def _ruled(group: list[Rule], level: bool, at: float, start: float, end: float) -> bool:
    """Whether lines at this place cover the stretch."""
    covered = sum(
        max(0.0, min(r.end, end) - max(r.start, start)) for r in group if r.level is level and abs(r.at - at) <= _NEAR
    )
    return covered >= _COVERED * (end - start)
