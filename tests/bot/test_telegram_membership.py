"""The bot added to a group, removed and blocked, over HTTP."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.texts import say
from tests.bot.api_server import BOT, ApiError, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase

GROUP = -1005
HINT = say("group.privacy", name=BOT["username"])


async def becomes(bot: ApiServer, before: str, now: str, chat: int = GROUP, user: int = 7, **fields: Any) -> None:
    """Somebody changes what the bot is in a chat."""
    message = bot._message(chat, user)
    place = message["chat"] | fields.pop("chat_fields", {})
    rights = {
        "administrator": dict.fromkeys(
            (
                "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
                "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
                "can_post_stories", "can_edit_stories", "can_delete_stories",
            ),
            False,
        ),
        "kicked": {"until_date": 0},
        "restricted": {"is_member": False, "until_date": 0} | dict.fromkeys(
            (
                "can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls",
                "can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_send_audios",
                "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes",
                "can_send_voice_notes", "can_edit_tag", "can_react_to_messages",
            ),
            False,
        ),
    }  # fmt: skip
    await bot.update(
        my_chat_member={
            "chat": place,
            "from": message["from"],
            "date": message["date"],
            "old_chat_member": {"user": BOT, "status": before} | rights.get(before, {}),
            "new_chat_member": {"user": BOT, "status": now} | rights.get(now, {}) | fields,
        }
    )


async def test_a_group_is_greeted_and_told_once_what_privacy_mode_keeps_away(bot: ApiServer) -> None:
    await becomes(bot, "left", "member")
    await becomes(bot, "member", "left")
    await becomes(bot, "left", "member")
    first, again = await bot.replies(2)
    assert first.startswith(say("group.hello"))
    assert f"@{BOT['username']}" in first
    assert "/upload" in first
    assert first.endswith(HINT)
    assert "/setprivacy" in HINT
    assert again.startswith(say("group.hello"))
    assert HINT not in again
    assert [m["chat_id"] for m in bot.sent] == [str(GROUP)] * 2
    assert "reply_parameters" not in bot.sent[0]


async def test_the_hint_is_told_once_also_after_a_restart(server: ApiServer, base: FakeBase) -> None:
    for count in (1, 2):
        async with serving(server, base):
            await becomes(server, "left", "member")
            texts = await server.replies(count)
            assert (HINT in texts[-1]) == (count == 1)


async def test_who_hears_everything_needs_no_hint(bot: ApiServer) -> None:
    await becomes(bot, "left", "administrator")
    bot.me["can_read_all_group_messages"] = True
    await becomes(bot, "left", "member", chat=-1006)
    for text in await bot.replies(2):
        assert text.startswith(say("group.hello"))
        assert HINT not in text


@pytest.mark.parametrize(
    ("before", "now", "fields"),
    [
        ("member", "administrator", {}),
        ("administrator", "member", {}),
        ("member", "restricted", {"is_member": True}),
        ("left", "restricted", {}),
        ("member", "kicked", {}),
        ("left", "administrator", {"chat_fields": {"type": "channel"}}),
        ("kicked", "member", {"chat": 7}),
    ],
)
async def test_only_a_group_it_comes_into_is_greeted(
    bot: ApiServer, before: str, now: str, fields: dict[str, Any]
) -> None:
    await becomes(bot, before, now, **fields)
    await bot.say("/new", chat=fields.get("chat", GROUP))
    assert await bot.replies(1) == [say("new.done")]


async def test_a_group_off_the_list_is_not_greeted(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base, frozenset({-1006})):
        await becomes(server, "left", "member", user=8)
        await becomes(server, "left", "member", chat=-1006, user=7)
        await server.replies(1)
    assert [m["chat_id"] for m in server.sent] == ["-1006"]


async def test_a_removal_is_told_once_and_a_return_makes_it_news_again(
    bot: ApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for count in (1, 2):
        for status in ("kicked", "left", "restricted"):
            await becomes(bot, "member", status)
        await bot.say("/new", chat=GROUP)
        await bot.replies(count)
        assert caplog.messages.count(say("telegram.left", chat=GROUP)) == count


async def test_a_chat_that_refuses_an_answer_is_told_once_and_others_go_on(
    bot: ApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    refusal = ApiError(403, "Forbidden: bot was kicked from the supergroup chat")
    bot.faults["sendMessage"] += [refusal, refusal]
    await becomes(bot, "left", "member")
    await becomes(bot, "left", "member")
    await bot.say("/new", chat=GROUP)
    assert await bot.replies(1) == [say("new.done")]
    assert caplog.messages.count(say("telegram.left", chat=GROUP)) >= 1
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]
