"""What the bot knows of its chats, kept over restarts; a new number takes everything along."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bot_file import open_bot_file
from bot.known_chats import KnownChats
from knowledge.store import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_bot_file(tmp_path / "bot.db")


def test_what_is_known_is_known_after_a_restart(database: Database) -> None:
    known = KnownChats(database)
    assert known.leave(-5)
    assert not known.leave(-5)
    assert known.tell_privacy(-6)
    again = KnownChats(database)
    assert again.gone(-5)
    assert not again.gone(-6)
    assert not again.tell_privacy(-6)
    assert again.enter(-5)
    assert not again.enter(-5)
    assert not KnownChats(database).gone(-5)


def test_every_row_that_names_a_chat_follows_it(database: Database) -> None:
    with database.writing() as connection:
        connection.execute("CREATE TABLE of_a_later_version (chat INTEGER PRIMARY KEY, word TEXT)")
        connection.executemany("INSERT INTO of_a_later_version VALUES (?, ?)", [(-5, "移动"), (-6, "不动")])
        for number, chat in enumerate((-5, -5, -6)):
            connection.execute("INSERT INTO inbox (bot, update_id, chat) VALUES (1, ?, ?)", (number, chat))
    known = KnownChats(database)
    known.tell_privacy(-5)
    known.move(-5, -1005)
    with database.reading() as connection:
        assert dict(connection.execute("SELECT chat, word FROM of_a_later_version")) == {-1005: "移动", -6: "不动"}
        assert connection.execute("SELECT chat FROM inbox ORDER BY number").fetchall() == [(-1005,), (-1005,), (-6,)]
    assert not known.tell_privacy(-1005)


def test_where_both_numbers_have_a_row_that_of_the_new_one_stays(database: Database) -> None:
    known = KnownChats(database)
    known.leave(-5)
    known.tell_privacy(-1005)
    known.move(-5, -1005)
    assert not known.gone(-1005)
    assert not known.gone(-5)
    assert not known.tell_privacy(-1005)


def test_numbers_lead_to_the_last_one(database: Database) -> None:
    known = KnownChats(database)
    known.move(-5, -1005)
    known.move(-5, -1005)
    known.move(-1005, -1006)
    for book in (known, KnownChats(database)):
        assert [book.now(c) for c in (-5, -1005, -1006, -7)] == [-1006, -1006, -1006, -7]
        assert book.earlier(-1006) == {-5, -1005}
    assert sorted(known.unfinished()) == [(-1005, -1006), (-5, -1006)]
    known.finish(-5)
    assert KnownChats(database).unfinished() == [(-1005, -1006)]
