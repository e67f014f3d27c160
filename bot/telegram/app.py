"""The Telegram bot: its handlers, its menu, and its life from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.bot_file import open_bot_file
from bot.clock import Clock, now
from bot.configuration import SettingsError
from bot.inbox import Inbox
from bot.inbox import Update as Content
from bot.only_one import only_one
from bot.rights.members import Members
from bot.rights.opening import who_may_ask
from bot.rooms import Rooms
from bot.settings import TelegramSettings, WebhookSettings
from bot.telegram import logs, reminding
from bot.telegram.addressed import Addressed
from bot.telegram.api import Api
from bot.telegram.errors import Connection, apologize, on_error
from bot.telegram.gate import Gate
from bot.telegram.handlers import Handlers
from bot.telegram.inline import InlineHandlers
from bot.telegram.limits import Limits
from bot.telegram.membership import Membership
from bot.telegram.menu import set_menu
from bot.telegram.polling import Polling
from bot.telegram.turns import Turns
from bot.telegram.upload_handlers import ReportText, UploadHandlers
from bot.telegram.vote_handlers import VoteHandlers
from bot.telegram.webhook import Webhook
from bot.texts import say
from bot.version import version
from knowledge import KnowledgeBase
from knowledge.store import Database

App = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
MOST_BEGUN = 4
"""How often answering an update may begin: more often, and the update is what ends the program."""
GRACE = 5.0
"""Seconds that answers under way are given when the bot stops; those that take longer are given by the next run."""
_STOPPED_WITHIN = 9.0
_INTERRUPTED = 130
"""What a program that was interrupted exits with."""
_LONGEST_WAIT = 30.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """The bot's parts: its connection, what handles updates, and its own file."""

    application: App
    api: Api
    handlers: Handlers
    file: Database
    members: Members
    webhook: WebhookSettings | None = None
    look_every: float = reminding.EVERY
    """Seconds between two looks at the clock for reminders."""


def run(settings: TelegramSettings, base: KnowledgeBase) -> None:
    """Run until SIGINT or SIGTERM.

    :raises SettingsError: Telegram does not know the token, or another bot runs in the same folder.
    """
    logs.configure(settings.logs)
    _log.info(_reads(base))
    _log.info(say("telegram.chats", folder=settings.chats))
    asyncio.run(_run(settings, base))


def _reads(base: KnowledgeBase) -> str:
    """What chats ask that have no reports of their own."""
    path = getattr(base.shelf, "path", None)
    if path:
        return say("telegram.reads_library", version=version(), file=path, count=len(base.shelf))
    return say("telegram.reads", version=version(), count=len(base.shelf))


async def _run(settings: TelegramSettings, base: KnowledgeBase) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends the program all the same
            loop.add_signal_handler(number, _end, stop)
    await serve(build(settings, base), stop)


def _end(stop: asyncio.Event) -> None:
    """Stop, within a time: a thread that is still reading a large report cannot be interrupted, and need not be.

    Whoever asks twice does not want to wait: what is not answered is in the inbox anyway.
    """
    if stop.is_set():
        _log.warning(say("telegram.stopped_at_once"))
        os._exit(_INTERRUPTED)
    _log.info(say("telegram.stopping"))
    stop.set()
    late = threading.Timer(_STOPPED_WITHIN, os._exit, (0,))
    late.daemon = True
    late.start()


def build(settings: TelegramSettings, base: KnowledgeBase, clock: Clock = now) -> Service:
    """The bot with all its handlers, not connected yet.

    :raises LibraryError: the bot's own file cannot be opened.
    """
    api = Api(settings, Limits(keep=settings.send_limits))
    application = ApplicationBuilder().bot(api).updater(None).build()
    file = open_bot_file(settings.bot_file)
    members = Members(file, settings.policy)
    handlers = Handlers(Rooms(settings.chats, base), file, members, clock)
    register(application, handlers)
    return Service(application, api, handlers, file, members, settings.webhook)


