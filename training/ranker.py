"""Fit the ranking on annotated reports, cross-validate it by report, and store it as data of the package.

    python -m training.ranker FOLDER... [--score FOLDER] [--out knowledge/data/ranker.npz] [--record FILE.json]

Each FOLDER holds ``reports/*.txt`` and ``gold/*.json``. Boosted ensembles (LightGBM) are fitted one on the
other: passages (does this one hold the answer), candidates (is this piece the answer, given its passage's score) together
with cuts and order (which piece of a passage that is right), trust (is the best candidate right at all). Each is fitted on
scores that the one before gave to reports it had not seen, and so are the printed figures (``--score`` names the folder
they are given for). The threshold of silence is the one that brings the most right decisions in cross-validation, with a
wrong answer costing more than a silence.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from knowledge import ranker, retriever, structured, trust
from knowledge.answers import sayable
from knowledge.asking import Asking, Previous
from knowledge.facts import extract
from knowledge.follow_up import left_by
from knowledge.model import Kind
from knowledge.question import parse
from knowledge.reader import read_report
from knowledge.reading import Reading
from knowledge.retriever import CANDIDATE_NAMES, PASSAGE_NAMES, Ranked, text_of
from knowledge.structured import Candidate
from knowledge.wording import answerable, wording
from training.gold import GoldQuestion, character_f1, items_found, load, load_reading, overlaps, worth
from training.trees import Bag, pack, pack_weights

_task: Callable[[int], Any]
BAGS = 1
"""How many times each ensemble is fitted with other random draws."""
FOLDS = 5
COST, MOST_SILENT = 1.15, 0.14
"""What a wrong answer costs against a right one when the threshold of silence is chosen, and how often it may be silent wrongly."""
SILENT_ALONE = 0.1
"""How often it may be silent wrongly about a text of one paragraph."""
_BASE = {
    "objective": "cross_entropy", "learning_rate": 0.08, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 5.0, "verbose": -1, "num_threads": 1, "seed": 3, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
PASSAGES = dict(_BASE, num_leaves=15, min_data_in_leaf=20), 140
PASSAGE_ORDER = (
    dict(
        _BASE,
        objective="lambdarank",
        num_leaves=15,
        min_data_in_leaf=20,
        label_gain=[0, 0, 1, 1, 4, 4, 6, 6, 8, 8, 10],
        lambdarank_truncation_level=4,
    ),
    140,
)
CANDIDATES = dict(_BASE, num_leaves=31, min_data_in_leaf=12), 200
CUTS = dict(_BASE, num_leaves=15, min_data_in_leaf=10), 180
ORDER = (
    dict(
        _BASE,
        objective="lambdarank",
        num_leaves=31,
        min_data_in_leaf=20,
        label_gain=list(range(11)),
        lambdarank_truncation_level=5,
    ),
    130,
)
TRUST = dict(_BASE, objective="binary", num_leaves=7, min_data_in_leaf=25, learning_rate=0.04, lambda_l2=10.0), 160
STRUCTURED = 4.0
"""Weight of a structured candidate against a piece of a passage: they are few, and mostly right or wrong by their source."""
CONTENDERS = 4
"""Candidates of each question that the confidence is fitted on."""
RARE, WORDING_C = 3, 3.0
"""Times an n-gram of a question's wording must be seen, and the inverse strength of the regression's penalty."""
NEGATIVES = 90
"""Wrong pieces kept of each question; all wrong structured candidates are kept."""

GROUPS = {
    "characters": ("bigrams", "unigrams", "lead_bigrams", "lead_unigrams", "rank_bigrams", "rare", "lead_rare", "rank_rare"),
    "fuzzy": ("fuzzy", "fuzzy_set", "rank_fuzzy", "lead_fuzzy"),
    "synonyms": (  # what counts words met by a synonym; the exact ones alone stay
        "cover", "cover_synonym", "cover_context", "cover_rarest", "cover_second", "lead_cover", "rank_cover", "spread", "missing",
    ),
    "vectors": (
        "soft", "soft_context", "soft_rarest", "rank_soft", "lead_soft", "soft_75", "soft_60", "sense", "rank_sense",
        "lead_sense", "sense_segment", "lead_sense_segment", "segment_sense", "cover_meaning", "noun_soft",
    ),
    "headings": ("context", "cover_context", "context_near", "soft_context", "earlier_context"),
    "neighbours": ("before", "after", "before_opens", "before_asks", "opens", "after_colon", "intro"),
    "sections": (
        "section", "section_missed", "in_field", "field_asked", "field_other", "field_whole", "header_asked", "asked_sections",
        "known_sections",
    ),
    "types": (
        "wanted_type", "wanted_unit", "wanted_exact", "wanted_inside", "wanted_starts", "wanted_ends", "unit", "noun",
        "noun_inside", "noun_ends", "noun_left",
    ),
    "kind of question": tuple(f"kind_{k}" for k in Kind),
    "structured candidates": ("structured", "source_fit", *(f"source_{s}" for s in structured.SOURCES)),
    "history": ("earlier", "earlier_context", "same_as_before", "near_before", "same_section", "said_before", "near_said"),
    "speakers": ("person", "speaker", "asked_person_inside", "asked_person_left", "after_name"),
    "cues": ("cue", "cue_left", "cue_start", "function_left", "function_right", "function_start", "function_end", "colon_left"),
    "wording": ("wording",),
}  # fmt: skip
"""Groups of features, for the ablation; those of a candidate's passage are named passage_… there."""

