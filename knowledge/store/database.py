"""A SQLite file of ours: opened, brought up to date, one connection for each thread, its errors in words."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import LibraryError, say
from knowledge.store import migrations

APPLICATION = 0x48575742
"""``PRAGMA application_id`` of a library ("HWWB")."""
BUSY = 30.0
"""Seconds to wait for another process that is writing."""
_LOCKED, _READ_ONLY, _FULL, _DAMAGED, _FOREIGN = 5, 8, 13, 11, 26
_IN_WORDS = {
    _LOCKED: "library.busy",
    _READ_ONLY: "library.read_only",
    _FULL: "library.full",
    _DAMAGED: "library.damaged",
    _FOREIGN: "library.foreign",
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is: its ``PRAGMA application_id``, and the package that holds its migrations."""

    application: int
    migrations: str


LIBRARY = FileKind(APPLICATION, migrations.__name__)


class Database:
    """A file. Every thread gets its own connection; transactions are begun by hand."""

    def __init__(self, path: Path, *, create: bool = True, kind: FileKind = LIBRARY) -> None:
        """Open a file, making it (and its folder) if there is none and ``create`` says so.

        :raises LibraryError: there is no such file, or it is not of this kind, damaged, or newer than this code.
        """
        self.path = path
        self.kind = kind
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        _prepare(path, create)
        with told(path):
            connection = self.connect()
            _check_application(connection, path, kind.application)
            if _pragma(connection, "journal_mode") != "wal":
                _use_wal(connection)
            migrations.migrate(connection, path, kind.migrations)

    def connect(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = FULL")
            with self._lock:
                self._opened.append(connection)
            self._local.connection = connection
        return connection

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction: all that is written in it, or nothing.

        :param durable: wait until the disk has it. Without, a killed process loses nothing either, but a power cut may undo it.
        :raises LibraryError: it cannot be written.
        """
        with told(self.path):
            connection = self.connect()
            if not durable:
                connection.execute("PRAGMA synchronous = NORMAL")
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                if not durable:
                    connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read from.

        :raises LibraryError: it cannot be read.
        """
        with told(self.path):
            yield self.connect()

    def truncate_log(self) -> bool:
        """Move what the write-ahead log holds into the file and empty it; false while others are reading."""
        with told(self.path):
            (busy, *_) = self.connect().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one sentence a user can read.

    :raises LibraryError: one of them.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        text = say(_IN_WORDS.get(code, "library.error"), error=error)
        raise LibraryError(say("library.trouble", file=path, text=text)) from error


def _prepare(path: Path, create: bool) -> None:
    """See to it that there is a file, readable by its owner only."""
    try:
        if not path.exists():
            if not create:
                raise LibraryError(say("library.missing", file=path))
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if path.is_dir():
            raise LibraryError(say("library.folder", file=path))
    except OSError as error:
        raise LibraryError(say("library.unmade", file=path, reason=error.strerror)) from error
    with suppress(OSError):  # another user's file: SQLite will tell whether it can be written
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _check_application(connection: sqlite3.Connection, path: Path, application: int) -> None:
    """Mark an empty file as ours, and refuse what is somebody else's."""
    if _pragma(connection, "application_id") == application:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        ours = _pragma(connection, "application_id") == application  # another process may have been faster
        if tables and not ours:
            raise LibraryError(say("library.trouble", file=path, text=say("library.foreign")))
        connection.execute(f"PRAGMA application_id = {application}")
    finally:
        connection.execute("COMMIT")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log. SQLite does not wait here by itself when two processes make a library at once."""
    until = time.monotonic() + BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
