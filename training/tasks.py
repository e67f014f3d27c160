"""Fit the choice of tasks and of their owners on annotated reports, cross-validate it by report, and store it.

    python -m training.tasks FOLDER... [--out knowledge/data/tasks.npz] [--record FILE.json] [--no-fit]

Each FOLDER holds ``reports/*.txt`` and ``gold/*.json`` with ``tasks`` (heading, owner). A clause is right where a gold
heading begins in it. Scores are fitted one on the other, each on scores that the one before gave to reports it had not
seen: the wording (logistic regression over n-grams), a clause alone, a clause among the others (LightGBM); then owners of
gold tasks. The printed figures, by group of reports (the letters of their ids), are those of reports not fitted on, and
count as the evaluation script of the sets does.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

import lightgbm as lgb
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from knowledge.facts import task_choice
from knowledge.facts.clauses import Clause, find_clauses
from knowledge.facts.owners import Mention, candidates, find_mentions
from knowledge.facts.people import find_people
from knowledge.facts.source import Source, read_source
from knowledge.facts.task_features import Described, describe
from knowledge.facts.tasks import make_task
from knowledge.reader import read_report
from training.gold import character_f1, norm
from training.trees import Bag, pack, pack_weights

FOLDS, INNER = 5, 5
LEAST = 0.2
BAGS = 3
RARE, WORDING_C, SCALE, SENSE = 5, 1.0, 3.0, 2.0
"""Reports an n-gram must stand in, the inverse strength of the regression's penalty, and the scales of n-grams and vectors."""
_BASE = {
    "objective": "binary", "learning_rate": 0.04, "num_leaves": 15, "min_data_in_leaf": 20, "feature_fraction": 0.25,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "num_threads": 1, "seed": 3,
    "max_bin": 63, "force_col_wise": True, "deterministic": True,
}  # fmt: skip
ALONE = dict(_BASE), 240
AMONG = dict(_BASE), 240
OWNER = dict(_BASE, feature_fraction=0.4, min_data_in_leaf=15), 240
Span = tuple[int, int]


@dataclass
class Example:
    """A report with its clauses, which of them are tasks, and the gold."""

    id: str
    source: Source
    people: frozenset[str]
    clauses: list[Clause]
    described: Described
    named: list[list[Mention]]
    right: np.ndarray
    gold: list[dict]
    gold_of: dict[int, list[dict]]
    weight: float
    scored: bool
    chances: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @property
    def group(self) -> str:
        """The letters of the id: reports of one hand."""
        return re.sub(r"\d.*", "", self.id)


@dataclass
class Table:
    """All clauses of all reports: features, n-grams, which are right, and to which report each belongs."""

    names: tuple[str, ...]
    rows: np.ndarray
    grams: csr_matrix
    vocabulary: list[str]
    right: np.ndarray
    report: np.ndarray
    weights: np.ndarray


def load(folders: Sequence[Path], scored: Path | None = None, weight: float = 1.0) -> list[Example]:
    """Read and describe the annotated reports; those of the folder ``scored`` count ``weight`` times."""
    result = []
    for path in sorted(p for folder in folders for p in (folder / "gold").glob("*.json")):
        gold = [t for t in json.loads(path.read_text("utf-8"))["tasks"] if norm(t["heading"])]
        report = read_report((path.parent.parent / "reports" / f"{path.stem}.txt").read_text("utf-8"), path.stem)
        source = read_source(report)
        people = frozenset(source.text[p.start : p.end] for p in find_people(source))
        clauses = find_clauses(source)
        gold_of = _locate(source, clauses, gold)
        right = np.array([float(n in gold_of) for n in range(len(clauses))])
        result.append(
            Example(
                path.stem,
                source,
                people,
                clauses,
                describe(source, clauses, people),
                find_mentions(source, clauses, people),
                right,
                gold,
                gold_of,
                weight if path.parent.parent == scored else 1.0,
                scored in (None, path.parent.parent),
            )
        )
    return result


