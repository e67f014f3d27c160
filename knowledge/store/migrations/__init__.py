"""Numbered changes to a file's tables, each made once, in order; ``PRAGMA user_version`` is the last one made.

The library's own are in this folder; a file of another kind brings a folder of its own.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from knowledge.errors import LibraryError, say

_NAME = re.compile(r"(\d{4})_\w+\.sql")


@cache
def scripts(package: str = __package__) -> dict[int, str]:
    """The changes kept in a package, by their number, which counts from 1 without gaps."""
    found = [(int(m[1]), f.read_text("utf-8")) for f in files(package).iterdir() if (m := _NAME.fullmatch(f.name))]
    numbers = sorted(number for number, _ in found)
    assert numbers == list(range(1, len(found) + 1)), "migrations are numbered from 0001, none twice, none left out"
    return dict(found)


def version(connection: sqlite3.Connection) -> int:
    """The number of the last change made to a file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path, package: str = __package__) -> None:
    """Make the changes a file does not have yet, each in a transaction of its own.

    :raises LibraryError: the file is of a newer version than this code.
    """
    changes = scripts(package)
    newest = len(changes)
    while (current := version(connection)) < newest:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) == current:  # else another process has just made it
                for statement in statements(changes[current + 1]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {current + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if current > newest:
        raise LibraryError(say("library.newer", file=path, version=current, known=newest))


def statements(script: str) -> Iterator[str]:
    """The statements of a script: they are executed one by one, as a whole it would not stay in the transaction.

    >>> list(statements("CREATE TABLE a (b); -- c;\\nSELECT 1;"))
    ['CREATE TABLE a (b);', ' -- c;\\nSELECT 1;']
    """
    begun = ""
    for piece in re.split(r"(?<=;)", script):
        begun += piece
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
