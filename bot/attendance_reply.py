"""The attendance matrix as lines for a chat: screens are too narrow for its columns."""

from __future__ import annotations

from bot.fact_replies import Parts
from bot.meeting_line import meeting_line
from bot.reply import Line, Tone
from bot.settings import REPLIES
from bot.texts import say
from knowledge.across import Attendance


def as_lines(matrix: Attendance, left: int = 0) -> Parts:
    """The meetings with their numbers, then each person's role at each.

    :param left: older meetings that are left out.
    """
    parts: Parts = [Line(say("attendance.head", count=len(matrix.meetings)), Tone.HEADING)]
    parts += [Line(meeting_line(e), Tone.DETAIL) for e in matrix.meetings]
    if left:
        parts.append(Line(say("attendance.left", count=left), Tone.NOTE))
    for row in matrix.rows[: REPLIES.attendance_people]:
        came = zip(matrix.meetings, row.roles, strict=True)
        roles = say("attendance.between").join(f"{e.number} {role}" for e, role in came if role)
        parts.append(Line(say("attendance.row", name=row.name, count=row.came, roles=roles)))
    if (more := len(matrix.rows) - REPLIES.attendance_people) > 0:
        parts.append(Line(say("attendance.more", count=more), Tone.NOTE))
    return parts
