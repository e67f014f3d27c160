"""The bot's own file: beside the chats' folder, with migrations of its own, never mistaken for a library."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from bot import migrations as bot_migrations
from bot.bot_file import open_bot_file
from bot.cli import main
from bot.configuration import read_configuration
from bot.inbox import Inbox
from knowledge import LibraryError
from knowledge.store import Library, migrations
from tests.store.reports import report


def test_it_is_made_with_its_own_tables(tmp_path: Path) -> None:
    database = open_bot_file(tmp_path / "deep" / "bot.db")
    with database.reading() as connection:
        assert migrations.version(connection) == len(migrations.scripts(bot_migrations.__name__))
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert "inbox" in tables
    assert "reports" not in tables
    database.close()
    open_bot_file(tmp_path / "deep" / "bot.db").close()


def test_neither_file_is_taken_for_the_other(tmp_path: Path) -> None:
    open_bot_file(tmp_path / "bot.db").close()
    with pytest.raises(LibraryError, match="这不是会问的资料库"):
        Library(tmp_path / "bot.db")
    Library(tmp_path / "library.db").close()
    with pytest.raises(LibraryError, match="这不是会问的资料库"):
        open_bot_file(tmp_path / "library.db")


def test_forgetting_the_chats_empties_the_inbox(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = open_bot_file(read_configuration(os.environ).bot_file)
    Inbox(database, 1).keep([{"update_id": 1, "message": {"chat": {"id": 7}, "text": "谁主持会议"}}])
    with closing(Library(tmp_path / "library.db")) as library:
        library.add(report("river"))
        library.add(report("school"))
    assert main(["forget", "1", "--library", str(tmp_path / "library.db")]) == 0
    assert len(Inbox(database, 1).waiting()) == 1
    assert main(["forget", "2", "--chats", "--library", str(tmp_path / "library.db")]) == 0
    assert Inbox(database, 1).waiting() == []
    database.close()
