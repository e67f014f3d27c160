"""The passages of some segments nearest to a question: BM25 as :mod:`knowledge.index` has it, at scale.

All passages are scored by the question's rarer keys, as many as a budget allows; the best of them are scored again by all
keys. So common keys, whose lists are long and which say little, are only looked up for few passages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from knowledge.index import K1, B, asked, weight
from knowledge.store.key_numbers import number
from knowledge.store.postings import Passages
from knowledge.store.segments import Contents, Found, Segment

Floats = NDArray[np.float64]
Filter = Callable[[Contents], NDArray[np.bool_]]
"""Which of a segment's passages are meant."""

BUDGET = 100_000
"""Meant passages looked up in lists of rare keys; the rarest key is looked up in any case."""
CANDIDATES = 150
"""Passages scored again by all keys, at least."""

_COMMON = 0.2
"""The chance that a passage of average length holds a common key: by it the candidates are chosen, not scored."""


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
        sizes = [s.contents.lengths / mean for s in self.segments]
        self.norms = [(K1 * (1 - B + B * size)).astype(np.float32) for size in sizes]
        shares = [1 - (1 - _COMMON) ** size for size in sizes]
        self.hopes = [(share / (1 + norm)).astype(np.float32) for share, norm in zip(shares, self.norms, strict=True)]

    def best(
        self, connection: sqlite3.Connection, question: str, limit: int, meant: Filter | None
    ) -> list[tuple[int, int, float]]:
        """Segment, passage and score of the passages nearest to a question, best first."""
        masks = [s.contents.alive if meant is None else s.contents.alive & meant(s.contents) for s in self.segments]
        share = sum(map(np.count_nonzero, masks)) / max(self.count, 1)
        if not share:
            return []
        known = self._asked(connection, question, BUDGET / share)
        scored = []
        for at, passages, scores in self._candidates(connection, known, masks, max(CANDIDATES, limit)):
            self._read(connection, at, known.found[at], known.weights)
            total = (K1 + 1) * (scores + self._scores(at, passages, known))
            scored += [(-s, at, n) for s, n in zip(total.tolist(), passages.tolist(), strict=True)]
        return [(at, n, -s) for s, at, n in sorted(scored)[:limit]]

    def _asked(self, connection: sqlite3.Connection, question: str, budget: float) -> _Asked:
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
        rare = max(int(total.searchsorted(budget, "right")), 1)
        return _Asked({key: weights[key] for key in rare_first}, rare, found)

    def _read(self, connection: sqlite3.Connection, at: int, lists: Found, keys: Iterable[int]) -> None:
        """Read those lists of a segment that were put off because they are long."""
        segment = self.segments[at]
        lists.update(segment.find(connection, (k for k in keys if k in segment.common and k not in lists)))

    def _candidates(
        self, connection: sqlite3.Connection, question: _Asked, masks: Sequence[NDArray[np.bool_]], limit: int
    ) -> list[tuple[int, Passages, Floats]]:
        """For each segment the passages that are to be scored by all keys, ascending, with their scores by the rare ones.

        :param masks: of each segment, which passages are meant; :param limit: how many are taken, of all segments.
        """
        least, pool = 0.0, np.zeros(0)
        kept: list[tuple[int, Passages, Floats, Floats]] = []
        rare = dict(islice(question.weights.items(), question.rare))
        for at, mask in enumerate(masks):
            self._read(connection, at, question.found[at], rare)
            scores = self._rare_scores(at, rare, question.found[at])
            if scores is None:
                continue
            likely = scores + question.common_weight * self.hopes[at]
            chosen = np.flatnonzero(likely > least)
            chosen = chosen[(scores[chosen] > 0) & mask[chosen]]
            kept.append((at, chosen.astype(np.uint16), scores[chosen], likely[chosen]))
            pool = np.concatenate([pool, likely[chosen]])
            if len(pool) > limit:
                pool = np.partition(pool, len(pool) - limit)[len(pool) - limit :]
                least = float(pool[0])
        best = ((at, chosen, scores, likely >= least) for at, chosen, scores, likely in kept)
        return [(at, chosen[top], scores[top]) for at, chosen, scores, top in best if top.any()]

    def _rare_scores(self, at: int, weights: dict[int, float], lists: Found) -> Floats | None:
        """BM25 of all passages of a segment by some keys; ``None`` if none holds one."""
        postings = [(lists[key], weight) for key, weight in weights.items() if key in lists]
        if not postings:
            return None
        size, norms = self.segments[at].contents.size, self.norms[at]
        each = np.array([weight for _, weight in postings])
        once = np.repeat(each, [p.spread for p, _ in postings])
        scores: Floats = np.bincount(np.concatenate([p.passages for p, _ in postings]), once, size) / (1 + norms)
        again = np.concatenate([p.again for p, _ in postings])
        if len(again):
            lengths = [len(p.again) for p, _ in postings]
            row = np.repeat(np.arange(len(postings)), lengths)
            new = np.flatnonzero(np.append(True, (again[1:] != again[:-1]) | (row[1:] != row[:-1])))
            times = np.arange(len(again)) - np.repeat(new, np.diff(np.append(new, len(again)))) + 2
            norm = norms[again]
            more = each[row] * (times / (times + norm) - (times - 1) / (times - 1 + norm))
            np.add.at(scores, again, more)
        return scores

    def _scores(self, at: int, passages: Passages, question: _Asked) -> Floats:
        """BM25 of some passages of a segment by the keys that are not rare."""
        lists, norms = question.found[at], self.norms[at][passages]
        result = np.zeros(len(passages))
        for key, counts in islice(question.weights.items(), question.rare, None):
            if key in lists:
                times = lists[key].times(passages)
                result += counts * times / (times + norms)
        return result


class _All:
    """What holds everything."""

    def __contains__(self, key: object) -> bool:
        return True


_ALL = _All()
