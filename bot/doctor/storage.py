"""What is kept: the library, the chats' libraries, the bot's own file, and the folders they are in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.backups import chat_files
from bot.bot_file import open_bot_file
from bot.configuration import Configuration
from bot.doctor.checks import Check, State
from bot.doctor.machine import existing
from bot.texts import say
from knowledge import LibraryError
from knowledge.store import Library, counts, problems


def examined(configuration: Configuration, library: Path) -> Iterator[Check]:
    """All checks of this file."""
    yield folders(configuration)
    yield kept_library(library)
    yield chats(configuration.chats_folder)
    yield own_file(configuration.bot_file)


def folders(configuration: Configuration) -> Check:
    """Whether the folders can be written, or made."""
    wanted = (configuration.data_folder, configuration.chats_folder)
    if locked := [str(f) for f in map(existing, wanted) if not (f.is_dir() and os.access(f, os.W_OK | os.X_OK))]:
        return Check("folders", State.PROBLEM, say("doctor.locked", folder=locked[0]), say("doctor.unlock"))
    return Check("folders", State.FINE, ", ".join(map(str, wanted)))


def kept_library(path: Path) -> Check:
    """The library: whether it is whole, and how much it holds."""
    if not path.exists():
        return Check("library", State.NOTE, say("doctor.no_library", file=path), say("doctor.import"))
    problem, held = _problem(path)
    if problem:
        return Check("library", State.PROBLEM, problem, say("doctor.restore", file=path))
    return Check("library", State.FINE, say("library.sound", **held))


def chats(folder: Path) -> Check:
    """The libraries of the chats."""
    files = chat_files(folder)
    found = [(file, *_problem(file)) for file in files]
    for file, problem, _ in found:
        if problem:
            return Check("chats", State.PROBLEM, problem, say("doctor.restore", file=file))
    reports = sum(held.get("reports", 0) for *_, held in found)
    return Check("chats", State.FINE, say("doctor.chats", count=len(files), reports=reports))


def own_file(path: Path) -> Check:
    """The file of what belongs to the bot and to no chat."""
    if not path.exists():
        return Check("bot_file", State.FINE, say("doctor.not_yet"))
    try:
        with closing(open_bot_file(path)) as opened, opened.reading() as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except LibraryError as error:
        found = str(error)
    if found == "ok":
        return Check("bot_file", State.FINE, str(path))
    return Check("bot_file", State.PROBLEM, found, say("doctor.bot_file", file=path))


def _problem(path: Path) -> tuple[str, dict[str, int]]:
    """The first problem of a library (``""`` if there is none), and how much it holds."""
    try:
        with closing(Library(path, create=False)) as library:
            return next(problems(library), ""), counts(library)
    except LibraryError as error:
        return str(error), {}
