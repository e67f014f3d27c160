"""The bot in a group, over HTTP: what it takes for its own, and whose conversation that is."""

from __future__ import annotations

from typing import Any

import pytest

from bot.texts import say
from tests.bot.api_server import BOT, ApiServer
from tests.bot.fake_base import FakeBase
from tests.store.reports import RIVER

GROUP = -1005
NAME = f"@{BOT['username']}"
QUESTION = "谁主持会议"
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
GROUP_CHAT = {"id": GROUP, "type": "supergroup", "title": "群"}


def by(bot: ApiServer, sender: dict[str, Any] | int, text: str = "一句话", **fields: Any) -> dict[str, Any]:
    """A message of the group to reply to."""
    message = bot._message(GROUP, sender if isinstance(sender, int) else 1) | {"text": text} | fields
    return message if isinstance(sender, int) else message | {"from": sender}


async def answered(bot: ApiServer) -> list[str]:
    """All replies, once everything that was said is dealt with; the last word is a command."""
    count = len(bot.sent)
    await bot.say("/new", chat=GROUP)
    texts = await bot.replies(count + 1)
    while texts[-1] != say("new.done"):
        count += 1
        texts = await bot.replies(count + 1)
    return texts[:-1]


@pytest.mark.parametrize(
    "text",
    [
        "/ask 谁主持会议",
        f"/ask{NAME} 谁主持会议",
        "/ask@Huiwen_Test_Bot 谁主持会议",
        f"{NAME} 谁主持会议",
        f"{NAME.upper()}，谁主持会议",
        f"{NAME}：谁主持会议",
        f"谁主持会议 {NAME}",
        f"😀谁 {NAME} 主持会议",
        f"{NAME}\n谁主持会议",
        f"{NAME} /ask 谁主持会议",
        f"/提问{NAME} 谁主持会议",
        "/提问 谁主持会议",
    ],
)
async def test_what_names_the_bot_is_answered_without_the_name(bot: ApiServer, base: FakeBase, text: str) -> None:
    base.answers["😀谁 主持会议"] = "王小明"
    await bot.say(text, chat=GROUP)
    [reply] = await bot.replies(1)
    assert reply.startswith("王小明")
    assert bot.sent[0]["chat_id"] == str(GROUP)
    assert "reply_parameters" in bot.sent[0]


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "参会人员",
        "/foo",
        "/help@other_bot",
        "/ask@other_bot 谁主持会议",
        "@other_person 谁主持会议",
        f"{NAME}2 谁主持会议",
        f"me{NAME} 谁主持会议",
        "/ 谁主持会议",
    ],
)
async def test_what_is_said_to_others_is_left_alone(bot: ApiServer, text: str) -> None:
    await bot.say(text, chat=GROUP)
    assert await answered(bot) == []


async def test_a_mention_of_a_bot_without_username_counts_by_its_id(bot: ApiServer) -> None:
    for user in (BOT, {"id": 5, "is_bot": False, "first_name": "会问"}):
        mention = {"type": "text_mention", "offset": 0, "length": 2, "user": user}
        await bot.say("会问 谁主持会议", chat=GROUP, entities=[mention])
    [reply] = await answered(bot)
    assert reply.startswith("王小明")


async def test_a_reply_to_the_bot_is_meant_for_it_and_one_to_somebody_else_is_not(bot: ApiServer) -> None:
    await bot.say(QUESTION, chat=GROUP, reply_to_message=by(bot, 9))
    await bot.say(QUESTION, chat=GROUP, reply_to_message=by(bot, BOT))
    await bot.say(f"@other_person {QUESTION}", chat=GROUP, reply_to_message=by(bot, BOT))
    await bot.say("/unheard_of", chat=GROUP, reply_to_message=by(bot, BOT))
    first, second = await answered(bot)
    assert first.startswith("王小明")
    assert second == say("hint.unknown", name="unheard_of")


async def test_a_topic_opened_by_the_bot_does_not_make_everything_in_it_a_reply(bot: ApiServer) -> None:
    opened = by(bot, BOT, forum_topic_created={"name": "会议", "icon_color": 0})
    del opened["text"]
    await bot.say(QUESTION, chat=GROUP, reply_to_message=opened, message_thread_id=3, is_topic_message=True)
    assert await answered(bot) == []


async def test_a_bare_mention_under_a_question_asks_it(bot: ApiServer) -> None:
    await bot.say(NAME, chat=GROUP, user=8, reply_to_message=by(bot, 9, QUESTION))
    await bot.say(NAME, chat=GROUP)
    asked, bare = await answered(bot)
    assert asked.startswith("王小明")
    assert bare == say("answer.empty")


