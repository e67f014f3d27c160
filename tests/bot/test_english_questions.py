"""Questions in English that are understood, and those that are not."""

from __future__ import annotations

import pytest

from bot.conversation import Conversation, reply
from bot.english_questions import instead
from bot.reply import Line
from tests.bot.fake_base import FakeBase


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Who chaired the meeting?", "谁主持会议？"),
        ("who presided over it", "谁主持会议？"),
        ("When was the meeting held?", "会议什么时候召开？"),
        ("Where did the meeting take place?", "会议在哪里召开？"),
        ("Who attended?", "/attendees"),
        ("Who was present at the meeting?", "/attendees"),
        ("What are the tasks?", "/tasks"),
        ("List all action items", "/tasks"),
        ("What was the meeting about?", "/brief"),
        ("Who chaired the river committee?", ""),
        ("When is the report due?", ""),
        ("谁主持会议", ""),
    ],
)
def test_only_a_whole_question_is_understood(question: str, meant: str) -> None:
    assert instead(question) == meant


def test_an_english_question_is_asked_in_chinese() -> None:
    base = FakeBase({"谁主持会议？": "王小明"})
    first = reply(Conversation(), base, "Who chaired the meeting?").parts[0]
    assert isinstance(first, Line)
    assert first.text == "王小明"


def test_an_english_question_may_be_a_command() -> None:
    base = FakeBase()
    assert reply(Conversation(), base, "Who attended?") == reply(Conversation(), base, "/attendees")
