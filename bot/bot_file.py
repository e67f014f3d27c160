"""The bot's own file: what belongs to the bot as a whole and not to one chat. A chat's things are in its library."""

from __future__ import annotations

from pathlib import Path

from bot import migrations
from knowledge.store import Database, FileKind

KIND = FileKind(0x48575442, migrations.__name__)
"""``PRAGMA application_id`` is "HWTB"."""


def open_bot_file(path: Path) -> Database:
    """Open the bot's file, made if there is none.

    :raises LibraryError: it cannot be opened, is another program's, or newer than this code.
    """
    return Database(path, kind=KIND)
