"""What conversations remember, kept so that a restart does not forget it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from knowledge.shelf import EVERYTHING, Scope
from knowledge.store.database import Database


@dataclass(frozen=True, slots=True)
class ChatState:
    """A conversation: the reports it is about, its earlier questions, oldest first, and how many were answered."""

    scope: Scope = EVERYTHING
    questions: tuple[str, ...] = ()
    answered: int = 0


class Chats:
    """The states of conversations in a library's file, by a key of the caller's choice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, chat: str) -> ChatState | None:
        """The state of a conversation, ``None`` if nothing is kept of it."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT state FROM chats WHERE chat = ?", (chat,)).fetchone()
        return None if row is None else _decoded(row[0])

    def save(self, chat: str, state: ChatState) -> None:
        """Keep the state of a conversation, in place of what was kept."""
        row = (chat, _encoded(state), datetime.now(UTC).isoformat(timespec="seconds"))
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO chats VALUES (?, ?, ?)", row)

    def delete(self, chat: str) -> None:
        """Forget a conversation; nothing happens if none is kept."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM chats WHERE chat = ?", (chat,))

    def clear(self) -> None:
        """Forget all conversations."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM chats")

    def forget_report(self, report_id: str) -> None:
        """Forget the conversations whose scope names a report."""
        with self._database.writing() as connection:
            rows = connection.execute("SELECT chat, state FROM chats").fetchall()
            gone = [(chat,) for chat, state in rows if report_id in (_decoded(state).scope.reports or ())]
            connection.executemany("DELETE FROM chats WHERE chat = ?", gone)


def _encoded(state: ChatState) -> str:
    scope = state.scope
    reports = None if scope.reports is None else sorted(scope.reports)
    row = {"reports": reports, "since": scope.since, "until": scope.until}
    return json.dumps({**row, "questions": state.questions, "answered": state.answered})


def _decoded(state: str) -> ChatState:
    row = json.loads(state)
    reports = None if row["reports"] is None else frozenset(row["reports"])
    return ChatState(Scope(reports, row["since"], row["until"]), tuple(row["questions"]), row["answered"])
