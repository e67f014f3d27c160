"""What Telegram has handed over, kept until it is answered: nothing is lost when the bot is killed in between.

Telegram forgets an update as soon as the next one is asked for, and may hand one over twice. So each is written down
before more are asked for, known again by its id, and empties itself to that id once its answer is sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.store import Database

ANSWERED_KEPT = 20_000
"""Ids of answered updates that are known again. Telegram hands over no update that is older than a day."""

Update = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits: its number in the order of arrival, whose turn it is in, how often answering it has begun."""

    number: int
    chat: int | None
    begun: int = 0


class Inbox:
    """The updates of one bot. Every method may be called from any thread.

    :param bot: the bot's id; several bots may have used the file one after another.
    """

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot

    def keep(self, updates: Sequence[Update]) -> list[Waiting]:
        """Write updates down, all or none; those that are new, in order.

        :raises LibraryError: nothing was written.
        """
        new = []
        with self._database.writing() as connection:
            for update in updates:
                chat = chat_of(update)
                row = connection.execute(
                    "INSERT INTO inbox (bot, update_id, chat, content) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO NOTHING RETURNING number",
                    (self._bot, update["update_id"], chat, json.dumps(update)),
                ).fetchone()
                if row:
                    new.append(Waiting(row[0], chat))
        return new

    def waiting(self) -> list[Waiting]:
        """What is not answered, in the order of arrival."""
        query = "SELECT number, chat, begun FROM inbox WHERE content NOT NULL AND bot = ? ORDER BY number"
        with self._database.reading() as connection:
            return [Waiting(*row) for row in connection.execute(query, (self._bot,))]

    def begin(self, number: int) -> tuple[Update, int] | None:
        """An update and how often answering it has begun, this time included; ``None`` if nothing is left to answer."""
        query = "UPDATE inbox SET begun = begun + 1 WHERE number = ? AND content NOT NULL RETURNING content, begun"
        with self._database.writing(durable=False) as connection:
            row = connection.execute(query, (number,)).fetchone()
        return (json.loads(row[0]), row[1]) if row else None

    def answered(self, number: int) -> None:
        """Keep only the id of an update; ids that are old enough go."""
        with self._database.writing(durable=False) as connection:
            connection.execute("UPDATE inbox SET content = NULL, chat = NULL WHERE number = ?", (number,))
            connection.execute("DELETE FROM inbox WHERE content IS NULL AND number <= ?", (number - ANSWERED_KEPT,))


def clear(database: Database) -> bool:
    """Empty the inbox of all bots, down to the last byte; false while another program still reads the file."""
    with database.writing() as connection:
        connection.execute("UPDATE inbox SET content = NULL, chat = NULL WHERE content NOT NULL")
    return database.truncate_log()


def chat_of(update: Update) -> int | None:
    """The chat of an update, or the user where it has none, ``None`` without either.

    That a group gets another number is the business of the new one: what is said there next is to find it moved.

    >>> chat_of({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}})
    -5
    >>> chat_of({"update_id": 2, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}})
    -5
    >>> chat_of({"update_id": 3, "message": {"chat": {"id": -5}, "migrate_to_chat_id": -1005}})
    -1005
    >>> chat_of({"update_id": 4, "inline_query": {"from": {"id": 7}}})
    7
    """
    content = next((value for value in update.values() if isinstance(value, dict)), {})
    if isinstance(moved_to := content.get("migrate_to_chat_id"), int):
        return moved_to
    within = content.get("message")
    for place in (content.get("chat"), within.get("chat") if isinstance(within, dict) else None, content.get("from")):
        if isinstance(place, dict) and isinstance(place.get("id"), int):
            return int(place["id"])
    return None
