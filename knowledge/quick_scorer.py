"""Scores of many rows by an ensemble of decision trees at once, after QuickScorer (Lucchese et al., SIGIR 2015).

No row walks down a tree. Leaves are numbered from left to right; each node whose condition fails strikes out the leaves
below its left child, and the leftmost leaf that is left is where the row ends. Which leaves are left is a word of bits per
row and tree, so that striking out is one operation on whole arrays, and conditions that trees share are tested once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Words = NDArray[np.unsignedinteger[Any]]

_AT_ONCE = 1 << 18
"""Conditions and trees times rows looked at together: few enough to stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class QuickScorer:
    """An ensemble laid out for scoring; condition ``c`` holds where ``row[feature[c]] <= threshold[c]``."""

    feature: Whole
    threshold: NDArray[np.float32]
    """Conditions × 1."""
    tests: Whole
    """Nodes of a tree × trees: the number of the node's condition."""
    kept: Words
    """Nodes of a tree × trees × 1: the leaves that stay where the condition fails, a bit each."""
    values: NDArray[np.float32]
    """Trees × leaves."""

    def score(self, rows: Floats) -> Floats:
        """For each row the sum of the leaves it ends in."""
        values, word = self.values, self.kept.dtype
        offsets = np.arange(-1, values.size - 1, values.shape[1], dtype=np.int32)[:, None]
        total = np.empty(len(rows))
        step = max(16, _AT_ONCE // (len(self.feature) + 2 * len(values)))
        for start in range(0, len(rows), step):
            columns = np.ascontiguousarray(rows[start : start + step].T, dtype=np.float32)
            holds = np.negative((columns[self.feature] <= self.threshold).astype(word))
            left = np.full((len(values), columns.shape[1]), np.iinfo(word).max, dtype=word)
            struck = np.empty_like(left)
            for condition, stay in zip(self.tests, self.kept, strict=True):
                np.take(holds, condition, axis=0, out=struck, mode="clip")
                struck |= stay
                left &= struck
            left &= np.negative(left)  # the lowest bit alone; its exponent is the number of the leaf, from 1
            leaf = np.frexp(left.astype(np.float64 if word.itemsize > 4 else np.float32))[1] + offsets
            ends = np.ascontiguousarray(values.ravel()[leaf].T)
            total[start : start + step] = ends.sum(axis=1, dtype=np.float64)
        return total


def lay_out(
    feature: NDArray[np.int32],
    threshold: NDArray[np.float32],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    leaves: NDArray[np.float32],
    roots: NDArray[np.int32],
) -> QuickScorer:
    """Number the leaves of each tree from left to right and the distinct conditions; arrays as in ``Trees``.

    :param roots: of the trees wanted; the arrays may hold others beside them.
    """
    levels = [roots]
    while len(below := _inner(np.concatenate([left[levels[-1]], right[levels[-1]]]))):
        levels.append(below)
    size = np.ones(len(feature) + 1, dtype=np.int64)  # leaves below a node; -1, which stands for any leaf, has 1
    below_left, below_right = (np.maximum(child, -1) for child in (left, right))
    for nodes in reversed(levels):
        size[nodes] = size[below_left[nodes]] + size[below_right[nodes]]
    tree, begin = np.zeros(len(feature), dtype=np.int64), np.zeros(len(feature), dtype=np.int64)
    tree[roots] = np.arange(len(roots))
    most = int(size[roots].max())
    values = np.zeros((len(roots), most), dtype=np.float32)
    for nodes in levels:
        for child, at in ((left[nodes], begin[nodes]), (right[nodes], begin[nodes] + size[below_left[nodes]])):
            inner = child >= 0
            tree[child[inner]], begin[child[inner]] = tree[nodes[inner]], at[inner]
            values[tree[nodes[~inner]], at[~inner]] = leaves[-child[~inner] - 1]
    word = next(w for w in (np.uint16, np.uint32, np.uint64) if most <= np.iinfo(w).bits)
    one, shift = np.uint64(1), begin.astype(np.uint64)
    struck = ((one << size[below_left].astype(np.uint64)) - one) << shift
    nodes = np.concatenate(levels)
    nodes = nodes[np.argsort(tree[nodes], kind="stable")]
    tree = tree[nodes]
    place = np.arange(len(nodes)) - np.searchsorted(tree, tree)
    pairs = feature[nodes].astype(np.int64) << 32 | threshold[nodes].view(np.uint32)
    _, example, condition = np.unique(pairs, return_index=True, return_inverse=True)
    shape = int(place.max()) + 1, len(roots)
    tests, kept = np.zeros(shape, dtype=np.int64), np.full(shape, np.iinfo(word).max, dtype=word)
    tests[place, tree], kept[place, tree] = condition.ravel(), (~struck[nodes]).astype(word)
    example = nodes[example]
    return QuickScorer(feature[example].astype(np.int64), threshold[example, None], tests, kept[:, :, None], values)


def _inner(children: NDArray[np.int32]) -> NDArray[np.int32]:
    """The children that are nodes, not leaves."""
    return children[children >= 0]