def _locate(source: Source, clauses: Sequence[Clause], gold: Sequence[dict]) -> dict[int, list[dict]]:
    """Clause → the gold tasks whose heading begins in it."""
    characters, places = [], []
    for at, character in enumerate(source.report.text):
        for c in norm(character):
            characters.append(c)
            places.append(at)
    plain = "".join(characters)
    found: dict[int, list[dict]] = defaultdict(list)
    for task in gold:
        heading = norm(task["heading"])
        for match in re.finditer(re.escape(heading), plain):
            start, end = places[match.start()], places[match.end() - 1]
            inside = [n for n, c in enumerate(clauses) if c.start <= start < c.end]
            for n in inside or [n for n, c in enumerate(clauses) if start <= c.start <= end][:1]:
                found[n].append(task)
    return dict(found)


def table(chosen: Sequence[Example]) -> Table:
    """All clauses as one matrix."""
    names = tuple(sorted({name for e in chosen for row in e.described.rows[:1] for name in row}))
    grams = [g for e in chosen for g in e.described.grams]
    report = np.array([n for n, e in enumerate(chosen) for _ in e.clauses])
    seen: dict[str, set[int]] = defaultdict(set)
    for place, found in enumerate(grams):
        for gram in found:
            seen[gram].add(int(report[place]))
    vocabulary = sorted(g for g, reports in seen.items() if len(reports) >= RARE and "\n" not in g)
    column = {g: n for n, g in enumerate(vocabulary)}
    starts, columns, values = [0], [], []
    for found in grams:
        known = [column[g] for g in found if g in column]
        columns += known
        values += [SCALE * len(found) ** -0.5] * len(known)
        starts.append(len(columns))
    return Table(
        names,
        np.vstack([task_choice.matrix(e.described.rows, names) for e in chosen if e.clauses]).astype(np.float32),
        hstack(
            [
                csr_matrix((values, columns, starts), shape=(len(grams), len(vocabulary))),
                csr_matrix(SENSE * np.vstack([e.described.senses for e in chosen if e.clauses])),
            ]
        ).tocsr(),
        vocabulary,
        np.concatenate([e.right for e in chosen]),
        report,
        np.array([e.weight for e in chosen])[report],
    )


def folds(count: int, number: int, seed: int) -> np.ndarray:
    """A fold for each report."""
    result = np.zeros(count, dtype=int)
    result[np.random.default_rng(seed).permutation(count)] = np.arange(count) % number
    return result


def fit(spec: tuple[dict, int], rows: np.ndarray, targets: np.ndarray, weights: np.ndarray, bags: int = 1) -> Bag:
    """Fit one ensemble, several times with other random draws."""
    parameters, rounds = spec
    return [
        lgb.train({**parameters, "seed": seed}, lgb.Dataset(rows, targets, weight=weights), rounds)
        for seed in range(3, 3 + bags)
    ]


def probability(model: Bag, rows: np.ndarray) -> np.ndarray:
    """Chances of rows, as :class:`knowledge.trees.Trees` gives them."""
    return 1 / (1 + np.exp(-np.mean([m.predict(rows, raw_score=True) for m in model], axis=0)))


def fit_wording(t: Table, at: np.ndarray) -> np.ndarray:
    """Weights of the n-grams."""
    model = LogisticRegression(C=WORDING_C, solver="liblinear", tol=1e-3)
    model.fit(t.grams[at], t.right[at], sample_weight=t.weights[at])
    return model.coef_[0]


def fit_clauses(
    examples: Sequence[Example], t: Table, at: np.ndarray, seed: int, bags: int
) -> tuple[np.ndarray, Bag, Bag]:
    """The three scores of clauses, fitted on the rows ``at``."""
    fold = folds(len(examples), INNER, seed)[t.report]
    worded = np.zeros(len(t.right))
    for n in range(INNER):
        held = at & (fold == n)
        worded[held] = t.grams[held] @ fit_wording(t, at & (fold != n))
    rows = np.column_stack([t.rows, worded])
    alone = np.zeros(len(t.right))
    for n in range(INNER):
        held = at & (fold == n)
        others = at & (fold != n)
        alone[held] = probability(fit(ALONE, rows[others], t.right[others], t.weights[others]), rows[held])
    among = np.column_stack([rows, _around(examples, alone)])
    return (
        fit_wording(t, at),
        fit(ALONE, rows[at], t.right[at], t.weights[at], bags),
        fit(AMONG, among[at], t.right[at], t.weights[at], bags),
    )


