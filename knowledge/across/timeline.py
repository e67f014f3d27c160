"""Meetings and dated tasks in the order of their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.across.meetings import day
from knowledge.across.topics import mentioning
from knowledge.due_dates import due_date
from knowledge.model import Task
from knowledge.normalize import fold
from knowledge.shelf import Entry, Shelf


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day (ISO, as far as it is known): a meeting, or a task due, with its place in the report.

    ``start`` is an offset into the report of ``entry``, ``-1`` for the meeting itself.
    """

    day: str
    entry: Entry
    task: Task | None = None
    start: int = -1


def timeline(shelf: Shelf, entries: Sequence[Entry], topic: str = "") -> list[Event]:
    """Meetings with a date and tasks whose due day can be told, oldest first; of a topic, those that speak of it."""
    events = []
    for entry in entries:
        if entry.date and entry.date.year:
            spoken = next(mentioning(shelf.report(entry.id), topic), None) if topic else None
            if not topic or spoken:
                events.append(Event(str(entry.date), entry, None, spoken[1][0][0] if spoken else -1))
        events += [
            Event(due.isoformat(), entry, task, task.start)
            for task in shelf.facts(entry.id).tasks
            if task.due and (not topic or fold(topic) in fold(f"{task.heading}\n{task.text}"))
            if (due := due_date(task.due, entry.date))
        ]
    return sorted(events, key=lambda e: (e.day, e.task is not None, day(e.entry.date)))
