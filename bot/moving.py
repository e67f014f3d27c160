"""A chat's library file under another name. Ended at any moment, nothing is lost, and it can be done again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from bot.texts import say
from knowledge import LibraryError
from knowledge.store import Library, take_over

_LOG = "-wal"
"""What SQLite keeps beside a file as long as any program has it open."""


def move_library(before: Path, now: Path) -> None:
    """Give a library another name. If there is one of that name, it is taken over first; without one to move, nothing.

    :raises LibraryError: a file cannot be opened or written, or another program is using it.
    """
    if before == now or not before.exists():
        return
    with closing(Library(before)) as library:
        if now.exists():
            with closing(Library(now)) as other:
                take_over(library, other)
    for file in (before, now):
        log = file.with_name(file.name + _LOG)
        if log.exists() and file.exists():  # its program would go on writing under the old name
            raise LibraryError(say("library.in_use", library=file.name))
        log.unlink(missing_ok=True)  # of a file that is gone: it would be taken for that of the one that comes here
    before.replace(now)
