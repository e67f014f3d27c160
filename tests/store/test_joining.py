"""Two libraries of one chat made one; nothing is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.corrections import Correction, Field
from knowledge.store import Changes, Chats, ChatState, Library, Wishes, rename_conversations, take_over
from knowledge.store.joining import BESIDE_REPORTS, CONVERSATIONS
from tests.store.reports import report

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
MADE_OF_REPORTS = {"reports", "contents", "paragraphs", "people", "tasks"}


@pytest.fixture
def libraries(tmp_path: Path) -> tuple[Library, Library]:
    library, other = Library(tmp_path / "a.db"), Library(tmp_path / "b.db")
    library.add(report("river"))
    other.add(report("school"))
    return library, other


def test_every_table_is_known_here(libraries: tuple[Library, Library]) -> None:
    """A new table either follows from the reports or is taken over and, if it names conversations, renamed."""
    with libraries[0].database.reading() as connection:
        tables = {n for (n,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    rest = {t for t in tables if not t.startswith(("sqlite_", "passage_"))} - MADE_OF_REPORTS
    assert rest == set(BESIDE_REPORTS)
    assert {table for table, _ in CONVERSATIONS} <= set(BESIDE_REPORTS)


def test_reports_settings_and_changes_are_taken_over_once(libraries: tuple[Library, Library]) -> None:
    library, other = libraries
    Wishes(other.database).set("zone", "Asia/Shanghai")
    Wishes(library.database).set("digest", "1")
    Changes(other.database).make("school", Correction(Field.TITLE, "", "校车会"), "校车", 7, WHEN)
    Changes(other.database).make("school", Correction(Field.TITLE, "", "校车例会"), "校车会", 7, WHEN)
    for _ in range(2):
        take_over(library, other)
    assert list(library.ids()) == ["river", "school"]
    assert library.search("校车", 1)
    assert Wishes(library.database).of() == {"zone": "Asia/Shanghai", "digest": "1"}
    assert [c.after for c in Changes(library.database).history()] == ["校车会", "校车例会"]


def test_the_same_id_with_another_text_gets_another_id(tmp_path: Path, libraries: tuple[Library, Library]) -> None:
    library = libraries[0]
    other = Library(tmp_path / "c.db")
    other.add(replace(report("school"), id="river"))
    Changes(other.database).make("river", Correction(Field.TITLE, "", "别的会"), "校车", 7, WHEN)
    for _ in range(2):
        take_over(library, other)
    assert list(library.ids()) == ["river", "river 2"]
    assert Changes(library.database).history() == []


def test_conversations_get_the_new_name_and_one_that_is_there_stays(libraries: tuple[Library, Library]) -> None:
    chats = Chats(libraries[0].database)
    for name, question in (("t:[-5, 1]", "甲"), ("t:[-5, 2]", "乙"), ("t:[-50, 1]", "丙"), ("t:[-9, 2]", "丁")):
        chats.save(name, ChatState(questions=(question,)))
    for _ in range(2):
        rename_conversations(libraries[0].database, "t:[-5,", "t:[-9,")
    kept = {name: chats.load(name) for name in ("t:[-5, 1]", "t:[-5, 2]", "t:[-50, 1]", "t:[-9, 1]", "t:[-9, 2]")}
    assert {name: state and state.questions for name, state in kept.items()} == {
        "t:[-5, 1]": None, "t:[-5, 2]": None, "t:[-50, 1]": ("丙",), "t:[-9, 1]": ("甲",), "t:[-9, 2]": ("丁",),
    }  # fmt: skip
