"""The Telegram bot at the tests' own Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.clock import Clock, now
from bot.settings import TelegramSettings
from bot.telegram import app
from knowledge import KnowledgeBase
from tests.bot.api_server import TOKEN, ApiServer
from tests.bot.fake_base import FakeBase

ANSWERS = {"谁主持会议": "王小明", "要完成什么": "完成东风河清淤 <b>& 收尾</b>", "<i>&": "李红"}


@pytest.fixture
async def server() -> AsyncIterator[ApiServer]:
    async with ApiServer() as running:
        yield running


@pytest.fixture
def base() -> FakeBase:
    return FakeBase(ANSWERS)


@pytest.fixture
async def bot(server: ApiServer, base: FakeBase) -> AsyncIterator[ApiServer]:
    """The server with a bot that everyone may ask."""
    async with serving(server, base):
        yield server


@asynccontextmanager
async def serving(
    server: ApiServer,
    base: KnowledgeBase,
    allowed: frozenset[int] = frozenset(),
    *,
    limits: bool = False,
    clock: Clock = now,
    every: float = 30.0,
    **changes: Any,
) -> AsyncIterator[ApiServer]:
    """A running bot. Everyone may ask it, unless some are named, or ``changes`` of the settings say otherwise."""
    stop = asyncio.Event()
    who = {"allowed": allowed, "everyone": not allowed, **changes}
    settings = TelegramSettings(TOKEN, server.base_url, server.base_file_url, send_limits=limits, **who)
    service = replace(app.build(settings, base, clock), look_every=every)
    task = asyncio.create_task(app.serve(service, stop))
    try:
        await server.until(lambda: server.polls > 0 or task.done())
        yield server
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)
