"""A question held against one report: the terms, their matches, and the numbers that scoring is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge import lexicon, vectors
from knowledge.entities import Type, cut_words
from knowledge.matching import CHANNELS, EXACT, Match, Term, is_stop, match, terms, whole_names
from knowledge.model import Kind, Query
from knowledge.passages import Passage
from knowledge.question import continues
from knowledge.reading import Reading
from knowledge.segment import words

Floats = NDArray[np.float64]

_ORDINAL = re.compile(r"第[一二三四五六七八九十百0-9]+")
_EARLIER_WEIGHT = 0.45
"""What a word of an earlier question counts beside one of the question itself."""

WANTED: dict[Kind, tuple[Type, ...]] = {
    Kind.WHO: (Type.PERSON, Type.ORGANISATION),
    Kind.WHEN: (Type.TIME,),
    Kind.WHERE: (Type.PLACE, Type.ORGANISATION),
    Kind.HOW_MANY: (Type.NUMBER,),
}
"""What type of entity answers a kind of question; kinds not named want clauses."""

_ASKED_UNIT = re.compile(r"(?:多少|几|第几|哪几|哪两)(?P<unit>[^\W\d_]{1,3})")
_MEASURE = "[个项条位种类家名点件次门部款份届间所方]"
_ASKED_NOUN = re.compile(
    rf"(?:什么|啥|哪[一两三几]?{_MEASURE}|哪些|哪几?|几{_MEASURE}|多少{_MEASURE}?|何种?)(?P<noun>[^\W_]{{1,8}})"
)


@dataclass(frozen=True, slots=True)
class Previous:
    """What the earlier question of the same chat leaves behind: its words and where its answer stood."""

    question: str = ""
    passage: int = -1
    start: int = -1
    end: int = -1


@lru_cache(maxsize=1)
def _sections() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return lexicon.patterns("asked_sections.txt", str)


def section_spans(question: str, section: str) -> list[tuple[int, int]]:
    """Where a folded question speaks of a part of minutes."""
    return [m.span() for kind, pattern in _sections() if kind == section for m in pattern.finditer(question)]


@dataclass
class Asking:
    """One question against one report."""

    query: Query
    reading: Reading
    previous: Previous = field(default_factory=Previous)

    @cached_property
    def question(self) -> str:
        """The text the terms are taken from: the question, and the earlier one where this one leans on it."""
        if self.previous.question and continues(self.query.text):
            return f"{self.query.text}\n{self.previous.question}"
        return self.query.text

    @cached_property
    def terms(self) -> list[Term]:
        """The question's words that say something; those of an earlier question it leans on count less."""
        own = len(self.query.text)
        found, seen = [], set()
        for term in whole_names(terms(self.question), self.question, self.query.people):
            if self.query.ordinal is not None and _ORDINAL.match(term.text):
                continue  # 第四项 says which point, not what about
            if term.start > own:
                if term.text in seen:
                    continue
                term = replace(term, weight=term.weight * _EARLIER_WEIGHT)
            seen.add(term.text)
            found.append(term)
        return found

    @cached_property
    def matches(self) -> list[Match]:
        """Where they stand in the report; a person also where called by surname and title (于书记)."""
        found = match(self.question, self.terms, self.reading.text)
        for n, term in enumerate(self.terms):
            for start, end in self.reading.called.get(term.text, ()):
                found.append(Match(n, start, end, 0.9, EXACT))
        return found

    @cached_property
    def weights(self) -> Floats:
        """Weight of each term: how rare it is in general, lowered where this report uses it everywhere."""
        spread = np.zeros(len(self.terms))
        for n in range(len(self.terms)):
            spread[n] = len({m.start // 80 for m in self.matches if m.term == n and m.strength >= 0.75})
        total = max(len(self.reading.report.text) / 80, 1.0)
        local = 1.0 - 0.6 * np.minimum(1.0, spread / (0.25 * total + 1))
        return np.array([t.weight for t in self.terms]) * local if self.terms else np.zeros(0)

    @cached_property
    def total(self) -> float:
        """What all of the question's own words weigh; shares are taken of this, so that those of an earlier one add."""
        own = sum(float(w) for t, w in zip(self.terms, self.weights, strict=True) if t.start <= len(self.query.text))
        return own if own > 0.15 else float(self.weights.sum()) or 1.0

    @cached_property
    def term_vectors(self) -> NDArray[np.float32]:
        """Vectors of the terms, terms × components."""
        return vectors.load().of([t.text for t in self.terms])

    @cached_property
    def noun_vector(self) -> NDArray[np.float32] | None:
        """Vector of the noun asked for (its first word), ``None`` if there is none that says something."""
        parts = [w for w, _ in words(self.noun, guess=False) if not is_stop(w) and len(w) > 1] if self.noun else []
        return vectors.load().of(parts[:1])[0] if parts else None

    @cached_property
    def earlier_terms(self) -> list[Term]:
        """Words of the earlier question that this one does not repeat."""
        own = {t.text for t in self.terms}
        return [t for t in terms(self.previous.question) if t.text not in own] if self.previous.question else []

    @cached_property
    def earlier_matches(self) -> list[Match]:
        """Where the earlier question's words stand."""
        return match(self.previous.question, self.earlier_terms, self.reading.text) if self.earlier_terms else []

    @cached_property
    def wanted(self) -> frozenset[Type]:
        """Types of entities that could answer."""
        return frozenset(t for k in self.query.kinds for t in WANTED.get(k, ()))

    @cached_property
    def sections(self) -> frozenset[str]:
        """Parts of minutes the question is after (host, present, conclusion, …)."""
        return frozenset(kind for kind, pattern in _sections() if pattern.search(self.query.text))

    @cached_property
    def unit(self) -> str:
        """The measure word asked for (几项 → 项), with what follows it."""
        found = _ASKED_UNIT.search(self.query.text)
        return found.group("unit") if found else ""

    @cached_property
    def noun(self) -> str:
        """What is asked for by its noun (什么颜色 → 颜色…)."""
        found = _ASKED_NOUN.search(self.query.text)
        noun = ""
        for word, at in words(found.group("noun"), guess=False) if found else ():
            if at != len(noun) or word in cut_words() or is_stop(word):
                break
            noun += word
        return noun

    def cover(self, spans: Sequence[tuple[int, int]]) -> float:
        """Share of the question that stands in some stretches of the report, 0 to 1."""
        best = np.zeros(len(self.terms))
        for m in self.matches:
            if any(a <= m.start < b for a, b in spans):
                best[m.term] = max(best[m.term], m.strength)
        return float(best @ self.weights) / self.total

    def table(self, matches: Sequence[Match], count: int, spans: Sequence[tuple[int, int]]) -> Floats:
        """Best strength of each term inside each span, by channel: channels × spans × terms."""
        result = np.zeros((len(CHANNELS), len(spans), count))
        if not count or not spans:
            return result
        starts = np.array([s for s, _ in spans])
        for m in matches:
            at = int(np.searchsorted(starts, m.start, side="right")) - 1
            if at >= 0 and m.start < spans[at][1] and m.strength > result[m.channel, at, m.term]:
                result[m.channel, at, m.term] = m.strength
        return result


def spans_of(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Bounds of passages, in order."""
    return [(p.start, p.end) for p in passages]
