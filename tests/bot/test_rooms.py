"""Rooms of chats: a file each, made when something is kept, and only some of them open."""

from __future__ import annotations

from pathlib import Path

from bot.rooms import Rooms
from knowledge import KnowledgeBase
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
