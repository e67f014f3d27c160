"""What speaks for and against each clause of a report being something to be done, as a table for the learned choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge import vectors
from knowledge.facts.clause_features import describe_cell, describe_clause, describe_speech, grams
from knowledge.facts.clauses import Clause
from knowledge.facts.line_features import Lines
from knowledge.facts.report_features import NO_COLUMN, describe_columns, describe_report
from knowledge.facts.source import Source
from knowledge.segment import cut
from knowledge.trees import Floats

_BORROWED = (
    "is_must", "is_decide", "is_past", "is_purpose", "is_state", "is_view", "is_by", "is_please", "is_charge", "verb",
    "verb_after", "actor", "due", "due_all", "person", "length", "is_future",
)  # fmt: skip
"""What a clause is also told of the one before, the one after and the first of its part."""
_MARKS = ":,;。"
_READ, _NEAR = 120, 14
"""How many characters of a clause are read for its sense, and how far behind it an owner is its own."""


@dataclass(frozen=True, slots=True)
class Features:
    """Named columns: ``values`` is rows × names."""

    names: tuple[str, ...]
    values: Floats

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, float]]) -> Features:
        """A column for each key; all rows have the same keys in the same order."""
        return cls(tuple(rows[0]), np.array([list(row.values()) for row in rows], dtype=np.float64))

    def __getitem__(self, name: str) -> Floats:
        column: Floats = self.values[:, self.names.index(name)]
        return column

    def taken(self, rows: Sequence[int]) -> Features:
        """The rows of these numbers."""
        return Features(self.names, self.values[rows])


def joined(*parts: Features) -> Features:
    """The columns of several tables side by side."""
    return Features(tuple(name for part in parts for name in part.names), np.hstack([part.values for part in parts]))


@dataclass(frozen=True, slots=True)
class Described:
    """The clauses of a report with what their lines and they themselves are like, a row of features for each."""

    clauses: Sequence[Clause]
    features: Features
    grams: Sequence[frozenset[str]]
    words: Sequence[Sequence[str]]

    @property
    def rows(self) -> list[dict[str, float]]:
        """The features of each clause by name."""
        return [dict(zip(self.features.names, row, strict=True)) for row in self.features.values.tolist()]

    @property
    def senses(self) -> NDArray[np.float32]:
        """What each clause is about: the mean word vector of all its words, and that of the first two (what is to be done)."""
        rows, groups = self._vectors()
        return np.hstack([vectors.means(rows, groups), vectors.means(rows, [group[:2] for group in groups])])

    def sensed(self, weights: NDArray[np.float32]) -> Floats:
        """:attr:`senses` times weights, a number for each clause; words are weighed first, then means are taken."""
        rows, groups = self._vectors()
        weighed = np.einsum("ij,kj->ik", rows, weights.reshape(2, -1)).astype(np.float64)
        first = vectors.means(weighed[:, 1:], [group[:2] for group in groups])
        total: Floats = (vectors.means(weighed[:, :1], groups) + first)[:, 0]
        return total

    def _vectors(self) -> tuple[NDArray[np.float32], list[list[int]]]:
        """The vectors of the distinct words, and for each clause which of them are its words."""
        place = {word: n for n, word in enumerate(dict.fromkeys(word for words in self.words for word in words))}
        return vectors.load().of(list(place)), [[place[word] for word in words] for words in self.words]


def describe(source: Source, clauses: Sequence[Clause], people: frozenset[str]) -> Described:
    """All features of the clauses of a report; ``people`` are folded names."""
    if not clauses:
        return Described(clauses, Features((), np.zeros((0, 0))), [], [])
    lines, columns = Lines(source, people), describe_columns(source)
    line_of = [lines.of(c.block) for c in clauses]
    numbers = {c.block.number: n for n, c in enumerate(clauses)}  # a clause of each line
    place = {number: n for n, number in enumerate(numbers)}
    own = Features.of([describe_clause(source.text, c, people) for c in clauses])
    features = joined(
        own,
        _neighbours(clauses, own),
        _places(source, clauses, own, lines),
        Features.of(
            [describe_speech(line, c) | describe_cell(line, c) for line, c in zip(line_of, clauses, strict=True)]
        ),
        Features.of([columns.get((c.block.number, c.cell), NO_COLUMN) for c in clauses]),
        Features.of([line_of[n].features for n in numbers.values()]).taken([place[c.block.number] for c in clauses]),
        Features.of([describe_report(source)]).taken([0] * len(clauses)),
    )
    wording = [grams(source.text, clauses, n, line) for n, line in enumerate(line_of)]
    words = [cut(source.text[c.start : min(c.end, c.start + _READ)]) for c in clauses]
    return Described(clauses, features, wording, [[w for w in some if not w.isspace()] for some in words])


def _neighbours(clauses: Sequence[Clause], own: Features) -> Features:
    """What the clause before, the one after and the first of the same part say; -1 where there is none."""
    chosen = own.values[:, [own.names.index(name) for name in _BORROWED]]
    same = _goes_on(clauses)
    after = np.append(same[1:], [False])
    parts = (
        ("before", np.where(same[:, None], np.roll(chosen, 1, axis=0), -1.0)),
        ("after", np.where(after[:, None], np.roll(chosen, -1, axis=0), -1.0)),
        ("first", np.where(same[:, None], chosen[_first_of_part(clauses)], -1.0)),
    )
    return joined(*(Features(tuple(f"{which}_{name}" for name in _BORROWED), values) for which, values in parts))


def _places(source: Source, clauses: Sequence[Clause], own: Features, lines: Lines) -> Features:
    """Where each clause stands: in its part, in its line, behind which marks, and what its part says so far."""
    text, first = source.text, _first_of_part(clauses)
    count_parts = Counter((c.block.number, c.cell, c.part) for c in clauses)
    last_part = {(c.block.number, c.cell): c.part_number for c in clauses}
    marks = Counter(c.block.number for c in clauses if c.ordinal)
    places = np.array([count_parts[c.block.number, c.cell, c.part] for c in clauses])
    here, begin = np.arange(len(clauses)), np.array(first)
    stop = np.minimum(begin + places, len(clauses))
    since, parts_since = _since_mark(clauses)
    leads = own["is_purpose"].astype(bool) | own["purpose_after"].astype(bool)
    columns: dict[str, Sequence[float] | NDArray[np.generic]] = {
        "musts_before": _between(own["is_must"], begin, here),
        "verbs_before": _between(own["verb"], begin, here),
        "place": [c.place for c in clauses],
        "places": places,
        "part": [c.part_number for c in clauses],
        "parts": [last_part[c.block.number, c.cell] + 1 for c in clauses],
        "marked": [c.ordinal for c in clauses],
        "first_marked": [clauses[n].ordinal for n in first],
        "line_marks": [marks[c.block.number] for c in clauses],
        "since_mark": since,
        "parts_since_mark": parts_since,
        "purpose_first": leads[begin],
        "mark_after": [_MARKS.find(text[c.end : c.end + 1] or "x") for c in clauses],
        "mark_before": [
            _MARKS.find(text[max(0, c.part[0] - 1) : c.part[0]] or "x") if c.place == 0 else -2 for c in clauses
        ],
        "part_topics": _between(own["topic"], begin, stop),
        "part_dues": _between(own["due"], begin, stop),
        "share": [(c.end - c.start) / max(1, c.block.end - c.block.start) for c in clauses],
        "owner_next": [
            any(x.kind == "owner" and 0 <= x.start - c.end < _NEAR for x in lines.fields(c.block)) for c in clauses
        ],
        "at": [c.start / max(1, len(text)) for c in clauses],
        "report_marked": [sum(c.ordinal for c in clauses)] * len(clauses),
        "report_marked_lines": [len(marks)] * len(clauses),
    }
    return Features(tuple(columns), np.column_stack(list(columns.values())).astype(np.float64))


def _goes_on(clauses: Sequence[Clause]) -> NDArray[np.bool_]:
    """For each clause whether the one before stands in the same part."""
    return np.array([False] + [a.part == b.part for a, b in zip(clauses, clauses[1:], strict=False)])


def _first_of_part(clauses: Sequence[Clause]) -> list[int]:
    """For each clause the number of the first of its part."""
    same = _goes_on(clauses).tolist()
    return [n - c.place if same[n] and n >= c.place else n for n, c in enumerate(clauses)]


def _between(column: Floats, begin: NDArray[np.int64], stop: NDArray[np.int64]) -> Floats:
    """For each clause the sum of a column from row ``begin`` to before row ``stop``."""
    running = np.concatenate([[0.0], np.cumsum(column)])
    total: Floats = running[stop] - running[begin]
    return total


def _since_mark(clauses: Sequence[Clause]) -> tuple[list[int], list[int]]:
    """For each clause how many clauses and parts ago the last 一是 or the like of its line stood; -1 if there is none."""
    last, since, parts = -1, [], []
    for n, c in enumerate(clauses):
        if c.ordinal:
            last = n
        ruled = last >= 0 and clauses[last].block is c.block
        since.append(n - last if ruled else -1)
        parts.append(c.part_number - clauses[last].part_number if ruled else -1)
    return since, parts
