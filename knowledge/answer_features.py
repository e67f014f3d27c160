"""What speaks for a piece of a passage being the answer: one row of named numbers a candidate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.answer_surroundings import Surroundings
from knowledge.asking import Asking, Floats
from knowledge.candidates import Ints
from knowledge.entities import Entity, Type
from knowledge.facts.source import heading_kind
from knowledge.matching import EXACT, PARTIAL, SOUND, SYNONYM, Match
from knowledge.model import BlockKind, Kind
from knowledge.normalize import fold
from knowledge.passages import Passage

_TYPES = tuple(Type)
NAMES = (
    "chars",
    "segments",
    "share_of_passage",
    "whole_passage",
    "starts_segment",
    "ends_segment",
    "starts_passage",
    "ends_passage",
    "overlap",
    "overlap_chars",
    "same_segment",
    "left_cover",
    "right_cover",
    "gap_left",
    "gap_right",
    "rest_cover",
    "adjacent_left",
    "adjacent_right",
    *(f"is_{t}" for t in _TYPES),
    *(f"holds_{t}" for t in _TYPES),
    "wanted_exact",
    "wanted_inside",
    "wanted_starts",
    "wanted_ends",
    "unit",
    "noun_inside",
    "noun_ends",
    "noun_left",
    "cue_left",
    "cue_start",
    "function_left",
    "function_right",
    "function_start",
    "function_end",
    "colon_left",
    "list_left",
    "list_right",
    "list_items",
    "quoted_left",
    "bracket_left",
    "quoted_inside",
    "cell",
    "field_value",
    "label_cover",
    "etc_right",
    "de_right",
    "de_inside",
    "comma_inside",
    "asked_person_inside",
    "asked_person_left",
    "words",
    "digits",
    "verb_first",
    "negation",
    "after_name",
    "ragged_left",
    "ragged_right",
    "field_asked",
    "field_other",
    "field_whole",
    "header_cover",
    "header_asked",
    "said_before",
    "near_said",
    "noun_soft",
    "segment_sense",
    "after_term",
    "holds_term",
    "defines",
    "lines",
)
"""Names of the features, in the order of the columns."""


def rows(
    asking: Asking, passage: Passage, bounds: Ints, matches: Sequence[Match], entities: Sequence[Entity]
) -> Floats:
    """Features of candidate answers in one passage, candidates × :data:`NAMES`.

    :param bounds: candidates' offsets, n × 2; :param matches: the terms' places in the passage.
    """
    n = len(bounds)
    begin, finish = bounds[:, 0], bounds[:, 1]
    c: dict[str, Floats] = {name: np.zeros(n) for name in NAMES}
    size = finish - begin
    c["chars"] = np.log(size)
    c["share_of_passage"] = size / (passage.end - passage.start)
    c["lines"][:] = np.log(len(asking.reading.report.blocks))
    c["whole_passage"] = (c["share_of_passage"] > 0.93).astype(float)
    _place(c, passage, begin, finish)
    _overlap(asking, c, passage, begin, finish, matches)
    _types(asking, c, begin, finish, entities)
    Surroundings(asking, passage, entities).describe(c, begin, finish)
    _fields(asking, c, passage, begin, finish)
    _before(asking, c, begin, finish)
    _sense(asking, c, passage, begin, finish)
    return np.stack([c[name] for name in NAMES], axis=1)


def _place(c: dict[str, Floats], passage: Passage, begin: Ints, finish: Ints) -> None:
    starts = np.array([a for a, _ in passage.segments] or [passage.start])
    ends = np.array([b for _, b in passage.segments] or [passage.end])
    first = np.searchsorted(starts, begin, side="right") - 1
    last = np.searchsorted(ends, finish, side="left")
    c["segments"] = np.maximum(last - first + 1, 1).astype(float)
    c["starts_segment"] = np.isin(begin, starts).astype(float)
    c["ends_segment"] = np.isin(finish, ends).astype(float)
    c["starts_passage"] = (begin <= starts[0]).astype(float)
    c["ends_passage"] = (finish >= ends[-1]).astype(float)
    if passage.block.kind is BlockKind.ROW:
        cells = {(q.start, q.end) for q in passage.block.cells}
        c["cell"] = np.array([(int(a), int(b)) in cells for a, b in zip(begin, finish, strict=True)], dtype=float)
    if passage.block.label and passage.first:
        value = passage.block.value
        c["field_value"] = ((np.abs(begin - value) <= 1) & (finish >= min(passage.end, passage.block.end) - 1)).astype(
            float
        )


def _overlap(
    asking: Asking, c: dict[str, Floats], passage: Passage, begin: Ints, finish: Ints, matches: Sequence[Match]
) -> None:
    """How the question's words lie: inside a candidate, beside it, in its segment."""
    weights, size = asking.weights, len(asking.terms)
    total = asking.total
    n = len(begin)
    inside, left, right, segment = (np.zeros((n, size)) for _ in range(4))
    gap_left, gap_right = np.full(n, 60.0), np.full(n, 60.0)
    covered = np.zeros(passage.end - passage.start + 1)
    seg_starts = np.array([a for a, _ in passage.segments] or [passage.start])
    seg_ends = np.array([b for _, b in passage.segments] or [passage.end])
    own_start = seg_starts[np.maximum(np.searchsorted(seg_starts, begin, side="right") - 1, 0)]
    own_end = seg_ends[np.minimum(np.searchsorted(seg_ends, finish, side="left"), len(seg_ends) - 1)]
    for m in matches:
        s = m.strength
        within = (begin <= m.start) & (m.end <= finish)
        before, after = m.end <= begin, m.start >= finish
        inside[:, m.term] = np.where(within, np.maximum(inside[:, m.term], s), inside[:, m.term])
        left[:, m.term] = np.where(before, np.maximum(left[:, m.term], s), left[:, m.term])
        right[:, m.term] = np.where(after, np.maximum(right[:, m.term], s), right[:, m.term])
        near = (before & (m.start >= own_start)) | (after & (m.end <= own_end))
        segment[:, m.term] = np.where(near, np.maximum(segment[:, m.term], s), segment[:, m.term])
        if s >= 0.5 and weights[m.term] > 0.12:
            gap_left = np.where(before, np.minimum(gap_left, begin - m.end), gap_left)
            gap_right = np.where(after, np.minimum(gap_right, m.start - finish), gap_right)
            if m.channel in (EXACT, PARTIAL, SYNONYM, SOUND):
                covered[m.start - passage.start : m.end - passage.start] = 1
    sums = np.concatenate([[0.0], np.cumsum(covered)])
    if size:
        c["overlap"] = inside @ weights / total
        c["left_cover"] = left @ weights / total
        c["right_cover"] = right @ weights / total
        c["rest_cover"] = np.maximum(left, right) @ weights / total
        c["same_segment"] = segment @ weights / total
    c["overlap_chars"] = (sums[np.minimum(finish, passage.end) - passage.start] - sums[begin - passage.start]) / (
        finish - begin
    )
    c["gap_left"], c["gap_right"] = np.log1p(gap_left), np.log1p(gap_right)
    c["adjacent_left"] = (gap_left <= 1).astype(float)
    c["adjacent_right"] = (gap_right <= 1).astype(float)


