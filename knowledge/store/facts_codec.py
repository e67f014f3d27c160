"""Facts as bytes and back, equal to what they were.

Compressed JSON, every value a list of its fields. A string that stands in the report's text at the value's own place is
left out (0) and read from the text again.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from knowledge.model import Count, Facts, Meeting, Pair, PartialDate, Person, Quote, Statement, Task

_FROM_TEXT = 0


def encode(facts: Facts, text: str) -> bytes:
    """Facts as bytes; ``text`` is that of their report."""
    meeting = facts.meeting
    rows = [
        [
            meeting.title,
            [meeting.date.year, meeting.date.month, meeting.date.day] if meeting.date else None,
            _packed_optional(meeting.place, text),
            [_packed(q, text) for q in meeting.host],
            [_packed(q, text) for q in meeting.speakers],
            _packed_optional(meeting.when, text),
        ],
        [
            [_short(p.name, p.start, p.end, text), p.start, p.end, p.titles, p.roles, p.organisation]
            for p in facts.people
        ],
        [_packed(q, text) for q in facts.groups],
        [
            [t.ordinal, t.heading, _short(t.text, t.start, t.end, text), t.start, t.end, t.owner, t.due]
            for t in facts.tasks
        ],
        [[p.subject, p.object, p.start, p.end] for p in facts.aligned],
        [[s.speaker, s.verb, s.start, s.end] for s in facts.statements],
        [_packed(q, text) for q in facts.terms],
        [[_short(c.text, c.start, c.end, text), c.value, c.unit, c.counted, c.start, c.end] for c in facts.counts],
    ]
    return pack(json.dumps(rows, ensure_ascii=False, separators=(",", ":")))


def decode(data: bytes, text: str) -> Facts:
    """Facts from bytes; ``text`` is that of their report."""
    meeting, people, groups, tasks, aligned, statements, terms, counts = json.loads(unpack(data))
    title, date, place, host, speakers, when = meeting
    return Facts(
        Meeting(
            title,
            PartialDate(*date) if date else None,
            _quote(place, text) if place else None,
            tuple(_quote(q, text) for q in host),
            tuple(_quote(q, text) for q in speakers),
            _quote(when, text) if when else None,
        ),
        tuple(
            Person(_long(name, start, end, text), start, end, tuple(titles), tuple(roles), organisation)
            for name, start, end, titles, roles, organisation in people
        ),
        tuple(_quote(q, text) for q in groups),
        tuple(
            Task(ordinal, heading, _long(words, start, end, text), start, end, owner, due)
            for ordinal, heading, words, start, end, owner, due in tasks
        ),
        tuple(Pair(*row) for row in aligned),
        tuple(Statement(*row) for row in statements),
        tuple(_quote(q, text) for q in terms),
        tuple(
            Count(_long(words, start, end, text), value, unit, counted, start, end)
            for words, value, unit, counted, start, end in counts
        ),
    )


def pack(text: str) -> bytes:
    """A text as the library keeps it."""
    return zlib.compress(text.encode())


def unpack(data: bytes) -> str:
    """The text again. :raises zlib.error: the bytes are damaged."""
    return zlib.decompress(data).decode()


def _short(words: str, start: int, end: int, text: str) -> str | int:
    return _FROM_TEXT if words == text[start:end] else words


def _long(words: str | int, start: int, end: int, text: str) -> str:
    return text[start:end] if isinstance(words, int) else words


def _packed(quote: Quote, text: str) -> list[Any]:
    start, end = quote.start, quote.end
    return [start, end] if quote.text == text[start:end] else [start, end, quote.text]


def _packed_optional(quote: Quote | None, text: str) -> list[Any] | None:
    return None if quote is None else _packed(quote, text)


def _quote(row: list[Any], text: str) -> Quote:
    start, end, *words = row
    return Quote(start, end, words[0] if words else text[start:end])
