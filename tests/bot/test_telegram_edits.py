"""An edited question edits its answer, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from bot.texts import say
from tests.bot.api_server import ApiError, ApiServer, entities
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_groups import GROUP, NAME


async def asks(bot: ApiServer, text: str, chat: int = 7, user: int = 7, **fields: Any) -> dict[str, Any]:
    """A message, kept to be edited; returns when it is answered."""
    message = bot._message(chat, user) | {"text": text, "entities": entities(text)} | fields
    count = len(bot.sent)
    await bot.update(message=message)
    await bot.replies(count + 1)
    return message


async def edits(bot: ApiServer, message: dict[str, Any], text: str) -> None:
    """The message says something else; returns when that is dealt with."""
    changed = message | {"text": text, "entities": entities(text), "edit_date": message["date"] + 1}
    await bot.update(edited_message=changed)
    chat = message["chat"]["id"]
    count = sum(m["plain"] == say("new.done") for m in bot.sent) + 1
    await bot.say("/new", chat=chat, user=99)
    await bot.until(lambda: sum(m["plain"] == say("new.done") for m in bot.sent) == count)
    last = next(m for m in reversed(bot.sent) if m["plain"] == say("new.done"))
    last["deleted"] = True


async def test_an_edited_question_edits_its_answer_and_the_buttons(bot: ApiServer) -> None:
    message = await asks(bot, "谁迟到了")
    assert say("answer.not_found") in bot.shown()[0]
    await edits(bot, message, "谁主持会议")
    [text] = bot.shown()
    assert text.startswith("王小明")
    assert len(bot.calls["editMessageText"]) == 1
    await bot.press("王小明是谁")
    await bot.until(lambda: len(bot.shown()) == 2)
    await edits(bot, message, "要完成什么")
    assert "清淤" in bot.shown()[0]


async def test_an_edited_question_takes_its_place_among_the_others(bot: ApiServer, base: FakeBase) -> None:
    first = await asks(bot, "谁迟到了")
    await asks(bot, "要完成什么")
    await edits(bot, first, "谁主持会议")
    await asks(bot, "他讲了什么")
    histories = {question: history for question, history, _ in base.asked}
    assert histories["谁主持会议"] == ()
    assert histories["他讲了什么"] == ("谁主持会议", "要完成什么")


async def test_a_restart_does_not_forget_which_answer_is_whose(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        message = await asks(server, "谁迟到了")
    async with serving(server, base):
        await edits(server, message, "谁主持会议")
        [text] = server.shown()
        assert text.startswith("王小明")


@pytest.mark.parametrize("text", ["/new", "/forget 1", "参会人员", "😀", "长" * 900])
async def test_an_edit_that_is_no_question_does_nothing(bot: ApiServer, text: str) -> None:
    message = await asks(bot, "谁主持会议")
    shown = bot.shown()
    await edits(bot, message, text)
    assert bot.shown() == shown
    assert not bot.calls["editMessageText"]


async def test_the_edit_of_what_was_no_question_or_is_unknown_does_nothing(bot: ApiServer) -> None:
    command = await asks(bot, "/meetings")
    shown = bot.shown()
    await edits(bot, command, "谁主持会议")
    await edits(bot, bot._message(7, 7), "谁主持会议")
    assert bot.shown() == shown


async def test_an_edit_that_changes_nothing_is_no_error(bot: ApiServer, caplog: pytest.LogCaptureFixture) -> None:
    message = await asks(bot, "谁主持会议")
    bot.faults["editMessageText"].append(ApiError(400, "Bad Request: message is not modified"))
    await edits(bot, message, "谁主持会议")
    assert len(bot.shown()) == 1
    assert "抱歉" not in "".join(bot.shown())


async def test_an_answer_that_is_gone_is_given_anew(bot: ApiServer) -> None:
    message = await asks(bot, "谁迟到了")
    bot.sent[0]["deleted"] = True
    await edits(bot, message, "谁主持会议")
    assert [t.partition("\n")[0] for t in bot.shown()] == ["王小明"]
    await edits(bot, message, "要完成什么")
    [text] = bot.shown()
    assert "清淤" in text


async def test_a_long_answer_shrinks_and_grows_with_its_question(server: ApiServer) -> None:
    text = "标题一二三四\n" + "、".join(f"事项{n}<&>" for n in range(900)) + "\n"
    base = FakeBase({"谁主持会议": "事项1"}, text)
    async with serving(server, base) as bot:
        base.changes = {"text": "事项。" * 3000, "found": True}
        message = await asks(bot, "有哪些事项")
        await bot.until(lambda: "reply_markup" in bot.sent[-1])
        long = len(bot.shown())
        assert long > 2
        base.changes = {}
        await edits(bot, message, "谁迟到了")
        assert len(bot.shown()) == 1
        base.changes = {"text": "事项。" * 3000, "found": True}
        await edits(bot, message, "有哪些事项")
        assert len(bot.shown()) == long
        assert "".join(bot.shown()).count("事项。") == 3000


async def test_what_cannot_be_deleted_any_more_is_cut_short(server: ApiServer) -> None:
    text = "标题一二三四\n" + "、".join(f"事项{n}<&>" for n in range(900)) + "\n"
    base = FakeBase({}, text)
    base.changes = {"text": "事项。" * 2000, "found": True}
    async with serving(server, base) as bot:
        message = await asks(bot, "有哪些事项")
        await bot.until(lambda: "reply_markup" in bot.sent[-1])
        base.changes = {}
        bot.faults["deleteMessage"] += [ApiError(400, "Bad Request: message can't be deleted for everyone")] * 9
        await edits(bot, message, "谁迟到了")
        first, *rest = bot.shown()
        assert say("answer.not_found") in first
        assert set(rest) == {"……"}


async def test_in_a_group_an_edit_is_read_as_the_question_was(bot: ApiServer) -> None:
    message = await asks(bot, f"{NAME} 谁迟到了", chat=GROUP)
    await edits(bot, message, f"{NAME} 谁主持会议")
    assert bot.shown(GROUP)[0].startswith("王小明")
    await edits(bot, message, "大家看看谁迟到了")
    assert [t.partition("\n")[0] for t in bot.shown(GROUP)] == ["王小明"]
    other = bot._message(GROUP, 8) | {"text": f"{NAME} 要完成什么"}
    await edits(bot, other, f"{NAME} 要完成什么")
    assert len(bot.shown(GROUP)) == 1


async def test_who_may_not_ask_may_not_edit(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        message = await asks(server, "谁迟到了")
    async with serving(server, base, frozenset({8})):
        await server.update(edited_message=message | {"text": "谁主持会议", "edit_date": 1_700_000_001})
        await server.say("/new", chat=8, user=8)
        await server.settled()
    assert say("answer.not_found") in server.shown()[0]