left_out: set[str] = set()
"""Features that are not used at present."""


@dataclass
class Example:
    """A question with all that is fitted on."""

    gold: GoldQuestion
    reading: Reading
    asking: Asking
    rows: np.ndarray
    held: np.ndarray
    evidence: np.ndarray
    scores: np.ndarray = field(default_factory=lambda: np.zeros(0))
    order: np.ndarray = field(default_factory=lambda: np.zeros(0))
    candidates: list[Candidate] = field(default_factory=list)
    features: np.ndarray = field(default_factory=lambda: np.zeros(0))
    worths: np.ndarray = field(default_factory=lambda: np.zeros(0))
    marks: np.ndarray = field(default_factory=lambda: np.zeros(0))
    said: str = ""
    place: int = -1
    source: str = ""
    right: bool = False
    confidence: float = 0.0
    worded: float = 0.0
    fold: int = 0
    weight: float = 1.0
    judged: bool = True
    """Whether the confidence is fitted on it."""

    @property
    def top(self) -> list[int]:
        """The best passages, best first."""
        return retriever.best_passages(self.order)

    def ranked(self) -> Ranked:
        """The candidates by their marks, those that can be shown only."""
        order = np.argsort(-self.marks, kind="stable")
        best = [i for i in order[:30] if sayable(self.asking, self.candidates[i])]
        order = np.array([*best, *order[30:]], dtype=int)
        return Ranked(
            [self.candidates[i] for i in order], self.marks[order], self.features[order], self.top, self.scores
        )


def examples(sets: Iterable[tuple[str, str, list[GoldQuestion]]]) -> list[Example]:
    """All questions of annotated reports, held against these."""
    result = []
    for report_id, text, questions in sets:
        report = read_report(text, report_id)
        reading = Reading(report, extract(report))
        for gold in questions:
            asking = _asking(gold, reading, Previous(gold.history[-1]) if gold.history else Previous(), "")
            rows = blind(retriever.passage_rows(asking), PASSAGE_NAMES)
            spans = [report.text[p.start : p.end] for p in reading.passages]
            evidence = np.array([bool(gold.answers) and overlaps(s, gold.evidence) for s in spans], dtype=float)
            share = np.array([items_found(s, gold.answers, 1000, 1000) if gold.answers else 0.0 for s in spans])
            held = 0.4 * evidence + 0.2 * (share > 0) + 0.4 * (share >= 0.999) * evidence
            result.append(Example(gold, reading, asking, rows, held, evidence))
    return result


