"""Which messages the bot sent for a question, so that an edit of the question can edit its answer."""

from __future__ import annotations

import json
from collections.abc import Sequence

from knowledge.store import Database

KEPT = 50
"""Questions of a chat whose answers can be edited."""


class SentAnswers:
    """Numbers of messages, kept in the bot's own file."""

    def __init__(self, file: Database) -> None:
        self._file = file

    def of(self, chat: int, question: int) -> tuple[int, ...]:
        """The messages that answer a question, in order; none if it was no question, or one too long ago."""
        with self._file.reading() as connection:
            query = "SELECT answers FROM answers WHERE place = ? AND question = ?"
            row = connection.execute(query, (chat, question)).fetchone()
        return tuple(json.loads(row[0])) if row else ()

    def keep(self, chat: int, question: int, answers: Sequence[int]) -> None:
        """Keep what answers a question now. The oldest questions of the chat go.

        :raises LibraryError: it cannot be written.
        """
        with self._file.writing(durable=False) as connection:
            row = (chat, question, json.dumps(list(answers)))
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)
            query = "SELECT question FROM answers WHERE place = ? ORDER BY question DESC LIMIT 1 OFFSET ?"
            connection.execute(
                f"DELETE FROM answers WHERE place = ? AND question <= ({query})",  # noqa: S608
                (chat, chat, KEPT),
            )

    def forget(self, chat: int) -> None:
        """Forget a chat, whose messages have other numbers from now on."""
        with self._file.writing(durable=False) as connection:
            connection.execute("DELETE FROM answers WHERE place = ?", (chat,))
