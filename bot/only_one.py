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
    lock = file.with_suffix(".lock")
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise SettingsError(say("telegram.second", folder=file.parent)) from error
        yield
