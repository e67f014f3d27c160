"""Changes by users in the library's file: kept with their history, taken back, and gone with their report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.corrections import Correction, Field
from knowledge.store import Changes, Dialogs, Library, Wishes, erase
from tests.store.reports import report

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    kept = Library(tmp_path / "library.db")
    kept.add(report("river"))
    return kept


def owner(value: str) -> Correction:
    return Correction(Field.OWNER, "完成青石河清淤", value)


def test_the_last_change_is_in_force_and_all_are_history(library: Library) -> None:
    changes = Changes(library.database)
    changes.make("river", owner("葛立新"), "贺文涛", 7, NOW)
    changes.make("river", owner("柯玉兰"), "葛立新", None, NOW)
    assert [c.correction for c in changes.in_force()["river"]] == [owner("柯玉兰")]
    assert [(c.before, c.after, c.user, c.made) for c in changes.history("river")] == [
        ("贺文涛", "葛立新", 7, "2026-11-24T08:00:00+00:00"),
        ("葛立新", "柯玉兰", None, "2026-11-24T08:00:00+00:00"),
    ]


def test_a_change_taken_back_gives_way_to_the_one_before(library: Library) -> None:
    changes = Changes(library.database)
    changes.make("river", owner("葛立新"), "贺文涛", 7, NOW)
    last = changes.make("river", owner("柯玉兰"), "葛立新", 7, NOW)
    before = changes.version()
    undone = changes.undo(last.number, NOW)
    assert undone
    assert undone.after == "柯玉兰"
    assert changes.undo(last.number, NOW) is None
    assert changes.version() != before
    assert [c.after for c in changes.in_force()["river"]] == ["葛立新"]
    assert [c.undone for c in changes.history()] == [False, True]


def test_what_is_shared_and_what_is_its_own_are_apart(library: Library) -> None:
    own, shared = Changes(library.database), Changes(library.database, shared=True)
    change = own.make("river", owner("葛立新"), "", 7, NOW)
    assert shared.in_force() == {}
    assert shared.undo(change.number, NOW) is None


def test_changes_stay_when_a_report_comes_in_anew_and_go_with_it(library: Library) -> None:
    changes = Changes(library.database)
    changes.make("river", owner("葛立新"), "", 7, NOW)
    library.add(report("river"))
    assert changes.in_force()
    erase(library, ["river"])
    assert changes.history() == []
    assert all("葛立新".encode() not in f.read_bytes() for f in library.path.parent.iterdir())


def test_settings_and_dialogs_are_kept_by_whose_they_are(library: Library) -> None:
    wishes, dialogs = Wishes(library.database), Dialogs(library.database)
    wishes.set("zone", "Asia/Shanghai")
    wishes.set("department", "市发改委", "7")
    assert (wishes.of(), wishes.of("7"), wishes.of("8")) == ({"zone": "Asia/Shanghai"}, {"department": "市发改委"}, {})
    wishes.set("department", "", "7")
    assert wishes.of("7") == {}
    dialogs.save("a", "{}")
    assert (dialogs.load("a"), dialogs.load("b")) == ("{}", "")
    dialogs.save("a", "")
    assert dialogs.load("a") == ""