def strangers(chosen: list[Example], count: int = 80) -> list[Example]:
    """Questions held against reports they do not belong to: whatever is found there is wrong."""
    random = np.random.default_rng(5)
    readings = list({e.gold.report: e.reading for e in chosen}.values())
    result = []
    for at in random.permutation(len(chosen)):
        e = chosen[at]
        if e.gold.history or (e.asking.weights > 0.35).sum() < 2:
            continue  # who chaired may be asked anywhere
        reading = readings[int(random.integers(len(readings)))]
        if reading.report.id == e.gold.report:
            continue
        gold = replace(e.gold, id=f"{e.gold.id}-elsewhere", report=reading.report.id, answers=(), evidence=())
        asking = _asking(gold, reading, Previous(), "")
        rows = retriever.passage_rows(asking)
        result.append(Example(gold, reading, asking, rows, np.zeros(len(rows)), np.zeros(len(rows))))
        if len(result) == count:
            break
    return result


def _asking(gold: GoldQuestion, reading: Reading, previous: Previous, focus: str) -> Asking:
    return Asking(parse(gold.question, reading.names, previous=gold.history, focus=focus), reading, previous)


def fit(
    spec: tuple[dict, int],
    rows: np.ndarray,
    targets: np.ndarray,
    names: tuple[str, ...],
    weights: np.ndarray,
    groups: list[int] | None = None,
) -> Bag:
    """Fit one ensemble, several times with other random draws; they are averaged, which steadies it."""
    parameters, rounds = spec
    if "structured" in names and groups is None:
        weights = weights * np.where(rows[:, names.index("structured")] > 0, STRUCTURED, 1.0)
    named = [n.replace("-", "_") for n in names]
    return [
        lgb.train(
            {**parameters, "seed": seed},
            lgb.Dataset(rows, targets, group=groups, weight=weights, feature_name=named),
            rounds,
        )
        for seed in range(3, 3 + BAGS)
    ]


def mark(models: tuple[Bag, Bag, Bag], features: np.ndarray) -> np.ndarray:
    """Scores of candidates, as :func:`knowledge.retriever.mark` gives them."""
    cuts = features[:, retriever.CUT_COLUMNS]
    return (
        raw(models[0], features)
        + retriever.CUT_WEIGHT * raw(models[1], cuts)
        + retriever.ORDER_WEIGHT * raw(models[2], cuts)
    )


def spread(chosen: Sequence[Example], rows: Sequence[Sized]) -> np.ndarray:
    """The weights of examples, repeated for each of their rows."""
    return np.repeat([e.weight for e in chosen], [len(r) for r in rows])


def fit_passages(chosen: list[Example]) -> tuple[Bag, Bag]:
    """Fit the scores of passages: whether each holds the answer, and their order where one does."""
    rows = np.vstack([e.rows for e in chosen])
    answered = [e for e in chosen if e.held.any()]
    levels = np.round(np.concatenate([e.held for e in answered]) * 10).astype(int)
    return (
        fit(
            PASSAGES,
            rows,
            np.concatenate([e.held for e in chosen]),
            PASSAGE_NAMES,
            spread(chosen, [e.rows for e in chosen]),
        ),
        fit(
            PASSAGE_ORDER,
            np.vstack([e.rows for e in answered]),
            levels,
            PASSAGE_NAMES,
            spread(answered, [e.rows for e in answered]),
            groups=[len(e.held) for e in answered],
        ),
    )


def fit_candidates(chosen: list[Example]) -> Bag:
    """Fit the score of candidates, on all right ones and a sample of the wrong."""
    random = np.random.default_rng(1)
    kept_of, rows, targets = [], [], []
    for e in chosen:
        if not e.gold.answers or not len(e.worths):
            continue
        wrong = np.flatnonzero(e.worths == 0)
        kept = random.choice(wrong, min(len(wrong), NEGATIVES), replace=False)
        structured = [i for i in wrong if e.candidates[i].source != "span"]
        at = np.unique(np.concatenate([np.flatnonzero(e.worths > 0), kept, structured])).astype(int)
        kept_of.append(e)
        rows.append(e.features[at])
        targets.append(e.worths[at])
    return fit(CANDIDATES, np.vstack(rows), np.concatenate(targets), CANDIDATE_NAMES, spread(kept_of, rows))


