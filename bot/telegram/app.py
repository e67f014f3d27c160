"""The Telegram bot: its handlers, its menu, and its life from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.configuration import SettingsError
from bot.rooms import Rooms
from bot.settings import TelegramSettings
from bot.telegram import logs
from bot.telegram.addressed import Addressed
from bot.telegram.errors import Connection, on_error
from bot.telegram.handlers import Handlers
from bot.telegram.menu import set_menu
from bot.telegram.upload_handlers import ReportText, UploadHandlers
from bot.telegram.vote_handlers import VoteHandlers
from bot.texts import say
from knowledge import KnowledgeBase

App = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = ("message", "callback_query")
"""Edited messages are not asked for: an edit would be answered a second time."""
READ_TIMEOUT = 20.0
"""Seconds: a slow server has often delivered already, and asking again would deliver twice."""
_LONGEST_WAIT = 30.0

_log = logging.getLogger(__name__)


def run(settings: TelegramSettings, base: KnowledgeBase) -> None:
    """Run until SIGINT or SIGTERM.

    :raises SettingsError: Telegram does not know the token.
    """
    logs.configure(settings.logs)
    asyncio.run(_run(settings, base))


async def _run(settings: TelegramSettings, base: KnowledgeBase) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends the program all the same
            loop.add_signal_handler(number, stop.set)
    await serve(build(settings, base), stop)


def build(settings: TelegramSettings, base: KnowledgeBase) -> App:
    """The application with all its handlers, not connected yet."""
    builder = ApplicationBuilder().token(settings.token).rate_limiter(AIORateLimiter(max_retries=3))
    builder = builder.read_timeout(READ_TIMEOUT).connect_timeout(READ_TIMEOUT / 2)
    if settings.base_url:
        builder = builder.base_url(settings.base_url)
    if settings.base_file_url:
        builder = builder.base_file_url(settings.base_file_url)
    application = builder.build()
    register(application, Handlers(Rooms(settings.chats, base), settings.allowed))
    if not settings.allowed:
        _log.warning(say("telegram.open"))
    return application


def register(application: App, handlers: Handlers) -> None:
    """Add all handlers. Order matters: in a group the first that fits takes the update."""
    new = filters.UpdateType.MESSAGE
    private = new & filters.ChatType.PRIVATE
    # Before anything else, so that no other handler needs to think of it.
    application.add_handler(TypeHandler(Update, handlers.gate), group=-1)
    _register_uploads(application, UploadHandlers(handlers))
    # In a group only what is said to the bot.
    application.add_handler(MessageHandler(new & filters.TEXT & Addressed(), handlers.text))
    # After the text: what has none. A service message (pinned, joined) is nobody's question.
    application.add_handler(MessageHandler(private & ~filters.TEXT & ~filters.StatusUpdate.ALL, handlers.other))
    application.add_handler(CallbackQueryHandler(VoteHandlers(handlers).pressed, pattern=r"^v:"))
    application.add_handler(CallbackQueryHandler(handlers.pressed))
    application.add_error_handler(on_error)


def _register_uploads(application: App, uploads: UploadHandlers) -> None:
    """In private any file or long text is a report; in a group it is said to the bot, or pointed at by ``/upload``."""
    new = filters.UpdateType.MESSAGE
    private = new & filters.ChatType.PRIVATE
    sent = new & filters.Document.ALL & Addressed()
    # Not waited for: a large file of one chat must not keep the others waiting.
    application.add_handler(MessageHandler(sent, uploads.document, block=False))
    application.add_handler(CommandHandler("upload", uploads.replied, filters=new & filters.REPLY, block=False))
    application.add_handler(
        MessageHandler(private & filters.TEXT & ~filters.COMMAND & ReportText(uploads), uploads.text)
    )


async def serve(application: App, stop: asyncio.Event) -> None:
    """Connect, answer until ``stop`` is set, then finish what is under way.

    :raises SettingsError: Telegram does not know the token.
    """
    connection = Connection()
    try:
        if await _connect(application, connection, stop):
            await _answer_until(application, connection, stop)
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # the application leaves it open if it never got to start


async def _answer_until(application: App, connection: Connection, stop: asyncio.Event) -> None:
    updater = application.updater
    assert updater is not None
    try:
        await set_menu(application.bot)
        await application.start()
        await updater.start_polling(
            allowed_updates=ALLOWED_UPDATES,
            bootstrap_retries=-1,
            drop_pending_updates=False,
            error_callback=connection.trouble,
        )
        _log.info(say("telegram.running", name=application.bot.username))
        await stop.wait()
    finally:
        if updater.running:
            await updater.stop()
        if application.running:
            await application.stop()


async def _connect(application: App, connection: Connection, stop: asyncio.Event) -> bool:
    """Connect, trying again until it works; false if stopped before."""
    wait = 1.0
    while not stop.is_set():
        try:
            await application.initialize()
            return True
        except InvalidToken:
            raise SettingsError(say("telegram.invalid_token")) from None
        except TelegramError as error:
            connection.trouble(error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        wait = min(wait * 1.5, _LONGEST_WAIT)
    return False
