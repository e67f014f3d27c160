"""Who is what to the bot: what its settings say, and what its own file holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.rights.levels import Level, Policy
from knowledge.store import Database


@dataclass(frozen=True, slots=True)
class Member:
    """A user or a group (negative) that was let in, and since when (UTC, ISO)."""

    id: int
    level: Level
    since: str


class Members:
    """Users and groups with their levels. Looked up anew each time: what is revoked is revoked at once."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self.policy = policy

    def level(self, number: int) -> Level:
        """What a user or a group is, by itself.

        :raises LibraryError: the bot's file cannot be read.
        """
        if number == self.policy.owner:
            return Level.OWNER
        with self.database.reading() as connection:
            row = connection.execute("SELECT level FROM members WHERE chat = ?", (number,)).fetchone()
        kept = Level(row[0]) if row else Level.STRANGER
        if kept is Level.OWNER and self.policy.owner is not None:
            kept = Level.MEMBER  # the settings name another owner since
        return max(kept, Level.MEMBER) if number in self.policy.allowed else kept

    def level_in(self, sender: int, chat: int, earlier: Iterable[int] = ()) -> Level:
        """What somebody is in a chat. A group as a whole is let in or not: nobody takes the bot along into another.

        :param chat: a group's number is negative; a private chat is nobody's but the user's of the same number.
        :param earlier: numbers that a group had before; the settings may still know it by one of these.
        """
        own = self.level(sender)
        place = max(map(self.level, (chat, *earlier))) if chat < 0 else own
        inside = self.policy.everyone or place >= Level.MEMBER
        return max(own, Level.MEMBER) if inside else Level.STRANGER

    def owner(self) -> int | None:
        """The owner, ``None`` while there is none."""
        if self.policy.owner is not None:
            return self.policy.owner
        return next((m.id for m in self.all() if m.level is Level.OWNER), None)

    def all(self) -> list[Member]:
        """All that the file holds, the highest level first, then who came first."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT chat, level, since FROM members ORDER BY level DESC, since, chat"
            ).fetchall()
        return [Member(number, Level(level), since) for number, level, since in rows]

    def let_in(self, number: int, level: Level) -> None:
        """Give a user or a group a level, in place of what it had. There is one owner: an earlier one is a member then."""
        with self.database.writing() as connection:
            if level is Level.OWNER:
                connection.execute("UPDATE members SET level = ? WHERE level = ?", (Level.MEMBER, Level.OWNER))
            connection.execute(
                "INSERT INTO members VALUES (?, ?, ?) ON CONFLICT (chat) DO UPDATE SET level = excluded.level",
                (number, level, datetime.now(UTC).isoformat(timespec="seconds")),
            )

    def put_out(self, number: int) -> bool:
        """Take everything from a user or a group, and make its invitations void; false if it had nothing."""
        with self.database.writing() as connection:
            connection.execute("DELETE FROM invitations WHERE made_by = ?", (number,))
            return connection.execute("DELETE FROM members WHERE chat = ?", (number,)).rowcount > 0
