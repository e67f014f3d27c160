"""People and tasks as CSV that a spreadsheet opens: a byte order mark, one head line, CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from bot.exports.kept import Kept
from bot.reply import joined
from bot.texts import say

MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MEETING = ("column.number", "column.title", "column.date")
_PEOPLE = (*_MEETING, "column.name", "column.titles", "column.roles", "column.organisation")
_TASKS = (
    *_MEETING,
    "column.ordinal",
    "column.task",
    "column.owner",
    "column.due",
    "column.due_day",
    "column.state",
    "column.text",
)


def people_table(meetings: Iterable[Kept]) -> Iterator[str]:
    """The people of each meeting, one a line."""
    yield MARK + table_line([say(key) for key in _PEOPLE])
    for kept in meetings:
        for p in kept.facts.people:
            yield table_line([*_meeting(kept), p.name, joined(p.titles), joined(p.roles), p.organisation])


def tasks_table(meetings: Iterable[Kept]) -> Iterator[str]:
    """The tasks of each meeting, one a line."""
    yield MARK + table_line([say(key) for key in _TASKS])
    for kept in meetings:
        for t in kept.facts.tasks:
            due = (t.due or "", str(kept.due(t) or ""))
            state = say("change.done") if t.heading in kept.done else ""
            yield table_line([*_meeting(kept), str(t.ordinal), t.heading, t.owner or "", *due, state, t.text])


def _meeting(kept: Kept) -> tuple[str, str, str]:
    return str(kept.entry.number), kept.entry.title, kept.stated_date


def table_line(cells: Sequence[str]) -> str:
    """A line of a table."""
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: reports come from anywhere.

    >>> _harmless("=1+1"), _harmless("王小明")
    ("'=1+1", '王小明')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
