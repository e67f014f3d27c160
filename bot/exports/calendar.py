"""Meetings and dated tasks as an iCalendar file: days without times, as reports seldom give more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from bot.exports.kept import Kept
from bot.reply import joined
from bot.texts import say
from bot.version import version
from knowledge.model import Task


def as_calendar(meetings: Iterable[Kept]) -> Iterator[str]:
    """One calendar. The same meeting or task has the same UID in every export, so that a calendar updates its entry."""
    calendar = Calendar()
    calendar.add("prodid", f"-//huiwen//{version()}//ZH")
    calendar.add("version", "2.0")
    for kept in meetings:
        if kept.day:
            calendar.add_component(_meeting(kept, kept.day))
        for task in kept.facts.tasks:
            if due := kept.due(task):
                calendar.add_component(_task(kept, task, due))
    yield calendar.to_ical().decode("utf-8")


def _meeting(kept: Kept, day: date) -> Event:
    event = _event(kept, day, kept.entry.title, kept.entry.id, "meeting")
    if place := kept.facts.meeting.place:
        event.add("location", place.text)
    if kept.entry.host:
        event.add("description", say("brief.field", label=say("brief.host"), value=joined(kept.entry.host)))
    return event


def _task(kept: Kept, task: Task, due: date) -> Event:
    owner = task.owner or say("tasks.unstated")
    event = _event(kept, due, say("export.due", task=task.heading), kept.entry.id, "task", task.heading, task.due or "")
    detail = say("tasks.detail", owner=owner, due=task.due)
    event.add("description", f"{detail}\n{task.text}\n《{kept.entry.title}》")
    return event


def _event(kept: Kept, day: date, summary: str, *identity: str) -> Event:
    event = Event()
    event.add("uid", hashlib.sha256("\0".join(identity).encode("utf-8", "replace")).hexdigest()[:32] + "@huiwen")
    # The stamp has to be there; the meeting's day keeps an export the same as long as the library is.
    event.add("dtstamp", datetime.combine(kept.day or day, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event
