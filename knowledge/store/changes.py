"""What users have put right, kept with its history in the library's file."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from knowledge.corrections import Correction, Field
from knowledge.store.database import Database

_ROW = "number, report, field, subject, before, after, user, made, undone"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what a field of a report said before and since; ``undone`` if it was taken back.

    ``user`` is a number, ``None`` in the console; ``made`` is UTC, ISO.
    """

    number: int
    report: str
    field: Field
    subject: str
    before: str
    after: str
    user: int | None
    made: str
    undone: bool = False

    @property
    def correction(self) -> Correction:
        """What it says now."""
        return Correction(self.field, self.subject, self.after)


class Changes:
    """The changes of a library.

    :param shared: those of reports that the library's own chat did not bring itself, instead of those of its own reports.
    """

    def __init__(self, database: Database, *, shared: bool = False) -> None:
        self._database = database
        self._shared = int(shared)

    def version(self) -> Hashable:
        """Another one after every change."""
        with self._database.reading() as connection:
            query = "SELECT max(number), count(*), count(undone) FROM changes WHERE shared = ?"
            return tuple(connection.execute(query, (self._shared,)).fetchone())

    def make(self, report: str, correction: Correction, before: str, user: int | None, now: datetime) -> Change:
        """Write a change; ``before`` is what was shown until now."""
        made = now.isoformat(timespec="seconds")
        values = (report, correction.field, correction.subject, before, correction.value, user, made)
        with self._database.writing() as connection:
            marks = "?, ?, ?, ?, ?, ?, ?, ?"
            columns = "shared, report, field, subject, before, after, user, made"
            cursor = connection.execute(f"INSERT INTO changes ({columns}) VALUES ({marks})", (self._shared, *values))  # noqa: S608
            number = cursor.lastrowid or 0
        return Change(number, report, correction.field, correction.subject, before, correction.value, user, made)

    def undo(self, number: int, now: datetime) -> Change | None:
        """Take a change back: what was said before it holds again; ``None`` if there is none in force of this number."""
        with self._database.writing() as connection:
            row = connection.execute(
                f"UPDATE changes SET undone = ? WHERE number = ? AND shared = ? AND undone IS NULL RETURNING {_ROW}",  # noqa: S608
                (now.isoformat(timespec="seconds"), number, self._shared),
            ).fetchone()
        return _change(row) if row else None

    def history(self, report: str = "") -> list[Change]:
        """All changes of a report, or of all, the oldest first, with those taken back."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_ROW} FROM changes WHERE shared = ? AND (? = '' OR report = ?) ORDER BY number",  # noqa: S608
                (self._shared, report, report),
            ).fetchall()
        return [_change(row) for row in rows]

    def in_force(self) -> dict[str, tuple[Change, ...]]:
        """The last change of each field and subject by report, in the order they were made."""
        latest: dict[tuple[str, Field, str], Change] = {}
        for change in self.history():
            if not change.undone:
                key = change.report, change.field, change.subject
                latest.pop(key, None)
                latest[key] = change
        result: dict[str, tuple[Change, ...]] = {}
        for change in latest.values():
            result[change.report] = (*result.get(change.report, ()), change)
        return result

    def forget_report(self, report: str) -> None:
        """Forget all that was said of a report."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM changes WHERE shared = ? AND report = ?", (self._shared, report))
            connection.execute("DELETE FROM reminders WHERE report = ?", (report,))
            connection.execute("DELETE FROM dialogs")  # one may be about it, and none lasts long


def _change(row: tuple[int, str, str, str, str, str, int | None, str, str | None]) -> Change:
    number, report, field, subject, before, after, user, made, undone = row
    return Change(number, report, Field(field), subject, before, after, user, made, undone is not None)
