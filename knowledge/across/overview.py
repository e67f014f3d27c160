"""The meetings themselves: which there are, who chaired them, where they took place."""

from __future__ import annotations

from knowledge.across.findings import Finding, Findings, sentence_at
from knowledge.across.questions import Asked, Matter
from knowledge.model import Quote
from knowledge.shelf import Entry, Shelf


def meetings(_: Shelf, entries: list[Entry], asked: Asked) -> Findings:
    """The meetings in question, newest first."""
    return _findings(asked, entries, [Finding(e) for e in entries])


def hosts(shelf: Shelf, entries: list[Entry], asked: Asked) -> Findings:
    """Who chaired each meeting; those whose report does not say are left out."""
    return _findings(asked, entries, [_quoting(shelf, e, shelf.facts(e.id).meeting.host) for e in entries])


def places(shelf: Shelf, entries: list[Entry], asked: Asked) -> Findings:
    """Where each meeting took place; those whose report does not say are left out."""
    found = ((e, shelf.facts(e.id).meeting.place) for e in entries)
    return _findings(asked, entries, [_quoting(shelf, e, (place,) if place else ()) for e, place in found])


def _quoting(shelf: Shelf, entry: Entry, quotes: tuple[Quote, ...]) -> Finding | None:
    if not quotes:
        return None
    text = "、".join(dict.fromkeys(q.text for q in quotes))
    marks = tuple((q.start, q.end) for q in quotes)
    return Finding(entry, text, sentence_at(shelf.report(entry.id), quotes[0].start), marks)


def _findings(asked: Asked, entries: list[Entry], found: list[Finding] | list[Finding | None]) -> Findings:
    told = tuple(f for f in found if f)
    return Findings(asked.matter, "", "", told, len(entries), asked.period)


OVERVIEWS = {Matter.COUNT: meetings, Matter.LIST: meetings, Matter.HOSTS: hosts, Matter.PLACES: places}
