"""The meetings of a library: in order of date, found by number or title, and those a stretch of time means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.across.periods import Period
from knowledge.model import PartialDate
from knowledge.normalize import fold
from knowledge.shelf import EVERYTHING, Entry, Scope, Shelf

FEW = 300
"""Up to so many meetings are all read for a question; of more, those that the index finds."""
_NEAR = 600
"""Paragraphs asked of the index."""
_NUMBER = re.compile(r"(?:第|编号|#|no\.?)?\s*(\d{1,9})\s*(?:号|份|个)?", re.IGNORECASE)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By date, the newest first, then by number; those without a year come last."""
    return sorted(entries, key=lambda e: (day(e.date), e.number), reverse=True)


def day(date: PartialDate | None) -> tuple[int, int, int]:
    """A date to sort by; what is unknown sorts first."""
    return (date.year or 0, date.month or 0, date.day or 0) if date and date.year else (0, 0, 0)


def newest_date(shelf: Shelf) -> PartialDate | None:
    """The date of the newest meeting of all; ``None`` if none has a year."""
    dates = (e.date for e in shelf.entries() if e.date and e.date.year)
    return max(dates, key=day, default=None)


def meant_by(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The meetings that a number, else a part of the title may mean, newest first; several if it fits several."""
    entries = newest_first(entries)
    wanted = fold(text).strip()
    if match := _NUMBER.fullmatch(wanted):
        if found := [e for e in entries if e.number == int(match[1])]:
            return found
    titled = [e for e in entries if wanted and wanted in fold(e.title)]
    return [e for e in titled if fold(e.title) == wanted] or titled


def within(shelf: Shelf, scope: Scope, period: Period | None) -> list[Entry]:
    """The meetings of a scope that a stretch of time means, newest first."""
    if period is None or period.latest:
        entries = newest_first(shelf.entries(scope))
        return entries[: period.latest] if period else entries
    return newest_first(shelf.entries(narrowed(scope, period)))


def narrowed(scope: Scope, period: Period) -> Scope:
    """The part of a scope that lies in a stretch of time given by its bounds."""
    since = max(scope.since, period.since)
    until = min(filter(None, (scope.until, period.until)), default="")
    return Scope(scope.reports, since, until)


def speaking_of(shelf: Shelf, entries: list[Entry], words: str) -> list[Entry]:
    """The meetings to read for what is asked: all of a few, of many those whose paragraphs are nearest to the words."""
    if len(entries) <= FEW:
        return entries
    meant = frozenset(e.id for e in entries)
    scope = EVERYTHING if len(meant) == len(shelf) else Scope(meant)
    near = {place.report for place, _ in shelf.search(words, _NEAR, scope)}
    return [e for e in entries if e.id in near]
