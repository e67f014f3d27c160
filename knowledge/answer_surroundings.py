"""What stands in candidate answers and around them: characters and words, looked up once for each place.

A passage has many candidates but few places where they begin or end, so that each place is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from knowledge import lexicon
from knowledge.asking import Asking, Floats
from knowledge.candidates import Ints
from knowledge.entities import Entity, Type, cut_words
from knowledge.normalize import fold
from knowledge.passages import Passage
from knowledge.segment import words

_JOINS = ("和", "与", "及", "以及")
_OPEN, _COLON, _BRACKETS, _BLANK = '"“「『《', ":：", "(（", ' "“*`'
_DEFINES = ("是", "即", ":", "指", "为")
_NEGATIONS, _LISTED, _QUOTES, _STOPS = "不未没无", "、和与及", '"《', ",;"
_LEFT = (
    "cue_left", "function_left", "colon_left", "list_left", "quoted_left", "bracket_left", "noun_left",
    "asked_person_left", "after_term", "defines", "after_name", "label_cover", "ragged_left",
)  # fmt: skip
_RIGHT = ("function_right", "list_right", "etc_right", "de_right", "ragged_right")
_FIRST = ("cue_start", "function_start", "verb_first")
_NEAR_TERM, _NEAR_NOUN, _NEAR_PERSON = 6, 12, 30
"""How far before a candidate a term, the noun and the person asked for are looked for."""


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    return {kind: frozenset(map(fold, cues)) for kind, cues in lexicon.table("answer_cues.txt").items()}


class Surroundings:
    """A passage as candidate answers see it from where they begin and end."""

    def __init__(self, asking: Asking, passage: Passage, entities: Sequence[Entity]) -> None:
        folded, start = asking.reading.text.folded, passage.start
        inside = folded[start : passage.end]
        parts = words(inside)
        self._asking, self._passage, self._folded = asking, passage, folded
        self._word_start = {start + at: word for word, at in parts}
        self._word_end = {start + at + len(word): word for word, at in parts}
        self._offsets = np.array([start + at for _, at in parts] or [start])
        self._cuts = cut_words()
        kinds = asking.query.kinds[:2]
        self._asked: frozenset[str] = frozenset().union(*(_cues().get(str(k), frozenset()) for k in kinds))
        self._people = [fold(p) for p in asking.query.people]
        self._terms = [
            (m.start() + start, m.end() + start) for t in asking.query.terms for m in re.finditer(re.escape(t), inside)
        ]
        label = folded[passage.block.start : passage.block.value] if passage.block.label and passage.first else ""
        self._label_cover = sum(t.weight for t in asking.terms if t.text in label) if label else 0.0
        self._name_ends = {e.end for e in entities if e.type is Type.PERSON}
        matched = [m for m in asking.matches if start <= m.start < passage.end and m.strength >= 0.5]
        self._rests_left = {a for a, _ in passage.segments} | {m.end for m in matched}
        self._rests_right = {b for _, b in passage.segments} | {m.start for m in matched}

    def describe(self, c: dict[str, Floats], begin: Ints, finish: Ints) -> None:
        """Fill in the features of the candidates from ``begin`` to ``finish`` (offsets, n each)."""
        size = finish - begin
        self._at_places(c, _LEFT, begin, self._left)
        self._at_places(c, _RIGHT, finish, self._right)
        # Where no word begins, the first two characters stand for it, one where there is only one.
        self._at_places(c, _FIRST, begin, lambda a: self._first(self._word_start.get(a, self._folded[a : a + 2])))
        self._at_places(c, ("function_end",), finish, lambda b: self._last(b, 2))
        if (size == 1).any():
            single = {name: np.zeros(len(begin)) for name in (*_FIRST, "function_end")}
            self._at_places(single, _FIRST, begin, lambda a: self._first(self._word_start.get(a, self._folded[a])))
            self._at_places(single, ("function_end",), finish, lambda b: self._last(b, 1))
            for name, column in single.items():
                c[name] = np.where(size == 1, column, c[name])
        self._characters(c, begin, finish)
        self._asked_for(c, begin, finish)
        c["words"] = (np.searchsorted(self._offsets, finish) - np.searchsorted(self._offsets, begin)).astype(float)

    def _at_places(
        self, c: dict[str, Floats], names: Sequence[str], places: Ints, look: Callable[[int], tuple[float, ...]]
    ) -> None:
        distinct, which = np.unique(places, return_inverse=True)
        table = np.array([look(place) for place in distinct.tolist()], dtype=float).T[:, which.ravel()]
        c.update(zip(names, table, strict=True))

    def _left(self, a: int) -> tuple[float, ...]:
        """:data:`_LEFT` of candidates that begin at ``a``."""
        folded, start = self._folded, self._passage.start
        before, noun = folded[max(a - 1, 0) : a], self._asking.noun
        gap = a
        while gap > start and folded[gap - 1] in _BLANK:
            gap -= 1
        left = self._word_end.get(gap, "")
        near = [y for _, y in self._terms if 0 <= a - y <= _NEAR_TERM]
        return (
            left in self._asked,
            left in self._cuts,
            gap > start and folded[gap - 1] in _COLON,
            before == "、" or (left in _JOINS and before != ""),
            before != "" and before in _OPEN,
            before != "" and before in _BRACKETS,
            len(noun) > 1 and noun[:2] in folded[max(a - _NEAR_NOUN, start) : a],
            any(p in folded[max(start, a - _NEAR_PERSON) : a] for p in self._people),
            bool(near),
            bool(near) and any(word in folded[near[-1] : a] for word in _DEFINES),
            a in self._name_ends,
            self._label_cover if a >= self._passage.block.value else 0.0,
            not (a in self._rests_left or left in self._cuts),
        )

    def _right(self, b: int) -> tuple[float, ...]:
        """:data:`_RIGHT` of candidates that end at ``b``."""
        after, right = self._folded[b : b + 1], self._word_start.get(b, "")
        return (
            right in self._cuts,
            after == "、" or right in _JOINS,
            after == "等",
            after == "的",
            not (b in self._rests_right or right in self._cuts),
        )

    def _first(self, word: str) -> tuple[float, ...]:
        """:data:`_FIRST` of candidates that begin with a word."""
        content = len(word) > 1 and word not in self._cuts and not any(map(str.isdigit, word))
        return word in self._asked, word in self._cuts, content

    def _last(self, b: int, size: int) -> tuple[float]:
        """Whether the last word before ``b`` is a function word; ``size`` characters stand for it where no word ends."""
        return (self._word_end.get(b, self._folded[b - size : b]) in self._cuts,)

    def _characters(self, c: dict[str, Floats], begin: Ints, finish: Ints) -> None:
        """What kinds of characters a candidate holds."""
        low, high = int(begin.min()), int(finish.max())
        held = self._folded[low:high]

        def count(wanted: Callable[[str], bool]) -> Floats:
            running = np.concatenate([[0.0], np.cumsum(list(map(wanted, held)))])
            total: Floats = running[finish - low] - running[begin - low]
            return total

        c["list_items"] = np.minimum(count(_LISTED.__contains__), 8)
        c["comma_inside"] = np.minimum(count(_STOPS.__contains__), 5)
        c["quoted_inside"] = (count(_QUOTES.__contains__) > 0).astype(float)
        c["de_inside"] = (count("的".__eq__) > 0).astype(float)
        c["digits"] = (count(str.isdigit) > 0).astype(float)
        c["negation"] = (count(_NEGATIONS.__contains__) > 0).astype(float)

    def _asked_for(self, c: dict[str, Floats], begin: Ints, finish: Ints) -> None:
        """Which of what the question asks for a candidate holds: the noun or its beginning, people, terms."""
        low, high = int(begin.min()), int(finish.max())
        noun = self._asking.noun
        open_ = np.ones(len(begin), dtype=bool)
        for size in range(len(noun), 1 if len(noun) > 1 else 0, -1):
            inside, ends = np.zeros(len(begin), dtype=bool), np.zeros(len(begin), dtype=bool)
            for at in self._found(noun[:size], low, high):
                within = (begin <= at) & (at + size <= finish)
                inside |= within
                ends |= within & (finish == at + size)
            c["noun_inside"][open_ & inside] = size / len(noun)
            c["noun_ends"][open_ & ends] = 1.0
            open_ &= ~inside
        for person in self._people:
            for at in self._found(person, low, high):
                c["asked_person_inside"][(begin <= at) & (at + len(person) <= finish)] = 1.0
        for x, y in self._terms:
            c["holds_term"][(begin <= x) & (y <= finish)] = 1.0

    def _found(self, piece: str, low: int, high: int) -> Iterator[int]:
        """Where a piece stands between two offsets, overlapping or not."""
        at = self._folded.find(piece, low, high)
        while at >= 0:
            yield at
            at = self._folded.find(piece, at + 1, high)
