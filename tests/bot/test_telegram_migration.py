"""A group becomes a supergroup: another number, and nothing of it is lost. Over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot import moving
from bot.bot_file import open_bot_file
from bot.known_chats import KnownChats
from bot.settings import default_chats_folder
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.store import Library
from tests.bot.api_server import ApiError, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_uploads import kept, said
from tests.store.reports import RIVER, SCHOOL, report

BEFORE, NOW = -5, -1005


async def told(bot: ApiServer, chat: int) -> None:
    """What Telegram says in one of the two chats."""
    message = bot._message(chat, 7)
    other = {"migrate_to_chat_id": NOW} if chat == BEFORE else {"migrate_from_chat_id": BEFORE}
    message["chat"]["type"] = "group" if chat == BEFORE else "supergroup"
    await bot.update(message=message | other)


def files() -> list[str]:
    return sorted(f.name for f in default_chats_folder().iterdir())


async def kept_in_group(bot: ApiServer, text: str, name: str, chat: int) -> None:
    count = len(bot.sent)
    bot.administrators |= {(chat, 7)}
    await bot.send_file(text.encode(), name, chat=chat, caption="/upload")
    await bot.replies(count + 1)
    await bot.press(say("upload.keep"))
    assert "已保存为" in (await bot.replies(count + 2))[-1]


@pytest.mark.parametrize("order", [(BEFORE, NOW), (NOW, BEFORE), (BEFORE,), (NOW,), (BEFORE, NOW, BEFORE, NOW)])
async def test_reports_and_conversations_follow_whatever_telegram_says_first(
    bot: ApiServer, order: Sequence[int]
) -> None:
    await kept_in_group(bot, RIVER, "河道.txt", BEFORE)
    await said(bot, "/ask 苏景明是什么职务", chat=BEFORE)
    for chat in order:
        await told(bot, chat)
    assert "河道" in await said(bot, "/meetings", chat=NOW)
    assert "苏景明" in await said(bot, "/ask 他讲了什么", chat=NOW)
    assert [f for f in files() if f.endswith(".db")] == [f"{NOW}.db"]
    assert "南湖区" in await said(bot, "/meetings", chat=-1006)


async def test_what_a_conversation_remembers_follows_after_a_restart_too(server: ApiServer, tmp_path: Path) -> None:
    library = Library(tmp_path / "library.db")
    for name in ("river", "school"):
        library.add(report(name))
    base = KnowledgeBase(library)
    async with serving(server, base):
        await said(server, "/use 2", chat=BEFORE)
        await told(server, NOW)
    async with serving(server, base):
        assert "校车" in await said(server, "/use", chat=NOW)


async def test_reports_kept_under_both_numbers_are_all_there(bot: ApiServer) -> None:
    await kept_in_group(bot, RIVER, "纪要.txt", BEFORE)
    await kept_in_group(bot, SCHOOL, "纪要.txt", NOW)
    await told(bot, NOW)
    listed = await said(bot, "/meetings", chat=NOW)
    assert "河道" in listed
    assert "校车" in listed
    assert [f for f in files() if f.endswith(".db")] == [f"{NOW}.db"]


async def test_a_bot_ended_in_the_middle_goes_on_when_it_starts(
    server: ApiServer, base: FakeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    class EndedError(BaseException):
        """The process is no more."""

    async with serving(server, base):
        await kept_in_group(server, RIVER, "河道.txt", BEFORE)
    bot_file = default_chats_folder().parent / "bot.db"
    KnownChats(open_bot_file(bot_file)).move(BEFORE, NOW)  # and no further
    async with serving(server, base):
        assert "河道" in await said(server, "/meetings", chat=NOW)
    assert KnownChats(open_bot_file(bot_file)).unfinished() == []

    with closing(Library(default_chats_folder() / f"{BEFORE}.db")) as library:
        library.add(report("school"))
    with monkeypatch.context() as patched:
        patched.setattr(moving.Path, "replace", lambda *_: (_ for _ in ()).throw(EndedError))
        with pytest.raises(EndedError):
            moving.move_library(default_chats_folder() / f"{BEFORE}.db", default_chats_folder() / f"{NOW}.db")
    moving.move_library(default_chats_folder() / f"{BEFORE}.db", default_chats_folder() / f"{NOW}.db")
    async with serving(server, base):
        listed = await said(server, "/meetings", chat=NOW)
    assert "会议（2）" in listed


async def test_an_answer_that_learns_of_the_move_arrives_at_the_new_number(bot: ApiServer) -> None:
    await kept_in_group(bot, RIVER, "河道.txt", BEFORE)
    moved = ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=NOW)
    bot.faults["sendMessage"].append(moved)
    await bot.say("/meetings", chat=BEFORE)
    assert "河道" in (await bot.replies(3))[-1]
    assert bot.sent[-1]["chat_id"] == str(NOW)
    assert "reply_parameters" not in bot.sent[-1]
    assert "河道" in await said(bot, "/meetings", chat=NOW)
    await told(bot, BEFORE)
    await told(bot, NOW)
    assert "河道" in await said(bot, "/meetings", chat=NOW)


async def test_a_group_on_the_list_stays_on_it(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base, frozenset({BEFORE})):
        await told(server, NOW)
        assert "南湖区" in await said(server, "/meetings", chat=NOW, user=8)
    async with serving(server, base, frozenset({BEFORE})):
        assert "南湖区" in await said(server, "/meetings", chat=NOW, user=8)


async def test_a_button_of_before_works_after(bot: ApiServer) -> None:
    await said(bot, "/ask 谁主持会议", chat=BEFORE)
    await told(bot, NOW)
    await said(bot, "/new", chat=NOW, user=8)
    await bot.press("为什么")
    assert "把握" in (await bot.replies(3))[2]


async def test_private_chats_are_untouched(bot: ApiServer) -> None:
    await kept(bot, RIVER, chat=7)
    await told(bot, NOW)
    assert "河道" in await said(bot, "/meetings", chat=7)
