"""The attendance matrix as a picture."""

from __future__ import annotations

from bot.cards.fonts import Forms, fonts
from bot.cards.matrix import Column, Mark, Matrix, Row, Tone, draw_matrix
from bot.cards.paper import Picture
from bot.meeting_line import meeting_line
from bot.texts import say
from knowledge import Entry
from knowledge.across import Attendance, Part, part_of

LEAST_MEETINGS = 2
"""Of fewer there is nothing to compare."""
_TONES = {Part.LED: Tone.STRONG, Part.SPOKE: Tone.CLEAR, Part.THERE: Tone.CALM, Part.AWAY: Tone.AWAY}


def attendance_picture(matrix: Attendance, left: int = 0) -> Picture:
    """People by meetings, a mark for each role: its first character.

    :param left: older meetings that are left out.
    """
    columns = tuple(Column(str(e.number), _day(e), meeting_line(e)) for e in matrix.meetings)
    rows = tuple(Row(r.name, tuple(map(_mark, r.roles)), str(r.came)) for r in matrix.rows)
    title = say("attendance.head", count=len(matrix.meetings))
    note = say("attendance.left", count=left) if left else ""
    drawn = Matrix(title, columns, rows, lambda count: say("attendance.more", count=count), note)
    return draw_matrix(drawn, fonts(Forms.SIMPLIFIED))


def _mark(role: str) -> Mark | None:
    return Mark(role[0], role, _TONES[part_of(role)]) if role else None


def _day(entry: Entry) -> str:
    """Month and day as far as they are known; the year stands with the title."""
    date = entry.date
    return f"{date.month}-{date.day}" if date and date.month and date.day else str(date.month or "") if date else ""
