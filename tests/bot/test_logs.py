"""What the bot logs, and what it never does."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot.configuration import read_configuration
from bot.conversation import Conversation, reply
from bot.settings import LogSettings, TelegramSettings
from bot.telegram import logs
from bot.telegram.journal import outcome
from bot.texts import say
from tests.bot.api_server import TOKEN, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import TEXT, FakeBase

PRIVATE = ("主持会议", "谁迟到", "出错", "机密纪要", "secret_minutes", "用户", "王小明", "河长制", TOKEN.split(":")[1])


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The root logger writes to a stream of its own; gives what was written."""
    written = io.StringIO()
    root = logging.getLogger()
    for handler in root.handlers:  # pytest's own
        monkeypatch.setattr(handler, "formatter", handler.formatter)
    monkeypatch.setattr(root, "handlers", [logging.StreamHandler(written)])
    monkeypatch.setattr(root, "level", root.level)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    yield written.getvalue
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.NOTSET)


async def whole_conversation(server: ApiServer, base: FakeBase) -> None:
    """Questions, a command, a button, files, something that goes wrong."""
    base.answers["为什么出错"] = "x"
    ask = base.ask

    def fail(question: str, *rest: Any) -> Any:
        if question == "为什么出错":
            raise ValueError(f"cannot answer {question!r} of 王小明")
        return ask(question, *rest)

    base.ask = fail  # type: ignore[method-assign]
    async with serving(server, base) as bot:
        await bot.say("谁主持会议")
        await bot.replies(1)
        await bot.press("为什么")
        await bot.say("谁迟到了")
        await bot.say("/who 王小明")
        await bot.say("为什么出错")
        await bot.send_file(TEXT.encode(), "机密纪要.txt")
        await bot.send_file(b"%PDF-broken", "secret_minutes.pdf")
        await bot.replies(7)
        await bot.press("保存")
        await bot.replies(8)


@pytest.mark.parametrize("level", ["info", "debug"])
async def test_nothing_of_a_conversation_is_in_the_log(
    server: ApiServer, base: FakeBase, stderr: Any, level: str
) -> None:
    logs.configure(LogSettings("json", level))
    await whole_conversation(server, base)
    log = stderr()
    assert not [word for word in PRIVATE if word in log.replace(say("telegram.running", name="huiwen_test_bot"), "")]
    assert "ValueError: cannot answer" in log  # what helps to find the mistake is there


async def test_json_has_a_line_for_each_answer_with_ids_time_and_outcome(
    server: ApiServer, base: FakeBase, stderr: Any
) -> None:
    logs.configure(LogSettings("json"))
    await whole_conversation(server, base)
    rows = [json.loads(line) for line in stderr().splitlines()]
    assert all({"time", "level", "logger", "message"} <= row.keys() for row in rows)
    answered = [row for row in rows if row["message"] == "answered"]
    assert [(row["kind"], row["outcome"]) for row in answered] == [
        ("text", "sure"),
        ("button", "shown"),
        ("text", "not_found"),
        ("text", "shown"),
        ("file", "shown"),
        ("button", "shown"),
    ]
    assert {row["chat"] for row in answered} == {7}
    assert len({row["update"] for row in answered}) == len(answered)
    assert all(row["ms"] >= 0 for row in answered)
    [error] = [row for row in rows if row["level"] == "error"]
    assert error["chat"] == 7
    assert "Traceback" in error["exception"]


async def test_as_text_the_fields_follow_the_message(server: ApiServer, base: FakeBase, stderr: Any) -> None:
    logs.configure()
    async with serving(server, base) as bot:
        await bot.say("谁主持会议")
        await bot.replies(1)
    [line] = [line for line in stderr().splitlines() if " answered " in line]
    assert "INFO bot.telegram.journal: answered update=1000 chat=7 kind=text outcome=sure ms=" in line


def test_a_doubtful_answer_is_unsure(base: FakeBase) -> None:
    base.changes = {"confidence": 0.4}
    conversation = Conversation()
    reply(conversation, base, "谁主持会议")
    assert outcome(conversation, None) == "unsure"


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_that_ends_the_program_shows_no_token(form: str, stderr: Any) -> None:
    logs.configure(LogSettings(form))
    error = RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    sys.excepthook(RuntimeError, error, None)
    log = stderr()
    assert "RuntimeError" in log
    assert TOKEN.split(":")[1] not in log


def test_less_is_logged_where_less_is_wanted(stderr: Any) -> None:
    logs.configure(LogSettings(level="warning"))
    logging.getLogger("bot.x").info("little")
    logging.getLogger("bot.x").warning("much")
    assert "much" in (log := stderr())
    assert "little" not in log


def test_the_command_line_wins_over_environment_and_file() -> None:
    set_ = read_configuration(
        {"TELEGRAM_BOT_TOKEN": TOKEN, "HUIWEN_LOG_FORMAT": "JSON", "HUIWEN_LOG_LEVEL": "debug"}
    ).overlaid(log_format=None, log_level="error")
    assert TelegramSettings.of(set_).logs == LogSettings("json", "error")
