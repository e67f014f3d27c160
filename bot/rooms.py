"""What each chat keeps: a library of its own, in a file of its own, so that nothing can cross from one chat to another."""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.moving import move_library
from bot.texts import say
from knowledge import KnowledgeBase, LibraryError
from knowledge.corrections import CorrectedBase
from knowledge.store import Changes, Library

MAX_OPEN = 16
"""Chats whose files stay open while nobody asks them."""


class NothingKeptError(LibraryError):
    """Nothing can be kept of the reports that are asked: they are in no library."""

    def __init__(self) -> None:
        super().__init__(say("change.nowhere"))


class Room:
    """One chat's reports, and what it says of them.

    Until it keeps one, it asks those the bot was started with, which it can never change: what it puts right in them is seen
    in this chat only.
    """

    def __init__(self, path: Path | None, shared: KnowledgeBase) -> None:
        """:param path: the chat's file, made when there is something to keep; ``None`` where nothing can be kept."""
        self._path = path
        self.shared = shared
        self._own: tuple[Library, KnowledgeBase] | None = None
        self._corrected: tuple[Hashable, KnowledgeBase] | None = None
        self._lock = threading.Lock()

    @property
    def base(self) -> KnowledgeBase:
        """What is asked in this chat, with what it has put right."""
        own = self._opened(create=False)
        if own is None:
            return self.shared
        under = own[1] if len(own[0]) else self.shared
        changes = Changes(own[0].database, shared=under is self.shared)
        version = changes.version(), under is self.shared
        held = self._corrected
        if held is None or held[0] != version:
            in_force = changes.in_force()
            given = {report: tuple(c.correction for c in made) for report, made in in_force.items()}
            held = self._corrected = version, CorrectedBase(under, given) if given else under
        return held[1]

    @property
    def changes(self) -> Changes | None:
        """What the chat says of the reports it asks, ``None`` while it has said nothing."""
        own = self._opened(create=False)
        return Changes(own[0].database, shared=not len(own[0])) if own else None

    def made_changes(self) -> Changes:
        """The same, to be written to.

        :raises LibraryError: they cannot be kept.
        """
        library = self.made_library()
        return Changes(library.database, shared=not len(library))

    @property
    def library(self) -> Library | None:
        """The chat's own library, ``None`` while it has none."""
        own = self._opened(create=False)
        return own[0] if own else None

    def made_library(self) -> Library:
        """The chat's own library, made if there is none.

        :raises LibraryError: it cannot be made or opened.
        """
        own = self._opened(create=True)
        assert own is not None
        return own[0]

    def close(self) -> None:
        """Close the file; for use when nobody asks."""
        with self._lock:
            if self._own:
                self._own[0].close()
                self._own = self._corrected = None

    def _opened(self, *, create: bool) -> tuple[Library, KnowledgeBase] | None:
        with self._lock:
            if self._path is None:
                if create:
                    raise NothingKeptError
                return None
            if self._own is None and (create or self._path.exists()):
                library = Library(self._path)
                self._own = library, KnowledgeBase(library)
            return self._own


class Rooms:
    """The rooms of all chats, files named by the chat's number in one folder; those unused for longest are closed."""

    def __init__(self, folder: Path, shared: KnowledgeBase, limit: int = MAX_OPEN) -> None:
        self._folder = folder
        self._shared = shared
        self._limit = limit
        self._rooms: OrderedDict[int, Room] = OrderedDict()
        self._inside: Counter[int] = Counter()
        self._lock = threading.Condition()

    def chats(self) -> list[int]:
        """The numbers of the chats that keep something."""
        names = (file.stem for file in self._folder.glob("*.db")) if self._folder.is_dir() else ()
        return [int(name) for name in names if re.fullmatch(r"-?\d{1,20}", name, re.ASCII)]

    @contextmanager
    def entered(self, chat: int) -> Iterator[Room]:
        """A chat's room, which stays open meanwhile; from any thread."""
        with self._lock:
            room = self._rooms.setdefault(chat, Room(self._file(chat), self._shared))
            self._rooms.move_to_end(chat)
            self._inside[chat] += 1
        try:
            yield room
        finally:
            with self._lock:
                self._inside[chat] -= 1
                self._close_idle(self._limit)
                self._lock.notify_all()

    def move(self, before: int, now: int) -> None:
        """Give what a chat keeps to the chat's new number, once nobody is inside. Repeated, it changes nothing.

        :raises LibraryError: a file cannot be opened or written, or another program is using it.
        """
        with self._lock:
            self._lock.wait_for(lambda: not (self._inside[before] or self._inside[now]))
            for chat in (before, now):
                if room := self._rooms.pop(chat, None):
                    room.close()
            move_library(self._file(before), self._file(now))

    def close(self) -> None:
        """Close all rooms that nobody is in."""
        with self._lock:
            self._close_idle(0)

    def _file(self, chat: int) -> Path:
        return self._folder / f"{chat}.db"

    def _close_idle(self, limit: int) -> None:
        self._inside += Counter()  # drops the zeros
        for chat in [c for c in self._rooms if not self._inside[c]]:
            if len(self._rooms) <= limit:
                return
            self._rooms.pop(chat).close()
