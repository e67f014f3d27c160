"""The inbox by itself: what is kept, known again, and gone once it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import inbox as inbox_module
from bot.bot_file import open_bot_file
from bot.inbox import Inbox, Waiting, clear
from knowledge.store import Database

BOT = 42
SECRET = "谁负责柳湾河清淤"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_bot_file(tmp_path / "bot.db")
    yield opened
    opened.close()


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, BOT)


def asked(update_id: int, chat: int = 7, text: str = SECRET) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "text": text}}


def test_what_is_kept_waits_in_the_order_of_arrival_whatever_its_ids(inbox: Inbox) -> None:
    kept = inbox.keep([asked(900), asked(5, chat=8)])
    assert inbox.keep([asked(7)]) != []
    assert [w.chat for w in inbox.waiting()] == [7, 8, 7]
    assert inbox.waiting()[:2] == kept


def test_an_update_handed_over_twice_is_kept_once_also_when_it_was_answered(inbox: Inbox) -> None:
    (first,) = inbox.keep([asked(1), asked(1)])
    assert inbox.keep([asked(1)]) == []
    inbox.answered(first.number)
    assert inbox.keep([asked(1)]) == []
    assert inbox.waiting() == []
    assert inbox.begin(first.number) is None


def test_beginning_counts_and_survives(inbox: Inbox, tmp_path: Path) -> None:
    (one,) = inbox.keep([asked(1)])
    assert inbox.begin(one.number) == (asked(1), 1)
    again = open_bot_file(tmp_path / "bot.db")
    assert Inbox(again, BOT).waiting() == [Waiting(one.number, 7, 1)]
    assert Inbox(again, BOT).begin(one.number) == (asked(1), 2)
    again.close()


def test_another_bots_updates_are_numbered_anew(inbox: Inbox, database: Database) -> None:
    inbox.keep([asked(1)])
    other = Inbox(database, 43)
    assert other.waiting() == []
    assert len(other.keep([asked(1)])) == 1


def test_all_are_kept_or_none(inbox: Inbox) -> None:
    with pytest.raises(KeyError):
        inbox.keep([asked(1), {"message": {}}])
    assert inbox.waiting() == []


def test_of_an_answered_update_only_the_id_is_left(inbox: Inbox, database: Database, tmp_path: Path) -> None:
    (one,) = inbox.keep([asked(1)])
    inbox.answered(one.number)
    with database.reading() as connection:
        assert connection.execute("SELECT bot, update_id, chat, content FROM inbox").fetchall() == [
            (BOT, 1, None, None)
        ]
    database.close()  # moves the log into the file
    assert SECRET.encode() not in (tmp_path / "bot.db").read_bytes()
    assert b"\\u8c01" not in (tmp_path / "bot.db").read_bytes()


def test_ids_are_known_for_long_but_not_for_ever(
    inbox: Inbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_module, "ANSWERED_KEPT", 3)
    (unanswered,) = inbox.keep([asked(100)])
    for number in range(10):
        (one,) = inbox.keep([asked(number)])
        inbox.answered(one.number)
    with database.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT update_id FROM inbox ORDER BY number")]
    assert ids == [100, 7, 8, 9]
    assert [w.number for w in inbox.waiting()] == [unanswered.number]


def test_it_can_be_emptied_and_still_knows_the_ids(inbox: Inbox, database: Database, tmp_path: Path) -> None:
    (one,) = inbox.keep([asked(1)])
    assert clear(database)
    assert inbox.waiting() == []
    assert inbox.begin(one.number) is None
    assert inbox.keep([asked(1)]) == []
    assert b"\\u8c01" not in b"".join(f.read_bytes() for f in tmp_path.iterdir() if f.is_file())
