"""What a library could not answer, and what users thought of its answers."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from knowledge.normalize import fold
from knowledge.store.database import Database

MAX_UNANSWERED = 5000
"""Questions kept; of more, those asked longest ago go first."""
_ABOUT = "EXISTS (SELECT 1 FROM json_each(reports) WHERE value = ?)"
_KEEP = """
INSERT INTO unanswered ("key", question, times, reports, asked) VALUES (?, ?, 1, ?, ?)
ON CONFLICT ("key") DO UPDATE SET question = excluded.question, times = times + 1, reports = excluded.reports,
    asked = excluded.asked
"""
_SPARE = 'DELETE FROM unanswered WHERE "key" IN (SELECT "key" FROM unanswered ORDER BY asked DESC LIMIT -1 OFFSET ?)'
_DISTURBING = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer: how often it was asked, and when last (UTC, ISO)."""

    question: str
    times: int
    asked: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a vote is about: a question, its short answer (``""`` for a silence), where that stands, in which reports."""

    question: str
    text: str
    place: str
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """What a user thought of an answer, and when (UTC, ISO)."""

    judged: Judged
    good: bool
    given: str


class Voted(StrEnum):
    """What a vote did."""

    GOOD = "good"
    BAD = "bad"
    TAKEN_BACK = "taken_back"


class Feedback:
    """The unanswered questions and the votes in a library's file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_unanswered(self, question: str, reports: Sequence[str]) -> None:
        """Keep a question that could not be answered; one that was asked before counts once more."""
        key = _DISTURBING.sub("", fold(question)) or question
        row = (key, question, json.dumps(sorted(set(reports))), _now())
        with self._database.writing() as connection:
            connection.execute(_KEEP, row)
            connection.execute(_SPARE, (MAX_UNANSWERED,))

    def unanswered(self) -> list[Unanswered]:
        """The questions without an answer, the one asked last first."""
        query = "SELECT question, times, asked FROM unanswered ORDER BY asked DESC, times DESC, question"
        with self._database.reading() as connection:
            return [Unanswered(*row) for row in connection.execute(query)]

    def clear_unanswered(self) -> int:
        """Forget the questions without an answer; returns how many there were."""
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM unanswered").rowcount

    def judged(self, answer: str) -> Judged | None:
        """What an answer was that somebody has voted on; ``None`` if nobody has."""
        query = "SELECT question, text, place, reports FROM votes WHERE answer = ? LIMIT 1"
        with self._database.reading() as connection:
            row = connection.execute(query, (answer,)).fetchone()
        return None if row is None else _judged(*row[:4])

    def vote(self, answer: str, voter: int, good: bool, judged: Judged) -> Voted:
        """Keep one user's vote on an answer, in place of an earlier one; the same vote again takes it back.

        :param answer: which answer, in words of the caller's.
        :param voter: the user's number.
        """
        with self._database.writing() as connection:
            query = "SELECT good, question, text FROM votes WHERE answer = ? AND voter = ?"
            if connection.execute(query, (answer, voter)).fetchone() == (good, judged.question, judged.text):
                connection.execute("DELETE FROM votes WHERE answer = ? AND voter = ?", (answer, voter))
                return Voted.TAKEN_BACK
            about = (judged.question, judged.text, judged.place, json.dumps(judged.reports))
            connection.execute(
                "INSERT OR REPLACE INTO votes (answer, voter, good, question, text, place, reports, given)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (answer, voter, int(good), *about, _now()),
            )
        return Voted.GOOD if good else Voted.BAD

    def votes(self) -> list[Vote]:
        """All votes, the last one first."""
        query = "SELECT question, text, place, reports, good, given FROM votes ORDER BY given DESC, answer, voter"
        with self._database.reading() as connection:
            rows = connection.execute(query).fetchall()
        return [Vote(_judged(*row[:4]), bool(row[4]), row[5]) for row in rows]

    def clear(self) -> None:
        """Forget everything."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM unanswered")
            connection.execute("DELETE FROM votes")

    def forget_report(self, report_id: str) -> None:
        """Forget what is about a report."""
        with self._database.writing() as connection:
            for table in ("unanswered", "votes"):
                connection.execute(f"DELETE FROM {table} WHERE {_ABOUT}", (report_id,))  # noqa: S608


def _judged(question: str, text: str, place: str, reports: str) -> Judged:
    return Judged(question, text, place, tuple(json.loads(reports)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