def _types(asking: Asking, c: dict[str, Floats], begin: Ints, finish: Ints, entities: Sequence[Entity]) -> None:
    wanted = asking.wanted
    for e in entities:
        same = (begin == e.start) & (finish == e.end)
        within = (begin <= e.start) & (e.end <= finish)
        c[f"is_{e.type}"][same] = 1.0
        c[f"holds_{e.type}"][within] += 1.0
        if e.type in wanted:
            c["wanted_exact"][same] = 1.0
            c["wanted_inside"][within] = 1.0
            c["wanted_starts"][within & (begin == e.start)] = 1.0
            c["wanted_ends"][within & (finish == e.end)] = 1.0
        if e.unit and asking.unit and asking.unit.startswith(e.unit):
            c["unit"][within] = 1.0
    for t in _TYPES:
        c[f"holds_{t}"] = np.minimum(c[f"holds_{t}"], 6.0)


def _before(asking: Asking, c: dict[str, Floats], begin: Ints, finish: Ints) -> None:
    """Whether the answer to the question before stands here: one does not ask for the same again."""
    if asking.previous.start >= 0:
        shared = np.minimum(finish, asking.previous.end) - np.maximum(begin, asking.previous.start)
        c["said_before"] = np.maximum(shared, 0) / (finish - begin)
        c["near_said"] = (np.abs(begin - asking.previous.end) < 60).astype(float)


def _sense(asking: Asking, c: dict[str, Floats], passage: Passage, begin: Ints, finish: Ints) -> None:
    """Nearness in meaning: of a candidate's words to the noun asked for, and of its first segment to the question."""
    reading = asking.reading
    if asking.noun_vector is not None and len(reading.text.vocabulary):
        alike = np.maximum(reading.text.matrix @ asking.noun_vector, 0.0)
        for number, start, end in reading.words_between(passage.start, passage.end):
            within = (begin <= start) & (end <= finish)
            c["noun_soft"] = np.where(within, np.maximum(c["noun_soft"], alike[number]), c["noun_soft"])
    if len(asking.terms):
        question = asking.weights @ asking.term_vectors
        question /= float(np.linalg.norm(question)) + 1e-9
        first, last = reading.segments_of[passage.sentence]
        if last > first:
            senses = reading.segment_vectors[first:last] @ question
            starts = np.array([a for a, _ in passage.segments])
            c["segment_sense"] = senses[np.clip(np.searchsorted(starts, begin, side="right") - 1, 0, len(senses) - 1)]


def _fields(asking: Asking, c: dict[str, Floats], passage: Passage, begin: Ints, finish: Ints) -> None:
    """Whether a candidate is the value of a label, or of a table's column, that the question is after."""
    for field in asking.reading.fields:
        if field.start >= passage.end or field.end <= passage.start or not field.kind:
            continue
        within = (begin >= field.start) & (finish <= field.end)
        c["field_asked" if field.kind in asking.sections else "field_other"][within] = 1.0
        c["field_whole"][within & (begin <= field.start + 1) & (finish >= min(field.end, passage.end) - 2)] = 1.0
    if passage.block.header:
        weights = {t.text: t.weight for t in asking.terms}
        total = sum(weights.values()) or 1.0
        for cell, head in zip(passage.block.cells, passage.block.header, strict=False):
            folded = fold(head)
            within = (begin >= cell.start) & (finish <= cell.end)
            c["header_cover"][within] = sum(w for t, w in weights.items() if t in folded) / total
            c["header_asked"][within] = heading_kind(head) in asking.sections


def kinds_matter(kinds: Sequence[Kind]) -> bool:
    """Whether any kind was recognised beyond the general ones."""
    return any(k not in (Kind.WHAT, Kind.TOPIC) for k in kinds)
