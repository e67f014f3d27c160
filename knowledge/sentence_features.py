"""What speaks for a passage holding the answer: one row of named numbers a passage."""

from __future__ import annotations

from functools import cache

import numpy as np
from rapidfuzz import fuzz

from knowledge import lexicon
from knowledge.asking import Asking, Floats, spans_of
from knowledge.matching import EXACT, MEANING, PARTIAL, SOUND, SYNONYM
from knowledge.model import BlockKind, Kind
from knowledge.normalize import fold

NAMES = (
    "cover",
    "cover_exact",
    "cover_synonym",
    "cover_meaning",
    "cover_rarest",
    "cover_second",
    "missing",
    "context",
    "cover_context",
    "before",
    "after",
    "label",
    "bigrams",
    "unigrams",
    "fuzzy",
    "fuzzy_set",
    "rank_cover",
    "rank_bigrams",
    "rank_fuzzy",
    "lead_cover",
    "lead_bigrams",
    "wanted_type",
    "wanted_unit",
    "person",
    "speaker",
    "ordinal",
    "quoted",
    "noun",
    "earlier",
    "earlier_context",
    "same_as_before",
    "near_before",
    "same_section",
    "title",
    "heading",
    "item",
    "row",
    "field",
    "first",
    "length",
    "position",
    "count_terms",
    "intro",
    "after_colon",
    "section",
    "section_missed",
    "in_field",
    "asked_sections",
    "known_sections",
    "context_near",
    "before_opens",
    "before_asks",
    "spread",
    "soft",
    "soft_context",
    "soft_rarest",
    "rank_soft",
    "lead_soft",
    "sense",
    "rank_sense",
    "lead_sense",
    "soft_75",
    "soft_60",
    "sense_segment",
    "lead_sense_segment",
    "cue",
    "noun_soft",
    "lead_unigrams",
    "lead_fuzzy",
    "rare",
    "lead_rare",
    "rank_rare",
    "opens",
)
"""Names of the features, in the order of the columns."""


def rows(asking: Asking) -> Floats:
    """Features of every passage of the report, passages × :data:`NAMES`."""
    reading, passages = asking.reading, asking.reading.passages
    n, size = len(passages), len(asking.terms)
    columns: dict[str, Floats] = {name: np.zeros(n) for name in NAMES}
    if not n:
        return np.zeros((0, len(NAMES)))
    weights = asking.weights
    total = asking.total
    table = asking.table(asking.matches, size, spans_of(passages))
    best = table.max(axis=0) if size else np.zeros((n, 0))
    exact = np.maximum(table[EXACT], table[PARTIAL]) if size else best
    columns["cover"] = best @ weights / total
    columns["cover_exact"] = exact @ weights / total
    columns["cover_synonym"] = (
        np.maximum(exact, np.maximum(table[SYNONYM], table[SOUND])) @ weights / total if size else best.sum(1)
    )
    columns["cover_meaning"] = table[MEANING] @ weights / total if size else best.sum(1)
    order = np.argsort(-weights)
    if size:
        columns["cover_rarest"] = best[:, order[0]]
        columns["missing"] = ((1 - best) * weights).max(axis=1)
        columns["cover_second"] = best[:, order[1]] if size > 1 else best[:, order[0]]
    context = _context(asking, best)
    columns["context"] = context @ weights / total if size else np.zeros(n)
    columns["cover_context"] = np.maximum(best, 0.85 * context) @ weights / total if size else np.zeros(n)
    same_block = np.array([i > 0 and passages[i].block.number == passages[i - 1].block.number for i in range(n)])
    columns["before"][1:] = columns["cover"][:-1] * np.where(same_block[1:], 1.0, 0.5)
    columns["after"][:-1] = columns["cover"][1:] * np.where(same_block[1:], 1.0, 0.5)
    columns["context_near"] = _context(asking, best, nearest=True) @ weights / total if size else np.zeros(n)
    text = reading.report.text
    for i in range(1, n):
        last = text[passages[i - 1].end - 1]
        columns["before_opens"][i] = columns["cover"][i - 1] if last in ":：" else 0.0
        columns["before_asks"][i] = columns["cover"][i - 1] if last in "?？" else 0.0
    columns["spread"] = (best > 0.5).sum(axis=1) / max(size, 1)
    _sense(asking, columns, best, context)
    _surface(asking, columns)
    _rare(asking, columns)
    for name in ("cover", "bigrams", "fuzzy", "rare"):
        source = columns["cover_context"] if name == "cover" else columns[name]
        columns[f"rank_{name}"] = _rank(source)
    for name in ("unigrams", "fuzzy", "sense_segment", "rare"):
        columns[f"lead_{name}"] = columns[name] - columns[name].max()
    for name in ("soft", "sense"):
        source = columns["soft_context"] if name == "soft" else columns[name]
        columns[f"rank_{name}"] = _rank(source)
        columns[f"lead_{name}"] = source - source.max()
    columns["lead_cover"] = columns["cover_context"] - columns["cover_context"].max()
    columns["lead_bigrams"] = columns["bigrams"] / (columns["bigrams"].max() or 1.0)
    _types(asking, columns)
    _earlier(asking, columns)
    for i, p in enumerate(passages):
        columns["title"][i] = p.block.kind is BlockKind.TITLE
        columns["heading"][i] = p.block.kind is BlockKind.HEADING
        columns["item"][i] = p.block.kind is BlockKind.ITEM
        columns["row"][i] = p.block.kind is BlockKind.ROW
        columns["field"][i] = p.block.kind is BlockKind.FIELD
        columns["first"][i] = p.first
        columns["opens"][i] = reading.opens(i)
        columns["length"][i] = np.log(p.end - p.start)
        columns["position"][i] = i / n
        columns["after_colon"][i] = i > 0 and reading.report.text[passages[i - 1].end - 1] in ":："
        kinds = reading.section_kinds[i]
        columns["section"][i] = bool(kinds & asking.sections)
        columns["section_missed"][i] = bool(kinds) and bool(asking.sections) and not kinds & asking.sections
        columns["known_sections"][i] = len(kinds)
    for labelled in reading.fields:
        if labelled.kind in asking.sections and (holder := reading.passage_at(labelled.start)):
            columns["in_field"][holder.sentence] = 1.0
    columns["asked_sections"][:] = len(asking.sections)
    columns["count_terms"][:] = size
    for series in reading.series:
        if series.intro >= 0:
            columns["intro"][series.intro] = len(series.points)
    return np.stack([columns[name] for name in NAMES], axis=1)


