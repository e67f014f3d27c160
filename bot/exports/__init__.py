"""What is known of meetings in common formats: JSON, Markdown, CSV, iCalendar. Pure: values in, pieces of text out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.exports.attendance import attendance_table
from bot.exports.calendar import as_calendar
from bot.exports.documents import as_json, as_markdown
from bot.exports.feedback import FEEDBACK, feedback_json, feedback_table
from bot.exports.kept import Kept, kept
from bot.exports.tables import people_table, tasks_table
from knowledge.store import Feedback

__all__ = [
    "FEEDBACK",
    "FEEDBACK_FORMS",
    "FORMATS",
    "Kept",
    "as_calendar",
    "as_json",
    "as_markdown",
    "attendance_table",
    "kept",
    "people_table",
    "tasks_table",
]

FORMATS: dict[str, Callable[[Iterable[Kept]], Iterator[str]]] = {
    "json": as_json,
    "md": as_markdown,
    "people": people_table,
    "tasks": tasks_table,
    "attendance": attendance_table,
    "ics": as_calendar,
}
"""The formats of ``huiwen export`` by name."""

FEEDBACK_FORMS: dict[str, Callable[[str, Feedback | None], Iterator[str]]] = {
    "csv": feedback_table,
    "json": feedback_json,
}
"""How what is in :data:`FEEDBACK` can be written."""
