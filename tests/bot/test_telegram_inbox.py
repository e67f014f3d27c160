"""Nothing that Telegram has handed over is lost, and nothing is answered twice: over HTTP, with the bot stopped and killed."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.bot_file import open_bot_file
from bot.configuration import SettingsError, beside
from bot.inbox import Inbox
from bot.settings import TelegramSettings, default_chats_folder
from bot.telegram import app, polling
from bot.telegram.errors import Connection
from bot.telegram.polling import Polling
from bot.texts import say
from knowledge import Answer
from knowledge.shelf import EVERYTHING, Scope
from tests.bot.api_server import BOT, TOKEN, ApiError, ApiServer
from tests.bot.conftest import ANSWERS, serving
from tests.bot.fake_base import FakeBase
from tests.conftest import ROOT
from tests.store.reports import RIVER


def unanswered() -> int:
    """How many updates wait in the bot's own file."""
    database = open_bot_file(beside(default_chats_folder()))
    try:
        return len(Inbox(database, BOT["id"]).waiting())
    finally:
        database.close()


class Slow(FakeBase):
    """Answers 慢 only when it may."""

    def __init__(self) -> None:
        super().__init__({**ANSWERS, "慢": "王小明"})
        self.asked_slowly, self.go_on = threading.Event(), threading.Event()

    def ask(
        self, question: str, history: Sequence[str] = (), report: str | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        if question == "慢":
            self.asked_slowly.set()
            assert self.go_on.wait(30)
        return super().ask(question, history, report, scope)


async def test_an_update_handed_out_twice_is_answered_once_also_by_the_next_run(
    server: ApiServer, base: FakeBase
) -> None:
    async with serving(server, base) as running:
        update = await running.say("谁主持会议")
        await running.replies(1)
        await running.hand_out_again([update, update])
        await running.say("/new")
        assert (await running.replies(2))[1] == say("new.done")
    async with serving(server, base) as running:
        await running.hand_out_again([update])
        await running.say("/new")
        assert [t.split("\n")[0] for t in await running.replies(3)] == ["王小明", say("new.done"), say("new.done")]
    assert unanswered() == 0


async def test_a_slow_question_keeps_only_its_own_chat_waiting(server: ApiServer) -> None:
    base = Slow()
    async with serving(server, base) as running:
        await running.say("慢")
        await running.say("/new")
        await running.say("谁主持会议", chat=8, user=8)
        await running.replies(1)
        assert [m["chat_id"] for m in running.sent] == ["8"]
        base.go_on.set()
        await running.replies(3)
        assert [m["chat_id"] for m in running.sent] == ["8", "7", "7"]
        assert running.sent[2]["plain"] == say("new.done")


async def test_what_is_not_answered_when_the_bot_stops_is_answered_by_the_next_run(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "GRACE", 0.05)
    caplog.set_level(logging.INFO)
    base = Slow()
    async with serving(server, base) as running:
        await running.say("慢")
        await running.say("谁主持会议")
        await asyncio.to_thread(base.asked_slowly.wait)
    assert running.sent == []
    assert unanswered() == 2
    assert say("telegram.stopped_with", count=2) in caplog.text
    base.go_on.set()
    async with serving(server, base) as running:
        texts = await running.replies(2)
        await running.say("/new", chat=8, user=8)
        await running.replies(3)
    assert [t.split("\n")[0] for t in texts] == ["王小明", "王小明"]
    assert unanswered() == 0
    assert say("telegram.resumed", count=2) in caplog.text


async def test_what_is_under_way_when_the_bot_stops_is_finished(server: ApiServer) -> None:
    base = Slow()
    async with serving(server, base) as running:
        await running.say("慢")
        await asyncio.to_thread(base.asked_slowly.wait)
        asyncio.get_running_loop().call_later(0.3, base.go_on.set)
    assert len(running.sent) == 1
    assert unanswered() == 0


@pytest.mark.parametrize(("begun", "apologies"), [(app.MOST_BEGUN - 1, 0), (app.MOST_BEGUN, 1)])
async def test_what_has_ended_the_program_again_and_again_is_set_aside_with_an_apology(
    server: ApiServer, base: FakeBase, begun: int, apologies: int
) -> None:
    message = server._message(7, 7) | {"text": "谁主持会议"}
    database = open_bot_file(beside(default_chats_folder()))
    inbox = Inbox(database, BOT["id"])
    (poison,) = inbox.keep([{"update_id": 1, "message": message}])
    for _ in range(begun):
        inbox.begin(poison.number)
    database.close()
    for _ in range(2):
        async with serving(server, base) as running:
            await running.say("/new", chat=8, user=8)
            await running.until(lambda: running.sent[-1:] and running.sent[-1]["chat_id"] == "8")
    told = [m["plain"] for m in running.sent if m["chat_id"] == "7"]
    assert len(told) == 1
    assert ("抱歉" in told[0]) is bool(apologies)


async def test_an_update_that_nobody_understands_stops_no_other(bot: ApiServer) -> None:
    await bot.update(message={"nothing": "that is in any message"})
    await bot.update(message=None)
    await bot.say("谁主持会议")
    assert (await bot.replies(1))[0].startswith("王小明")


async def test_a_handler_that_fails_each_time_is_not_asked_again(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base) as running:
        await running.say("出错")
        await running.replies(1)
    async with serving(server, base) as running:
        await running.say("/new")
        apology, new = await running.replies(2)
    assert "抱歉" in apology
    assert new == say("new.done")
    assert [q for q, *_ in base.asked] == ["出错"]
    assert unanswered() == 0


async def test_a_second_bot_in_the_same_folder_is_refused(bot: ApiServer, base: FakeBase) -> None:
    second = app.build(TelegramSettings(TOKEN, bot.base_url, bot.base_file_url, everyone=True), base)
    with pytest.raises(SettingsError, match="另一个会问机器人正在用这个文件夹"):
        await app.serve(second, asyncio.Event())
    await bot.say("谁主持会议")
    assert (await bot.replies(1))[0].startswith("王小明")


async def test_a_token_that_is_withdrawn_ends_the_bot(server: ApiServer, base: FakeBase) -> None:
    server.faults["getUpdates"].append(ApiError(401, "Unauthorized"))
    service = app.build(TelegramSettings(TOKEN, server.base_url, server.base_file_url, everyone=True), base)
    with pytest.raises(SettingsError, match="令牌"):
        await asyncio.wait_for(app.serve(service, asyncio.Event()), 20)


async def test_an_inbox_that_cannot_be_written_confirms_nothing(
    server: ApiServer, base: FakeBase, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import sqlite3

    from bot import inbox

    kept = inbox.json.dumps
    failures = iter([sqlite3.OperationalError("disk I/O error")])

    def full(value: object) -> str:
        for failure in failures:
            raise failure
        return kept(value)

    monkeypatch.setattr(inbox, "json", type("Json", (), {"dumps": staticmethod(full), "loads": inbox.json.loads}))
    async with serving(server, base) as running:
        await running.say("谁主持会议")
        assert (await running.replies(1))[0].startswith("王小明")
    assert "disk I/O error" in caplog.text


async def test_a_connection_that_has_hung_for_long_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Hung:
        """Fails until it is made anew."""

        connections, now = 1, 0.0

        async def updates(self, *_: object) -> list[dict[str, Any]]:
            self.now += 40
            if self.connections == 1:
                raise NetworkError("hung")
            return [{"update_id": 1}]

        async def reconnect(self) -> None:
            self.connections += 1

    monkeypatch.setattr(polling, "_FIRST_WAIT", 0.001)
    api, taken = Hung(), asyncio.Event()

    async def take(_: object) -> None:
        taken.set()
        await asyncio.Event().wait()

    run = asyncio.create_task(Polling(api, (), take, Connection(), lambda: api.now).run())  # type: ignore[arg-type]
    await asyncio.wait_for(taken.wait(), 10)
    run.cancel()
    assert api.connections == 2
    assert [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR] == [
        say("telegram.stalled", seconds=120)
    ]


# ------------------------------------------------------------ killed


@asynccontextmanager
async def program(server: ApiServer, folder: Path, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as a process of its own, which is killed at the end. ``more`` are settings."""
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": server.base_url,
        "TELEGRAM_BASE_FILE_URL": server.base_file_url,
        "TELEGRAM_ALLOWED_IDS": ",".join(map(str, range(1, 30))),
        "TELEGRAM_CHATS_FOLDER": str(folder / "chats"),
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "telegram", cwd=ROOT, env=os.environ | settings, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("replies_before", [0, 1, 4])
async def test_killed_at_any_moment_it_loses_no_question_and_repeats_at_most_one_answer_of_a_chat(
    server: ApiServer, tmp_path: Path, replies_before: int
) -> None:
    questions = ["/source 2", "谁主持会议？", "/source 3", "会议什么时候召开？"]
    for question in questions:
        for chat in (1, 2, 3):
            await server.say(question, chat=chat, user=chat)
    await server.send_file(RIVER.encode(), chat=4, user=4)
    async with program(server, tmp_path):
        if replies_before:
            await server.replies(replies_before, within=60)
        else:  # handed over, and nothing answered yet
            await server.until(lambda: len(server.calls["getUpdates"]) >= 2, within=60)
    async with program(server, tmp_path):
        await server.say("/new", chat=5, user=5)
        expected = len(questions) * 3 + 2
        await server.until(lambda: done(server) >= expected, within=60)
    counts = Counter(m["chat_id"] for m in server.sent)
    assert set(counts) == {"1", "2", "3", "4", "5"}
    assert all(len(questions) <= counts[chat] <= len(questions) + 1 for chat in "123")
    assert all(1 <= counts[chat] <= 2 for chat in "45")


def done(server: ApiServer) -> int:
    """How many different replies each chat has got, all chats together."""
    return len({(m["chat_id"], m["plain"]) for m in server.sent})
