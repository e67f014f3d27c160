"""Settings of a chat and of its users, and dialogs under way, in the library's file."""

from __future__ import annotations

from knowledge.store.database import Database

CHAT = ""
"""Whose settings those of the chat are."""


class Wishes:
    """What a chat (:data:`CHAT`) and its users have set, by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, user: str = CHAT) -> dict[str, str]:
        """All that is set."""
        with self._database.reading() as connection:
            return dict(connection.execute("SELECT name, value FROM settings WHERE user = ?", (user,)).fetchall())

    def set(self, name: str, value: str, user: str = CHAT) -> None:
        """Set something; ``""`` unsets it."""
        with self._database.writing() as connection:
            if value:
                connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?, ?)", (user, name, value))
            else:
                connection.execute("DELETE FROM settings WHERE user = ? AND name = ?", (user, name))


class Dialogs:
    """What the bot waits for, by conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, conversation: str) -> str:
        """The state of a dialog, ``""`` if none is under way."""
        with self._database.reading() as connection:
            query = "SELECT state FROM dialogs WHERE conversation = ?"
            row = connection.execute(query, (conversation,)).fetchone()
        return row[0] if row else ""

    def save(self, conversation: str, state: str) -> None:
        """Keep a dialog; ``""`` ends it."""
        with self._database.writing() as connection:
            if state:
                connection.execute("INSERT OR REPLACE INTO dialogs VALUES (?, ?)", (conversation, state))
            else:
                connection.execute("DELETE FROM dialogs WHERE conversation = ?", (conversation,))