def fit_cuts(chosen: list[Example]) -> tuple[Bag, Bag]:
    """Fit the scores of pieces within the passages that hold a right one: how good each is, and their order."""
    random = np.random.default_rng(1)
    kept_of, rows, targets = [], [], []
    for e in chosen:
        good = {c.passage for c, w in zip(e.candidates, e.worths, strict=True) if w > 0}
        inside = np.array([i for i, c in enumerate(e.candidates) if c.passage in good], dtype=int)
        if not len(inside):
            continue
        wrong = inside[e.worths[inside] == 0]
        kept = random.choice(wrong, min(len(wrong), 100), replace=False)
        structured = [i for i in wrong if e.candidates[i].source != "span"]
        at = np.unique(np.concatenate([inside[e.worths[inside] > 0], kept, structured])).astype(int)
        kept_of.append(e)
        rows.append(e.features[at][:, retriever.CUT_COLUMNS])
        targets.append(e.worths[at])
    stacked, weights = np.vstack(rows), spread(kept_of, rows)
    levels = np.round(np.concatenate(targets) * 10).astype(int)
    return (
        fit(CUTS, stacked, np.concatenate(targets), retriever.CUT_NAMES, weights),
        fit(ORDER, stacked, levels, retriever.CUT_NAMES, weights, groups=[len(r) for r in rows]),
    )


def fit_wording(chosen: list[Example]) -> dict[str, float]:
    """Fit what the wording of a question says about its having an answer."""
    chosen = [e for e in chosen if e.judged]
    found = [wording(e.asking.query.text) for e in chosen]
    spread = Counter(gram for grams in found for gram in grams)
    known = {gram: n for n, gram in enumerate(sorted(g for g, times in spread.items() if times >= RARE))}
    rows = np.zeros((len(chosen), len(known)), dtype=np.float32)
    for i, grams in enumerate(found):
        rows[i, [known[g] for g in grams if g in known]] = len(grams) ** -0.5
    model = LogisticRegression(C=WORDING_C, max_iter=1000)
    model.fit(rows, np.array([bool(e.gold.answers) for e in chosen]))
    return {gram: float(model.coef_[0, n]) for gram, n in known.items()}


def fit_trust(chosen: list[Example]) -> Bag:
    """Fit the confidence on the best candidates, and on their rivals put in their place."""
    rows, right, weights = [], [], []
    for e in chosen:
        if e.candidates and e.judged:
            for ranked in contenders(e.asking, e.ranked()):
                said = text_of(e.asking, ranked.candidates[0])
                rows.append(trust.row(e.asking, ranked, e.worded))
                right.append(bool(e.gold.answers) and items_found(said, e.gold.answers) == 1)
                weights.append(e.weight)
    return fit(TRUST, np.vstack(rows), np.array(right, dtype=float), trust.NAMES, np.array(weights))


def contenders(asking: Asking, ranked: Ranked) -> Iterator[Ranked]:
    """The ranking, and the same with the best candidates that say something else put first."""
    said: list[str] = []
    for at, candidate in enumerate(ranked.candidates[:40]):
        text = text_of(asking, candidate)
        if any(text in other or other in text for other in said):
            continue
        said.append(text)
        order = np.array([at, *(i for i in range(len(ranked.candidates)) if i != at)])
        yield Ranked(
            [ranked.candidates[i] for i in order],
            ranked.scores[order],
            ranked.rows[order],
            ranked.passages,
            ranked.passage_scores,
        )
        if len(said) == CONTENDERS:
            return


def raw(model: Bag, rows: np.ndarray) -> np.ndarray:
    """Log-odds of rows."""
    return np.mean([m.predict(rows, raw_score=True) for m in model], axis=0) if len(rows) else np.zeros(0)


