"""What the bot knows of its chats: where it is gone, what a group was told, and under which numbers a chat goes."""

from __future__ import annotations

import sqlite3
import threading

from knowledge.store import Database


class KnownChats:
    """The chats in the bot's own file. All is in memory too, so that asking costs nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        with database.reading() as connection:
            self._gone = {c for (c,) in connection.execute("SELECT chat FROM known_chats WHERE gone")}
            self._moved: dict[int, int] = dict(connection.execute("SELECT before, now FROM moved_chats").fetchall())

    def gone(self, chat: int) -> bool:
        """Whether the bot was removed or blocked there: nothing is to be sent."""
        return chat in self._gone

    def leave(self, chat: int) -> bool:
        """The bot was removed or blocked; false if that was known."""
        return self._mark(chat, gone=True)

    def enter(self, chat: int) -> bool:
        """The bot is there; false if that was known."""
        return self._mark(chat, gone=False)

    def tell_privacy(self, chat: int) -> bool:
        """Whether a group is still to be told what privacy mode keeps from the bot; asked once, it was told."""
        with self._database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO known_chats (chat) VALUES (?)", (chat,))
            query = "UPDATE known_chats SET privacy_told = 1 WHERE chat = ? AND NOT privacy_told"
            return connection.execute(query, (chat,)).rowcount > 0

    def now(self, chat: int) -> int:
        """The number a chat goes under now."""
        return self._moved.get(chat, chat)

    def earlier(self, chat: int) -> frozenset[int]:
        """The numbers it went under before."""
        return frozenset(before for before, now in self._moved.items() if now == chat)

    def move(self, before: int, now: int) -> None:
        """A chat has got a new number: note it, and let every row of the file that names the chat follow."""
        with self._lock, self._database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO moved_chats (before, now) VALUES (?, ?)", (before, now))
            connection.execute("UPDATE moved_chats SET now = ? WHERE now = ?", (now, before))
            for table in _tables_of_chats(connection):
                connection.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (now, before))  # noqa: S608
                connection.execute(f"DELETE FROM {table} WHERE chat = ?", (before,))  # noqa: S608
            self._moved = dict(connection.execute("SELECT before, now FROM moved_chats").fetchall())
            self._gone = {c for (c,) in connection.execute("SELECT chat FROM known_chats WHERE gone")}

    def unfinished(self) -> list[tuple[int, int]]:
        """Chats with a new number of which not everything is there yet, as the bot was ended meanwhile."""
        with self._database.reading() as connection:
            return connection.execute("SELECT before, now FROM moved_chats WHERE NOT done").fetchall()

    def finish(self, before: int) -> None:
        """Everything of a chat is at its new number."""
        with self._database.writing() as connection:
            connection.execute("UPDATE moved_chats SET done = 1 WHERE before = ?", (before,))

    def _mark(self, chat: int, *, gone: bool) -> bool:
        with self._lock:
            if (chat in self._gone) == gone:
                return False
            with self._database.writing() as connection:
                query = (
                    "INSERT INTO known_chats (chat, gone) VALUES (?, ?) ON CONFLICT DO UPDATE SET gone = excluded.gone"
                )
                connection.execute(query, (chat, int(gone)))
            (self._gone.add if gone else self._gone.discard)(chat)
            return True


def _tables_of_chats(connection: sqlite3.Connection) -> list[str]:
    """The tables with a column named chat."""
    query = (
        "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'chat'"
    )
    return [name for (name,) in connection.execute(query).fetchall()]
