"""Who came to which meeting as a table: a line for each person, a column for each meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.exports.kept import Kept
from bot.exports.tables import MARK, table_line
from bot.meeting_line import date_of
from bot.texts import say
from knowledge.across import attendance


def attendance_table(meetings: Iterable[Kept]) -> Iterator[str]:
    """The main role of each person at each meeting, oldest first, and to how many they came."""
    matrix = attendance((kept.entry, kept.facts) for kept in meetings)
    heads = [f"{e.number} {date_of(e)} {e.title}" for e in matrix.meetings]
    yield MARK + table_line([say("column.name"), *heads, say("attendance.came")])
    for row in matrix.rows:
        yield table_line([row.name, *row.roles, str(row.came)])
