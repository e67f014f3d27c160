"""Which engine searches the library's passages: the one place where it is chosen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from knowledge.store.passage_index import PassageIndex
from knowledge.store.passages import SqlitePassageIndex


def passage_index(connect: Callable[[], sqlite3.Connection]) -> PassageIndex:
    """The passage index of a library; ``connect`` gives the connection of the thread that calls."""
    return SqlitePassageIndex(connect)