def set_candidates(e: Example) -> None:
    """Make the candidates of an example from its passage scores, with their worth."""
    e.candidates, features = retriever.candidate_rows(e.asking, e.rows, e.scores, e.order)
    e.features = blind(features, CANDIDATE_NAMES).astype(np.float32)
    e.worths = np.array([worth(text_of(e.asking, c), e.gold) for c in e.candidates])


def decide(e: Example) -> None:
    """Note what would be said."""
    ranked = e.ranked()
    if ranked.candidates:
        best = ranked.candidates[0]
        e.said, e.place, e.source = text_of(e.asking, best), best.passage, best.source
    e.right = bool(e.gold.answers) and bool(e.said) and items_found(e.said, e.gold.answers) == 1


def previous(first: tuple[Bag, Bag], second: tuple[Bag, Bag, Bag], e: Example) -> tuple[Previous, str]:
    """What the history of an example leaves behind, asked with models that have not seen its report."""
    left, focus = Previous(), ""
    for earlier in e.gold.history:
        asking = Asking(parse(earlier, e.reading.names, focus=focus), e.reading, left)
        rows = retriever.passage_rows(asking)
        found, features = retriever.candidate_rows(asking, rows, raw(first[0], rows), raw(first[1], rows))
        left, focus = left_by(
            asking, found[int(np.argmax(mark(second, features) + structured.bonus(found)))] if found else None
        )
    return left, focus


def fit_pieces(chosen: list[Example]) -> tuple[Bag, Bag, Bag]:
    """Fit the three scores of candidates."""
    return fit_candidates(chosen), *fit_cuts(chosen)


def in_parallel(task: Callable[[int], Any]) -> list[Any]:
    """``task`` of each fold, two at a time in processes that share this one's memory."""
    global _task  # a forked process finds it here: it need not be pickled, nor the examples it uses
    _task = task
    with get_context("fork").Pool(2) as pool:
        return pool.map(_run, range(FOLDS), chunksize=1)


def _run(fold: int) -> Any:
    return _task(fold)


def cross_validate(all_examples: list[Example], odd: list[Example], rounds: int = 2) -> None:
    """Score every example with models fitted on other reports; follow-ups are read anew between the rounds.

    :param odd: questions put to the wrong reports, for the confidence only.
    """
    reports = sorted({e.gold.report for e in all_examples})
    order = np.random.default_rng(7).permutation(len(reports))
    fold_of = {reports[i]: n % FOLDS for n, i in enumerate(order)}
    for e in all_examples:
        e.fold = fold_of[e.gold.report]
    for round_ in range(rounds):
        firsts = in_parallel(lambda n: fit_passages([e for e in all_examples if e.fold != n]))
        for e in all_examples:
            e.scores, e.order = (raw(bag, e.rows) for bag in firsts[e.fold])
            set_candidates(e)
        seconds = in_parallel(lambda n: fit_pieces([e for e in all_examples if e.fold != n]))
        for e in all_examples:
            e.marks = mark(seconds[e.fold], e.features) + structured.bonus(e.candidates)
            decide(e)
        if round_ + 1 < rounds:
            for e in all_examples:
                if e.gold.history:
                    e.asking = _asking(e.gold, e.reading, *previous(firsts[e.fold], seconds[e.fold], e))
                    e.rows = blind(retriever.passage_rows(e.asking), PASSAGE_NAMES)
    for n in range(FOLDS):
        weights = fit_wording([e for e in all_examples if e.fold != n])
        for e in (e for e in [*all_examples, *odd] if fold_of[e.gold.report] == n):
            e.worded = 0.0 if "wording" in left_out else answerable(e.asking.query.text, weights)
    for e in odd:
        e.fold = fold_of[e.gold.report]
        e.scores, e.order = (raw(bag, e.rows) for bag in firsts[e.fold])
        set_candidates(e)
        e.marks = mark(seconds[e.fold], e.features) + structured.bonus(e.candidates)
        decide(e)
    thirds = [fit_trust([e for e in [*all_examples, *odd] if e.fold != n]) for n in range(FOLDS)]
    for e in all_examples:
        if e.candidates:
            ranked = e.ranked()
            odds = raw(thirds[e.fold], trust.row(e.asking, ranked, e.worded))[0]
            e.confidence = max(1 / (1 + np.exp(-odds)), structured.assurance(ranked.candidates[0]))


