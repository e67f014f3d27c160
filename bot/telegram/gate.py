"""The gate: before any handler gets an update, who sent it is looked up, and whoever may not ask gets no further.

What a command or a button needs beyond asking is checked where it is carried out, against the caller announced here; see
:mod:`bot.rights.caller`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError

from telegram import Chat, ChatMember, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot import commands
from bot.memory import Conversation, Face
from bot.reply import Reply, note
from bot.rights.caller import Caller, act_as
from bot.rights.levels import GroupKeepers, Level
from bot.rights.pairing import is_code
from bot.telegram import journal
from bot.telegram.addressed import said
from bot.telegram.errors import apologize
from bot.telegram.handlers import Context, Handlers, acknowledge, to_the_bot
from bot.telegram.membership import inside
from bot.telegram.sending import send
from bot.texts import say
from knowledge import KnowledgeBase

_ADMINISTRATORS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
_PATIENCE = 20.0
"""Seconds to wait for Telegram to say who administers a group; nobody does until it says so."""


class Gate:
    """Lets through whoever may ask, announces them as the caller, and speaks to each in their language."""

    def __init__(self, handlers: Handlers) -> None:
        self._members = handlers.members
        self._languages = handlers.languages
        self._known = handlers.known

    async def check(self, update: Update, context: Context) -> None:
        """Let an update pass or not; the only place that decides who may ask. What goes wrong here lets nobody through."""
        try:
            await self._check(update)
        except ApplicationHandlerStop:
            raise
        except Exception as error:
            await apologize(update, error)
            raise ApplicationHandlerStop from error

    async def _check(self, update: Update) -> None:
        journal.begin(update)
        self._languages.listen(update)
        await self._brought(update)
        caller = self._caller(update)
        act_as(caller)
        if (message := update.message) and (code := _pairing(message)) is not None:
            await send(message, await asyncio.to_thread(_paired, code))
            raise ApplicationHandlerStop
        if caller.level < Level.MEMBER:
            await _refuse(update, caller.sender)
            raise ApplicationHandlerStop

    async def _brought(self, update: Update) -> None:
        """A group that an admin adds the bot to is let in."""
        change = update.my_chat_member
        if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return
        if inside(change.old_chat_member) or not inside(change.new_chat_member):
            return
        if self._members.level(change.from_user.id) >= Level.ADMIN:
            await asyncio.to_thread(self._members.let_in, change.chat.id, Level.MEMBER)

    def _caller(self, update: Update) -> Caller:
        sender, chat = update.effective_sender, update.effective_chat
        number = sender.id if sender else 0
        place = chat.id if chat else number  # an inline query comes from nowhere: from the user's own room
        level = self._members.level_in(number, place, self._known.earlier(place))
        message = update.effective_message if not update.callback_query else None
        if isinstance(message, Message) and message.forward_origin:
            level = min(level, Level.MEMBER)  # somebody else's words
        return Caller(
            self._members,
            number,
            place,
            place == number and number > 0,
            level,
            self._keeps(number, chat, level),
            _replied_to(message) if isinstance(message, Message) else None,
            update.get_bot().username,
        )

    def _keeps(self, sender: int, chat: Chat | None, level: Level) -> Callable[[], bool]:
        """Whether the sender keeps the reports of a chat: looked up when it matters, in the thread that needs to know."""
        keepers = self._members.policy.group_keepers
        if chat is None or chat.type == ChatType.PRIVATE or level >= Level.ADMIN or keepers is GroupKeepers.EVERYONE:
            return lambda: True
        if keepers is GroupKeepers.ADMINS:
            return lambda: False
        if sender == chat.id:  # an anonymous administrator
            return lambda: True
        loop = asyncio.get_running_loop()

        def ask() -> bool:
            status = asyncio.run_coroutine_threadsafe(_status(chat, sender), loop)
            with contextlib.suppress(FutureTimeoutError):
                return status.result(_PATIENCE) in _ADMINISTRATORS
            return False

        return ask


async def _status(chat: Chat, user: int) -> str:
    """What a user is in a group, ``""`` if Telegram does not say."""
    with contextlib.suppress(TelegramError):
        return (await chat.get_member(user)).status
    return ""


def _pairing(message: Message) -> str | None:
    """The code in a message that wants to be let in (``""`` without one), ``None`` if it is no such message.

    What was forwarded or sent through a bot is not the sender's own wish.
    """
    if message.forward_origin or message.via_bot or message.text is None:
        return None
    text = said(message)
    if text is None:
        return None
    name, argument = commands.named(text)
    if name == "pair":
        return argument
    return argument if name == "start" and is_code(argument) else None


def _paired(code: str) -> Reply:
    return commands.run(Conversation(Face.TELEGRAM), KnowledgeBase(), f"/pair {code}")


def _replied_to(message: Message) -> int | None:
    """The user whose message a message replies to; nobody for bots, anonymous administrators and channels."""
    before = message.reply_to_message
    if before is None or before.sender_chat or before.from_user is None or before.from_user.is_bot:
        return None
    return before.from_user.id


async def _refuse(update: Update, sender: int) -> None:
    """One line in private, a toast at a button, a button at an inline query; nothing in groups."""
    text = say("telegram.denied", id=sender)
    if update.callback_query:
        await acknowledge(update, text)
    elif update.inline_query:
        with contextlib.suppress(TelegramError):
            await update.inline_query.answer(
                [], cache_time=0, is_personal=True, button=to_the_bot(say("inline.denied"))
            )
    elif update.message and update.message.chat.type == ChatType.PRIVATE:
        await send(update.message, note(text))
