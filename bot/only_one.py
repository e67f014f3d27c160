"""One bot at a time in a folder: a second program that starts there is told so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.configuration import SettingsError
from bot.texts import say


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Hold a lock beside ``file``. It is SQLite's, so it works on every system and ends with the process, however that ends.

    :raises SettingsError: another program holds it, or it cannot be made.
    """
    with closing(sqlite3.connect(_lock(file), timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise SettingsError(say("telegram.second", folder=file.parent)) from error
        yield


def is_running(file: Path) -> bool:
    """Whether a bot holds the lock beside ``file``."""
    if not _lock(file).exists():
        return False
    with closing(sqlite3.connect(f"{_lock(file).absolute().as_uri()}?mode=ro", timeout=0, uri=True)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            return True
    return False


def _lock(file: Path) -> Path:
    return file.with_suffix(".lock")
