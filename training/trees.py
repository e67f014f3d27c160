"""LightGBM ensembles as the arrays that :mod:`knowledge.trees` reads."""

from __future__ import annotations

from collections.abc import Mapping

import lightgbm as lgb
import numpy as np

Bag = list[lgb.Booster]


def pack(prefix: str, model: Bag, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """A LightGBM ensemble as the arrays of :class:`knowledge.trees.Trees`."""
    feature, threshold, left, right, leaves, roots = [], [], [], [], [], []
    deepest = 0

    def walk(node: dict, depth: int) -> int:
        nonlocal deepest
        if "leaf_value" in node and "split_feature" not in node:
            leaves.append(node["leaf_value"] / len(model))
            deepest = max(deepest, depth)
            return -len(leaves)
        at = len(feature)
        feature.append(node["split_feature"])
        threshold.append(node["threshold"])
        left.append(0)
        right.append(0)
        left[at] = walk(node["left_child"], depth + 1)
        right[at] = walk(node["right_child"], depth + 1)
        return at

    for booster in model:
        for tree in booster.dump_model()["tree_info"]:
            roots.append(walk(tree["tree_structure"], 0))
    return {
        f"{prefix}_feature": np.array(feature, dtype=np.int32),
        f"{prefix}_threshold": np.array(threshold, dtype=np.float32),
        f"{prefix}_left": np.array(left, dtype=np.int32),
        f"{prefix}_right": np.array(right, dtype=np.int32),
        f"{prefix}_leaves": np.array(leaves, dtype=np.float32),
        f"{prefix}_roots": np.array(roots, dtype=np.int32),
        f"{prefix}_depth": np.array([deepest]),
        f"{prefix}_names": np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
    }


def pack_weights(prefix: str, weights: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Words and what each adds, as arrays."""
    return {
        f"{prefix}_grams": np.frombuffer("\n".join(weights).encode(), dtype=np.uint8),
        f"{prefix}_weights": np.array(list(weights.values()), dtype=np.float32),
    }
