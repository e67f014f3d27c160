"""Where the library is (the file a user names, else the one in the data folder), and when it is asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bot import reports
from bot.texts import say
from knowledge import KnowledgeBase, LibraryError

if TYPE_CHECKING:
    from bot.rooms import Room
    from knowledge.store import Library


def default_place() -> Path:
    """The library's file when none is named. There may be none yet.

    :raises SettingsError: what is set is wrong.
    """
    from bot.configuration import read_configuration

    return read_configuration(os.environ).library


def open_library(place: Path | None, *, create: bool = False) -> Library:
    """The library at a place, the default one without.

    :raises LibraryError: it cannot be opened.
    """
    from knowledge.store import Library

    return Library(place or default_place(), create=create)


def open_base(
    paths: Iterable[Path],
    library: Path | None = None,
    warn: Callable[[str], None] | None = None,
    own: Path | None = None,
) -> KnowledgeBase:
    """The base that is asked: these files, else a library, else the bundled report.

    Without ``paths`` and ``library`` one's own library is asked if anything was imported into it.

    :param own: where one's own library is, if not at the default place.
    :raises ReportError: a file cannot be used.
    :raises LibraryError: the library cannot be opened, or there is nothing in it though it was named.
    """
    paths = list(paths)
    own = own or default_place()
    if not paths and (library or own.exists()):
        kept = open_library(library or own)
        if len(kept):
            return KnowledgeBase(kept)
        kept.close()
        if library:
            raise LibraryError(say("library.empty", library=library))
    return reports.load_base(paths, warn)


def open_room(paths: Iterable[Path], library: Path | None = None, warn: Callable[[str], None] | None = None) -> Room:
    """The same for a console: what is asked, and the library that keeps what is said of it. Files keep nothing.

    :raises ReportError: a file cannot be used.
    :raises LibraryError: the library cannot be opened, or there is nothing in it though it was named.
    """
    from bot.rooms import Room

    paths = list(paths)
    base = open_base(paths, library, warn)
    return Room(None if paths else library or default_place(), base)
