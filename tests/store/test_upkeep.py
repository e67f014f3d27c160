"""Checking, backing up, restoring, and forgetting to the last byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import LibraryError, Scope, read_report
from knowledge.store import Chats, ChatState, Library, back_up, counts, erase, problems, restore
from knowledge.store.facts_codec import pack
from tests.store.reports import RIVER, TEXTS, numbered, report

SECRETS = ("青石河", "贺文涛", "护坡加固", "河道治理")
"""Words that only the report about the river has."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    kept = Library(tmp_path / "library.db")
    for name in TEXTS:
        kept.add(report(name))
    yield kept
    kept.close()


def everything(library: Library) -> bytes:
    """All bytes of the library's files."""
    return b"".join(f.read_bytes() for f in sorted(library.path.parent.glob(library.path.name + "*")))


def test_a_forgotten_report_leaves_no_byte_behind(library: Library) -> None:
    text, facts = library.database.connect().execute("SELECT text, facts FROM contents WHERE report = 1").fetchone()
    before = everything(library)
    assert all(word.encode() in before for word in SECRETS)
    assert text in before
    assert erase(library, ["river"])
    after = everything(library)
    assert [word for word in SECRETS if word.encode() in after] == []
    assert text not in after
    assert facts not in after
    assert pack(RIVER) not in after
    assert "卫生院".encode() in after
    assert list(problems(library)) == []


def test_it_leaves_none_in_a_library_of_many_either(library: Library) -> None:
    for n in range(60):
        library.add(read_report(numbered(n) + f"附：暗号{n}号箱。\n", f"r{n}"))
    gone = [f"r{n}" for n in range(0, 60, 2)]
    erase(library, gone)
    after = everything(library)
    assert [n for n in range(0, 60, 2) if f"第{n}网格居民议事会".encode() in after] == []
    assert all(f"第{n}网格居民议事会".encode() in after for n in range(1, 60, 2))
    assert list(problems(library)) == []


def test_a_replaced_text_leaves_none_after_the_next_forgetting(library: Library) -> None:
    library.add(read_report(RIVER.replace("青石河", "白沙河").replace("贺文涛", "丁海生"), "river"))
    erase(library, ["spring"])
    after = everything(library)
    assert "青石河".encode() not in after
    assert "贺文涛".encode() not in after


def test_conversations_about_it_are_forgotten_too(library: Library) -> None:
    chats = Chats(library.database)
    chats.save("a", ChatState(Scope(frozenset({"river"})), ("青石河何时清淤？",)))
    chats.save("b", ChatState(questions=("谁主持会议？",)))
    erase(library, ["river"])
    assert chats.load("a") is None
    assert chats.load("b") == ChatState(questions=("谁主持会议？",))
    erase(library, ["spring"], chats=True)
    assert chats.load("b") is None


def test_one_id_that_is_not_there_forgets_nothing(library: Library) -> None:
    with pytest.raises(KeyError):
        erase(library, ["river", "nowhere"])
    assert len(library) == 4


def test_it_says_when_another_program_keeps_the_log_from_being_emptied(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.database.connect().execute("PRAGMA busy_timeout = 10")
    reader = sqlite3.connect(library.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM reports").fetchone()
    assert not erase(library, ["river"])
    reader.close()
    assert library.database.truncate_log()
    assert "青石河".encode() not in everything(library)


def test_a_sound_library_has_no_problems_and_is_counted(library: Library) -> None:
    assert list(problems(library)) == []
    assert counts(library)["reports"] == 4
    assert counts(library)["paragraphs"] == library.index.count() == 15


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("DELETE FROM contents WHERE report = 2", "没有原文"),
        ("UPDATE contents SET text = x'00' WHERE report = 2", "读不出来"),
        ("UPDATE contents SET facts = x'789c' WHERE report = 2", "读不出来"),
        ("UPDATE contents SET text = (SELECT text FROM contents WHERE report = 3) WHERE report = 2", "对不上"),
        ("UPDATE reports SET fingerprint = x'00' WHERE number = 2", "对不上"),
        ("DELETE FROM paragraphs WHERE report = 2 AND number = 1", "索引"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM reports WHERE number = 2", "没有的报告"),
    ],
)
def test_what_does_not_agree_is_found(library: Library, harm: str, told: str) -> None:
    library.database.connect().executescript(harm)
    found = list(problems(library))
    assert found
    assert told in found[0]


def test_damaged_pages_are_found(library: Library) -> None:
    query = "SELECT rootpage FROM sqlite_schema WHERE name = 'contents'"
    (page,) = library.database.connect().execute(query).fetchone()
    library.close()
    data = bytearray(library.path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    library.path.write_bytes(data)
    again = Library(library.path)
    assert list(problems(again))
    again.close()


def test_a_backup_is_one_whole_file_that_a_library_is_restored_from(library: Library, tmp_path: Path) -> None:
    backup = tmp_path / "backup" / "copy.db"
    back_up(library, backup)
    assert [f.name for f in backup.parent.iterdir()] == ["copy.db"]
    before = backup.read_bytes()
    erase(library, ["river", "school"])
    aside = restore(library.path, backup)
    assert list(library.ids()) == list(TEXTS)  # this process had it open all the time
    assert library.search("青石河清淤", 1)[0][0].report == "river"
    assert list(problems(library)) == []
    assert backup.read_bytes() == before
    assert aside is not None
    kept = Library(aside)
    assert list(kept.ids()) == ["clinic", "spring"]
    kept.close()


def test_a_backup_is_restored_where_there_is_no_library_yet(library: Library, tmp_path: Path) -> None:
    back_up(library, tmp_path / "copy.db")
    place = tmp_path / "elsewhere" / "library.db"
    assert restore(place, tmp_path / "copy.db") is None
    again = Library(place)
    assert len(again) == 4
    again.close()


def test_a_damaged_library_is_kept_aside_when_a_backup_takes_its_place(library: Library, tmp_path: Path) -> None:
    back_up(library, tmp_path / "copy.db")
    library.close()
    library.path.write_bytes(b"no library any more")
    aside = restore(library.path, tmp_path / "copy.db")
    assert aside is not None
    assert aside.read_bytes() == b"no library any more"
    again = Library(library.path)
    assert len(again) == 4
    again.close()


def test_a_backup_does_not_take_the_place_of_a_file(library: Library, tmp_path: Path) -> None:
    for file in (library.path, tmp_path / "other.db"):
        file.touch()
        before = file.read_bytes()
        with pytest.raises(LibraryError, match="已经有"):
            back_up(library, file)
        assert file.read_bytes() == before


@pytest.mark.parametrize("harm", ["missing", "text", "contents"])
def test_a_backup_that_is_not_whole_is_refused_and_the_library_stays(
    library: Library, tmp_path: Path, harm: str
) -> None:
    backup = tmp_path / "backup" / "copy.db"
    back_up(library, backup)
    if harm == "missing":
        backup.unlink()
    elif harm == "text":
        backup.write_text("会议纪要", "utf-8")
    else:
        connection = sqlite3.connect(backup)
        connection.execute("DELETE FROM contents")
        connection.commit()
        connection.close()
    with pytest.raises(LibraryError, match=r"copy\.db"):
        restore(library.path, backup)
    assert len(library) == 4
    assert sorted(f.name for f in tmp_path.iterdir() if f.name.startswith((".", "library-"))) == []
