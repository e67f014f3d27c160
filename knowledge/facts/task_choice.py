"""Which clauses are something to be done, and who is to do it: models fitted by ``training/tasks.py``.

A clause is scored by its wording (weights of n-grams), by its features, and then again with the scores of those around it:
whether it is the best of its sentence, whether its list or section holds tasks, how many the report seems to have.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DataError
from knowledge.facts.clauses import Clause
from knowledge.facts.mentions import Mention
from knowledge.facts.task_features import Described, Features, joined
from knowledge.trees import Floats, Trees, unpack, unpack_weights

AROUND = (
    "own", "best_before", "best_after", "last_before", "next_after", "part_sum", "line_sum", "line_rank", "line_above",
    "line_below", "section_mean", "part_above", "part_below", "report_sum", "report_rank", "column_mean",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskModels:
    """Scores of clauses by their wording, alone, and among others; of owners; and from which chance on each counts."""

    wording: Mapping[str, float]
    sense: NDArray[np.float32]
    alone: Trees
    among: Trees
    owner: Trees
    threshold: float
    owner_threshold: float


@lru_cache(maxsize=1)
def load() -> TaskModels:
    """The package's models. :raises DataError: the file does not belong to this code."""
    with (files("knowledge") / "data" / "tasks.npz").open("rb") as file:
        data = dict(np.load(file))
    threshold, owner_threshold = (float(x) for x in data["thresholds"])
    return TaskModels(
        unpack_weights(data, "wording"), data["sense"], unpack(data, "alone"), unpack(data, "among"), unpack(data, "owner"),
        threshold, owner_threshold,
    )  # fmt: skip


def chances(described: Described, models: TaskModels) -> Floats:
    """For each clause the chance that it is something to be done, 0 to 1."""
    if not described.clauses:
        return np.zeros(0)
    sensed = described.sensed(models.sense).tolist()
    worded = [wording(grams, models.wording) + s for grams, s in zip(described.grams, sensed, strict=True)]
    told = joined(described.features, Features.of([{"wording": w} for w in worded]))
    alone = models.alone.probability(columns(told, models.alone.names))
    around = Features.of(around_rows(described.clauses, alone))
    return models.among.probability(columns(joined(told, around), models.among.names))


def columns(features: Features, names: tuple[str, ...]) -> Floats:
    """Features in a model's order. :raises DataError: the model knows a feature that the code does not."""
    return features.values[:, _order(features.names, names)]


@lru_cache(maxsize=8)
def _order(known: tuple[str, ...], names: tuple[str, ...]) -> NDArray[np.int64]:
    place = {name: n for n, name in enumerate(known)}
    try:
        return np.array([place[name] for name in names])
    except KeyError as error:
        raise _unknown(error) from error


def choose_owners(
    found: Sequence[Sequence[tuple[Mention, Mapping[str, float]]]], models: TaskModels
) -> list[Mention | None]:
    """For each task the likeliest of those who may be responsible, ``None`` if that one is not likely enough."""
    rows = [features for some in found for _, features in some]
    scores = models.owner.probability(matrix(rows, models.owner.names)) if rows else np.zeros(0)
    chosen: list[Mention | None] = []
    stop = 0
    for some in found:
        start, stop = stop, stop + len(some)
        best = int(np.argmax(scores[start:stop])) if some else 0
        likely = bool(some) and scores[start + best] >= models.owner_threshold
        chosen.append(some[best][0] if likely else None)
    return chosen


def wording(grams: frozenset[str], weights: Mapping[str, float]) -> float:
    """Sum of the weights of a clause's n-grams, by the root of their number."""
    return sum(map(weights.get, grams, repeat(0.0))) / math.sqrt(len(grams) or 1)


def matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    """Features as columns in a model's order. :raises DataError: the model knows a feature that the code does not."""
    try:
        return np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
    except KeyError as error:
        raise _unknown(error) from error


def _unknown(error: KeyError) -> DataError:
    return DataError("tasks.npz", 0, f"模型与程序的特征不一致：{error.args[0]}")


def around_rows(clauses: Sequence[Clause], scores: Floats) -> list[dict[str, float]]:
    """For each clause what the scores of the clauses around it are, and where its own stands among them."""
    values = scores.tolist()
    parts: dict[tuple[int, tuple[int, int]], list[int]] = defaultdict(list)
    lines: dict[int, list[int]] = defaultdict(list)
    sections: dict[tuple[object, ...], list[int]] = defaultdict(list)
    columns: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, c in enumerate(clauses):
        parts[c.block.number, c.part].append(n)
        lines[c.block.number].append(n)
        sections[c.block.path, c.block.kind].append(n)
        if c.cell >= 0:
            columns[c.block.path, c.cell].append(n)
    best_line = {number: max(values[n] for n in members) for number, members in lines.items()}
    best_part = [max(values[n] for n in members) for members in parts.values()]
    place_of_part = {key: n for n, key in enumerate(parts)}
    in_order = list(lines)
    place_of_line = {number: n for n, number in enumerate(in_order)}
    section_mean = {
        key: float(np.mean([best_line[number] for number in {clauses[n].block.number for n in members}]))
        for key, members in sections.items()
    }
    column_mean = {key: float(np.mean([values[n] for n in members])) for key, members in columns.items()}
    line_sum = {number: sum(values[n] for n in members) for number, members in lines.items()}
    rank = np.argsort(np.argsort(-scores, kind="stable"), kind="stable").tolist()
    in_line = {number: sorted(values[n] for n in members) for number, members in lines.items()}
    total = float(scores.sum())
    rows = []
    for n, c in enumerate(clauses):
        part, number = (c.block.number, c.part), c.block.number
        before = [values[k] for k in parts[part] if k < n]
        after = [values[k] for k in parts[part] if k > n]
        p, at = place_of_part[part], place_of_line[number]
        line = in_line[number]
        numbers = (
            values[n], max(before, default=0.0), max(after, default=0.0), before[-1] if before else 0.0,
            after[0] if after else 0.0, sum(before) + sum(after), line_sum[number] - values[n],
            float(len(line) - bisect_right(line, values[n])) if len(line) < 400 else 0.0,
            best_line[in_order[at - 1]] if at else 0.0,
            best_line[in_order[at + 1]] if at + 1 < len(in_order) else 0.0,
            section_mean[c.block.path, c.block.kind], best_part[p - 1] if p else 0.0,
            best_part[p + 1] if p + 1 < len(best_part) else 0.0, total, float(rank[n]),
            column_mean.get((c.block.path, c.cell), 0.0),
        )  # fmt: skip
        rows.append(dict(zip(AROUND, numbers, strict=True)))
    return rows
