"""Word vectors and background frequencies, trained by ``training/vectors.py`` and shipped as data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of words (``matrix``: words × components) and in how many of ``documents`` each word stands."""

    index: dict[str, int]
    matrix: NDArray[np.int8]
    scale: Floats
    frequency: NDArray[np.int32]
    documents: int
    known: int
    """The first ``known`` words stand in the corpus; the others come from the lexicon and have no frequency."""

    def of(self, words: list[str]) -> Floats:
        """Unit vectors, len(words) × components; a word unknown to the vocabulary is the mean of its characters', or 0."""
        at = np.array([self.index.get(word, -1) for word in words], dtype=np.int64)
        result = self._rows(np.maximum(at, 0))
        for n in np.flatnonzero(at < 0).tolist():
            spelt = [number for number in map(self.index.get, words[n]) if number is not None]
            result[n] = self._rows(spelt).mean(axis=0) if spelt else 0.0
        norms: Floats = np.sqrt(np.array([row.dot(row) for row in result], dtype=np.float32))
        return result / (norms[:, None] + 1e-9)

    def _rows(self, numbers: Sequence[int] | NDArray[np.int64]) -> Floats:
        at = np.asarray(numbers, dtype=np.int64)
        return self.matrix[at].astype(np.float32) * self.scale[at, None]

    def idf(self, word: str) -> float:
        """Inverse document frequency in the background corpus, 0 (everywhere) to 1 (unknown).

        A word of several characters that the corpus lacks counts as rare; so do names.
        """
        at = self.index.get(word)
        frequency = int(self.frequency[at]) if at is not None and at < self.known else (3 if len(word) > 1 else 50)
        return math.log((self.documents + 1) / (frequency + 1)) / math.log(self.documents + 1)


def means(rows: NDArray[Any], groups: Sequence[Sequence[int]]) -> NDArray[Any]:
    """For each group of row numbers the mean of these rows, zeros for none.

    >>> means(np.array([[1.0], [3.0], [8.0]]), [[0, 1], [], [2, 2]]).tolist()
    [[2.0], [0.0], [8.0]]
    """
    result = np.zeros((len(groups), *rows.shape[1:]), dtype=rows.dtype)
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    filled, starts = sizes > 0, np.cumsum(sizes) - sizes
    members = np.array([number for group in groups for number in group], dtype=np.int64)
    total = np.add.reduceat(rows[members], starts[filled], axis=0)
    result[filled] = total / sizes[filled, None].astype(rows.dtype)
    return result


@lru_cache(maxsize=1)
def load() -> Vectors:
    """The package's vectors, read once."""
    with (files("knowledge") / "data" / "vectors.npz").open("rb") as file:
        data = np.load(file)
        words = data["words"].tobytes().decode().split("\n")
        matrix, frequency = data["vectors"], data["frequency"]
        documents, known = int(data["documents"][0]), int(data["known"][0])
    norms = np.linalg.norm(matrix.astype(np.float32), axis=1)
    return Vectors(
        {w: i for i, w in enumerate(words)},
        matrix,
        (1 / (norms + 1e-9)).astype(np.float32),
        frequency,
        documents,
        known,
    )
