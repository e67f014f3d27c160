"""From a question to ranked candidate answers of one report; a good place to start reading.

terms and matches → passages scored → candidates of the best passages → candidates scored
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import answer_features, ranker, sentence_features, structured
from knowledge.asking import Asking, Floats
from knowledge.candidates import Ints, windows
from knowledge.model import Kind
from knowledge.passages import Passage
from knowledge.structured import SOURCES, Candidate

TOP = 6
"""Passages whose pieces become candidates."""

_PASSAGE_COLUMNS = (
    "cover",
    "cover_exact",
    "cover_context",
    "lead_cover",
    "context",
    "missing",
    "wanted_type",
    "wanted_unit",
    "before",
    "label",
    "ordinal",
    "earlier",
    "earlier_context",
    "same_as_before",
    "near_before",
    "title",
    "row",
    "field",
    "item",
    "heading",
    "length",
    "speaker",
    "person",
    "after_colon",
    "position",
    "section",
    "section_missed",
    "noun",
    "fuzzy",
    "rank_fuzzy",
    "cover_rarest",
    "soft_context",
    "lead_soft",
    "sense",
    "lead_sense",
    "rare",
    "lead_rare",
    "opens",
)
PASSAGE_NAMES = (*sentence_features.NAMES, *(f"kind_{k}" for k in Kind))
CANDIDATE_NAMES = (
    *answer_features.NAMES,
    "source_fit",
    "pieces",
    "all_chars",
    "structured",
    *(f"source_{s}" for s in SOURCES),
    "passage_score",
    "passage_order",
    "passage_rank",
    "passage_lead",
    "passage_margin",
    *(f"passage_{n}" for n in _PASSAGE_COLUMNS),
    *(f"kind_{k}" for k in Kind),
)


CUT_COLUMNS = [i for i, n in enumerate(CANDIDATE_NAMES) if not n.startswith("passage_")]
CUT_NAMES = tuple(CANDIDATE_NAMES[i] for i in CUT_COLUMNS)
"""What the choice within a passage goes by: everything but the passage itself."""
CUT_WEIGHT, ORDER_WEIGHT = 0.7, 0.5
"""What the two scores within a passage count beside the score over all candidates."""
_STRUCTURED = CANDIDATE_NAMES.index("structured")
CLOSENESS = {"soft": 0.45, "unigrams": 0.35, "fuzzy": 0.3}
"""What makes a passage close to a question, with weights: compared between reports, beside the index (0 to 1)."""
FINALISTS, COARSE = 150, 50
"""Candidates that are scored in full, and the trees of the coarse score that chooses them."""
_UNSEEN = 20.0
"""Log-odds that put a candidate behind all finalists."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates of one report, best first, with their scores (log-odds) and rows of features.

    ``passages`` are passage numbers, best first, ``passage_scores`` the log-odds of all passages in order.
    """

    candidates: list[Candidate]
    scores: Floats
    rows: Floats
    passages: list[int]
    passage_scores: Floats


@dataclass(frozen=True, slots=True)
class Survey:
    """The passages of one report held against a question: their features, log-odds and order, the best passages first.

    ``passage_order`` is a score that only compares passages of one report (and does so better than the log-odds);
    ``closeness`` (0 to 1.1) says how near the closest passage comes to the question's words, in any report alike.
    """

    rows: Floats
    passages: list[int]
    passage_scores: Floats
    passage_order: Floats
    closeness: float


def passage_rows(asking: Asking) -> Floats:
    """Features of all passages, passages × :data:`PASSAGE_NAMES`."""
    own = sentence_features.rows(asking)
    kinds = sentence_features.kind_flags(asking.query.kinds)
    return np.hstack([own, np.tile(kinds, (len(own), 1))])


def best_passages(order: Floats) -> list[int]:
    """The passages whose pieces become candidates, best first."""
    return [int(i) for i in np.argsort(-order, kind="stable")[:TOP]]


def candidate_rows(asking: Asking, rows: Floats, scores: Floats, order: Floats) -> tuple[list[Candidate], Floats]:
    """Candidates of the best passages and their features, candidates × :data:`CANDIDATE_NAMES`.

    :param rows: the passages' features; :param scores: their log-odds; :param order: their order scores.
    """
    top = best_passages(order)
    reading = asking.reading
    found: list[Candidate] = []
    parts: list[Floats] = []
    for place in top:
        p = reading.passages[place]
        matches, entities = _inside(asking, place)
        bounds = windows(reading, p, matches, entities)
        if len(bounds):
            own = answer_features.rows(asking, p, bounds, matches, entities)
            found += [Candidate(place, (span,), "span") for span in map(tuple, bounds.tolist())]
            parts.append(np.hstack([own, _span_columns(bounds)]))
    extra = structured.candidates(asking, 1 / (1 + np.exp(-scores)), top)
    if extra:
        parts.append(np.hstack([_structured_rows(asking, extra), _source_columns(extra)]))
    found += extra
    if not found:
        return [], np.zeros((0, len(CANDIDATE_NAMES)))
    return found, np.hstack(
        [
            np.vstack(parts),
            _passage_columns(asking, rows, scores, order, [c.support if c.support >= 0 else c.passage for c in found]),
        ]
    )


def _structured_rows(asking: Asking, candidates: Sequence[Candidate]) -> Floats:
    """Features of structured candidates, in their order; those of one passage are looked at together."""
    result = np.zeros((len(candidates), len(answer_features.NAMES)))
    for place in dict.fromkeys(c.passage for c in candidates):
        p = asking.reading.passages[place]
        here = [n for n, c in enumerate(candidates) if c.passage == place]
        hulls = np.array([_hull(p, candidates[n]) for n in here], dtype=np.int32)
        result[here] = answer_features.rows(asking, p, hulls, *_inside(asking, place))
    return result


def _hull(passage: Passage, candidate: Candidate) -> tuple[int, int]:
    """From the first piece of a candidate to its last, as far as they are in its passage."""
    first, last = structured.clip(passage, candidate.pieces[0]), structured.clip(passage, candidate.pieces[-1])
    return first[0], max(first[1], last[1] if last[1] > last[0] else 0)


def _inside(asking: Asking, place: int) -> tuple[list, list]:  # type: ignore[type-arg]
    p = asking.reading.passages[place]
    matches = [m for m in asking.matches if p.start <= m.start < p.end]
    entities = [e for e in asking.reading.entities if p.start <= e.start and e.end <= p.end]
    return matches, entities


def _span_columns(bounds: Ints) -> Floats:
    """What :func:`_source_columns` says of spans, pieces as they stand in the text."""
    result = np.tile(_source_columns([Candidate(0, ((0, 1),), "span")]), (len(bounds), 1))
    result[:, 2] = np.log(bounds[:, 1] - bounds[:, 0])
    return result


def _source_columns(candidates: Sequence[Candidate]) -> Floats:
    result = np.zeros((len(candidates), 4 + len(SOURCES)))
    for i, c in enumerate(candidates):
        result[i, 0] = c.fit
        result[i, 1] = len(c.pieces)
        result[i, 2] = np.log(sum(b - a for a, b in c.pieces) if not c.text else len(c.text))
        result[i, 3] = c.source != "span"
        result[i, 4 + SOURCES.index(c.source)] = 1.0
    return result


def _passage_columns(asking: Asking, rows: Floats, scores: Floats, order: Floats, places: Sequence[int]) -> Floats:
    best_first = np.argsort(-order, kind="stable")
    rank = np.empty(len(order))
    rank[best_first] = np.arange(len(order))
    best = order[best_first[0]]
    second = order[best_first[1]] if len(order) > 1 else best - 6
    at = np.array(places)
    columns = [PASSAGE_NAMES.index(n) for n in _PASSAGE_COLUMNS]
    margin = np.where(rank[at] == 0, order[at] - second, order[at] - best)
    kinds = np.tile(sentence_features.kind_flags(asking.query.kinds), (len(at), 1))
    return np.hstack(
        [
            np.stack([scores[at], order[at], np.minimum(rank[at], 9), order[at] - best, margin], axis=1),
            rows[at][:, columns],
            kinds,
        ]
    )


def survey(asking: Asking, models: ranker.Models) -> Survey:
    """Score the passages of a report for a question."""
    rows = passage_rows(asking)
    scores, order = models.passages.log_odds(rows), models.passage_order.log_odds(rows)
    columns = [PASSAGE_NAMES.index(n) for n in CLOSENESS]
    close = float((rows[:, columns] @ np.array(list(CLOSENESS.values()))).max()) if len(rows) else 0.0
    return Survey(rows, best_passages(order), scores, order, close)


def rank(asking: Asking, models: ranker.Models, surveyed: Survey | None = None) -> Ranked:
    """Rank the candidates of a report for a question."""
    surveyed = surveyed or survey(asking, models)
    rows, scores = surveyed.rows, surveyed.passage_scores
    if not len(rows):
        return Ranked([], np.zeros(0), np.zeros((0, len(CANDIDATE_NAMES))), [], np.zeros(0))
    found, features = candidate_rows(asking, rows, scores, surveyed.passage_order)
    marks = mark(features, models) + structured.bonus(found)
    order = np.argsort(-marks, kind="stable")
    return Ranked([found[i] for i in order], marks[order], features[order], surveyed.passages, scores)


def mark(features: Floats, models: ranker.Models) -> Floats:
    """Scores of candidates: as answers among all and as pieces of their passages.

    A coarse score chooses the finalists, beside the structured candidates; the others keep it, behind them.
    """
    coarse = models.candidates.log_odds(features, COARSE)
    standing = coarse + np.where(features[:, _STRUCTURED] > 0, _UNSEEN, 0.0)
    best = np.argsort(-standing, kind="stable")[:FINALISTS]
    finalists = features[best]
    cuts = finalists[:, CUT_COLUMNS]
    result = coarse - _UNSEEN
    result[best] = (
        models.candidates.log_odds(finalists)
        + CUT_WEIGHT * models.cuts.log_odds(cuts)
        + ORDER_WEIGHT * models.order.log_odds(cuts)
    )
    return result


def text_of(asking: Asking, candidate: Candidate) -> str:
    """What a candidate says: its pieces joined by 、 where short, by ； where long, or what was counted."""
    if candidate.text:
        return candidate.text
    pieces = [" ".join(asking.reading.report.text[a:b].split()) for a, b in candidate.pieces]
    joint = "、" if sum(map(len, pieces)) <= 14 * len(pieces) else "；"
    return joint.join(dict.fromkeys(pieces))
