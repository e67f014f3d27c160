"""Where the reports of a knowledge base are kept. The core asks a shelf; what stands behind it may be memory or a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Protocol

from knowledge.facts import extract
from knowledge.index import ParagraphIndex, Place
from knowledge.model import BlockKind, Facts, PartialDate, Report


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept report as a list of meetings shows it.

    ``number`` counts from 1 in the order they came in; ``date`` is that of the publication where the meeting's is not said.
    """

    id: str
    number: int
    title: str
    date: PartialDate | None = None
    host: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports are meant: these ids (all if ``None``), with a meeting date from ``since`` to ``until``.

    The bounds are ISO dates (``2023-08-01``), both inclusive, ``""`` if open; a report without a full date is outside of
    any bound.
    """

    reports: frozenset[str] | None = None
    since: str = ""
    until: str = ""

    @property
    def dated(self) -> bool:
        """Whether it has a bound."""
        return bool(self.since or self.until)

    def holds(self, report_id: str, date: PartialDate | None) -> bool:
        """Whether a report of this id and meeting date is meant."""
        if self.reports is not None and report_id not in self.reports:
            return False
        if not self.dated:
            return True
        if date is None or date.year is None:
            return False
        first = f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}"
        last = f"{date.year:04d}-{date.month or 12:02d}-{date.day or 31:02d}"
        return (not self.since or last >= self.since) and (not self.until or first <= self.until)


EVERYTHING = Scope()


class Shelf(Protocol):
    """Reports with their facts, found by id or by what they speak of.

    Adding and removing belong to one thread; everything else may be called from several. Methods that take an id raise
    :class:`KeyError` where there is no report of it.
    """

    def __len__(self) -> int:
        """How many reports there are."""
        ...

    def ids(self) -> Iterator[str]:
        """The ids, in the order the reports came in."""
        ...

    def add(self, report: Report) -> None:
        """Take in a report, replacing one of the same id."""
        ...

    def remove(self, report_id: str) -> None:
        """Forget a report and all that was made of it."""
        ...

    def report(self, report_id: str) -> Report:
        """A report."""
        ...

    def edition(self, report_id: str) -> Hashable:
        """Something that is another one as soon as the report is, whoever replaced it."""
        ...

    def facts(self, report_id: str) -> Facts:
        """What was read out of it."""
        ...

    def entry(self, report_id: str) -> Entry:
        """It as a list of meetings shows it."""
        ...

    def entries(self, scope: Scope = EVERYTHING) -> Iterator[Entry]:
        """The reports meant, in the order they came in."""
        ...

    def naming(self, name: str) -> list[str]:
        """Ids of the reports whose facts hold a person of this name, in the order they came in."""
        ...

    def search(self, question: str, limit: int, scope: Scope = EVERYTHING) -> list[tuple[Place, float]]:
        """The paragraphs nearest to a question, best first, each with a score; only their order is promised."""
        ...


def paragraphs(report: Report) -> Iterator[tuple[int, int, str]]:
    """What a report is found by: start, end and text of each line that says something."""
    return ((b.start, b.end, b.text) for b in report.blocks if b.kind is not BlockKind.FURNITURE)


def shown_title(report: Report, facts: Facts) -> str:
    """What a report is called: its meeting's title, else its headline, else its id."""
    return facts.meeting.title or (report.title.text if report.title else "") or report.id


def shown_date(report: Report, facts: Facts) -> PartialDate | None:
    """The date of the meeting, else of the report's publication, which is seldom much later."""
    return facts.meeting.date or report.published


class MemoryShelf:
    """Reports in memory; facts are read out when they are first asked for."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        self._facts: dict[str, Facts] = {}
        self._numbers: dict[str, int] = {}
        self._next = 1
        self._index = ParagraphIndex()

    def __len__(self) -> int:
        return len(self._reports)

    def ids(self) -> Iterator[str]:
        """The ids, in the order the reports came in."""
        return iter(self._reports)

    def add(self, report: Report) -> None:
        """Take in a report, replacing one of the same id, whose number it keeps."""
        self._reports[report.id] = report
        self._facts.pop(report.id, None)
        if report.id not in self._numbers:
            self._numbers[report.id], self._next = self._next, self._next + 1
        self._index.add(report.id, paragraphs(report))

    def remove(self, report_id: str) -> None:
        """Forget a report; its number is not given again."""
        del self._reports[report_id]
        del self._numbers[report_id]
        self._facts.pop(report_id, None)
        self._index.remove(report_id)

    def report(self, report_id: str) -> Report:
        """A report."""
        return self._reports[report_id]

    def edition(self, report_id: str) -> Hashable:
        """The report's text."""
        return self._reports[report_id].text

    def facts(self, report_id: str) -> Facts:
        """What was read out of it."""
        if report_id not in self._facts:
            self._facts[report_id] = extract(self._reports[report_id])
        return self._facts[report_id]

    def entry(self, report_id: str) -> Entry:
        """It as a list of meetings shows it."""
        report, facts = self._reports[report_id], self.facts(report_id)
        host = tuple(q.text for q in facts.meeting.host)
        title, date = shown_title(report, facts), shown_date(report, facts)
        return Entry(report_id, self._numbers[report_id], title, date, host)

    def entries(self, scope: Scope = EVERYTHING) -> Iterator[Entry]:
        """The reports meant, in the order they came in."""
        for report_id in self._reports if scope.reports is None else [r for r in self._reports if r in scope.reports]:
            entry = self.entry(report_id)
            if scope.holds(report_id, entry.date):
                yield entry

    def naming(self, name: str) -> list[str]:
        """Ids of the reports whose facts hold a person of this name."""
        return [r for r in self._reports if any(p.name == name for p in self.facts(r).people)]

    def search(self, question: str, limit: int, scope: Scope = EVERYTHING) -> list[tuple[Place, float]]:
        """The paragraphs nearest to a question (BM25)."""
        if scope.reports is None and not scope.dated:
            return self._index.search(question, limit)
        meant = {e.id for e in self.entries(scope)} if scope.dated else scope.reports
        assert meant is not None
        return self._index.search(question, limit, meant)