def _around(examples: Sequence[Example], alone: np.ndarray) -> np.ndarray:
    result, at = [], 0
    for e in examples:
        around = task_choice.around_rows(e.clauses, alone[at : at + len(e.clauses)])
        result += [[row[name] for name in task_choice.AROUND] for row in around]
        at += len(e.clauses)
    return np.array(result)


def apply_clauses(examples: Sequence[Example], t: Table, models: tuple[np.ndarray, Bag, Bag]) -> np.ndarray:
    """Chances of all clauses."""
    rows = np.column_stack([t.rows, t.grams @ models[0]])
    return probability(models[2], np.column_stack([rows, _around(examples, probability(models[1], rows))]))


# ---------------------------------------------------------------- owners


@dataclass
class OwnerRows:
    """Those who may be responsible for gold tasks: features, whether right, of which report."""

    names: tuple[str, ...]
    rows: np.ndarray
    right: np.ndarray
    report: np.ndarray
    weights: np.ndarray


def owner_rows(examples: Sequence[Example]) -> OwnerRows:
    """Candidates of all gold tasks."""
    rows, right, report = [], [], []
    for n, e in enumerate(examples):
        for at, tasks in e.gold_of.items():
            owners = {norm(t["owner"]) for t in tasks if t.get("owner")}
            for mention, features in candidates(e.source, e.clauses, e.named, at, e.people):
                rows.append(features)
                right.append(
                    float(norm(e.source.text[mention.start : mention.end]) in {norm_folded(o) for o in owners})
                )
                report.append(n)
    names = tuple(sorted(rows[0]))
    of = np.array(report)
    weights = np.array([e.weight for e in examples])[of]
    return OwnerRows(names, task_choice.matrix(rows, names).astype(np.float32), np.array(right), of, weights)


def norm_folded(text: str) -> str:
    """Text as folded text is compared."""
    from knowledge.normalize import fold

    return norm(fold(text))


# ---------------------------------------------------------------- figures


def matched(predicted: Sequence[str], gold: Sequence[str]) -> int:
    """Greedy one-to-one matches: one holds the other (at least 4 characters), or character F1 of 0.7."""
    left, hits = [norm(g) for g in gold], 0
    for text in map(norm, predicted):
        for g in left:
            held = min(len(text), len(g)) >= 4 and (text in g or g in text)
            if text and (text == g or held or character_f1(text, g) >= 0.7):
                left.remove(g)
                hits += 1
                break
    return hits


@dataclass
class Outcome:
    """What would be said of a clause: its likeliest owner, and how likely it is."""

    owner: Mention | None
    chance: float


def outcomes(e: Example, owner: Bag, names: tuple[str, ...], least: float) -> dict[int, Outcome]:
    """The likeliest owner of each clause that may be chosen."""
    result = {}
    for n in np.flatnonzero(e.chances >= least).tolist():
        found = candidates(e.source, e.clauses, e.named, n, e.people)
        result[n] = Outcome(None, 0.0)
        if found:
            scores = probability(owner, task_choice.matrix([f for _, f in found], names))
            result[n] = Outcome(found[int(np.argmax(scores))][0], float(scores.max()))
    return result


def said(
    e: Example, outcome: dict[int, Outcome], threshold: float, owner_threshold: float
) -> tuple[list[str], set[str]]:
    """Headings and owners that would be given."""
    chosen = set(np.flatnonzero(e.chances >= threshold).tolist())
    headings: dict[str, None] = {}
    owners = set()
    for n in sorted(chosen):
        owner = outcome[n].owner if outcome[n].chance >= owner_threshold else None
        task = make_task(e.source, e.clauses, e.named, n, owner, next_free=n + 1 not in chosen)
        if task and task.heading not in headings:
            headings[task.heading] = None
            if task.owner:
                owners.add(norm(task.owner))
    return list(headings), owners


def f1(counts: np.ndarray) -> dict[str, float]:
    """Precision, recall and F1 of (hits, given, wanted)."""
    hits, given, wanted = counts
    return {
        "precision": round(hits / max(given, 1), 3),
        "recall": round(hits / max(wanted, 1), 3),
        "f1": round(2 * hits / max(given + wanted, 1), 3),
    }


