"""Who may do what, over real HTTP: every right, and every way around it that we could think of."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.rights.levels import GroupKeepers
from bot.rights.pairing import MOST_WRONG
from bot.settings import default_chats_folder
from bot.texts import say
from tests.bot.api_server import BOT, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_membership import becomes
from tests.store.reports import RIVER

OWNER, ADMIN, USER, STRANGER, GROUP, OTHER = 1, 2, 7, 8, -5, -6
DENIED = say("telegram.denied", id=STRANGER)
FORWARDED = {
    "forward_origin": {
        "type": "user",
        "date": 1_700_000_000,
        "sender_user": {"id": 66, "is_bot": False, "first_name": "某"},
    }
}
ANONYMOUS = {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "群"}}
"""A group's administrator who writes as the group."""


async def said(bot: ApiServer, text: str, user: int, chat: int = 0, **fields: Any) -> str:
    """What the bot says to a message; in private if no chat is named."""
    count = len(bot.sent)
    await bot.say(text, user=user, chat=chat or user, **fields)
    return (await bot.replies(count + 1))[-1]


async def silent(bot: ApiServer, text: str, user: int, chat: int, **fields: Any) -> None:
    """The bot says nothing to a message."""
    count = len(bot.sent)
    await bot.say(text, user=user, chat=chat, **fields)
    await bot.settled()
    assert len(bot.sent) == count


async def code_of(bot: ApiServer, user: int = OWNER) -> str:
    return (await said(bot, "/invite", user)).splitlines()[0]


def group_of(bot: ApiServer, *administrators: int) -> None:
    bot.administrators |= {(GROUP, user) for user in administrators}


# ---------------------------------------------------------------- the first owner