def choose_threshold(chosen: list[Example]) -> float:
    """The confidence from which answering brings most, a wrong answer costing :data:`COST` right ones.

    It is never so high that more than :data:`MOST_SILENT` of the questions that have an answer get none.
    """
    values = np.array([e.confidence for e in chosen])
    right = np.array([e.right for e in chosen])
    answerable = np.array([bool(e.gold.answers) for e in chosen])
    best, at = -1e9, 0.5
    for threshold in np.linspace(0.05, 0.9, 86):
        says = values >= threshold
        if (~says & answerable).sum() > MOST_SILENT * answerable.sum():
            break
        gain = (says & right).sum() + (~says & ~answerable).sum() - (COST - 1) * (says & ~right).sum()
        if gain > best:
            best, at = gain, float(threshold)
    return at


def alone(chosen: list[Example], threshold: float) -> float:
    """The confidence from which a question to a single paragraph is answered: all but a tenth of the reading sets' are."""
    values = [e.confidence for e in chosen if e.gold.style == "reading"]
    return min(threshold, float(np.quantile(values, SILENT_ALONE))) if values else threshold


def figures(chosen: list[Example], threshold: float) -> dict:
    """The measures of the evaluation script over examples."""

    def mean(values: list) -> float:
        return round(float(np.mean(values)), 4) if values else float("nan")

    said = {id(e): e.confidence >= threshold for e in chosen}
    answerable = [e for e in chosen if e.gold.answers]
    ok = {id(e): (e.right and said[id(e)]) if e.gold.answers else not said[id(e)] for e in chosen}
    spoken = [e for e in chosen if said[id(e)]]
    return {
        "questions": len(chosen),
        "threshold": round(threshold, 3),
        "overall": mean([ok[id(e)] for e in chosen]),
        "answered_right": mean([ok[id(e)] for e in answerable]),
        "never_silent_right": mean([e.right for e in answerable]),
        "crisp": mean([said[id(e)] and items_found(e.said, e.gold.answers, 2, 20) == 1 for e in answerable]),
        "f1": mean([said[id(e)] * character_f1(e.said, "".join(a[0] for a in e.gold.answers)) for e in answerable]),
        "evidence_hit": mean([e.evidence[e.place] if e.place >= 0 else 0.0 for e in answerable]),
        "false_abstain": mean([not said[id(e)] for e in answerable]),
        "abstain_when_unanswerable": mean([not said[id(e)] for e in chosen if not e.gold.answers]),
        "precision": mean([e.right for e in spoken]),
        "by_style": {
            s: mean([ok[id(e)] for e in chosen if e.gold.style == s]) for s in sorted({e.gold.style for e in chosen})
        },
        "by_type": {
            t: mean([ok[id(e)] for e in chosen if e.gold.kind == t]) for t in sorted({e.gold.kind for e in chosen})
        },
        "auc": auc(chosen),
        "calibration": calibration(chosen),
        "sources": dict(Counter(e.source for e in answerable).most_common()),
    }


def reading_figures(chosen: list[Example], threshold: float) -> dict:
    """Questions of the reading sets: the right sentence first, and the F1 of the answer (characters)."""
    result = {}
    for name in sorted({e.gold.report.rsplit("-", 1)[0] for e in chosen if e.gold.style == "reading"}):
        own = [e for e in chosen if e.gold.report.startswith(name + "-")]
        said = [e.confidence >= threshold for e in own]
        f1 = [max(character_f1(e.said, a) for a in e.gold.answers[0]) for e in own]
        result[name] = {
            "questions": len(own),
            "found": round(float(np.mean(said)), 4),
            "evidence_hit": round(float(np.mean([e.evidence[e.place] if e.place >= 0 else 0.0 for e in own])), 4),
            "f1": round(float(np.mean(np.array(said) * np.array(f1))), 4),
            "f1_never_silent": round(float(np.mean(f1)), 4),
            "length": round(float(np.mean([len(e.said) for e in own])), 1),
        }
    return result


