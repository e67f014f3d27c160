"""Codes that let somebody in: made by an admin, good once and for a day, kept only as a hash, hard to guess."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.rights.levels import Level
from bot.rights.members import Members
from knowledge.store import Database

GOOD_FOR = timedelta(days=1)
MOST_WRONG = 5
"""Wrong codes of one sender within :data:`WITHIN`, after which none of theirs is looked at."""
WITHIN = timedelta(hours=1)
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs, none of which is taken for another."""
_LENGTH = 10
"""50 bits: at five guesses an hour nobody gets there."""
_CODE = re.compile(rf"[{_SIGNS}]{{{_LENGTH}}}")


def is_code(written: str) -> bool:
    """Whether something looks like a code.

    >>> is_code("ABCDE-FGHJK"), is_code("abcdefghjk"), is_code("start")
    (True, True, False)
    """
    return _CODE.fullmatch(_signs(written)) is not None


class Paired(StrEnum):
    """What came of a code."""

    OWNER = "owner"
    USER = "user"
    GROUP = "group"
    ALREADY = "already"
    WRONG = "wrong"
    TOO_MANY = "too_many"


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


class Pairing:
    """The codes in the bot's file.

    :param clock: tells the time, UTC.
    """

    def __init__(self, members: Members, clock: Callable[[], datetime] = now) -> None:
        self._members = members
        self._database: Database = members.database
        self._clock = clock

    def invitation(self, made_by: int) -> str:
        """A new code that lets one user or group in."""
        return self._made(Level.MEMBER, made_by)

    def owner_code(self) -> str | None:
        """A new code that makes its user the owner, in place of an earlier one; ``None`` where there is an owner."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM invitations WHERE level = ?", (Level.OWNER,))
        return None if self._members.owner() is not None else self._made(Level.OWNER, None)

    def pair(self, code: str, sender: int, chat: int) -> Paired:
        """Let in whoever sends a code: in private the user, else the group; with the owner code always the user.

        :param sender: the user, or the group of an anonymous administrator; in private the same as ``chat``.
        """
        level = self._members.level(chat)
        if level >= Level.MEMBER and self._members.owner() is not None:
            return Paired.ALREADY
        if self._tried(sender) >= MOST_WRONG:
            return Paired.TOO_MANY
        given = self._used(code)
        if given is Level.OWNER and sender > 0 and self._members.owner() is None:
            self._members.let_in(sender, Level.OWNER)
            return Paired.OWNER
        if given is Level.MEMBER:
            if level < Level.MEMBER:
                self._members.let_in(chat, Level.MEMBER)
            return Paired.USER if chat > 0 else Paired.GROUP
        self._failed(sender)
        return Paired.ALREADY if level >= Level.MEMBER else Paired.WRONG

    def _made(self, level: Level, made_by: int | None) -> str:
        code = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        expires = _written(self._clock() + GOOD_FOR)
        with self._database.writing() as connection:
            connection.execute("INSERT INTO invitations VALUES (?, ?, ?, ?)", (_hash(code), level, made_by, expires))
        return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"

    def _used(self, written: str) -> Level | None:
        """What a code gives, which it does only once; ``None`` if it is none. Takes as long for a wrong as for a right one."""
        code = _signs(written)
        offered = _hash(code)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM invitations WHERE expires <= ?", (_written(self._clock()),))
            found = None
            for kept, level in connection.execute("SELECT hash, level FROM invitations").fetchall():
                if hmac.compare_digest(kept, offered):
                    found = Level(level)
            if found is not None and _CODE.fullmatch(code):
                connection.execute("DELETE FROM invitations WHERE hash = ?", (offered,))
                return found
        return None

    def _tried(self, sender: int) -> int:
        """How many wrong codes a sender has tried of late."""
        since = _written(self._clock() - WITHIN)
        with self._database.reading() as connection:
            query = "SELECT count(*) FROM wrong_codes WHERE sender = ? AND tried > ?"
            return int(connection.execute(query, (sender, since)).fetchone()[0])

    def _failed(self, sender: int) -> None:
        time = self._clock()
        with self._database.writing() as connection:
            connection.execute("DELETE FROM wrong_codes WHERE tried <= ?", (_written(time - WITHIN),))
            connection.execute("INSERT INTO wrong_codes VALUES (?, ?)", (sender, _written(time)))


def _signs(written: str) -> str:
    return re.sub(r"[\s-]", "", written).upper()


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "replace")).digest()


def _written(time: datetime) -> str:
    """A time as it is kept: texts in the order of the times."""
    return time.isoformat(timespec="microseconds")
