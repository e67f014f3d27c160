"""Chinese names of the commands do what the commands do."""

from __future__ import annotations

import pytest

from bot import aliases
from bot.commands import COMMANDS
from bot.conversation import Conversation, Face, reply
from bot.reply import note
from bot.texts import say
from tests.bot.fake_base import FakeBase


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("参会人员", "/attendees"),
        ("參會人員", "/attendees"),
        ("/参会人员", "/attendees"),
        ("任务", "/tasks"),
        ("／任务 李红", "/tasks 李红"),
        ("/任務 李紅", "/tasks 李紅"),
        ("简报", "/brief"),
        ("帮助", "/help"),
        ("/原文 2", "/source 2"),
    ],
)
def test_a_chinese_name_is_the_command(face: Face, typed: str, command: str) -> None:
    base = FakeBase()
    assert reply(Conversation(face), base, typed) == reply(Conversation(face), base, command)
    assert not base.asked


def test_a_sentence_with_a_name_in_it_is_a_question() -> None:
    base = FakeBase({"任务有哪些": "东风河清淤"})
    reply(Conversation(), base, "任务有哪些")
    assert base.asked[0][0] == "任务有哪些"


def test_a_name_alone_that_needs_more_asks_for_it() -> None:
    shown = say("hint.missing", argument=say("argument.name"), name="who", example=COMMANDS["who"].example)
    assert reply(Conversation(), FakeBase(), "人物") == note(shown)


def test_the_name_of_a_command_of_the_other_face_is_a_question() -> None:
    base = FakeBase()
    assert not reply(Conversation(Face.TELEGRAM), base, "退出").ends
    assert base.asked[0][0] == "退出"
    assert reply(Conversation(Face.CONSOLE), FakeBase(), "退出").ends


def test_no_two_commands_share_a_name() -> None:
    names = [n for c in COMMANDS for n in aliases.names(c)]
    assert len(names) == len(set(names))
    assert all(names)
