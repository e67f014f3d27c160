"""What a report says of the meeting as a whole (who chaired, where, when), held against a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge import lexicon
from knowledge.asking import Asking, section_spans
from knowledge.entities import Type
from knowledge.matching import is_weak
from knowledge.model import Kind, Quote
from knowledge.normalize import fold

Piece = tuple[int, int]


def slots(asking: Asking) -> Iterator[tuple[tuple[Piece, ...], float]]:
    """Host, place and time of the meeting, where the question asks for them and for a thing of their kind.

    Each with how much of the question is about it alone, 0 to 1.
    """
    meeting, kinds = asking.reading.facts.meeting, asking.query.kinds
    if "host" in asking.sections and Kind.WHO in kinds and meeting.host:
        yield tuple((q.start, q.end) for q in meeting.host), explained(asking, "host")
    if "place" in asking.sections and Kind.WHERE in kinds and meeting.place:
        if not asking.noun or asking.noun[-1:] in meeting.place.text or asking.noun in ("地方", "地点", "场所", "位置"):
            yield ((meeting.place.start, meeting.place.end),), explained(asking, "place")
    if "date" in asking.sections and Kind.WHEN in kinds and meeting.when:
        yield (_whole_time(asking, meeting.when),), explained(asking, "date")


def _whole_time(asking: Asking, when: Quote) -> Piece:
    """The longest date and time that starts where the meeting's date stands (7日 → 7日至9日)."""
    longer = [e.end for e in asking.reading.entities if e.type is Type.TIME and e.start <= when.start < e.end]
    return when.start, max([when.end, *longer])


def explained(asking: Asking, section: str) -> float:
    """How much of the question is about a slot of the meeting alone, 0 to 1: its own words, the title's, those of any meeting."""
    if any(re.search(pattern, asking.query.text) for pattern in lexicon.words("other_meetings.txt")):
        return 0.0
    return explained_by(asking, section_spans(asking.query.text, section))


def explained_by(asking: Asking, spans: Iterable[tuple[int, int]]) -> float:
    """How much of the question is explained by some spans of its text, the title and what is said of any meeting, 0 to 1."""
    title = fold(
        f"{asking.reading.report.title.text if asking.reading.report.title else ''} {asking.reading.facts.meeting.title or ''}"
    )
    covered = _of_any_meeting(asking.query.text, spans)
    total = left = 0.0
    for term, weight in zip(asking.terms, asking.weights, strict=True):
        total += float(weight)
        if not (covered[term.start : term.end].all() or _is_short_for(term.text, title) or is_weak(term.text)):
            left += float(weight)
    return 1.0 - left / total if total else 1.0


def _of_any_meeting(question: str, spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which characters of a folded question could be said of any meeting: its part of minutes, 会, 召开, 是, 谁 and the like."""
    covered = np.zeros(len(question), dtype=bool)
    for start, end in (*spans, *(m.span() for m in _any_meeting().finditer(question))):
        covered[start:end] = True
    return covered


@cache
def _any_meeting() -> re.Pattern[str]:
    words = (
        *lexicon.words("weak_words.txt"),
        *lexicon.words("stop_words.txt"),
        *lexicon.table("meeting_words.txt")["end"],
    )
    return re.compile(lexicon.alternation(words))


def _is_short_for(word: str, name: str) -> bool:
    """Whether a word stands in a name, or is made of its characters in order (财委 in 财政委员会)."""
    if word in name:
        return True
    rest = iter(name)
    return len(word) > 1 and not word.isascii() and all(character in rest for character in word)