async def test_what_is_forwarded_or_sent_through_the_bot_is_not_said_to_it(bot: ApiServer) -> None:
    origin = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "某人"}
    await bot.say(f"/ask{NAME} 谁主持会议", chat=GROUP, forward_origin=origin)
    await bot.say("/ask 谁主持会议", chat=GROUP, forward_origin=origin, is_automatic_forward=True)
    await bot.say("/ask 谁主持会议", chat=GROUP, via_bot=BOT)
    await bot.say(QUESTION, chat=7, via_bot=BOT)
    assert await answered(bot) == []


async def test_a_topic_keeps_its_replies_and_its_conversation(bot: ApiServer, base: FakeBase) -> None:
    for thread in (3, 4):
        await bot.say("/ask 谁主持会议", chat=GROUP, message_thread_id=thread, is_topic_message=True)
        await bot.replies(thread - 2)
    await bot.press("为什么")
    await bot.replies(3)
    assert [m.get("message_thread_id") for m in bot.sent] == ["3", "4", "4"]
    assert [history for question, history, _ in base.asked if question == QUESTION] == [(), ()]


async def test_a_chain_of_replies_outside_a_forum_is_no_topic(bot: ApiServer) -> None:
    await bot.say("/ask 谁主持会议", chat=GROUP, message_thread_id=3)
    await bot.replies(1)
    assert "message_thread_id" not in bot.sent[0]


async def test_conversations_of_two_people_are_not_mixed(bot: ApiServer, base: FakeBase) -> None:
    await bot.say("/ask 谁主持会议", chat=GROUP, user=7)
    await bot.say("/ask 他讲了什么", chat=GROUP, user=8)
    await bot.say("/ask 他讲了什么", chat=GROUP, user=7)
    await bot.replies(3)
    assert [h for q, h, _ in base.asked if q == "他讲了什么"] == [(), (QUESTION,)]


async def test_anonymous_administrators_and_channels_have_conversations_of_their_own(
    bot: ApiServer, base: FakeBase
) -> None:
    channel = {"id": -1009, "type": "channel", "title": "频道"}
    other = channel | {"id": -1010}
    for sender in (
        {"from": ANONYMOUS, "sender_chat": GROUP_CHAT},
        {"from": CHANNEL_BOT, "sender_chat": channel},
        {"from": CHANNEL_BOT, "sender_chat": other},
        {"from": CHANNEL_BOT, "sender_chat": channel},
    ):
        await bot.say("/ask 谁主持会议", chat=GROUP, **sender)
    replies = await bot.replies(4)
    assert all(r.startswith("王小明") for r in replies)
    assert [h for q, h, _ in base.asked if q == QUESTION] == [(), (), (), (QUESTION,)]


async def test_an_anonymous_administrator_may_press_what_the_bot_asked(bot: ApiServer) -> None:
    bot.administrators = {(GROUP, 7)}
    await bot.send_file(RIVER.encode(), chat=GROUP, caption="/upload", **{"from": ANONYMOUS, "sender_chat": GROUP_CHAT})
    await bot.replies(1)
    await bot.press(say("upload.keep"), user=7)
    assert "已保存为 1" in (await bot.replies(2))[1]


async def test_a_button_works_for_everyone_in_the_conversation_it_belongs_to(bot: ApiServer, base: FakeBase) -> None:
    await bot.say("/ask 要完成什么", chat=GROUP, user=8)
    await bot.say("/ask 谁主持会议", chat=GROUP, user=7)
    await bot.replies(2)
    await bot.press("为什么", user=8)
    await bot.press("王小明是谁", user=9)
    *_, why, who = await bot.replies(4)
    assert "把握" in why
    assert "王小明" in who
    await bot.say("/ask 他讲了什么", chat=GROUP, user=8)
    await bot.replies(5)
    assert [h for q, h, _ in base.asked if q == "他讲了什么"] == [("要完成什么",)]


async def test_a_button_of_another_chat_is_expired(bot: ApiServer) -> None:
    await bot.say("/ask 谁主持会议", chat=GROUP, user=7)
    await bot.replies(1)
    await bot.press_data("y:1@7", user=8, chat=-1006)
    assert (await bot.replies(2))[1] == say("button.expired")


async def test_a_file_in_a_group_is_read_if_it_is_given_to_the_bot(bot: ApiServer) -> None:
    async def sends(caption: str, **fields: Any) -> None:
        found = {"caption_entities": [{"type": "mention", "offset": 0, "length": len(NAME)}]} if caption == NAME else {}
        await bot.send_file(RIVER.encode(), chat=GROUP, caption=caption, **found, **fields)

    bot.administrators = {(GROUP, 7)}
    await sends("请大家看看")
    await sends("/upload@other_bot")
    await sends(f"/upload{NAME}")
    await sends(NAME)
    await sends("这份", reply_to_message=by(bot, BOT))
    shown = await bot.replies(3)
    assert len(await answered(bot)) == 3
    assert all(text.startswith("柳湾镇河道治理工作会议") for text in shown)
