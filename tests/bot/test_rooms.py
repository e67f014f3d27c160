"""Rooms of chats: a file each, made when something is kept, and only some of them open."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from bot.rooms import Rooms
from knowledge import KnowledgeBase, LibraryError
from knowledge.store import Library
from tests.bot.fake_base import FakeBase
from tests.store.reports import report


def test_a_room_asks_the_shared_reports_until_it_keeps_one(tmp_path: Path) -> None:
    shared = FakeBase()
    rooms = Rooms(tmp_path / "chats", shared)
    with rooms.entered(1) as room:
        assert room.base is shared
        assert room.library is None
        room.made_library().add(report("river"))
        assert list(room.base.shelf.ids()) == ["river"]
        room.made_library().remove("river")
        assert room.base is shared
    with rooms.entered(2) as room:
        assert room.library is None
    assert [f.name for f in (tmp_path / "chats").glob("*.db")] == ["1.db"]
    rooms.close()


def test_rooms_unused_for_longest_are_closed_but_never_one_that_is_in_use(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path, KnowledgeBase(), limit=2)
    with rooms.entered(1) as first:
        first.made_library().add(report("river"))
        library = first.library
        for chat in (2, 3, 4):
            with rooms.entered(chat) as room:
                room.made_library().add(report("school"))
        assert first.library is library
        assert len(first.base) == 1
    for chat in (5, 6):
        with rooms.entered(chat):
            pass
    with rooms.entered(1) as again:
        assert again.library is not library
        assert len(again.base) == 1
    rooms.close()


def test_a_chat_moves_once_nobody_is_inside(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path, KnowledgeBase())
    with rooms.entered(1) as room:
        room.made_library().add(report("river"))
        moving = Thread(target=rooms.move, args=(1, 2))
        moving.start()
        assert len(room.base) == 1
        assert not (tmp_path / "2.db").exists()
    moving.join(20)
    with rooms.entered(2) as room:
        assert list(room.base.shelf.ids()) == ["river"]
    rooms.move(1, 2)
    rooms.close()
    assert [f.name for f in tmp_path.iterdir()] == ["2.db"]


def test_a_file_that_another_program_uses_is_left_where_it_is(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path, KnowledgeBase())
    other = Library(tmp_path / "1.db")
    other.add(report("river"))
    with pytest.raises(LibraryError, match=r"1\.db"):
        rooms.move(1, 2)
    other.close()
    rooms.move(1, 2)
    with rooms.entered(2) as room:
        assert list(room.base.shelf.ids()) == ["river"]
