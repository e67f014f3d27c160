"""``huiwen backup --all``: everything the bot keeps, copied while it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cli
from bot.backups import finished
from bot.bot_file import open_bot_file
from bot.library_place import open_library
from knowledge import read_report
from tests.bot.fake_base import TEXT


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a library, a chat's library and the bot's own file."""
    folder = tmp_path / "data folder"
    monkeypatch.setenv("HUIWEN_DATA", str(folder))
    for place in (folder / "library.db", folder / "chats" / "-100.db"):
        library = open_library(place, create=True)
        library.add(read_report(TEXT, "r1"))
        library.close()
    open_bot_file(folder / "bot.db").close()
    return folder


def test_all_files_are_copied_into_a_folder_of_that_time(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    running = open_library(data / "chats" / "-100.db")  # as the bot does
    assert cli.main(["backup", "--all", str(tmp_path / "backups")]) == 0
    running.close()
    [copy] = finished(tmp_path / "backups")
    assert str(copy) in capsys.readouterr().err
    files = sorted(str(p.relative_to(copy)) for p in copy.rglob("*") if p.is_file())
    assert files == ["bot.db", "chats/-100.db", "library.db"]
    assert copy.stat().st_mode & 0o077 == 0
    assert len(open_library(copy / "chats" / "-100.db")) == 1
    open_bot_file(copy / "bot.db").close()


def test_only_the_newest_are_kept_and_nothing_else_is_touched(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    (folder / "mine").mkdir(parents=True)
    for _ in range(3):
        assert cli.main(["backup", "--all", "--keep", "2", str(folder)]) == 0
    assert len(finished(folder)) == 2
    assert (folder / "mine").exists()
    assert len(list(folder.iterdir())) == 3


def test_a_backup_that_fails_leaves_nothing_and_removes_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "backups"
    assert cli.main(["backup", "--all", str(folder)]) == 0
    (data / "chats" / "-200.db").write_bytes(b"no library at all")
    assert cli.main(["backup", "--all", "--keep", "1", str(folder)]) == 1
    assert "-200.db" in capsys.readouterr().err
    assert len(list(folder.iterdir())) == 1


def test_without_anything_to_back_up_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIWEN_DATA", str(tmp_path / "empty"))
    assert cli.main(["backup", "--all", str(tmp_path / "backups")]) == 1
    assert "empty" in capsys.readouterr().err
    assert not (tmp_path / "backups").exists()
