"""Questions that ask two things at once (谁负责,哪天截止), or one thing of two (高校和企业分别承担什么)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.asking import WANTED, Asking
from knowledge.entities import Entity, Type
from knowledge.normalize import fold
from knowledge.passages import Passage
from knowledge.question import kinds
from knowledge.segment import words

Piece = tuple[int, int]
_PARTS = re.compile(r"[,;、?]|还有|以及|和(?=谁|哪|什么|几|多少|何)")
_ASKS = re.compile(r"谁|哪|什么|啥|几|多少|何时|何地|怎么")
_EACH = re.compile(r"(?P<topics>[^,;。?]{2,40}?)(?:各自|分别|各(?=是|要|有|由|得|需|为))")
_TOPICS = re.compile(r"和|与|跟|以及|及|、")
_TIDY = " ,、;:。"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things asked: its folded words and the types that answer it."""

    text: str
    wanted: tuple[Type, ...]


def parts(question: str) -> list[Part]:
    """What a folded question asks one by one; fewer than two where it asks but one thing.

    >>> [p.text for p in parts("社区pr审核谁负责,哪天截止")]
    ['社区pr审核谁负责', '哪天截止']
    """
    found = [p.strip() for p in _PARTS.split(question) if p and _ASKS.search(p)]
    if len(found) < 2:
        return []
    return [Part(p, tuple(dict.fromkeys(t for k in kinds(p) for t in WANTED.get(k, ())))) for p in found]


def topics(question: str) -> list[str]:
    """The things of which each is asked about (高校和企业分别…), none where there are not two.

    >>> topics("高校和企业分别要承担什么")
    ['高校', '企业']
    """
    match = _EACH.search(question)
    found = [t.strip() for t in _TOPICS.split(match.group("topics"))] if match else []
    return found if len(found) > 1 and all(found) else []


def answers(asking: Asking, passage: Passage) -> Iterator[tuple[tuple[Piece, ...], float]]:
    """What a passage answers to each thing asked, in their order, with how sure each is of its place, 0 to 1."""
    asked = parts(asking.query.text)
    if asked and all(p.wanted for p in asked):
        pieces = [_typed(asking, passage, p, n) for n, p in enumerate(asked)]
        if all(pieces) and len(set(pieces)) == len(pieces):
            yield tuple(p for p in pieces if p), 1.0
    if named := topics(asking.query.text):
        clauses = [_about(asking, passage, t) for t in named]
        if all(clauses) and len(set(clauses)) == len(clauses):
            yield tuple(c for c in clauses if c), 1.0


def _typed(asking: Asking, passage: Passage, part: Part, order: int) -> Piece | None:
    """The entity of a wanted type that stands nearest to the part's own words."""
    inside = [
        e
        for e in asking.reading.entities
        if passage.start <= e.start and e.end <= passage.end and e.type in part.wanted
    ]
    if not inside:
        return None
    text = asking.reading.text.folded
    own = [w for w, _ in words(part.text) if not _ASKS.search(w)]
    places = [
        m.start() + passage.start for w in own for m in re.finditer(re.escape(w), text[passage.start : passage.end])
    ]
    people = [e for e in inside if e.type is Type.PERSON] or inside
    inside = people if Type.PERSON in part.wanted else inside

    def distance(entity: Entity) -> float:
        return (
            min((abs(p - entity.end) if p >= entity.start else entity.start - p + 4 for p in places), default=0) + order
        )

    best = min(inside, key=lambda e: (distance(e), e.start - e.end))
    return best.start, best.end


def _about(asking: Asking, passage: Passage, topic: str) -> Piece | None:
    """What a clause says of a topic, behind its name."""
    text = asking.reading.text.folded
    at = text.find(fold(topic), passage.start, passage.end)
    if at < 0:
        return None
    start = at + len(topic)
    end = next((b for a, b in passage.segments if a <= start < b), start)
    while start < end and text[start] in _TIDY:
        start += 1
    return (start, end) if end > start else None
