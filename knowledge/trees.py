"""Learned scores: ensembles of decision trees over named features, read from data and evaluated with numpy.

The trees are fitted by the scripts of ``training`` and stored with the names of their features; a model whose names differ
from the code's is refused, since its columns would mean something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DataError
from knowledge.quick_scorer import QuickScorer, lay_out

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """An ensemble of binary decision trees whose leaf values add up to log-odds.

    Node ``n`` of all trees together sends a row to ``left[n]`` where ``row[feature[n]] <= threshold[n]``, else to
    ``right[n]``; a negative child ``-k-1`` is leaf ``k``. ``roots`` are the trees' first nodes, ``depth`` the longest way.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    leaves: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    def log_odds(self, rows: Floats, first: int | None = None) -> Floats:
        """Score of each row (rows × features), unbounded; 0 is an even chance.

        :param first: use the first so many trees only, a coarse score at a part of the cost.
        """
        return _scorer(self, first).score(rows)

    def probability(self, rows: Floats) -> Floats:
        """Score of each row as a probability."""
        result: Floats = 1 / (1 + np.exp(-self.log_odds(rows)))
        return result

    def contributions(self, row: Floats) -> list[tuple[str, float]]:
        """How much each feature moved the log-odds of one row (Saabas 2014), largest first, features that count only.

        The value of an inner node is the mean of the leaves below it.
        """
        values = _means(self)
        moved: dict[int, float] = {}
        for root in self.roots:
            node = int(root)
            while node >= 0:
                at = int(self.feature[node])
                child = int(self.left[node] if row[at] <= self.threshold[node] else self.right[node])
                gain = (float(self.leaves[-child - 1]) if child < 0 else values[child]) - values[node]
                moved[at] = moved.get(at, 0.0) + gain
                node = child
        ranked = sorted(moved.items(), key=lambda m: -abs(m[1]))
        return [(self.names[at], gain) for at, gain in ranked if abs(gain) > 0.01]


@cache
def _scorer(trees: Trees, first: int | None) -> QuickScorer:
    """The ensemble, or the first so many trees of it, laid out for scoring."""
    return lay_out(trees.feature, trees.threshold, trees.left, trees.right, trees.leaves, trees.roots[:first])


@cache
def _means(trees: Trees) -> dict[int, float]:
    """Node → mean of the leaves below it."""
    means: dict[int, float] = {}

    def mean(node: int) -> float:
        if node < 0:
            return float(trees.leaves[-node - 1])
        means[node] = (mean(int(trees.left[node])) + mean(int(trees.right[node]))) / 2
        return means[node]

    for root in trees.roots:
        mean(int(root))
    return means


def unpack_weights(data: dict[str, NDArray[np.generic]], name: str) -> dict[str, float]:
    """Words and what each adds, out of the stored arrays."""
    grams = bytes(data[f"{name}_grams"].tobytes()).decode().split("\n")
    return dict(zip(grams, data[f"{name}_weights"].tolist(), strict=True))


def unpack(data: dict[str, NDArray[np.generic]], name: str) -> Trees:
    """One ensemble out of the stored arrays."""
    parts = {field: data[f"{name}_{field}"] for field in ("feature", "threshold", "left", "right", "leaves", "roots")}
    names = tuple(bytes(data[f"{name}_names"].tobytes()).decode().split("\n"))
    return Trees(names, depth=int(data[f"{name}_depth"][0]), **parts)  # type: ignore[arg-type]


def expect(trees: Trees, names: Sequence[str], file: str) -> None:
    """Make sure that an ensemble was fitted on the features of this code, in this order."""
    if trees.names != tuple(names):
        missing = sorted(set(trees.names) ^ set(names))
        raise DataError(file, 0, f"模型与程序的特征不一致：{'、'.join(missing[:5]) or '顺序不同'}")
