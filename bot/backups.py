"""Backups of everything the bot keeps: the library, the chats' libraries, the bot's own file; a folder for each time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.bot_file import KIND
from bot.configuration import Configuration
from bot.texts import say
from knowledge import LibraryError
from knowledge.store import Database, Library, back_up, copy_to

_NAME = "%Y%m%d-%H%M%S-%f"
_FINISHED = re.compile(r"\d{8}-\d{6}-\d{6}")
_UNFINISHED = ".part"
_CHAT = re.compile(r"-?\d+\.db", re.ASCII)
CHATS = Path("chats")
"""The folder of the chats' libraries in a backup."""


def back_up_all(configuration: Configuration, folder: Path, keep: int | None = None) -> tuple[Path, int]:
    """Copy all files into a new folder below ``folder``; gives it and how many files are in it.

    It gets its name, the time in UTC, only when it is complete. Other programs may go on using the files.

    :param keep: so many of the newest backups are kept, older ones removed.
    :raises LibraryError: there is nothing to copy, or a file cannot be read or written.
    """
    sources = list(_files(configuration))
    if not sources:
        raise LibraryError(say("library.nothing_to_back_up", folder=configuration.data_folder))
    target = folder / datetime.now(UTC).strftime(_NAME)
    unfinished = target.with_name(target.name + _UNFINISHED)
    try:
        unfinished.mkdir(mode=0o700, parents=True)
        for path, to in sources:
            _copy(path, unfinished / to, own=path == configuration.bot_file)
        unfinished.rename(target)
    except OSError as error:
        raise LibraryError(say("library.unwritable", folder=folder, reason=error.strerror)) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    if keep is not None:
        for old in finished(folder)[:-keep]:
            shutil.rmtree(old)
    return target, len(sources)


def finished(folder: Path) -> list[Path]:
    """The complete backups of a folder, the oldest first."""
    return sorted(p for p in folder.iterdir() if _FINISHED.fullmatch(p.name))


def place_of(name: Path, configuration: Configuration) -> Path:
    """Where the file of this name in a backup belongs."""
    own = {"library.db": configuration.library, "bot.db": configuration.bot_file}
    return own.get(str(name)) or configuration.chats_folder / name.name


def chat_files(folder: Path) -> list[Path]:
    """The libraries of chats in a folder, which are named by the chat's number."""
    return sorted(p for p in folder.glob("*.db") if _CHAT.fullmatch(p.name))


def _files(configuration: Configuration) -> Iterator[tuple[Path, Path]]:
    """What there is to copy, and its name in the backup."""
    names = [Path("library.db"), Path("bot.db")]
    names += [CHATS / path.name for path in chat_files(configuration.chats_folder)]
    for name in names:
        if (path := place_of(name, configuration)).exists():
            yield path, name


def _copy(path: Path, to: Path, *, own: bool) -> None:
    to.parent.mkdir(mode=0o700, exist_ok=True)
    if own:
        with closing(Database(path, create=False, kind=KIND)) as database:
            copy_to(database, to)
        return
    with closing(Library(path, create=False)) as library:
        back_up(library, to)
