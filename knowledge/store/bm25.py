"""The passages of some segments nearest to a question: BM25 as :mod:`knowledge.index` has it, at scale.

All passages are scored by the question's rarer keys, as many as a budget allows; the best of them are scored again by all
keys. So common keys, whose lists are long and which say little, are only looked up for few passages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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

_ONCE = 0.7
"""What a key counts that a passage holds once, beside one that it holds some times."""


@dataclass(frozen=True)
class _Asked:
    """A question's keys, rare ones first, with their weights, how many of them are rare, and each segment's lists."""

    weights: dict[int, float]
    rare: int
    found: list[Found]

    @property
    def common_weight(self) -> float:
        """What all keys count that are not rare."""
        return sum(list(self.weights.values())[self.rare :])


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
        known = self._asked(connection, question)
        scored = []
        for at, passages in self._candidates(connection, known, limit, meant):
            self._read(connection, at, known.found[at], known.weights)
            scores = self._scores(at, passages, known)
            scored += [(-s, at, n) for s, n in zip(scores.tolist(), passages.tolist(), strict=True)]
        return [(at, n, -s) for s, at, n in sorted(scored)[:limit]]

    def _asked(self, connection: sqlite3.Connection, question: str) -> _Asked:
        numbers: dict[str, int] = {}
        spreads: dict[int, int] = {}
        found: list[Found] = [{} for _ in self.segments]

        def look_up(keys: Iterable[str]) -> None:
            new = {key: number(key) for key in keys if key not in numbers}
            numbers.update(new)
            spreads.update(dict.fromkeys(new.values(), 0))
            for segment, lists in zip(self.segments, found, strict=True):
                common = segment.common
                lists.update(segment.find(connection, (n for n in new.values() if n not in common)))
                for n in new.values():
                    spreads[n] += common[n] if n in common else lists[n].spread if n in lists else 0

        look_up(asked(question, _ALL))
        known = {key for key, n in numbers.items() if spreads[n]}
        look_up(keys := list(asked(question, known)))
        weights = {numbers[k]: weight(k, spread, self.count) for k in keys if (spread := spreads[numbers[k]])}
        rare_first = sorted(weights, key=spreads.__getitem__)
        total = np.cumsum([spreads[key] for key in rare_first])
        rare = max(int(total.searchsorted(BUDGET, "right")), 1)
        return _Asked({key: weights[key] for key in rare_first}, rare, found)

    def _read(self, connection: sqlite3.Connection, at: int, lists: Found, keys: Iterable[int]) -> None:
        """Read those lists of a segment that were put off because they are long."""
        segment = self.segments[at]
        lists.update(segment.find(connection, (k for k in keys if k in segment.common and k not in lists)))

    def _candidates(
        self, connection: sqlite3.Connection, question: _Asked, limit: int, meant: Filter | None
    ) -> list[tuple[int, NDArray[np.intp]]]:
        """For each segment the passages that are to be scored by all keys, ascending."""
        least, pool = 0.0, np.zeros(0)
        kept: list[tuple[int, NDArray[np.intp], Floats]] = []
        rare = list(question.weights)[: question.rare]
        for at, (segment, lists) in enumerate(zip(self.segments, question.found, strict=True)):
            self._read(connection, at, lists, rare)
            here = [key for key in rare if key in lists]
            if not here:
                continue
            passages = [lists[key].passages for key in here]
            each = np.repeat([question.weights[key] for key in here], [len(p) for p in passages])
            scores = np.bincount(np.concatenate(passages), each, segment.contents.size) / (1 + self.norms[at])
            chosen = np.flatnonzero(scores > least)
            if meant is not None or not segment.contents.whole:
                mask = segment.contents.alive if meant is None else segment.contents.alive & meant(segment.contents)
                chosen = chosen[mask[chosen]]
            kept.append((at, chosen, scores[chosen]))
            pool = np.concatenate([pool, scores[chosen]])
            if len(pool) > CANDIDATES:
                pool = np.partition(pool, len(pool) - CANDIDATES)[len(pool) - CANDIDATES :]
                least = float(pool[0])
        if len(pool) > limit:
            # A passage this far behind the last one that is shown does not catch up with it, neither by all common keys
            # together nor by holding rare ones twice.
            last = float(np.partition(pool, len(pool) - limit)[len(pool) - limit])
            least = max(least, _ONCE * last - question.common_weight)
        chosen_of = ((at, chosen[scores >= least]) for at, chosen, scores in kept)
        return [(at, chosen) for at, chosen in chosen_of if len(chosen)]

    def _scores(self, at: int, passages: NDArray[np.intp], question: _Asked) -> Floats:
        """BM25 of some passages of a segment by all keys."""
        lists = question.found[at]
        here = [key for key in question.weights if key in lists]
        times = np.stack([lists[key].times(passages) for key in here])
        each = np.array([question.weights[key] for key in here])
        result: Floats = each @ (times * (K1 + 1) / (times + self.norms[at][passages]))
        return result


class _All:
    """What holds everything."""

    def __contains__(self, key: object) -> bool:
        return True


_ALL = _All()