def auc(chosen: list[Example]) -> float:
    """How well the confidence tells right answers from wrong ones and from questions without an answer (area under ROC)."""
    right = np.array([e.right for e in chosen])
    return round(float(roc_auc_score(right, [e.confidence for e in chosen])), 4)


def calibration(chosen: list[Example], bins: int = 5) -> dict:
    """Expected calibration error, and per fifth of the examples the mean confidence and the share that was right."""
    order = sorted(chosen, key=lambda e: e.confidence)
    parts = [order[len(order) * i // bins : len(order) * (i + 1) // bins] for i in range(bins)]
    rows = [
        (round(float(np.mean([e.confidence for e in p])), 3), round(float(np.mean([e.right for e in p])), 3))
        for p in parts
        if p
    ]
    error = float(np.mean([abs(c - r) for c, r in rows]))
    return {"error": round(error, 4), "confidence_and_right": rows}


def ablate(folder: Path) -> dict:
    """Cross-validated figures on one folder with all features, and with each group of them left out."""
    result = {}
    for group in ("", *GROUPS):
        left_out.clear()
        left_out.update(GROUPS.get(group, ()))
        chosen = examples(load(folder))
        cross_validate(chosen, [], rounds=1)
        found = figures(chosen, choose_threshold(chosen))
        result[group or "all features"] = {
            k: found[k] for k in ("overall", "never_silent_right", "evidence_hit", "auc")
        }
        print(group or "all features", result[group or "all features"], flush=True)
    left_out.clear()
    return result


def record_ablation(record: Path | None, found: dict) -> None:
    """Keep the ablation beside the figures of the last fit."""
    if record:
        kept = json.loads(record.read_text("utf-8")) if record.exists() else {}
        kept["ablation"] = {"date": date.today().isoformat(), **found}
        record.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def blind(rows: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Rows with the columns of features that are left out set to nothing."""
    if left_out:
        rows[:, [i for i, n in enumerate(names) if n.removeprefix("passage_") in left_out]] = 0.0
    return rows


def main() -> None:
    """Cross-validate, fit, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument(
        "--score", type=Path, help="the folder whose cross-validated figures choose the threshold (all if not given)"
    )
    parser.add_argument(
        "--reading", nargs="*", type=Path, default=[], help="reading-comprehension sets to fit on as well"
    )
    parser.add_argument("--paragraphs", type=int, default=200, help="paragraphs taken of each reading set")
    parser.add_argument(
        "--judge", nargs="*", type=Path, help="the folders that the confidence is fitted on (all if not given)"
    )
    parser.add_argument("--weight", type=float, default=1.0, help="what a question of the scored folder counts")
    parser.add_argument("--out", type=Path, default=Path("knowledge/data/ranker.npz"))
    parser.add_argument("--record", type=Path)
    parser.add_argument("--wrong", type=Path, help="write what was wrong, one question a line")
    parser.add_argument(
        "--ablate", type=Path, metavar="FOLDER", help="only leave out each group of features, on this folder"
    )
    parser.add_argument("--no-fit", action="store_true", help="cross-validate only")
    parser.add_argument("--bags", type=int, default=BAGS, help="how many times each ensemble is fitted")
    args = parser.parse_args()
    began = time.perf_counter()
    if args.ablate:
        record_ablation(args.record, ablate(args.ablate))
        return
    all_examples = examples(annotated for folder in args.folders for annotated in load(folder))
    all_examples += examples(annotated for path in args.reading for annotated in load_reading(path, args.paragraphs))
    print(f"{len(all_examples)} questions, {time.perf_counter() - began:.0f} s", flush=True)
    meetings = [e for e in all_examples if e.gold.style != "reading"]
    scored = {r for r, _, _ in load(args.score)} if args.score else {e.gold.report for e in meetings}
    judged = {r for folder in args.judge or args.folders for r, _, _ in load(folder)}
    for e in all_examples:
        e.weight = args.weight if args.score and e.gold.report in scored else 1.0
        e.judged = e.gold.report in judged
    odd = strangers([e for e in meetings if e.judged])
    cross_validate(all_examples, odd)  # the last fit is averaged; for the figures and the threshold once is enough
    globals()["BAGS"] = args.bags
    chosen = [e for e in all_examples if e.gold.report in scored]
    threshold = choose_threshold(chosen)
    result = {
        "date": date.today().isoformat(),
        "versions": {p: version(p) for p in ("lightgbm", "numpy")},
        "folders": [f.name for f in [*args.folders, *args.reading]],
        "scored": figures(chosen, threshold),
        "all": figures(meetings, threshold),
        "reading": reading_figures(all_examples, threshold),
    }
    print(json.dumps(result["scored"], ensure_ascii=False))
    print(json.dumps(result["reading"]))
    print(
        json.dumps({k: v for k, v in result["all"].items() if k != "by_type"}, ensure_ascii=False),
        f"{time.perf_counter() - began:.0f} s",
        flush=True,
    )
    if args.wrong:
        write_wrong(args.wrong, chosen, threshold)
    if args.record:
        if args.record.exists():
            result["ablation"] = json.loads(args.record.read_text("utf-8")).get("ablation", {})
        args.record.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if args.no_fit:
        return
    arrays = {}
    passages, passage_order = fit_passages(all_examples)
    arrays |= pack("passages", passages, PASSAGE_NAMES)
    arrays |= pack("passage_order", passage_order, PASSAGE_NAMES)
    arrays |= pack("candidates", fit_candidates(all_examples), CANDIDATE_NAMES)
    cuts, order = fit_cuts(all_examples)
    arrays |= pack("cuts", cuts, retriever.CUT_NAMES)
    arrays |= pack("order", order, retriever.CUT_NAMES)
    weights = fit_wording(all_examples)
    arrays |= pack_weights("wording", weights)
    arrays |= pack("trust", fit_trust([*all_examples, *odd]), trust.NAMES)
    arrays["thresholds"] = np.array([threshold, min(0.9, threshold + 0.2), alone(all_examples, threshold)])
    np.savez_compressed(args.out, **arrays)
    ranker.load.cache_clear()
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB, {time.perf_counter() - began:.0f} s")


def write_wrong(path: Path, chosen: list[Example], threshold: float) -> None:
    """One line for each question that was answered wrongly or not as it should."""
    with path.open("w", encoding="utf-8") as file:
        for e in chosen:
            says = e.confidence >= threshold
            if (e.right and says) or (not e.gold.answers and not says):
                continue
            order = np.argsort(-e.scores)
            hits = np.flatnonzero(e.evidence[order])
            place = (
                e.reading.report.text[e.reading.passages[e.place].start : e.reading.passages[e.place].end][:60]
                if e.place >= 0
                else ""
            )
            print(
                e.gold.id,
                e.gold.style,
                e.gold.kind,
                "SAYS" if says else "SILENT",
                round(e.confidence, 2),
                "right" if e.right else "wrong",
                "|",
                e.gold.question,
                list(e.gold.history),
                "|",
                e.asking.query.text if e.gold.history else "",
                "| gold",
                [a[0] for a in e.gold.answers],
                "| got",
                e.source,
                e.said[:90],
                "| in",
                place,
                "| rank",
                int(hits[0]) if len(hits) else -1,
                "reach",
                bool(e.worths.max() > 0) if len(e.worths) else False,
                "|",
                [x[:70] for x in e.gold.evidence[:2]],
                file=file,
            )


if __name__ == "__main__":
    main()
