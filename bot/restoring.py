"""Going back to a backup of everything, see :mod:`bot.backups`: it is checked first, and what it replaces is kept."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.backups import CHATS, chat_files, place_of
from bot.bot_file import open_bot_file
from bot.configuration import Configuration
from bot.only_one import is_running
from bot.texts import say
from knowledge import LibraryError
from knowledge.store import Library, problems

_PARTS = ("", "-wal", "-shm")
"""A database and what SQLite keeps beside it, which must never meet another database."""


def restore_all(configuration: Configuration, backup: Path) -> tuple[int, Path]:
    """Put a backup in the place of all that is kept; gives how many files it has, and where what was there is now.

    :raises LibraryError: the bot is running, there is no backup, it is not whole, or a file cannot be written.
    """
    if is_running(configuration.bot_file):
        raise LibraryError(say("library.bot_running"))
    names = [Path("library.db"), Path("bot.db"), *(CHATS / p.name for p in chat_files(backup / CHATS))]
    names = [name for name in names if (backup / name).is_file()]
    if not names:
        raise LibraryError(say("library.no_backup", folder=backup))
    home = configuration.data_folder
    aside = home / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=home, prefix=".restore-") as temporary:
            for name in names:
                _check(backup, name, Path(temporary))
            _put_aside(configuration, aside)
            for name in names:
                _move(Path(temporary) / name, place_of(name, configuration))
    except OSError as error:
        raise LibraryError(say("library.unwritable", folder=home, reason=error.strerror)) from error
    return len(names), aside


def _check(backup: Path, name: Path, temporary: Path) -> None:
    """Copy a file and look into the copy: opening it may bring it up to date, and a backup is not to be changed."""
    copy = temporary / name
    copy.parent.mkdir(exist_ok=True)
    shutil.copyfile(backup / name, copy)
    copy.chmod(0o600)
    try:
        if name.name == "bot.db":
            open_bot_file(copy).close()
            return
        with closing(Library(copy, create=False)) as library:
            found = next(problems(library), None)
    except LibraryError as error:
        found = str(error)
    if found:
        raise LibraryError(say("library.bad_backup", file=backup / name, problem=found))


def _put_aside(configuration: Configuration, aside: Path) -> None:
    """Move all that is kept out of the way."""
    for path in (configuration.library, configuration.bot_file):
        _move(path, aside / path.name)
    for path in chat_files(configuration.chats_folder):
        _move(path, aside / CHATS / path.name)


def _move(path: Path, to: Path) -> None:
    for part in _PARTS:
        if (source := path.with_name(path.name + part)).exists():
            to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(source, to.with_name(to.name + part))
