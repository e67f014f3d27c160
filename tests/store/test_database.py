"""The library's file: made once, brought up to date, refused when it is not ours; many processes at once."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from knowledge import KnowledgeBase, LibraryError
from knowledge.store import Library, migrations
from knowledge.store.database import APPLICATION, Database
from tests.conftest import ROOT
from tests.store.reports import report


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    library = Library(tmp_path / "deep" / "library.db")
    library.add(report("river"))
    assert {stat.S_IMODE(f.stat().st_mode) for f in library.path.parent.iterdir()} == {0o600}
    library.close()
    library.path.chmod(0o644)
    Library(library.path).close()
    assert stat.S_IMODE(library.path.stat().st_mode) == 0o600


def test_a_new_file_has_all_migrations_and_our_mark(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.db")
    connection = database.connect()
    assert migrations.version(connection) == len(migrations.scripts())
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    database.close()


@pytest.mark.parametrize("version", range(1, len(migrations.scripts())))
def test_a_file_of_an_older_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    file = tmp_path / "old.db"
    old = sqlite3.connect(file)
    for number in range(1, version + 1):
        old.executescript(migrations.scripts()[number])
    old.execute("INSERT INTO chats VALUES ('c', '{}', '')")
    old.execute(f"PRAGMA user_version = {version}")
    old.execute(f"PRAGMA application_id = {APPLICATION}")
    old.commit()
    old.close()
    library = Library(file)
    assert migrations.version(library.database.connect()) == len(migrations.scripts())
    assert library.database.connect().execute("SELECT chat FROM chats").fetchall() == [("c",)]
    library.add(report("river"))
    assert KnowledgeBase(library).ask("河道治理会议由谁主持？").text == "苏景明"
    library.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "library.db"
    Database(file).close()
    newer = {**migrations.scripts(), len(migrations.scripts()) + 1: "CREATE TABLE first (a);\nCREATE TABLE first (a);"}
    monkeypatch.setattr(migrations, "scripts", lambda *_: newer)
    with pytest.raises(LibraryError):
        Database(file)
    connection = sqlite3.connect(file)
    assert migrations.version(connection) == len(newer) - 1
    assert connection.execute("SELECT name FROM sqlite_schema WHERE name = 'first'").fetchall() == []
    connection.close()


def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    Database(file).close()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(LibraryError, match="更新的版本"):
        Library(file)
    assert sqlite3.connect(file).execute("PRAGMA user_version").fetchone() == (999,)


def foreign(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE recipes (name)")
    connection.commit()
    connection.close()


def damaged(file: Path) -> None:
    library = Library(file)
    library.add(report("river"))
    library.close()
    data = bytearray(file.read_bytes())
    data[100:4096] = bytes(len(data[100:4096]))  # the root of the table of tables
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda file: file.write_text("会议纪要", "utf-8"), "不是会问的资料库"),
        (foreign, "不是会问的资料库"),
        (damaged, "损坏"),
        (lambda file: file.mkdir(), "文件夹"),
    ],
)
def test_what_is_no_library_is_told_in_a_sentence_and_not_changed(tmp_path: Path, make: object, told: str) -> None:
    file = tmp_path / "library.db"
    make(file)  # type: ignore[operator]
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(LibraryError, match=told) as caught:
        Library(file)
    assert str(file) in str(caught.value)
    assert (file.read_bytes() if file.is_file() else b"") == before


def test_a_library_that_is_not_there_is_only_made_when_asked_for(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="没有这个资料库"):
        Library(tmp_path / "library.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_transaction_that_fails_is_undone_and_the_next_one_works(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.db")
    insert = "INSERT INTO chats VALUES ('c', '{}', '')"
    with pytest.raises(RuntimeError), database.writing() as connection:
        connection.execute(insert)
        raise RuntimeError("on purpose")
    with database.writing() as connection:
        assert connection.execute("SELECT count(*) FROM chats").fetchone() == (0,)
        connection.execute(insert)
    database.close()


def test_several_threads_may_make_the_same_library(tmp_path: Path) -> None:
    problems: list[BaseException] = []

    def make() -> None:
        try:
            Database(tmp_path / "library.db").close()
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


WRITER = """
import sys
from knowledge import read_report
from knowledge.store import Library
from tests.store.reports import numbered
library = Library(sys.argv[1])
for n in range(int(sys.argv[2]), int(sys.argv[2]) + 8):
    library.add(read_report(numbered(n), f"r{n}"))
"""


def test_two_processes_write_and_a_third_reads(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.db")
    arguments = [sys.executable, "-c", WRITER, str(library.path)]
    writers = [subprocess.Popen([*arguments, start], cwd=ROOT) for start in ("0", "100")]
    while any(w.poll() is None for w in writers):
        for entry in library.entries():
            assert library.text(entry.id)
    assert [w.returncode for w in writers] == [0, 0]
    assert sorted(library.ids()) == sorted(f"r{n}" for n in (*range(8), *range(100, 108)))
    assert sorted(e.number for e in library.entries()) == list(range(1, 17))
    assert library.index.count() == 16 * 4
    library.close()
