"""Numbers of the messages that answer a question, and questions answered anew in their place."""

from __future__ import annotations

from pathlib import Path

from bot.bot_file import open_bot_file
from bot.edits import asked, asked_anew
from bot.memory import MAX_HISTORY, Conversation
from bot.sent_answers import KEPT, SentAnswers
from tests.bot.fake_base import FakeBase


def test_the_newest_of_each_chat_are_kept(tmp_path: Path) -> None:
    answers = SentAnswers(open_bot_file(tmp_path / "bot.db"))
    for number in range(1, KEPT + 3):
        answers.keep(7, number, (number * 10, number * 10 + 1))
    answers.keep(8, 1, (5,))
    answers.keep(8, 1, (6,))
    again = SentAnswers(open_bot_file(tmp_path / "bot.db"))
    assert again.of(7, KEPT + 2) == ((KEPT + 2) * 10, (KEPT + 2) * 10 + 1)
    assert again.of(7, 3)
    assert again.of(7, 2) == ()
    assert again.of(8, 1) == (6,)
    again.forget(8)
    assert again.of(8, 1) == ()


def test_a_question_asked_anew_keeps_its_place() -> None:
    conversation, base = Conversation(), FakeBase({"谁主持会议": "王小明"})
    for number, text in enumerate(("甲？", "乙？", "丙？")):
        asked(conversation, base, number, text)
    asked_anew(conversation, base, 1, "谁主持会议")
    asked_anew(conversation, base, 1, "丁？")
    assert conversation.earlier() == ("甲？", "丁？", "丙？")
    assert base.asked[-1][:2] == ("丁？", ("甲？",))


def test_one_too_long_ago_is_asked_like_a_new_one() -> None:
    conversation, base = Conversation(), FakeBase()
    for number in range(MAX_HISTORY + 2):
        asked(conversation, base, number, f"第{number}个？")
    asked_anew(conversation, base, 0, "新的？")
    assert conversation.earlier()[-2:] == (f"第{MAX_HISTORY + 1}个？", "新的？")
    asked_anew(conversation, base, 99, "别的？")
    assert conversation.earlier()[-2:] == ("新的？", "别的？")
    assert len(conversation.typed) == MAX_HISTORY