async def test_a_new_bot_answers_nobody_until_somebody_has_become_its_owner(
    server: ApiServer, base: FakeBase, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(server, base, everyone=False):
        assert await said(server, "谁主持会议", STRANGER) == DENIED
        assert say("opening.nobody") in caplog.text
        code = re.search(r"/pair ([A-Z0-9]{5}-[A-Z0-9]{5})", caplog.text)
        assert code
        assert f"https://t.me/{BOT['username']}?start={code[1]}" in caplog.text
        assert await said(server, f"/start {code[1]}", OWNER) == say("paired.owner")
        assert (await said(server, "谁主持会议", OWNER)).startswith("王小明")
        assert await said(server, f"/pair {code[1]}", STRANGER) == say("paired.wrong")
    caplog.clear()
    async with serving(server, base, everyone=False):
        assert (await said(server, "谁主持会议", OWNER)).startswith("王小明")
        assert "/pair" not in caplog.text


async def test_where_everyone_may_ask_the_start_says_so(
    server: ApiServer, base: FakeBase, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(server, base, everyone=True):
        await said(server, "谁主持会议", STRANGER)
    assert say("opening.everyone") in caplog.text


async def test_an_owner_in_the_settings_needs_no_code(
    server: ApiServer, base: FakeBase, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(server, base, everyone=False, owner=OWNER):
        assert "1" in await said(server, "/admins", OWNER)
        assert "/pair" not in caplog.text


# ---------------------------------------------------------------- users


@pytest.fixture
async def closed(server: ApiServer, base: FakeBase) -> Any:
    """A bot with an owner, which nobody else may ask yet."""
    async with serving(server, base, everyone=False, owner=OWNER):
        yield server


async def test_a_user_comes_in_with_a_code_and_is_put_out_at_once(closed: ApiServer) -> None:
    assert await said(closed, "谁主持会议", STRANGER) == DENIED
    assert await said(closed, f"/pair {await code_of(closed)}", STRANGER) == say("paired.user")
    assert (await said(closed, "谁主持会议", STRANGER)).startswith("王小明")
    assert str(STRANGER) in await said(closed, "/members", OWNER)
    assert await said(closed, f"/members remove {STRANGER}", OWNER) == say("members.removed", id=STRANGER)
    assert await said(closed, "谁主持会议", STRANGER) == DENIED


async def test_commands_have_their_chinese_names(closed: ApiServer) -> None:
    code = (await said(closed, "邀请", OWNER)).splitlines()[0]
    assert await said(closed, f"/配对 {code}", STRANGER) == say("paired.user")
    assert await said(closed, f"/成员 移除 {STRANGER}", OWNER) == say("members.removed", id=STRANGER)
    assert await said(closed, f"/管理员 添加 {ADMIN}", OWNER) == say("admins.added", id=ADMIN)


async def test_a_code_works_once(closed: ApiServer) -> None:
    code = await code_of(closed)
    assert await said(closed, f"/pair {code}", USER) == say("paired.user")
    assert await said(closed, f"/pair {code}", STRANGER) == say("paired.wrong")
    assert await said(closed, f"/pair {code}", USER) == say("paired.already")


async def test_ten_wrong_codes(closed: ApiServer) -> None:
    code = await code_of(closed)
    replies = [await said(closed, f"/pair AAAAA-AAAA{'23456789BC'[n]}", STRANGER) for n in range(10)]
    locked = say("paired.too_many", most=MOST_WRONG)
    assert replies == [say("paired.wrong")] * MOST_WRONG + [locked] * (10 - MOST_WRONG)
    assert await said(closed, f"/pair {code}", STRANGER) == locked
    await silent(closed, f"/pair@{BOT['username']} {code}", STRANGER, GROUP)
    assert await said(closed, "谁主持会议", STRANGER) == DENIED


@pytest.mark.parametrize(
    "fields",
    [FORWARDED, {"via_bot": {"id": 99, "is_bot": True, "first_name": "别的"}}],
    ids=["forwarded", "through another bot"],
)
async def test_a_code_in_somebody_elses_words_lets_nobody_in(closed: ApiServer, fields: dict[str, Any]) -> None:
    code = await code_of(closed)
    assert await said(closed, f"/pair {code}", STRANGER, **fields) == DENIED
    assert await said(closed, f"/pair {code}", STRANGER) == say("paired.user")


async def test_whatever_a_stranger_sends_gets_one_line_in_private_and_leaves_nothing(closed: ApiServer) -> None:
    for text in ("/start", "/help", "/meetings", "/invite", "/admins add 8", "参会人员"):
        assert await said(closed, text, STRANGER) == DENIED
    await closed.send_file(RIVER.encode(), chat=STRANGER, user=STRANGER)
    assert (await closed.replies(len(closed.sent) + 1))[-1] == DENIED
    await closed.say("会议" * 500, chat=STRANGER, user=STRANGER)
    assert (await closed.replies(len(closed.sent) + 1))[-1] == DENIED
    await closed.press_data("y:1", chat=STRANGER, user=STRANGER)
    await closed.until(lambda: bool(closed.calls["answerCallbackQuery"]))
    assert closed.calls["answerCallbackQuery"][-1]["text"] == DENIED
    assert not default_chats_folder().exists()


async def test_a_stranger_cannot_press_the_buttons_of_another_chat(closed: ApiServer) -> None:
    await said(closed, "谁主持会议", OWNER)
    count = len(closed.sent)
    await closed.press("为什么", user=STRANGER)  # as if the message stood in the owner's chat
    await closed.press_data("v:1:00000000:1@1", chat=STRANGER, user=STRANGER)
    await closed.until(lambda: len(closed.calls["answerCallbackQuery"]) == 2)
    assert {c["text"] for c in closed.calls["answerCallbackQuery"]} == {DENIED}
    assert len(closed.sent) == count


# ---------------------------------------------------------------- groups


async def test_a_paired_user_takes_the_bot_into_no_other_group(closed: ApiServer) -> None:
    await said(closed, f"/pair {await code_of(closed)}", USER)
    await silent(closed, "/ask 谁主持会议", USER, GROUP)
    await silent(closed, "/ask 谁主持会议", OWNER, GROUP)
    await silent(closed, "/invite", OWNER, GROUP)


async def test_a_group_comes_in_with_a_code_and_all_in_it_may_ask(closed: ApiServer) -> None:
    code = await code_of(closed)
    assert await said(closed, f"/start@{BOT['username']} {code}", STRANGER, GROUP) == say("paired.group")
    assert (await said(closed, "/ask 谁主持会议", USER, GROUP)).startswith("王小明")
    assert await said(closed, "谁主持会议", STRANGER) == DENIED
    await silent(closed, "/ask 谁主持会议", STRANGER, OTHER)
    assert await said(closed, f"/members remove {GROUP}", OWNER) == say("members.removed", id=GROUP)
    await silent(closed, "/ask 谁主持会议", USER, GROUP)


async def test_an_admin_lets_a_group_in_without_a_code_and_nobody_else_does(closed: ApiServer) -> None:
    assert await said(closed, "/pair", STRANGER, GROUP) == say("pair.how")
    await silent(closed, "/ask 谁主持会议", STRANGER, GROUP)
    await silent(closed, "/pair", OWNER, GROUP, **FORWARDED)
    assert await said(closed, "/pair", OWNER, GROUP) == say("paired.group")
    assert (await said(closed, "/ask 谁主持会议", STRANGER, GROUP)).startswith("王小明")


async def test_codes_are_not_shown_in_groups(closed: ApiServer) -> None:
    await said(closed, "/pair", OWNER, GROUP)
    assert await said(closed, "/invite", OWNER, GROUP) == say("invite.in_private")


async def test_an_edited_message_of_a_stranger_is_nothing_else(closed: ApiServer) -> None:
    code = await code_of(closed)
    count = len(closed.sent)
    for chat in (STRANGER, GROUP):
        edited = closed._message(chat, STRANGER) | {"text": f"/pair {code}", "edit_date": 1_700_000_001}
        await closed.update(edited_message=edited)
    assert await said(closed, "谁主持会议", STRANGER) == DENIED
    assert len(closed.sent) == count + 1


async def test_an_inline_query_of_a_stranger_gets_nothing(closed: ApiServer) -> None:
    query = {
        "id": "1",
        "from": {"id": STRANGER, "is_bot": False, "first_name": "某"},
        "query": "谁主持会议",
        "offset": "",
    }
    await closed.update(inline_query=query)
    assert await said(closed, "谁主持会议", STRANGER) == DENIED
    assert all(json.loads(c["results"]) == [] for c in closed.calls["answerInlineQuery"])


# ---------------------------------------------------------------- who keeps the reports of a group


async def uploaded(bot: ApiServer, user: int, **fields: Any) -> str:
    """What the bot says to a file with /upload in the group."""
    count = len(bot.sent)
    await bot.send_file(RIVER.encode(), chat=GROUP, user=user, caption="/upload", **fields)
    return (await bot.replies(count + 1))[-1]


@pytest.fixture
async def group(closed: ApiServer) -> ApiServer:
    """A group that may ask: USER administers it, STRANGER is a member."""
    await said(closed, "/pair", OWNER, GROUP)
    group_of(closed, USER)
    return closed


async def test_in_a_group_its_administrators_bring_and_forget_and_others_do_not(group: ApiServer) -> None:
    assert await uploaded(group, STRANGER) == say("rights.not_keeper")
    assert group.calls["getFile"] == []
    assert (await uploaded(group, USER)).endswith(say("upload.ask"))
    count = len(group.sent)
    await group.press(say("upload.keep"), user=STRANGER)
    await group.until(lambda: bool(group.calls["answerCallbackQuery"]))
    assert group.calls["answerCallbackQuery"][-1]["text"] == say("button.not_yours")
    await group.press(say("upload.keep"), user=USER)
    assert "已保存" in (await group.replies(count + 1))[-1]
    for text in ("/forget 1", "/unanswered", "/export feedback", "/忘记 1", "/export unanswered json"):
        assert await said(group, text, STRANGER, GROUP) == say("rights.not_keeper")
    asked = await said(group, "/forget 1", USER, GROUP)
    assert asked.endswith(say("forget.ask", number=1, title="柳湾镇河道治理工作会议"))


async def test_in_a_group_its_administrators_put_right_and_others_do_not(group: ApiServer) -> None:
    for text in ("/correct", "/correct 标题 例会", "/undo", "/undo 1"):
        assert await said(group, text, STRANGER, GROUP) == say("rights.not_keeper")
    await said(group, "/correct 标题 例会", USER, GROUP)
    await said(group, "/corrections", STRANGER, GROUP)
    count = len(group.sent)
    await group.press(say("corrections.undo", number=1), user=STRANGER)
    assert (await group.replies(count + 1))[-1] == say("rights.not_keeper")
    assert "例会" in await said(group, "/corrections", STRANGER, GROUP)


async def test_replying_upload_to_a_file_of_somebody_else_needs_the_same_right(group: ApiServer) -> None:
    sent = group._message(GROUP, USER) | {"document": group.document(RIVER.encode())}
    assert await said(group, "/upload", STRANGER, GROUP, reply_to_message=sent) == say("rights.not_keeper")
    text = group._message(GROUP, USER) | {"text": RIVER}
    assert await said(group, "/upload", STRANGER, GROUP, reply_to_message=text) == say("rights.not_keeper")
    assert (await said(group, "/upload", USER, GROUP, reply_to_message=sent)).endswith(say("upload.ask"))


async def test_who_administers_a_group_no_more_cannot_even_press_what_was_asked_before(group: ApiServer) -> None:
    await uploaded(group, USER)
    group.administrators.clear()
    count = len(group.sent)
    await group.press(say("upload.keep"), user=USER)
    assert (await group.replies(count + 1))[-1] == say("rights.not_keeper")


async def test_an_anonymous_administrator_keeps_the_reports_of_that_group_only(group: ApiServer) -> None:
    assert (await uploaded(group, 1087968824, **ANONYMOUS)).endswith(say("upload.ask"))
    await silent(group, "/ask 谁主持会议", 1087968824, OTHER, **ANONYMOUS)
    assert await said(group, "/members", 1087968824, GROUP, **ANONYMOUS) == say("rights.not_admin")
    channel = {"sender_chat": {"id": -777, "type": "channel", "title": "频道"}}
    assert await uploaded(group, 136817688, **channel) == say("rights.not_keeper")


async def test_when_telegram_does_not_say_who_administers_a_group_nobody_does(group: ApiServer) -> None:
    from tests.bot.api_server import ApiError

    group.faults["getChatMember"].append(ApiError(400, "Bad Request: CHAT_ADMIN_REQUIRED"))
    assert await uploaded(group, USER) == say("rights.not_keeper")


@pytest.mark.parametrize(
    ("keepers", "administrator", "member"),
    [
        (GroupKeepers.EVERYONE, True, True),
        (GroupKeepers.ADMINS, False, False),
        (GroupKeepers.ADMINISTRATORS, True, False),
    ],
)
async def test_who_keeps_the_reports_of_groups_can_be_set(
    server: ApiServer, base: FakeBase, keepers: GroupKeepers, administrator: bool, member: bool
) -> None:
    async with serving(server, base, everyone=False, owner=OWNER, group_keepers=keepers):
        await said(server, "/pair", OWNER, GROUP)
        group_of(server, USER)
        assert [(await uploaded(server, user)).endswith(say("upload.ask")) for user in (USER, STRANGER, OWNER)] == [
            administrator,
            member,
            True,
        ]


async def test_in_private_everybody_keeps_their_own(closed: ApiServer) -> None:
    await said(closed, f"/pair {await code_of(closed)}", USER)
    count = len(closed.sent)
    await closed.send_file(RIVER.encode(), chat=USER, user=USER)
    await closed.replies(count + 1)
    await closed.press(say("upload.keep"), user=USER)
    assert "已保存" in (await closed.replies(count + 2))[-1]
    assert await said(closed, "/unanswered", USER) == say("unanswered.none")


# ---------------------------------------------------------------- admins


async def test_the_owner_names_admins_who_let_others_in(closed: ApiServer) -> None:
    assert await said(closed, f"/admins add {ADMIN}", OWNER) == say("admins.added", id=ADMIN)
    assert await said(closed, f"/pair {await code_of(closed, ADMIN)}", USER) == say("paired.user")
    assert await said(closed, "/invite", USER) == say("rights.not_admin")
    assert await said(closed, "/members", USER) == say("rights.not_admin")
    assert await said(closed, f"/admins add {USER}", ADMIN) == say("rights.not_owner")
    assert await said(closed, f"/members remove {ADMIN}", ADMIN) == say("members.is_admin", id=ADMIN)
    assert str(ADMIN) in await said(closed, "/admins", OWNER)


async def test_an_admin_may_be_named_by_a_reply(group: ApiServer) -> None:
    theirs = group._message(GROUP, USER) | {"text": "我来整理"}
    assert await said(group, "/admins add", OWNER, GROUP, reply_to_message=theirs) == say("admins.added", id=USER)
    hidden = group._message(GROUP, 1087968824) | {"text": "我来整理"} | ANONYMOUS
    assert await said(group, "/admins add", OWNER, GROUP, reply_to_message=hidden) == say("admins.how")
    assert await said(group, "/admins remove", OWNER, GROUP, reply_to_message=theirs) == say("members.removed", id=USER)


async def test_a_removed_admin_is_nobody_at_once_and_so_are_the_codes_they_made(group: ApiServer) -> None:
    await said(group, f"/admins add {ADMIN}", OWNER)
    code = await code_of(group, ADMIN)
    assert (await uploaded(group, ADMIN)).endswith(say("upload.ask"))
    assert await said(group, f"/admins remove {ADMIN}", OWNER) == say("members.removed", id=ADMIN)
    count = len(group.sent)
    await group.press(say("upload.keep"), user=ADMIN)
    assert (await group.replies(count + 1))[-1] == say("rights.not_keeper")
    assert await said(group, "/invite", ADMIN) == say("telegram.denied", id=ADMIN)
    assert await said(group, f"/pair {code}", ADMIN) == say("paired.wrong")


async def test_a_forwarded_command_does_nothing_that_only_an_admin_may(closed: ApiServer) -> None:
    assert await said(closed, f"/admins add {STRANGER}", OWNER, **FORWARDED) == say("rights.not_owner")
    assert await said(closed, "/invite", OWNER, **FORWARDED) == say("rights.not_admin")
    assert await said(closed, "/admins", OWNER) == say("members.owner_set", id=OWNER)


@pytest.mark.parametrize("text", ["/admins add", "/admins add abc", "/admins add -5", "/admins 2", "/admins add 1 2"])
async def test_what_is_not_understood_names_nobody(closed: ApiServer, text: str) -> None:
    assert await said(closed, text, OWNER) == say("admins.how")


async def test_the_owner_cannot_be_removed(closed: ApiServer) -> None:
    assert await said(closed, f"/admins remove {OWNER}", OWNER) == say("admins.is_owner")
    assert await said(closed, f"/members remove {OWNER}", OWNER) == say("members.is_admin", id=OWNER)


async def test_who_is_on_the_list_of_the_settings_stays(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base, frozenset({USER}), owner=OWNER):
        await said(server, f"/admins add {USER}", OWNER)
        assert await said(server, f"/admins remove {USER}", OWNER) == say("members.still_allowed", id=USER)
        assert (await said(server, "谁主持会议", USER)).startswith("王小明")
        assert await said(server, "/invite", USER) == say("rights.not_admin")


async def test_the_help_tells_admins_alone_about_their_commands(closed: ApiServer) -> None:
    await said(closed, f"/pair {await code_of(closed)}", USER)
    assert "/invite" in await said(closed, "/help", OWNER)
    shown = await said(closed, "/help", USER)
    assert "/invite" not in shown
    assert "/pair" not in shown
    assert "/forget" in shown
    menus = [c["commands"] for c in closed.calls["setMyCommands"]]
    assert menus
    assert not any("invite" in menu for menu in menus)


async def test_a_group_that_an_admin_adds_the_bot_to_is_let_in(closed: ApiServer) -> None:
    await becomes(closed, "left", "member", chat=OTHER, user=STRANGER)
    await becomes(closed, "left", "member", chat=GROUP, user=OWNER)
    [greeting] = await closed.replies(1)
    assert greeting.startswith(say("group.hello"))
    assert (await said(closed, "/ask 谁主持会议", STRANGER, GROUP)).startswith("王小明")
    await silent(closed, "/ask 谁主持会议", STRANGER, OTHER)
    assert {m["chat_id"] for m in closed.sent} == {str(GROUP)}


async def test_a_group_that_gets_another_number_keeps_its_right(group: ApiServer) -> None:
    now = -1005001
    await group.update(message=group._message(GROUP, STRANGER) | {"migrate_to_chat_id": now})
    assert (await said(group, "/ask 谁主持会议", STRANGER, now)).startswith("王小明")
    assert str(now) in await said(group, "/members", OWNER)
