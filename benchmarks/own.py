"""Measures of the project's own, for facts that the evaluation script does not score: due dates, speakers, aligned pairs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.records import Figures
from training.gold import character_f1, norm

ALIGNED_GOLD = Path(__file__).parent / "aligned.json"
"""Pairs of every sentence with 分别 in the practice reports and the bundled one, set down by hand."""

Counts = tuple[int, int, int]
"""How many were right, given and wanted."""


def speakers(facts: Mapping[str, Figures], gold: Mapping[str, Figures]) -> Figures:
    """Names of those who spoke, over all reports."""
    counts = []
    for name, want in gold.items():
        given = {norm(s) for s in facts[name]["meeting"]["speakers"]}
        wanted = {norm(s) for s in want["meeting"].get("speakers") or ()}
        counts.append((len(given & wanted), len(given), len(wanted)))
    return measures(counts)


def due_dates(facts: Mapping[str, Figures], gold: Mapping[str, Figures]) -> Figures:
    """Due dates of tasks, over all reports: right where the heading meets a gold task and one date holds the other."""
    counts = []
    for name, want in gold.items():
        left = list(want["tasks"])
        right = given = 0
        for task in facts[name]["tasks"]:
            match = next((g for g in left if same_task(task["heading"], g["heading"])), None)
            if match is not None:
                left.remove(match)
            if task["due"]:
                given += 1
                right += bool(match and match.get("due") and alike(task["due"], match["due"]))
        counts.append((right, given, sum(bool(g.get("due")) for g in want["tasks"])))
    return measures(counts)


def aligned_pairs(facts: Mapping[str, Figures], gold: Mapping[str, Sequence[Sequence[str]]]) -> Figures:
    """Aligned pairs: right where both sides hold, or are held by, those of a gold pair."""
    counts = []
    for name, given in facts.items():
        left = [(subject, object_) for subject, object_ in gold.get(name, ())]
        wanted, right = len(left), 0
        for pair in given["aligned"]:
            match = next((g for g in left if alike(pair["subject"], g[0]) and alike(pair["object"], g[1])), None)
            if match is not None:
                left.remove(match)
                right += 1
        counts.append((right, len(given["aligned"]), wanted))
    return measures(counts)


def aligned_gold() -> dict[str, list[list[str]]]:
    """Report → its pairs."""
    gold: dict[str, list[list[str]]] = json.loads(ALIGNED_GOLD.read_text("utf-8"))
    return gold


def same_task(heading: str, gold: str) -> bool:
    """Whether two headings name one task, as the evaluation script matches them."""
    a, b = norm(heading), norm(gold)
    held = min(len(a), len(b)) >= 4 and (a in b or b in a)
    return bool(a) and (a == b or held or character_f1(a, b) >= 0.7)


def alike(a: str, b: str) -> bool:
    """Whether one text, of two characters at least, holds the other.

    >>> alike("3月底前", "今年3月底前"), alike("3月底", "4月底")
    (True, False)
    """
    a, b = norm(a), norm(b)
    return min(len(a), len(b)) >= 2 and (a in b or b in a)


def measures(counts: Iterable[Counts]) -> Figures:
    """Precision, recall and F1 of summed counts, with how many there were to find.

    >>> measures([(1, 1, 2), (1, 1, 2)])
    {'precision': 1.0, 'recall': 0.5, 'f1': 0.6667, 'gold': 4}
    """
    rows = list(counts)
    right, given, wanted = (sum(row[i] for row in rows) for i in range(3))
    precision, recall = right / given if given else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "gold": wanted}