def register(application: App, handlers: Handlers) -> None:
    """Add all handlers. Order matters: in a group the first that fits takes the update.

    Each is waited for (no ``block=False``): an update is answered when its handler has ended, and chats do not wait for
    each other anyway.
    """
    new = filters.UpdateType.MESSAGE
    private = new & filters.ChatType.PRIVATE
    membership = Membership(handlers)
    # Whoever may ask: where the bot is, and which number a chat has.
    application.add_handler(TypeHandler(Update, membership.seen), group=-3)
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, membership.migrated), group=-2)
    # Before anything else, so that no other handler needs to think of it.
    application.add_handler(TypeHandler(Update, Gate(handlers).check), group=-1)
    _register_uploads(application, UploadHandlers(handlers))
    # In a group only what is said to the bot.
    application.add_handler(MessageHandler(new & filters.TEXT & Addressed(), handlers.text))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, handlers.edited))
    # After the text: what has none. A service message (pinned, joined) is nobody's question.
    application.add_handler(MessageHandler(private & ~filters.TEXT & ~filters.StatusUpdate.ALL, handlers.other))
    application.add_handler(CallbackQueryHandler(VoteHandlers(handlers).pressed, pattern=r"^v:"))
    application.add_handler(CallbackQueryHandler(handlers.pressed))
    application.add_handler(InlineQueryHandler(InlineHandlers(handlers).asked))
    application.add_handler(ChatMemberHandler(membership.welcome, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(membership.refused)
    application.add_error_handler(on_error)


def _register_uploads(application: App, uploads: UploadHandlers) -> None:
    """In private any file or long text is a report; in a group it is said to the bot, or pointed at by ``/upload``."""
    new = filters.UpdateType.MESSAGE
    private = new & filters.ChatType.PRIVATE
    sent = new & filters.Document.ALL & Addressed()
    application.add_handler(MessageHandler(sent, uploads.document))
    application.add_handler(CommandHandler("upload", uploads.replied, filters=new & filters.REPLY))
    application.add_handler(
        MessageHandler(private & filters.TEXT & ~filters.COMMAND & ReportText(uploads), uploads.text)
    )


async def serve(service: Service, stop: asyncio.Event) -> None:
    """Connect, answer until ``stop`` is set, then finish what is under way.

    :raises SettingsError: Telegram does not know the token, or another bot runs in the same folder.
    """
    connection = Connection()
    try:
        with only_one(service.file.path):
            service.handlers.finish_moves()
            if await _connect(service, connection, stop):
                await _answer_until(service, connection, stop)
    finally:
        await service.application.shutdown()
        await service.api.shutdown()  # the application leaves it open if it never got to start
        service.handlers.rooms.close()
        service.file.close()


async def _answer_until(service: Service, connection: Connection, stop: asyncio.Event) -> None:
    application = service.application
    inbox = Inbox(service.file, application.bot.id)
    turns = Turns(inbox, partial(_answer, application))
    stopped = asyncio.create_task(stop.wait())
    fetching = asyncio.create_task(_fetch(service, turns, connection))
    leaving = asyncio.Event()
    told = asyncio.create_task(service.handlers.reminding.run(application.bot, leaving, service.look_every))
    try:
        await application.start()
        _log.info(say("telegram.running", name=application.bot.username))
        for line in await asyncio.to_thread(who_may_ask, service.members, application.bot.username):
            _log.warning(line)
        await asyncio.wait({stopped, fetching}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        fetching.cancel()
        leaving.set()
        (ended,) = await asyncio.gather(fetching, return_exceptions=True)
        await asyncio.gather(turns.close(GRACE), asyncio.wait({told}, timeout=GRACE))
        told.cancel()
        if application.running:
            await application.stop()
    left = len(inbox.waiting())
    _log.info(say("telegram.stopped_with", count=left) if left else say("telegram.stopped"))
    if isinstance(ended, Exception):
        raise ended


async def _fetch(service: Service, turns: Turns, connection: Connection) -> None:
    """First what an earlier run has left, then what is new: sent by Telegram where a webhook is set, else asked for."""
    await turns.resume()
    if service.webhook:
        await Webhook(service.webhook, service.api, ALLOWED_UPDATES, turns.take, connection).run()
    else:
        await Polling(service.api, ALLOWED_UPDATES, turns.take, connection).run()


async def _answer(application: App, content: Content, begun: int) -> None:
    """Answer one update. What goes wrong on the way has been told when this returns."""
    try:
        update = Update.de_json(dict(content), application.bot)
    except Exception as error:
        await apologize(None, error)
        return
    if begun > MOST_BEGUN:
        await apologize(update, say("telegram.set_aside", id=update.update_id, count=begun - 1))
    else:
        await application.process_update(update)


async def _connect(service: Service, connection: Connection, stop: asyncio.Event) -> bool:
    """Connect, trying again until it works; false if stopped before."""
    application, wait = service.application, 1.0
    while not stop.is_set():
        try:
            await application.initialize()
            if service.webhook is None:  # while one is set, nothing can be fetched
                await application.bot.delete_webhook(drop_pending_updates=False)
            await set_menu(application.bot)
            return True
        except InvalidToken:
            raise SettingsError(say("telegram.invalid_token")) from None
        except TelegramError as error:
            connection.trouble(error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        wait = min(wait * 1.5, _LONGEST_WAIT)
    return False
