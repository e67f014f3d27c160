"""Whether the best candidate may be said: the numbers its confidence is made of."""

from __future__ import annotations

import numpy as np

from knowledge.asking import Asking, Floats
from knowledge.retriever import CANDIDATE_NAMES, Ranked, text_of

_COLUMNS = (
    "chars",
    "overlap",
    "same_segment",
    "gap_left",
    "gap_right",
    "rest_cover",
    "wanted_exact",
    "wanted_inside",
    "unit",
    "noun_inside",
    "noun_left",
    "field_asked",
    "field_other",
    "header_asked",
    "ragged_left",
    "source_fit",
    "pieces",
    "passage_score",
    "passage_lead",
    "passage_margin",
    "passage_cover",
    "passage_cover_exact",
    "passage_cover_context",
    "passage_missing",
    "passage_soft_context",
    "passage_sense",
    "passage_context",
    "passage_wanted_type",
    "passage_wanted_unit",
    "passage_section",
    "passage_section_missed",
    "passage_noun",
    "passage_fuzzy",
    "passage_person",
    "passage_speaker",
    "passage_title",
    "passage_earlier",
    "passage_ordinal",
    "passage_cover_rarest",
    "digits",
    "words",
    "negation",
    "source_span",
    *(n for n in CANDIDATE_NAMES if n.startswith(("kind_", "source_")) and n not in ("source_fit", "source_span")),
)
NAMES = (
    "score",
    "margin",
    "margin_other",
    "agree",
    "best_passage",
    "second_passage",
    "terms",
    "heaviest",
    "report_cover",
    "report_soft",
    "previous",
    "wording",
    "passages",
    *_COLUMNS,
)
"""Names of the features, in the order of the columns."""

_AT = [CANDIDATE_NAMES.index(n) for n in _COLUMNS]


def row(asking: Asking, ranked: Ranked, worded: float) -> Floats:
    """Features of the best candidate against the rest, 1 × :data:`NAMES`.

    :param worded: :func:`knowledge.wording.answerable` of the question.
    :raises IndexError: there is no candidate.
    """
    scores = ranked.scores
    top = ranked.candidates[0]
    text = text_of(asking, top)
    rival = next(
        (
            s
            for c, s in zip(ranked.candidates[1:40], scores[1:40], strict=False)
            if text_of(asking, c) not in text and text not in text_of(asking, c)
        ),
        scores[-1],
    )
    elsewhere = next(
        (s for c, s in zip(ranked.candidates[1:], scores[1:], strict=False) if c.passage != top.passage), scores[-1]
    )
    places = np.sort(ranked.passage_scores)[::-1]
    weights = asking.weights
    best = np.zeros(len(weights))
    for m in asking.matches:
        best[m.term] = max(best[m.term], m.strength)
    total = asking.total
    near = np.zeros(len(weights))
    if len(weights) and len(asking.reading.text.vocabulary):
        near = np.maximum(asking.term_vectors @ asking.reading.text.matrix.T, 0).max(axis=1)
    own = [
        scores[0],
        scores[0] - rival,
        scores[0] - elsewhere,
        float(sum(c.passage == top.passage for c in ranked.candidates[:8])) / 8,
        places[0],
        places[1] if len(places) > 1 else places[0] - 5,
        float(len(weights)),
        float(weights.max()) if len(weights) else 0.0,
        float(best @ weights / total),
        float(np.maximum(best, near) @ weights / total),
        float(bool(asking.previous.question)),
        worded,
        float(np.log(len(ranked.passage_scores))),
    ]
    return np.concatenate([own, ranked.rows[0, _AT]])[None, :]
