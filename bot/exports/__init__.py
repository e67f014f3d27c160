"""What is known of meetings in common formats: JSON, Markdown, CSV, iCalendar. Pure: values in, pieces of text out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.exports.attendance import attendance_table
from bot.exports.calendar import as_calendar
from bot.exports.documents import as_json, as_markdown
from bot.exports.kept import Kept
from bot.exports.tables import people_table, tasks_table

__all__ = [
    "FORMATS",
    "Kept",
    "as_calendar",
    "as_json",
    "as_markdown",
    "attendance_table",
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
