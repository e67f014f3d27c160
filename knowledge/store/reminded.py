"""What a chat was reminded of, so that nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, timedelta

from knowledge.store.database import Database

_KEPT = timedelta(60)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to be said on a day (ISO): of a task by its report and words, both ``""`` for the week as a whole."""

    kind: str
    report: str
    subject: str
    day: str


class Reminded:
    """The reminders of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, wanted: Iterable[Reminder], today: date) -> tuple[Reminder, ...]:
        """Those that nobody has claimed yet. They are from now on: who claims says them, a restart does not again."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM reminders WHERE day < ?", ((today - _KEPT).isoformat(),))
            insert = "INSERT OR IGNORE INTO reminders VALUES (?, ?, ?, ?)"
            return tuple(r for r in wanted if connection.execute(insert, astuple(r)).rowcount)

    def release(self, claimed: Iterable[Reminder]) -> None:
        """They were not said after all."""
        with self._database.writing() as connection:
            delete = "DELETE FROM reminders WHERE kind = ? AND report = ? AND subject = ? AND day = ?"
            connection.executemany(delete, [astuple(r) for r in claimed])
