"""The passages of some segments nearest to a question: BM25 as :mod:`knowledge.index` has it, at scale.

All passages are scored by the question's rarer keys, as many as a budget allows; the best of them are scored again by all
keys. So common keys, whose lists are long and which say little, are only looked up for few passages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.index import K1, B, asked, weight
from knowledge.store.key_numbers import number
from knowledge.store.segments import Contents, Found, Segment

Floats = NDArray[np.float64]
Filter = Callable[[Contents], NDArray[np.bool_]]
"""Which of a segment's passages are meant."""

BUDGET = 400_000
"""Passages looked up in lists of rare keys; the rarest key is looked up in any case."""
CANDIDATES = 600
"""Passages scored again by all keys."""


class Ranking:
    """Segments made ready to be searched: how long passages are on the average, and what that makes of each."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = [s for s in segments if s.contents.size]
        self.count = sum(s.contents.size for s in self.segments)
        mean = sum(int(s.contents.lengths.sum(dtype=np.int64)) for s in self.segments) / max(self.count, 1)
        self.norms = [(K1 * (1 - B + B * s.contents.lengths / mean)).astype(np.float32) for s in self.segments]

    def best(
        self, connection: sqlite3.Connection, question: str, limit: int, meant: Filter | None
    ) -> list[tuple[int, int, float]]:
        """Segment, passage and score of the passages nearest to a question, best first."""
        weights, found = self._lists(connection, question)
        if not weights:
            return []
        rare = self._rare(weights, found)
        scored = []
        for at, passages in self._candidates(weights, rare, found, meant):
            scores = self._scores(at, passages, weights, found[at])
            scored += [(-s, at, n) for s, n in zip(scores.tolist(), passages.tolist(), strict=True)]
        return [(at, n, -s) for s, at, n in sorted(scored)[:limit]]

    def _lists(self, connection: sqlite3.Connection, question: str) -> tuple[dict[int, float], list[Found]]:
        """The question's keys with their weights, and each segment's lists of them."""
        numbers = {key: number(key) for key in asked(question, ())}
        found = [s.find(connection, numbers.values()) for s in self.segments]
        spreads = {key: sum(len(lists[n][0]) for lists in found if n in lists) for key, n in numbers.items()}
        known = {key for key, spread in spreads.items() if spread}
        keys = [key for key in asked(question, known) if key in known]
        return {numbers[key]: weight(key, spreads[key], self.count) for key in keys}, found

    def _rare(self, weights: dict[int, float], found: list[Found]) -> list[int]:
        """The keys all passages are scored by."""
        spreads = {key: sum(len(lists[key][0]) for lists in found if key in lists) for key in weights}
        by_spread = sorted(weights, key=spreads.__getitem__)
        total = np.cumsum([spreads[key] for key in by_spread])
        return by_spread[: max(int(total.searchsorted(BUDGET, "right")), 1)]

    def _candidates(
        self, weights: dict[int, float], rare: list[int], found: list[Found], meant: Filter | None
    ) -> list[tuple[int, NDArray[np.intp]]]:
        """For each segment the passages that are to be scored by all keys, ascending."""
        least, pool = 0.0, np.zeros(0)
        kept: list[tuple[int, NDArray[np.intp], Floats]] = []
        for at, (segment, lists) in enumerate(zip(self.segments, found, strict=True)):
            here = [key for key in rare if key in lists]
            if not here:
                continue
            passages = [lists[key][0] for key in here]
            each = np.repeat([weights[key] for key in here], [len(p) for p in passages])
            scores = np.bincount(np.concatenate(passages), each, segment.contents.size) / (1 + self.norms[at])
            chosen = np.flatnonzero(scores > least)
            if meant is not None or not segment.contents.alive.all():
                mask = segment.contents.alive if meant is None else segment.contents.alive & meant(segment.contents)
                chosen = chosen[mask[chosen]]
            kept.append((at, chosen, scores[chosen]))
            pool = np.concatenate([pool, scores[chosen]])
            if len(pool) > CANDIDATES:
                pool = np.partition(pool, len(pool) - CANDIDATES)[len(pool) - CANDIDATES :]
                least = float(pool[0])
        return [(at, chosen[scores >= least]) for at, chosen, scores in kept]

    def _scores(self, at: int, passages: NDArray[np.intp], weights: dict[int, float], lists: Found) -> Floats:
        """BM25 of some passages of a segment by all keys."""
        here = [key for key in weights if key in lists]
        times = np.zeros((len(here), len(passages)), dtype=np.float32)
        slot = np.full(self.segments[at].contents.size, -1, dtype=np.int32)
        slot[passages] = np.arange(len(passages))
        for row, key in enumerate(here):
            for holding in lists[key]:
                place = slot[holding]
                np.add.at(times[row], place[place >= 0], 1)
        each = np.array([weights[key] for key in here])
        result: Floats = each @ (times * (K1 + 1) / (times + self.norms[at][passages]))
        return result
