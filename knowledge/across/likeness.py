"""Which tasks of two meetings are the same in other words."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge.model import Task
from knowledge.normalize import fold

SAME = 70.0
"""Headings at least so alike (0 to 100) are taken for one task carried over."""
_SHORTEST = 6
"""A heading of fewer characters stands in too many others by chance."""


def likeness(left: str, right: str) -> float:
    """How alike two headings are, 0 to 100: the best of the Indel ratio, that of their first clauses and, for a long
    enough heading that stands in the other, nine tenths of the partial ratio.

    >>> likeness("推进污水管网改造", "加快推进污水管网改造") > SAME > likeness("推进污水管网改造", "开展防溺水宣传")
    True
    """
    left, right = fold(left), fold(right)
    if min(len(left), len(right)) < _SHORTEST:
        return fuzz.ratio(left, right)
    first = fuzz.ratio(_first_clause(left), _first_clause(right))
    return max(fuzz.ratio(left, right), first, 0.9 * fuzz.partial_ratio(left, right))


def _first_clause(heading: str) -> str:
    """What is to be done, without how far; the whole heading if its first clause is too short to tell."""
    clause = heading.partition(",")[0]
    return clause if len(clause) >= _SHORTEST else heading


def pairs(before: Sequence[Task], after: Sequence[Task]) -> list[tuple[Task, Task]]:
    """Tasks carried over, each used once, the most alike first paired; in the order of the later meeting."""
    scored = [
        (score, old, new)
        for old, task in enumerate(before)
        for new, other in enumerate(after)
        if (score := likeness(task.heading, other.heading)) >= SAME
    ]
    chosen: dict[int, int] = {}
    for _, old, new in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if new not in chosen and old not in chosen.values():
            chosen[new] = old
    return [(before[old], after[new]) for new, old in sorted(chosen.items())]
