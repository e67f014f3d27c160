"""A shelf as a user sees it who put some of its facts right. The shelf under it stays as it is."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

from knowledge.corrections.applying import Corrected, apply
from knowledge.corrections.model import Correction, Corrections, Field
from knowledge.index import Place
from knowledge.model import Facts, Report
from knowledge.shelf import EVERYTHING, Entry, Scope, Shelf


class CorrectedShelf:
    """A :class:`~knowledge.shelf.Shelf` with corrections over another; reports are asked of the one under it."""

    def __init__(self, under: Shelf, corrections: Corrections) -> None:
        self.under = under
        self.corrections = corrections
        self._made: dict[str, tuple[Hashable, Corrected]] = {}

    def corrected(self, report_id: str) -> Corrected:
        """The facts of a report with its corrections made. :raises KeyError: there is none of this id."""
        given = self.corrections.get(report_id, ())
        if not given:
            return Corrected(self.under.facts(report_id))
        edition = self.under.edition(report_id)
        held, made = self._made.get(report_id, (None, None))
        if made is None or held != edition:
            made = apply(self.under.facts(report_id), given)
            self._made[report_id] = edition, made
        return made

    def __len__(self) -> int:
        return len(self.under)

    def ids(self) -> Iterator[str]:
        """The ids, in the order the reports came in."""
        return self.under.ids()

    def add(self, report: Report) -> None:
        """Take in a report, replacing one of the same id, whose corrections stay."""
        self.under.add(report)

    def remove(self, report_id: str) -> None:
        """Forget a report and all that was made of it."""
        self.under.remove(report_id)

    def report(self, report_id: str) -> Report:
        """A report, in its own words."""
        return self.under.report(report_id)

    def edition(self, report_id: str) -> Hashable:
        """Another one as soon as the report or what is said of it is."""
        return self.under.edition(report_id), self.corrections.get(report_id, ())

    def facts(self, report_id: str) -> Facts:
        """What was read out of it, put right."""
        return self.corrected(report_id).facts

    def entry(self, report_id: str) -> Entry:
        """It as a list of meetings shows it."""
        return self._shown(self.under.entry(report_id))

    def entries(self, scope: Scope = EVERYTHING) -> Iterator[Entry]:
        """The reports meant, in the order they came in; the right date counts."""
        moved = self._redated() if scope.dated else frozenset()
        if not moved:
            return (self._shown(e) for e in self.under.entries(scope))
        kept = [self._shown(e) for e in self.under.entries(scope) if e.id not in moved]
        others = (self.entry(r) for r in moved)
        return iter(sorted((*kept, *(e for e in others if scope.holds(e.id, e.date))), key=lambda e: e.number))

    def naming(self, name: str) -> list[str]:
        """Ids of the reports whose facts hold a person of this name, in the order they came in."""
        named = set(self.under.naming(name))
        changed = {r for r, given in self._present() if any(c.field is Field.NAME for c in given)}
        right = {r for r in changed if any(p.name == name for p in self.facts(r).people)}
        return sorted((named - changed) | right, key=lambda r: self.under.entry(r).number)

    def search(self, question: str, limit: int, scope: Scope = EVERYTHING) -> list[tuple[Place, float]]:
        """The paragraphs nearest to a question, best first."""
        if scope.dated and self._redated():
            scope = Scope(frozenset(e.id for e in self.entries(scope)))
        return self.under.search(question, limit, scope)

    def _shown(self, entry: Entry) -> Entry:
        if not self.corrections.get(entry.id):
            return entry
        made = self.corrected(entry.id)
        meeting = made.facts.meeting
        return replace(
            entry,
            title=meeting.title or entry.title if made.marked(Field.TITLE) else entry.title,
            date=meeting.date if made.marked(Field.DATE) else entry.date,
            host=tuple(q.text for q in meeting.host),
        )

    def _redated(self) -> frozenset[str]:
        return frozenset(r for r, given in self._present() if any(c.field is Field.DATE for c in given))

    def _present(self) -> Iterator[tuple[str, tuple[Correction, ...]]]:
        """Corrections of reports that are there."""
        for report_id, given in self.corrections.items():
            try:
                self.under.edition(report_id)
            except KeyError:
                continue
            yield report_id, given
