"""When and where a topic was spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from knowledge import lexicon
from knowledge.across.findings import Finding, Findings, evidence
from knowledge.across.meetings import speaking_of
from knowledge.across.questions import Asked, Matter
from knowledge.model import Report
from knowledge.normalize import fold
from knowledge.passages import Passage, passages
from knowledge.segment import words
from knowledge.shelf import Entry, Shelf

_SIGNS = re.compile(r"[\"《》「」『』\s]")


def mentions(shelf: Shelf, entries: list[Entry], asked: Asked) -> Findings:
    """The meetings that speak of a topic: all of them newest first, the last one or the first one."""
    near = speaking_of(shelf, entries, asked.subject)
    if asked.matter is Matter.FIRST:
        near = near[::-1]
    found: tuple[Finding, ...] = ()
    for wanted in _wordings(asked.subject):
        hits = (hit for entry in near if (hit := _mention(shelf, entry, wanted)))
        found = tuple(hits) if asked.matter is Matter.MENTIONS else tuple(h for h in [next(hits, None)] if h)
        if found:
            break
    return Findings(asked.matter, asked.subject, asked.subject, found, len(entries), asked.period, known=bool(found))


def mentioning(report: Report, topic: str) -> Iterator[tuple[Passage, tuple[tuple[int, int], ...]]]:
    """The sentences of a report that hold a topic or all its words, and where; the first wording that is found counts."""
    for wanted in _wordings(fold(topic)):
        if found := [(p, marks) for p in passages(report) if (marks := _places(report, p, wanted))]:
            yield from found
            return


def _mention(shelf: Shelf, entry: Entry, wanted: tuple[str, ...]) -> Finding | None:
    report = shelf.report(entry.id)
    held = [(p, marks) for p in passages(report) if (marks := _places(report, p, wanted))]
    if not held:
        return None
    passage, marks = next(((p, m) for p, m in held if p.block.number > 1), held[0])
    return Finding(entry, "", evidence(report, passage), marks)


def _places(report: Report, passage: Passage, wanted: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where all the words stand in a sentence; empty if one is missing. Quotation marks in the text do not matter."""
    text = fold(report.text[passage.start : passage.end])
    kept = [i for i, c in enumerate(text) if not _SIGNS.match(c)]
    bare = "".join(text[i] for i in kept)
    places = []
    for word in wanted:
        at = bare.find(word)
        if at < 0:
            return ()
        places.append((passage.start + kept[at], passage.start + kept[at + len(word) - 1] + 1))
    return tuple(sorted(places))


def _wordings(topic: str) -> list[tuple[str, ...]]:
    """A topic as it stands, without what only rounds it off (…工作, …的问题), and as words that all must be there."""
    ends = _ends().sub("", topic) or topic
    said = tuple(dict.fromkeys(w for w, _ in words(ends) if len(w) > 1))
    forms = [(topic,), (ends,), said if len(said) > 1 else ()]
    return list(dict.fromkeys(f for f in forms if f))


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"(?:的?(?:{lexicon.alternation(lexicon.words('across_topic_ends.txt'))}))+$")