def cross_validate(examples: list[Example], t: Table, o: OwnerRows) -> dict:
    """Figures over reports that the models had not seen, for the thresholds that are best on those scored."""
    fold = folds(len(examples), FOLDS, 7)
    chances = np.zeros(len(t.right))
    owner: dict[int, Bag] = {}
    for n in range(FOLDS):
        models = fit_clauses(examples, t, fold[t.report] != n, 20 + n, 1)
        held = fold[t.report] == n
        chances[held] = apply_clauses(examples, t, models)[held]
        others = fold[o.report] != n
        owner[n] = fit(OWNER, o.rows[others], o.right[others], o.weights[others])
        print(f"fold {n + 1} of {FOLDS}", flush=True)
    for n, e in enumerate(examples):
        e.chances = chances[t.report == n]

    outcome = [outcomes(e, owner[fold[n]], o.names, LEAST) for n, e in enumerate(examples)]

    def figures(threshold: float, owner_threshold: float) -> dict[str, dict[str, np.ndarray]]:
        counts: dict[str, dict[str, np.ndarray]] = defaultdict(lambda: {k: np.zeros(3) for k in ("tasks", "owners")})
        for n, e in enumerate(examples):
            headings, owners = said(e, outcome[n], threshold, owner_threshold)
            wanted = {norm(x["owner"]) for x in e.gold if x.get("owner")}
            for key in (e.group, "all", *["scored"] * e.scored):
                hits = matched(headings, [x["heading"] for x in e.gold])
                counts[key]["tasks"] += (hits, len(headings), len(e.gold))
                counts[key]["owners"] += (len(owners & wanted), len(owners), len(wanted))
        return counts

    threshold = float(max(np.arange(LEAST, 0.61, 0.03), key=lambda x: f1(figures(x, 0.4)["scored"]["tasks"])["f1"]))
    options = np.arange(0.06, 0.5, 0.04)
    owner_threshold = float(max(options, key=lambda x: f1(figures(threshold, x)["scored"]["owners"])["f1"]))
    counts = figures(threshold, owner_threshold)
    return {
        "threshold": round(threshold, 3),
        "owner_threshold": round(owner_threshold, 3),
        **{group: {kind: f1(c) for kind, c in kinds.items()} for group, kinds in sorted(counts.items())},
    }


def main() -> None:
    """Cross-validate, fit, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--score", type=Path, help="the folder whose figures choose the thresholds (all if not given)")
    parser.add_argument("--weight", type=float, default=1.0, help="what a report of the scored folder counts")
    parser.add_argument("--out", type=Path, default=Path("knowledge/data/tasks.npz"))
    parser.add_argument("--record", type=Path)
    parser.add_argument("--no-fit", action="store_true", help="cross-validate only")
    args = parser.parse_args()
    began = time.perf_counter()
    examples = load(args.folders, args.score, args.weight)
    t, o = table(examples), owner_rows(examples)
    print(f"{len(examples)} reports, {len(t.right)} clauses, {int(t.right.sum())} right, {len(o.right)} owners")
    result = {
        "date": date.today().isoformat(),
        "versions": {p: version(p) for p in ("lightgbm", "numpy", "scikit-learn")},
        "reports": len(examples),
        **cross_validate(examples, t, o),
    }
    for key, value in result.items():
        print(key, json.dumps(value, ensure_ascii=False))
    if args.record:
        args.record.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if not args.no_fit:
        weights, alone, among = fit_clauses(examples, t, np.ones(len(t.right), dtype=bool), 20, BAGS)
        arrays = pack_weights("wording", {g: SCALE * float(w) for g, w in zip(t.vocabulary, weights, strict=False)})
        arrays["sense"] = (SENSE * weights[len(t.vocabulary) :]).astype(np.float32)
        arrays |= pack("alone", alone, (*t.names, "wording"))
        arrays |= pack("among", among, (*t.names, "wording", *task_choice.AROUND))
        arrays |= pack("owner", fit(OWNER, o.rows, o.right, o.weights, BAGS), o.names)
        arrays["thresholds"] = np.array([result["threshold"], result["owner_threshold"]])
        np.savez_compressed(args.out, **arrays)
        print(f"{args.out}: {args.out.stat().st_size / 1e3:.0f} kB, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
