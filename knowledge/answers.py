"""From ranked candidates to an answer: its words, its evidence verbatim with its place, its confidence, or silence."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer_types import fits_kind
from knowledge.asking import Asking
from knowledge.matching import MEANING
from knowledge.model import Answer, Evidence, Quote
from knowledge.passages import MAX_PASSAGE
from knowledge.retriever import Ranked, Survey, text_of
from knowledge.structured import Candidate, Piece

MAX_EVIDENCE = 5
"""Most passages shown as evidence."""
_REASONS = 8
_MET_FROM = 0.5
"""Strength from which a word counts as met."""
_TELLING_FROM = 0.15
"""Weight of a question's word from which it tells passages apart."""


def compose(
    asking: Asking,
    ranked: Ranked,
    best: Candidate | None,
    confidence: float,
    *,
    found: bool,
    others: Sequence[Evidence] = (),
    reasons: Sequence[tuple[str, float]] = (),
) -> Answer:
    """The answer of one report.

    :param best: the candidate to be said, if there is any; with ``found`` false only its evidence is used.
    :param others: near passages of other reports, for what room is left.
    """
    report = asking.reading.report
    own = max(
        [
            confidence,
            *(_probability(float(ranked.passage_scores[i])) for i in ranked.passages),
            *(e.score for e in others),
        ]
    )
    evidence = [_evidence(asking, a, b, own) for a, b in _covering(asking, best)] if best else []
    for place in ranked.passages:
        p = asking.reading.passages[place]
        if not any(e.start <= p.start and p.end <= e.end for e in evidence):
            evidence.append(_evidence(asking, p.start, p.end, _probability(float(ranked.passage_scores[place]))))
    shown = tuple(sorted([*evidence[: MAX_EVIDENCE - bool(others)], *others][:MAX_EVIDENCE], key=lambda e: -e.score))
    if not found or best is None:
        return Answer(
            asking.query,
            False,
            "",
            confidence,
            shown,
            (),
            report.id,
            _matched(asking, shown),
            tuple(reasons[:_REASONS]),
        )
    pieces = () if best.text else tuple(Quote(a, b, report.text[a:b]) for a, b in best.pieces)
    return Answer(
        asking.query,
        True,
        text_of(asking, best),
        confidence,
        shown,
        pieces,
        report.id,
        _matched(asking, shown),
        tuple(reasons[:_REASONS]),
    )


def sayable(asking: Asking, candidate: Candidate) -> bool:
    """Whether a candidate can be an answer: its pieces fit into the evidence that is shown, and its type is the one asked for."""
    fits = all(b - a <= MAX_PASSAGE for a, b in candidate.pieces) and len(_covering(asking, candidate)) <= MAX_EVIDENCE
    return fits and fits_kind(asking, candidate, text_of(asking, candidate))


def _covering(asking: Asking, candidate: Candidate) -> list[Piece]:
    """Passages that hold a candidate's pieces: its own passage first, neighbours joined while they are short enough."""
    spans: list[Piece] = []
    for a, b in candidate.pieces:
        p = asking.reading.passage_at(a)
        span = (p.start, p.end) if p and b <= p.end else (a, b)
        if p and b > p.end:
            span = (p.start, b) if b - p.start <= MAX_PASSAGE else (a, b)
        if spans and span[0] >= spans[-1][0] and span[1] <= spans[-1][1]:
            continue
        if spans and span[0] >= spans[-1][0] and span[1] - spans[-1][0] <= MAX_PASSAGE:
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    return spans


def _evidence(asking: Asking, start: int, end: int, score: float) -> Evidence:
    text = asking.reading.report.text
    end = min(end, start + MAX_PASSAGE)
    block = asking.reading.report.block_at(start)
    met = _met(asking, start, end)
    return Evidence(asking.reading.report.id, block.number, start, end, text[start:end], round(score, 4), met)


def _met(asking: Asking, start: int, end: int) -> tuple[Piece, ...]:
    """Where a passage holds words of the question or words that say the same; those that every report holds only if no
    others stand there.
    """
    inside = [
        (m.start, m.end, asking.terms[m.term].weight)
        for m in asking.matches
        if start <= m.start and m.end <= end and m.strength >= _MET_FROM and m.channel != MEANING
    ]
    telling = [span for span in inside if span[2] >= _TELLING_FROM]
    return tuple(sorted({(a, b) for a, b, _ in telling or inside}))


def nearest(asking: Asking, ranked: Ranked | Survey, count: int) -> list[Evidence]:
    """The best passages of a report as evidence."""
    passages = [asking.reading.passages[i] for i in ranked.passages[:count]]
    return [_evidence(asking, p.start, p.end, _probability(float(ranked.passage_scores[p.sentence]))) for p in passages]


def _probability(log_odds: float) -> float:
    from math import exp

    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


def _matched(asking: Asking, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Words of the first evidence passage that the question met."""
    if not evidence:
        return ()
    first = evidence[0]
    text = asking.reading.report.text
    hits = sorted(
        {
            (m.start, m.end)
            for m in asking.matches
            if first.start <= m.start and m.end <= first.end and m.strength >= 0.5
        }
    )
    return tuple(dict.fromkeys(text[a:b] for a, b in hits)) if first.report == asking.reading.report.id else ()