def _rank(values: Floats) -> Floats:
    """1 for the largest value, 1/2 for the next, and so on."""
    order = np.argsort(np.argsort(-values, kind="stable"), kind="stable")
    return np.reciprocal(order.astype(np.float64) + 1.0)


def _context(asking: Asking, best: Floats, *, nearest: bool = False) -> Floats:
    """Best strength of each term in the headings above each passage (or in the nearest only), passages × terms."""
    reading = asking.reading
    above = np.zeros_like(best)
    cache: dict[int, Floats] = {}
    for i, p in enumerate(reading.passages):
        number = p.block.number
        if number not in cache:
            headings = reading.ancestors.get(number, ())
            rows_ = [j for b in (headings[-1:] if nearest else headings) for j in reading.passages_of.get(b.number, ())]
            cache[number] = best[rows_].max(axis=0) if rows_ else np.zeros(best.shape[1])
        above[i] = cache[number]
        first = reading.passages_of[number][0]
        if p.block.label and first != i:
            above[i] = np.maximum(above[i], 0.7 * best[first])
    return above


def _sense(asking: Asking, columns: dict[str, Floats], best: Floats, context: Floats) -> None:
    """Nearness in meaning by word vectors: of each term to its nearest word, and of the question to the whole passage."""
    reading, size = asking.reading, len(asking.terms)
    if not size or not len(reading.text.vocabulary):
        return
    near = np.maximum(asking.term_vectors @ reading.text.matrix.T, 0.0)
    weights = asking.weights
    total = asking.total
    question = weights @ asking.term_vectors
    question /= float(np.linalg.norm(question)) + 1e-9
    soft = np.zeros_like(best)
    for i, inside in enumerate(reading.passage_words):
        if len(inside):
            soft[i] = near[:, inside].max(axis=1)
    soft = np.maximum(best, soft * 0.9)
    columns["soft"] = soft @ weights / total
    columns["soft_context"] = np.maximum(soft, 0.85 * context) @ weights / total
    columns["soft_rarest"] = soft[:, int(np.argmax(weights))]
    columns["sense"] = reading.passage_vectors @ question
    columns["soft_75"] = (soft >= 0.75) @ weights / total
    columns["soft_60"] = (soft >= 0.6) @ weights / total
    by_segment = reading.segment_vectors @ question
    for i, (a, b) in enumerate(reading.segments_of):
        columns["sense_segment"][i] = by_segment[a:b].max() if b > a else 0.0
    if asking.noun_vector is not None:
        alike = np.maximum(reading.text.matrix @ asking.noun_vector, 0.0)
        for i, inside in enumerate(reading.passage_words):
            if len(inside):
                columns["noun_soft"][i] = alike[inside].max()


