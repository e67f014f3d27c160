"""The webhook over real HTTP: what Telegram sends is kept before it hears so, and nobody else gets in."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.bot_file import open_bot_file
from bot.configuration import SettingsError, beside, read_configuration
from bot.inbox import Inbox
from bot.settings import TelegramSettings, WebhookSettings, default_chats_folder
from bot.telegram import app
from bot.telegram.door import Door
from bot.texts import say
from knowledge import LibraryError
from tests.bot.api_server import BOT, TOKEN, ApiError, ApiServer
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_inbox import done, program

SECRET = "the_secret-token"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def hook() -> WebhookSettings:
    port = free_port()
    return WebhookSettings(f"http://127.0.0.1:{port}/hook", port=port, path="/hook")


@asynccontextmanager
async def receiving(server: ApiServer, base: FakeBase, hook: WebhookSettings) -> AsyncIterator[ApiServer]:
    """The server with a bot behind a webhook."""
    stop = asyncio.Event()
    settings = TelegramSettings(TOKEN, server.base_url, server.base_file_url, webhook=hook, everyone=True)
    task = asyncio.create_task(app.serve(app.build(settings, base), stop))
    try:
        await server.until(lambda: bool(server.webhook["url"]) or task.done())
        yield server
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def test_questions_and_buttons_are_answered(
    server: ApiServer, base: FakeBase, hook: WebhookSettings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with receiving(server, base, hook) as running:
        await running.say("谁主持会议")
        assert (await running.replies(1))[0].startswith("王小明")
        await running.press("为什么")
        assert "把握" in (await running.replies(2))[1]
        [call] = running.calls["setWebhook"]
        assert len(call["secret_token"]) >= 32
        assert "callback_query" in call["allowed_updates"]
        assert not running.calls["getUpdates"]
        assert not running.calls["deleteWebhook"]
    assert say("telegram.listening", host=f"127.0.0.1:{hook.port}", where=f"127.0.0.1:{hook.port}") in caplog.text
    assert "/hook" not in caplog.text


async def test_it_stays_set_and_what_came_meanwhile_is_answered_by_the_next_run(
    server: ApiServer, base: FakeBase, hook: WebhookSettings
) -> None:
    async with receiving(server, base, hook):
        pass
    assert server.webhook["url"] == hook.url
    await server.say("谁主持会议")
    async with receiving(server, base, hook) as running:
        assert (await running.replies(1))[0].startswith("王小明")


async def test_polling_takes_the_webhook_away(server: ApiServer, base: FakeBase, hook: WebhookSettings) -> None:
    async with receiving(server, base, hook):
        pass
    stop = asyncio.Event()
    polling = asyncio.create_task(
        app.serve(app.build(TelegramSettings(TOKEN, server.base_url, everyone=True), base), stop)
    )
    await server.say("谁主持会议")
    assert (await server.replies(1))[0].startswith("王小明")
    stop.set()
    await polling


async def test_an_update_is_kept_before_telegram_hears_that_it_came(
    server: ApiServer, base: FakeBase, hook: WebhookSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bool] = []
    keep = Inbox.keep

    def kept_first(self: Inbox, updates: Any) -> Any:
        kept.append(not server.webhook_answers)
        return keep(self, updates)

    monkeypatch.setattr(Inbox, "keep", kept_first)
    async with receiving(server, base, hook) as running:
        await running.say("谁主持会议")
        await running.replies(1)
    assert kept == [True]
    assert server.webhook_answers == [200]


async def test_what_cannot_be_kept_is_sent_again_and_answered_once(
    server: ApiServer, base: FakeBase, hook: WebhookSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [LibraryError("the disk is full"), None]
    keep = Inbox.keep

    def full_at_first(self: Inbox, updates: Any) -> Any:
        if faults and (fault := faults.pop(0)):
            raise fault
        return keep(self, updates)

    monkeypatch.setattr(Inbox, "keep", full_at_first)
    async with receiving(server, base, hook) as running:
        update = await running.say("谁主持会议")
        await running.replies(1)
        assert running.webhook_answers[:2] == [503, 200]
        await running.update_again(update)
        await running.say("/new")
        assert (await running.replies(2))[1] == say("new.done")


async def test_a_webhook_that_another_program_has_taken_away_is_set_again(
    server: ApiServer, base: FakeBase, hook: WebhookSettings, caplog: pytest.LogCaptureFixture
) -> None:
    async with receiving(server, base, replace(hook, check_seconds=0.01)) as running:
        running.webhook |= {"url": ""}
        await running.until(lambda: len(running.calls["setWebhook"]) > 1)
        await running.say("谁主持会议")
        await running.replies(1)
    assert say("telegram.conflict") in caplog.text


async def test_telegram_not_getting_through_is_told(
    server: ApiServer, base: FakeBase, hook: WebhookSettings, caplog: pytest.LogCaptureFixture
) -> None:
    async with receiving(server, base, replace(hook, check_seconds=0.01)) as running:
        await running.until(lambda: len(running.calls["getWebhookInfo"]) > 2)
        seen = len(running.calls["getWebhookInfo"])
        running.webhook |= {"last_error_date": 1_700_000_000, "last_error_message": "Connection refused"}
        await running.until(lambda: len(running.calls["getWebhookInfo"]) > seen + 4)
    line = say("telegram.unreached", reason="Connection refused", count=0)
    assert [r.getMessage() for r in caplog.records].count(line) == 1


async def test_telegram_being_away_at_the_start_is_waited_for(
    server: ApiServer, base: FakeBase, hook: WebhookSettings
) -> None:
    server.faults["setWebhook"].append(ApiError(502, "Bad Gateway"))
    async with receiving(server, base, hook) as running:
        await running.say("谁主持会议")
        await running.replies(1)


async def test_an_address_that_cannot_be_had_or_is_not_taken_ends_the_program_with_one_sentence(
    server: ApiServer, base: FakeBase, hook: WebhookSettings
) -> None:
    async def serve(hook: WebhookSettings) -> str:
        settings = TelegramSettings(TOKEN, server.base_url, webhook=hook, everyone=True)
        with pytest.raises(SettingsError) as raised:
            await asyncio.wait_for(app.serve(app.build(settings, base), asyncio.Event()), 20)
        return str(raised.value)

    assert "https url must be" in await serve(replace(hook, url="ftp://bot.example"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "TELEGRAM_WEBHOOK_PORT" in await serve(replace(hook, port=taken.getsockname()[1]))


@pytest.mark.parametrize("replies_before", [0, 3])
async def test_killed_at_any_moment_it_loses_no_question_and_repeats_at_most_one_answer_of_a_chat(
    server: ApiServer, hook: WebhookSettings, tmp_path: Path, replies_before: int
) -> None:
    questions = ["/source 2", "谁主持会议？", "/source 3"]
    for question in questions:
        for chat in (1, 2, 3):
            await server.say(question, chat=chat, user=chat)
    settings = {"TELEGRAM_WEBHOOK_URL": hook.url, "TELEGRAM_WEBHOOK_PORT": str(hook.port)}
    async with program(server, tmp_path, **settings):
        await server.until(lambda: 200 in server.webhook_answers and len(server.sent) >= replies_before, within=60)
    async with program(server, tmp_path, **settings):
        await server.until(lambda: done(server) >= len(questions) * 3, within=60)
    counts = Counter(m["chat_id"] for m in server.sent)
    assert set(counts) == {"1", "2", "3"}
    assert all(len(questions) <= count <= len(questions) + 1 for count in counts.values())


def test_nothing_waits_in_the_inbox_after_all_that(server: ApiServer) -> None:
    database = open_bot_file(beside(default_chats_folder()))
    assert Inbox(database, BOT["id"]).waiting() == []
    database.close()


# ---------------------------------------------------------------- who may come in


class Kept:
    """What a door has let in."""

    def __init__(self) -> None:
        self.updates: list[Any] = []
        self.error: Exception | None = None

    async def take(self, updates: Any) -> None:
        if self.error:
            raise self.error
        self.updates += updates


@pytest.fixture
async def kept(hook: WebhookSettings) -> AsyncIterator[Kept]:
    kept = Kept()
    door = Door(replace(hook, body_bytes=1000, seconds=5), SECRET, kept.take)
    await door.open()
    yield kept
    await door.close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("POST", "/hook", HEADERS, '{"update_id": 1}', 200),
        ("POST", "/hook?x=1", HEADERS, '{"update_id": 1}', 200),
        ("POST", "/hook", {}, '{"update_id": 1}', 403),
        ("POST", "/hook", {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}, '{"update_id": 1}', 403),
        ("POST", "/hook", {"X-Telegram-Bot-Api-Secret-Token": ""}, '{"update_id": 1}', 403),
        ("POST", "/", HEADERS, '{"update_id": 1}', 404),
        ("POST", "/hook/", HEADERS, '{"update_id": 1}', 404),
        ("GET", "/hook", HEADERS, None, 405),
        ("PUT", "/hook", HEADERS, '{"update_id": 1}', 405),
        ("POST", "/hook", HEADERS, "", 400),
        ("POST", "/hook", HEADERS, "{", 400),
        ("POST", "/hook", HEADERS, "[1]", 400),
        ("POST", "/hook", HEADERS, "[" * 900, 400),
        ("POST", "/hook", HEADERS, '{"update_id": "1"}', 400),
        ("POST", "/hook", HEADERS, '{"update_id": true}', 400),
        ("POST", "/hook", HEADERS, '{"update_id": 99999999999999999999}', 400),
        ("POST", "/hook", HEADERS, "{" + " " * 1000 + "}", 413),
    ],
)
async def test_only_updates_from_who_knows_the_secret_are_taken(
    kept: Kept,
    hook: WebhookSettings,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    headers: dict[str, str],
    body: str | None,
    status: int,
) -> None:
    caplog.set_level(logging.INFO)
    address = f"http://127.0.0.1:{hook.port}"
    async with (
        ClientSession() as session,
        session.request(method, address + path, headers=headers, data=body) as response,
    ):
        assert response.status == status
        assert await response.read() == b""
        assert "Server" not in response.headers
    assert kept.updates == ([{"update_id": 1}] if status == 200 else [])
    assert not [r for r in caplog.records if r.name.startswith("bot.")]


async def exchange(hook: WebhookSettings, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", hook.port)
    writer.write(sent)
    await writer.drain()
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer


async def test_a_body_in_pieces_counts_against_the_limit_too(kept: Kept, hook: WebhookSettings) -> None:
    head = f"POST /hook HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
    pieces = b"".join(b"100\r\n" + b" " * 256 + b"\r\n" for _ in range(5))
    answer = await exchange(hook, head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "sent", [b"", b"\x16\x03\x01 tls", b"hello\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 99_999]
)
async def test_what_is_not_http_is_refused_without_noise(
    kept: Kept, hook: WebhookSettings, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    caplog.set_level(logging.INFO)
    answer = await exchange(hook, sent)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert not [r for r in caplog.records if r.name.startswith(("bot.", "asyncio"))]


async def test_several_updates_may_come_over_one_connection(kept: Kept, hook: WebhookSettings) -> None:
    address = f"http://127.0.0.1:{hook.port}/hook"
    async with ClientSession() as session:
        for number in range(5):
            async with session.post(address, headers=HEADERS, json={"update_id": number}) as response:
                assert response.status == 200
    assert [u["update_id"] for u in kept.updates] == list(range(5))


async def test_a_visitor_who_says_nothing_is_sent_away(hook: WebhookSettings) -> None:
    door = Door(replace(hook, seconds=0.05), SECRET, Kept().take)
    await door.open()
    reader, writer = await asyncio.open_connection("127.0.0.1", hook.port)
    writer.write(b"POST /hook HTTP/1.1\r\n")
    assert await asyncio.wait_for(reader.read(), 10) == b""
    writer.close()
    await door.close()


async def test_more_connections_than_allowed_are_closed(hook: WebhookSettings) -> None:
    door = Door(replace(hook, connections=1), SECRET, Kept().take)
    await door.open()
    _, first = await asyncio.open_connection("127.0.0.1", hook.port)
    await asyncio.sleep(0)
    reader, second = await asyncio.open_connection("127.0.0.1", hook.port)
    assert await asyncio.wait_for(reader.read(), 10) == b""
    first.close()
    second.close()
    await door.close()


async def test_an_update_that_cannot_be_kept_is_not_taken(kept: Kept, hook: WebhookSettings) -> None:
    kept.error = LibraryError("the disk is full")
    async with (
        ClientSession() as session,
        session.post(f"http://127.0.0.1:{hook.port}/hook", headers=HEADERS, json={"update_id": 1}) as response,
    ):
        assert response.status == 503


# ---------------------------------------------------------------- settings


def test_the_path_is_that_of_the_address_unless_it_is_set() -> None:
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "https://bot.example/huiwen"}
    hook = TelegramSettings.of(read_configuration(given)).webhook
    assert hook is not None
    assert (hook.listen, hook.port, hook.path, hook.secret) == ("127.0.0.1", 8080, "/huiwen", "")
    given |= {"TELEGRAM_WEBHOOK_PATH": "/", "TELEGRAM_WEBHOOK_PORT": "8443", "TELEGRAM_WEBHOOK_SECRET": SECRET}
    hook = TelegramSettings.of(read_configuration(given)).webhook
    assert hook is not None
    assert (hook.port, hook.path, hook.secret) == (8443, "/", SECRET)
    assert SECRET not in repr(hook)
    assert TelegramSettings.of(read_configuration({"TELEGRAM_BOT_TOKEN": TOKEN})).webhook is None


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TELEGRAM_WEBHOOK_PORT", "0"),
        ("TELEGRAM_WEBHOOK_PORT", "65536"),
        ("TELEGRAM_WEBHOOK_PORT", "http"),
        ("TELEGRAM_WEBHOOK_PATH", "hook"),
        ("TELEGRAM_WEBHOOK_PATH", "/a b"),
        ("TELEGRAM_WEBHOOK_SECRET", "机密"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257),
        ("TELEGRAM_WEBHOOK_URL", "bot.example"),
    ],
)
def test_wrong_settings_are_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_configuration({variable: value})
    assert variable in str(raised.value)
    if variable.endswith("SECRET"):
        assert value not in str(raised.value)
