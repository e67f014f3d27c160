"""The attendance matrix as lines for a chat and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io

from bot.fact_replies import Parts
from bot.meeting_line import date_of, meeting_line
from bot.reply import Line, Tone
from bot.settings import REPLIES
from bot.texts import say
from knowledge.across import Attendance

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_lines(matrix: Attendance, left: int = 0) -> Parts:
    """The meetings with their numbers, then each person's role at each; screens are too narrow for columns.

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


def as_csv(matrix: Attendance) -> str:
    """A row for each person, a column for each meeting, the number of meetings they came to in the last."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = [f"{e.number} {date_of(e)} {e.title}" for e in matrix.meetings]
    writer.writerow([say("attendance.name"), *map(harmless, heads), say("attendance.came")])
    for row in matrix.rows:
        writer.writerow([harmless(row.name), *map(harmless, row.roles), row.came])
    return out.getvalue().rstrip("\n")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("柏映秋")
    ("'=1+1", '柏映秋')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