def _surface(asking: Asking, columns: dict[str, Floats]) -> None:
    """Similarities of the strings as they are: shared n-grams and rapidfuzz ratios."""
    folded = asking.reading.text.folded
    question = "".join(t.text for t in asking.terms)[:64]
    bigrams = {question[i : i + 2] for i in range(len(question) - 1)}
    unigrams = set(question)
    spaced = " ".join(t.text for t in asking.terms)
    for i, p in enumerate(asking.reading.passages):
        text = folded[p.start : p.end]
        columns["bigrams"][i] = sum(b in text for b in bigrams) / (len(bigrams) or 1)
        columns["unigrams"][i] = sum(u in text for u in unigrams) / (len(unigrams) or 1)
        if columns["unigrams"][i] >= 0.2:
            columns["fuzzy"][i] = fuzz.partial_ratio(question, text) / 100 if question else 0.0
            columns["fuzzy_set"][i] = fuzz.token_ratio(spaced, text) / 100 if spaced else 0.0
        label = asking.reading.text.folded[p.block.start : p.block.value] if p.block.label else ""
        columns["label"][i] = sum(b in label for b in bigrams) / (len(bigrams) or 1) if label else 0.0


def _rare(asking: Asking, columns: dict[str, Floats]) -> None:
    """What a passage shares with the question, counted the more the rarer it is in this report (BM25)."""
    index = asking.reading.passage_index
    weights = index.weights(asking.query.text)
    total = sum(weights.values()) or 1.0
    for i, score in index.scores(weights).items():
        columns["rare"][i] = score / total


def _types(asking: Asking, columns: dict[str, Floats]) -> None:
    """Whether a passage holds what the question asks for: a type, a unit, a person, an ordinal, a quoted term."""
    reading, query = asking.reading, asking.query
    cues = strong_cues(query.kinds[0]) if query.kinds else ()
    for entity in reading.entities:
        p = reading.passage_at(entity.start)
        if p is None:
            continue
        if entity.type in asking.wanted:
            columns["wanted_type"][p.sentence] = 1.0
        if entity.unit and asking.unit.startswith(entity.unit):
            columns["wanted_unit"][p.sentence] = 1.0
    for i, p in enumerate(reading.passages):
        text = reading.text.folded[p.start : p.end]
        if query.people:
            columns["person"][i] = any(fold(name) in text for name in query.people)
            columns["speaker"][i] = reading.speakers[i] in query.people
        columns["cue"][i] = sum(c in text for c in cues)
        if query.ordinal is not None:
            columns["ordinal"][i] = p.block.ordinal == query.ordinal
        if query.terms:
            columns["quoted"][i] = sum(t in text for t in query.terms) / len(query.terms)
        if asking.noun:
            noun = asking.noun
            columns["noun"][i] = max(
                (len(noun[:k]) / len(noun) for k in range(len(noun), 1, -1) if noun[:k] in text), default=0.0
            )
    if query.ordinal is not None:
        for series in reading.series:
            for point, start, _ in series.points:
                if point == query.ordinal and (q := reading.passage_at(start)):
                    columns["ordinal"][q.sentence] = 1.0


def _earlier(asking: Asking, columns: dict[str, Floats]) -> None:
    """What the question before says for a passage."""
    if not asking.previous.question:
        return
    reading = asking.reading
    size = len(asking.earlier_terms)
    if size:
        table = asking.table(asking.earlier_matches, size, spans_of(reading.passages)).max(axis=0)
        weights = np.array([t.weight for t in asking.earlier_terms])
        total = float(weights.sum()) or 1.0
        columns["earlier"] = table @ weights / total
        columns["earlier_context"] = np.maximum(table, _context(asking, table)) @ weights / total
    if asking.previous.passage >= 0:
        before = reading.passages[asking.previous.passage]
        for i, p in enumerate(reading.passages):
            columns["same_as_before"][i] = i == before.sentence
            columns["near_before"][i] = max(0.0, 1.0 - abs(i - before.sentence) / 6)
            columns["same_section"][i] = p.block.path == before.block.path and bool(p.block.path)


def is_follow_up(asking: Asking) -> bool:
    """Whether the question has an earlier one to lean on."""
    return bool(asking.previous.question)


@cache
def strong_cues(kind: Kind) -> tuple[str, ...]:
    """Words that a passage answering this kind of question tends to hold."""
    return tuple(fold(c) for c in lexicon.table("passage_cues.txt").get(str(kind), ()))


def kind_flags(kinds: tuple[Kind, ...]) -> Floats:
    """1 for the kind asked first, 0.5 for the others that may be meant, in the order of :class:`Kind`."""
    return np.array([1.0 if kinds and k is kinds[0] else 0.5 if k in kinds else 0.0 for k in Kind])
