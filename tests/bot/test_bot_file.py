"""The bot's own file: beside the chats' folder, with migrations of its own, never mistaken for a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import migrations as bot_migrations
from bot.bot_file import open_bot_file
from bot.settings import TelegramSettings
from knowledge import LibraryError
from knowledge.store import Library, migrations
from tests.bot.api_server import TOKEN


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


def test_it_stands_beside_the_folder_of_the_chats(tmp_path: Path) -> None:
    assert TelegramSettings(TOKEN, chats=tmp_path / "kept" / "chats").bot_file == tmp_path / "kept" / "bot.db"
