"""The models of answering, fitted by ``training/ranker.py`` and stored in ``data/ranker.npz``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from knowledge.trees import Trees, unpack, unpack_weights


@dataclass(frozen=True, slots=True)
class Models:
    """The scores: is the passage right, is the candidate right, is it the right piece of its passage, may it be said."""

    passages: Trees
    passage_order: Trees
    candidates: Trees
    cuts: Trees
    order: Trees
    trust: Trees
    wording: Mapping[str, float]
    threshold: float
    doubt: float
    """Confidence from which an answer is given, and below which it is given with a caution."""
    threshold_alone: float
    """Confidence from which an answer is given out of a text that is but one paragraph: what is asked mostly stands there."""


@lru_cache(maxsize=1)
def load() -> Models:
    """The package's models. :raises DataError: the file does not belong to this code."""
    with (files("knowledge") / "data" / "ranker.npz").open("rb") as file:
        data = dict(np.load(file))
    threshold, doubt, alone = (float(x) for x in data["thresholds"])
    return Models(
        unpack(data, "passages"), unpack(data, "passage_order"), unpack(data, "candidates"), unpack(data, "cuts"), unpack(data, "order"),
        unpack(data, "trust"), unpack_weights(data, "wording"), threshold, doubt, alone,
    )  # fmt: skip
