"""The Telegram bot when something goes wrong: errors, refusals, the network, the token."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading

import pytest
from telegram.error import Conflict, NetworkError

from bot.configuration import SettingsError
from bot.settings import LogSettings, TelegramSettings, default_chats_folder
from bot.telegram import app, logs
from bot.telegram.errors import Connection
from bot.texts import say
from bot.version import version
from tests.bot.api_server import TOKEN, ApiError, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.conftest import ROOT


async def test_an_error_is_logged_with_its_number_and_the_user_gets_an_apology(
    bot: ApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.say("出错")
    await bot.say("谁主持会议")
    apology, answer = await bot.replies(2)
    assert "抱歉" in apology
    assert "Traceback" not in apology
    assert "broken on purpose" not in apology
    number = apology.split("编号 ")[1][:8]
    [record] = [r for r in caplog.records if number in r.getMessage()]
    assert record.exc_info is not None
    assert answer.startswith("王小明")


async def test_the_token_is_in_no_log_even_at_debug(
    server: ApiServer, base: FakeBase, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [logging.StreamHandler(sys.stderr)])
    monkeypatch.setattr(root, "level", root.level)
    logs.configure(LogSettings(level="debug"))
    async with serving(server, base) as running:
        await running.say("出错")
        await running.replies(1)
    logging.getLogger("x").error("see %s", f"https://api.telegram.org/bot{TOKEN}/getMe", exc_info=ValueError(TOKEN))
    log = capsys.readouterr().err
    assert "broken on purpose" in log
    assert "bot<token>" in log
    assert TOKEN.split(":")[1] not in log


async def test_html_that_telegram_refuses_is_sent_as_plain_text(bot: ApiServer) -> None:
    bot.faults["sendMessage"].append(ApiError(400, "Bad Request: can't parse entities: unsupported start tag"))
    await bot.say("谁主持会议")
    [text] = await bot.replies(1)
    assert text.startswith("王小明\n第2段")
    assert "parse_mode" not in bot.sent[0]


async def test_a_flood_limit_is_waited_out_and_the_answer_sent_once(bot: ApiServer) -> None:
    bot.faults["sendMessage"].append(ApiError(429, "Too Many Requests: retry after 1", retry_after=1))
    await bot.say("谁主持会议")
    await bot.say("/new")
    texts = await bot.replies(2)
    assert [t.split("\n")[0] for t in texts] == ["王小明", say("new.done")]


@pytest.mark.parametrize(
    "fault",
    [ApiError(403, "Forbidden: bot was blocked by the user"), ApiError(400, "Bad Request: message is not modified")],
)
async def test_a_user_who_is_gone_stops_nobody(
    bot: ApiServer, fault: ApiError, caplog: pytest.LogCaptureFixture
) -> None:
    bot.faults["sendMessage"].append(fault)
    await bot.say("谁主持会议")
    await bot.until(lambda: len(bot.calls["sendMessage"]) == 1)
    await bot.say("谁主持会议", chat=8, user=8)
    await bot.replies(1)
    assert bot.sent[0]["chat_id"] == "8"
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_a_callback_that_is_too_old_is_no_error(bot: ApiServer) -> None:
    await bot.say("谁主持会议")
    await bot.replies(1)
    bot.faults["answerCallbackQuery"].append(
        ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    )
    await bot.press("为什么")
    assert "把握" in (await bot.replies(2))[1]


async def test_trouble_with_the_connection_is_survived_and_told_once(
    bot: ApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    bot.faults["getUpdates"] += [
        ApiError(409, "Conflict: terminated by other getUpdates request"),
        ApiError(502, "Bad Gateway"),
    ]
    await bot.say("谁主持会议")
    await bot.say("/new")
    await bot.replies(2)
    lines = [r.getMessage() for r in caplog.records if r.name == Connection.__module__]
    assert all(r.exc_info is None for r in caplog.records if r.name == Connection.__module__)
    assert lines.count(say("telegram.conflict")) <= 1


def test_the_same_trouble_is_told_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    connection = Connection(every=60, clock=lambda: now[0])
    for time in (0, 10, 59, 61):
        now[0] = time
        connection.trouble(Conflict("x"))
        connection.trouble(NetworkError("y"))
    lines = [r.getMessage() for r in caplog.records]
    assert lines.count(say("telegram.conflict")) == 2
    assert lines.count(say("telegram.unreachable", reason="NetworkError: y")) == 2


async def test_a_wrong_token_stops_with_one_line(server: ApiServer, base: FakeBase) -> None:
    wrong = TelegramSettings("99999:wrong_token", server.base_url)
    with pytest.raises(SettingsError) as raised:
        await app.serve(app.build(wrong, base), asyncio.Event())
    assert str(raised.value) == say("telegram.invalid_token")


async def test_a_server_that_is_down_at_the_start_is_waited_for(server: ApiServer, base: FakeBase) -> None:
    server.faults["getMe"].append(ApiError(502, "Bad Gateway"))
    async with serving(server, base) as running:
        await running.say("谁主持会议")
        assert (await running.replies(1))[0].startswith("王小明")


async def test_the_program_answers_and_stops_on_sigterm(server: ApiServer) -> None:
    environment = os.environ | {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": server.base_url,
        "TELEGRAM_BASE_FILE_URL": server.base_url,
        "TELEGRAM_OWNER_ID": "7",
    }
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "telegram", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        await server.say("/brief")
        [text] = await server.replies(1, within=60)
        assert "攀枝花市召开市委统战工作会议" in text
        program.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(program.communicate(), 20)
    finally:
        if program.returncode is None:
            program.kill()
    assert program.returncode == 0
    told = log.decode()
    assert TOKEN.split(":")[1] not in told
    assert "Traceback" not in told
    lines = [
        say("telegram.reads", version=version(), count=1),
        say("telegram.chats", folder=default_chats_folder()),
        say("telegram.running", name="huiwen_test_bot"),
        say("telegram.stopping"),
        say("telegram.stopped"),
    ]
    told_at = [next((n for n, row in enumerate(told.splitlines()) if line in row), -1) for line in lines]
    assert -1 not in told_at
    assert told_at == sorted(told_at)
    assert "answered update=1000 chat=7" in told


def test_whoever_interrupts_twice_does_not_wait(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(threading.Timer, "start", lambda _: None)
    stop = asyncio.Event()
    app._end(stop)
    assert stop.is_set()
    assert ended == []
    app._end(stop)
    assert ended == [130]
    assert say("telegram.stopped_at_once") in caplog.text
