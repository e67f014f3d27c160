"""Word vectors and background frequencies, trained by ``training/vectors.py`` and shipped as data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

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
        result = np.zeros((len(words), self.matrix.shape[1]), dtype=np.float32)
        for row, word in enumerate(words):
            known = [
                i for i in ([self.index[word]] if word in self.index else map(self.index.get, word)) if i is not None
            ]
            if known:
                vector = (self.matrix[known].astype(np.float32) * self.scale[known, None]).mean(axis=0)
                result[row] = vector / (float(np.linalg.norm(vector)) + 1e-9)
        return result

    def idf(self, word: str) -> float:
        """Inverse document frequency in the background corpus, 0 (everywhere) to 1 (unknown).

        A word of several characters that the corpus lacks counts as rare; so do names.
        """
        at = self.index.get(word)
        frequency = int(self.frequency[at]) if at is not None and at < self.known else (3 if len(word) > 1 else 50)
        return math.log((self.documents + 1) / (frequency + 1)) / math.log(self.documents + 1)


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
