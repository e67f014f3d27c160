"""Several questions in one message: told apart only where every piece is one, answered in order."""

from __future__ import annotations

import pytest

from bot.conversation import Conversation, Face, reply
from bot.several import questions
from bot.texts import say
from tests.bot.api_server import ApiServer
from tests.bot.fake_base import FakeBase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("谁主持会议？谁作了发言？", ("谁主持会议？", "谁作了发言？")),
        ("谁主持会议?谁作了发言?", ("谁主持会议?", "谁作了发言?")),
        ("谁主持会议？？谁作了发言？！谁缺席了？", ("谁主持会议？？", "谁作了发言？！", "谁缺席了？")),
        ("谁主持会议\n会议在哪里开", ("谁主持会议", "会议在哪里开")),
        ("谁主持会议？\n\n会议在哪里开？什么时候开？", ("谁主持会议？", "会议在哪里开？", "什么时候开？")),
        ("誰主持會議\n會議在哪裡開", ("誰主持會議", "會議在哪裡開")),
        ("1、谁主持会议\n2、会议在哪里开", ("谁主持会议", "会议在哪里开")),
        ("（一）谁主持会议\n（二）会议在哪里开", ("谁主持会议", "会议在哪里开")),
        ("- 谁主持会议\n- 会议在哪里开", ("谁主持会议", "会议在哪里开")),
        ("谁主持会议？\n谁主持会议？\n会议在哪里开？", ("谁主持会议？", "会议在哪里开？")),
        ("Who chaired the meeting? Who spoke?", ("Who chaired the meeting?", "Who spoke?")),
    ],
)
def test_several_questions_are_told_apart(text: str, expected: tuple[str, ...]) -> None:
    assert questions(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "谁主持会议",
        "谁主持会议？",
        "王小明和李红分别负责什么？",
        "会议是王小明主持的，对吗？",
        "王小明主持会议？是吗？",
        "主持人是王小明？还是李红？",
        "“谁来干？怎么干？”是谁说的？",
        "《路在何方？怎么走？》讲了什么？",
        "谁主持会议？谢谢！",
        "你好\n谁主持会议？",
        "关于清淤\n谁负责？\n什么时候完成？",
        "谁主持？为啥",
        "见 http://a.b/?q=1 谁主持会议？",
        "谁主持会议？谁主持会议？",
        "2024.5 开了几次会？",
        "会议指出，要抓好落实。\n会议强调，谁来负责？",
        "谁？" * 500,
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert questions(text) == (text,)


@pytest.mark.parametrize("face", list(Face))
def test_each_is_answered_under_its_question_in_order(face: Face) -> None:
    conversation, base = Conversation(face), FakeBase({"谁主持会议？": "王小明", "谁讲了话？": "李红"})
    given = reply(conversation, base, "谁主持会议？\n谁讲了话？")
    lines = [part.text for part in given.parts]
    first, second = lines.index("1. 谁主持会议？"), lines.index("2. 谁讲了话？")
    assert lines[first + 1] == "王小明"
    assert lines[second + 1] == "李红"
    assert conversation.earlier() == ("谁主持会议？", "谁讲了话？")
    assert base.asked[-1][1] in ((), ("谁主持会议？",))


def test_only_so_many_are_answered_and_the_user_is_told() -> None:
    conversation = Conversation()
    given = reply(conversation, FakeBase(), "".join(f"谁说了第{n}句？" for n in range(9)))
    assert len(conversation.earlier()) == 5
    assert given.parts[-1].text == say("several.more", limit=5)


async def test_buttons_say_which_answer_they_belong_to(bot: ApiServer) -> None:
    await bot.say("/ask 谁主持会议？谁迟到了？", chat=-1005)
    [text] = await bot.replies(1)
    assert "1. 谁主持会议？" in text
    assert "2. 谁迟到了？" in text
    await bot.press("2. ")
    assert "第" in (await bot.replies(2))[1]
