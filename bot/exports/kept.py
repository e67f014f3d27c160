"""What is exported of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge import Entry, Facts, KnowledgeBase
from knowledge.corrections import corrected
from knowledge.due_dates import due_date
from knowledge.model import Task


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting with all that is known of it."""

    entry: Entry
    facts: Facts
    text: str
    done: frozenset[str] = frozenset()
    """Headings of its tasks that are done."""

    @property
    def stated_date(self) -> str:
        """Its date as far as it is known, ISO."""
        return str(self.entry.date or "")

    @property
    def day(self) -> date | None:
        """Its date, if the day is known."""
        known = self.entry.date
        return date(known.year, known.month, known.day) if known and known.year and known.month and known.day else None

    def due(self, task: Task) -> date | None:
        """The day one of its tasks is due, if that can be told."""
        return due_date(task.due, self.entry.date) if task.due else None


def kept(base: KnowledgeBase, entry: Entry, text: str) -> Kept:
    """A meeting as its readers have put it right; ``text`` is the report's, where that is exported."""
    made = corrected(base, entry.id)
    return Kept(entry, made.facts, text, frozenset(t.heading for t in made.facts.tasks if made.done(t)))
