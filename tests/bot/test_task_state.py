"""Tasks in the console: by commands, kept in the library, seen again after a restart."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import cli
from bot.conversation import Conversation, reply
from bot.library_place import open_room
from bot.memory import Face
from bot.reply import Line
from bot.rooms import Room
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.store import Library
from tests.store.reports import RIVER, SCHOOL, report


@pytest.fixture
def place(tmp_path: Path) -> Path:
    library = Library(tmp_path / "library.db")
    library.add(report("river"))
    library.close()
    return library.path


def console(room: Room) -> Conversation:
    return Conversation(Face.CONSOLE, room=room, clock=lambda: datetime(2026, 11, 24, 1, 0, tzinfo=UTC))


def say_to(conversation: Conversation, text: str) -> str:
    assert conversation.room
    given = reply(conversation, conversation.room.base, text)
    return "\n".join(part.text for part in given.parts if isinstance(part, Line))


def test_commands_change_a_task_and_the_library_keeps_it(place: Path) -> None:
    first = console(open_room((), place))
    assert say_to(first, "/done 1").startswith("第1项：完成。\n✓ 1. ")
    assert say_to(first, "/done 1").startswith("第1项本来就是完成。")
    assert "负责：葛立新（更正）" in say_to(first, "/owner 1 葛立新")
    assert "期限：2026-12-01（更正）" in say_to(first, "/due 1 2026-12-01")
    assert say_to(first, "/due 1 那天") == say("task.no_day", value="那天")
    again = console(open_room((), place))
    listed = say_to(again, "/tasks")
    assert "✓ 1. " in listed
    assert "负责：葛立新（更正）　期限：2026-12-01（更正）" in listed
    assert "终端" in say_to(again, "/history 1")
    assert "✓" not in say_to(again, "/done 1 未完成")


def test_a_dialog_in_the_console_names_the_options(place: Path) -> None:
    conversation = console(open_room((), place))
    assert "比如：镇水务站、" in say_to(conversation, "/owner 1")
    assert "负责：葛立新（更正）" in say_to(conversation, "葛立新")
    assert "明天 11月25日" in say_to(conversation, "/due 1")
    assert "期限：2026-12-25（更正）" in say_to(conversation, "12月25日")


def test_answers_say_what_was_set_and_quote_the_report(place: Path) -> None:
    conversation = console(open_room((), place))
    say_to(conversation, "/owner 1 葛立新")
    given = say_to(conversation, "青石河清淤由谁负责？")
    assert given.startswith("葛立新\n" + say("answer.corrected", written="镇水务站"))


def test_the_bundled_report_is_changed_in_a_library_of_ones_own(tmp_path: Path) -> None:
    conversation = console(open_room(()))
    assert "✓ 1. " in say_to(conversation, "/done 1")
    assert "✓ 1. " in say_to(console(open_room(())), "/tasks")


def test_files_keep_nothing_and_that_is_said(tmp_path: Path) -> None:
    base = KnowledgeBase()
    base.add(report("river"))
    conversation = console(Room(None, base))
    for text in ("/done 1", "/owner 1", "/correct 主持 柯玉兰", "/settings 单位 镇水务站"):
        assert say_to(conversation, text) == say("change.nowhere")
    assert say_to(conversation, "/undo") == say("corrections.none")


def test_an_import_tells_what_no_longer_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, file = tmp_path / "library.db", tmp_path / "纪要.txt"
    file.write_text(RIVER, "utf-8")
    assert cli.main(["import", str(file), "--library", str(place)]) == cli.ANSWERED
    say_to(console(open_room((), place)), "/done 1")
    file.write_text(RIVER.replace("12万元", "15万元"), "utf-8")
    assert cli.main(["import", str(file), "--library", str(place)]) == cli.ANSWERED
    assert "对不上" not in capsys.readouterr().err
    assert "✓ 1. " in say_to(console(open_room((), place)), "/tasks")
    file.write_text(SCHOOL, "utf-8")
    assert cli.main(["import", str(file), "--library", str(place)]) == cli.ANSWERED
    assert say("change.unfit", count=1) in capsys.readouterr().err
