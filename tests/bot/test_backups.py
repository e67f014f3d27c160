"""``huiwen backup --all``: everything the bot keeps, copied while it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cli
from bot.backups import chat_files, finished
from bot.bot_file import open_bot_file
from bot.library_place import open_library
from bot.only_one import only_one
from bot.texts import say
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


# ---------------------------------------------------------------- going back


def held(place: Path) -> int:
    library = open_library(place)
    count = len(library)
    library.close()
    return count


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """A backup, after which a report came in and a chat was begun."""
    assert cli.main(["backup", "--all", str(tmp_path / "backups")]) == 0
    library = open_library(data / "chats" / "-100.db")
    library.add(read_report(TEXT.replace("王小明", "钱多多"), "r2"))
    library.close()
    open_library(data / "chats" / "5.db", create=True).close()
    [folder] = finished(tmp_path / "backups")
    return folder


def test_everything_is_as_it_was_and_what_was_there_is_kept(
    data: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["restore", "--all", str(backup)]) == 0
    assert held(data / "chats" / "-100.db") == held(data / "library.db") == 1
    assert not (data / "chats" / "5.db").exists()
    assert (data / "chats" / "-100.db").stat().st_mode & 0o077 == 0
    open_bot_file(data / "bot.db").close()
    [aside] = data.glob("replaced-*")
    assert str(aside) in capsys.readouterr().err
    assert held(aside / "chats" / "-100.db") == 2
    assert (aside / "chats" / "5.db").exists()
    assert not list(data.glob(".restore-*"))


def test_a_log_that_was_left_behind_does_not_get_into_the_restored_file(data: Path, backup: Path) -> None:
    left = data / "chats" / "-100.db-wal"
    left.write_bytes(b"of another database")
    assert cli.main(["restore", "--all", str(backup)]) == 0
    assert not left.exists() or left.read_bytes() != b"of another database"
    assert held(data / "chats" / "-100.db") == 1


def test_a_backup_that_is_not_whole_changes_nothing(
    data: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (backup / "chats" / "-100.db").write_bytes(b"no library at all")
    assert cli.main(["restore", "--all", str(backup)]) == 1
    assert "-100.db" in capsys.readouterr().err
    assert held(data / "chats" / "-100.db") == 2
    assert not list(data.glob("replaced-*"))


def test_a_running_bot_must_be_stopped_first(data: Path, backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_one(data / "bot.db"):
        assert cli.main(["restore", "--all", str(backup)]) == 1
    assert say("library.bot_running") in capsys.readouterr().err
    assert held(data / "chats" / "-100.db") == 2


def test_a_folder_without_a_backup_is_refused(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["restore", "--all", str(tmp_path)]) == 1
    assert "backup --all" in capsys.readouterr().err
    assert held(data / "library.db") == 1


def test_what_a_restore_has_put_aside_is_no_chat(data: Path, tmp_path: Path) -> None:
    (data / "chats" / "-100-20260101-000000.db").write_bytes(b"")
    assert [p.name for p in chat_files(data / "chats")] == ["-100.db"]
