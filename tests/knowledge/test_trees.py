"""Scores of tree ensembles against walking down each tree."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.trees import Floats, Trees

FEATURES = 7


def grown(trees: int, leaves: int, seed: int) -> Trees:
    """Random trees of as many leaves, some of them long and thin, over few thresholds, so that trees share conditions."""
    rng = np.random.default_rng(seed)
    left, right, roots = [], [], []
    for tree in range(trees):
        roots.append(len(left))
        slots: list[tuple[list[int], int]] = []
        for _ in range(leaves - 1):
            node = len(left)
            if slots:
                table, at = slots.pop(int(rng.integers(len(slots))))
                table[at] = node
            left.append(0)
            right.append(0)
            slots += [(left, node), (right, node)]
        for n, (table, at) in enumerate(slots):
            table[at] = -(tree * leaves + n) - 1
    count = len(left)
    return Trees(
        names=tuple(f"f{n}" for n in range(FEATURES)),
        feature=rng.integers(0, FEATURES, count).astype(np.int32),
        threshold=rng.integers(-2, 3, count).astype(np.float32),
        left=np.array(left, dtype=np.int32),
        right=np.array(right, dtype=np.int32),
        leaves=rng.normal(size=trees * leaves).astype(np.float32),
        roots=np.array(roots, dtype=np.int32),
        depth=leaves,
    )


def walked(trees: Trees, row: Floats, first: int | None = None) -> float:
    total = 0.0
    for root in trees.roots[:first]:
        node = int(root)
        while node >= 0:
            holds = row[trees.feature[node]] <= trees.threshold[node]
            node = int((trees.left if holds else trees.right)[node])
        total += float(trees.leaves[-node - 1])
    return total


@pytest.mark.parametrize("leaves", [2, 15, 16, 31, 33, 64])
@pytest.mark.parametrize("count", [0, 1, 40, 3000])
def test_rows_end_in_the_leaves_that_walking_down_reaches(leaves: int, count: int) -> None:
    trees = grown(9, leaves, seed=leaves)
    rows = np.random.default_rng(count).integers(-3, 4, (count, FEATURES)).astype(np.float64)
    assert trees.log_odds(rows) == pytest.approx([walked(trees, row) for row in rows], abs=1e-6)


def test_a_coarse_score_adds_the_first_trees_only() -> None:
    trees = grown(9, 15, seed=1)
    rows = np.random.default_rng(1).normal(size=(20, FEATURES))
    assert trees.log_odds(rows, first=4) == pytest.approx([walked(trees, row, 4) for row in rows], abs=1e-6)
