"""What the bot does with a message or a pressed button."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from telegram import CallbackQuery, Chat, InlineQueryResultsButton, Message, Update
from telegram.constants import ChatAction
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import CallbackContext

from bot.chosen_languages import ChosenLanguages
from bot.clock import Clock, now
from bot.conversation import Conversation, Conversations, Face, is_question, press, reply
from bot.edits import asked, asked_anew
from bot.known_chats import KnownChats
from bot.offers import common, personal
from bot.reply import Reply, note
from bot.rights.caller import may
from bot.rights.levels import Level, Need
from bot.rights.members import Members
from bot.rooms import Rooms
from bot.sent_answers import SentAnswers
from bot.telegram import journal
from bot.telegram.addressed import said
from bot.telegram.chat_states import ChatStates, rename_chat
from bot.telegram.keys import Key, key_at, key_of
from bot.telegram.languages import Languages
from bot.telegram.reminding import Reminding
from bot.telegram.sending import chat_itself, send
from bot.texts import say
from knowledge import KnowledgeBase, LibraryError
from knowledge.language import speaking
from knowledge.store import Database

TYPING_AFTER = 0.5
"""Seconds of thinking after which the chat shows that the bot is typing."""

Context = CallbackContext[Any, Any, Any, Any]
_OWNED = re.compile(r"(?P<data>.*)@(?P<owner>-?\d{1,20})", re.ASCII)
"""The data of a button in a group, and whose conversation it belongs to."""
_log = logging.getLogger(__name__)


class Handlers:
    """The bot's handlers around the rooms of its chats.

    :param file: the bot's own, see :mod:`bot.bot_file`.
    :param members: who may ask.
    """

    def __init__(self, rooms: Rooms, file: Database, members: Members, clock: Clock = now) -> None:
        self.rooms = rooms
        self.members = members
        self.known = KnownChats(file)
        self.clock = clock
        self.conversations = Conversations(Face.TELEGRAM)
        self.answers = SentAnswers(file)
        self._moving = asyncio.Lock()
        self.languages = Languages(ChosenLanguages(file))
        self.reminding = Reminding(rooms, clock, self._may_be_told)

    def _may_be_told(self, chat: int) -> bool:
        """Whether a chat may be written to by itself: as long as it may ask."""
        return self.members.level_in(chat, chat, self.known.earlier(chat)) >= Level.MEMBER

    async def text(self, update: Update, context: Context) -> None:
        """A command or a question."""
        message = update.message
        text = said(message) if message else None
        if message is None or text is None:
            return
        if not is_question(text):
            await self.respond(message, key_of(message, update), reply, text)
            return
        key = key_of(message, update)
        sent = await self.respond(message, key, _of(asked, message), text)
        if message.message_id in self.conversations.of(key).typed:
            await asyncio.to_thread(self.answers.keep, message.chat.id, message.message_id, sent)

    async def edited(self, update: Update, context: Context) -> None:
        """A question that says something else now: so does its answer. Nothing if there is none, or it is no question."""
        message = update.edited_message
        text = said(message) if message else None
        if message is None or text is None or not is_question(text):
            return
        before = await asyncio.to_thread(self.answers.of, message.chat.id, message.message_id)
        if before:
            sent = await self.respond(message, key_of(message, update), _of(asked_anew, message), text, replaces=before)
            await asyncio.to_thread(self.answers.keep, message.chat.id, message.message_id, sent)

    async def other(self, update: Update, context: Context) -> None:
        """A picture, a voice message: nothing to answer."""
        if update.message:
            await send(update.message, note(say("hint.other")))

    async def pressed(self, update: Update, context: Context) -> None:
        """A button under an answer."""
        query = update.callback_query
        if query is None:
            return
        if not isinstance(query.message, Message):  # too old for Telegram to show it to bots
            await acknowledge(update, say("button.expired"))
            return
        data, owner = owned(query)
        if personal(data) and query.from_user.id != owner and not await asyncio.to_thread(may, Need.KEEP):
            await acknowledge(update, say("button.not_yours"))
            return
        await acknowledge(update)
        await self.respond(query.message, key_at(query.message, owner), press, data, query.from_user.id)

    async def respond(
        self,
        message: Message,
        key: Key,
        answer: Callable[[Conversation, KnowledgeBase, str], Reply],
        text: str = "",
        by: int | None = None,
        replaces: Sequence[int] = (),
    ) -> tuple[int, ...]:
        """Think off the event loop, in the chat's room, then send. ``key`` says whose conversation it is.

        :param by: the user who acts in it, where that is another one.
        :param replaces: the messages of an earlier reply that this one takes the place of.
        :returns: the numbers of the messages that hold the reply.
        """
        async with self._moving:  # not in the middle of a move
            key = key._replace(chat=self.known.now(key.chat))
        conversation = self.conversations.of(key)
        self.languages.tell(conversation)

        def think() -> tuple[Reply, str]:
            with self.rooms.entered(key.chat) as room:
                ChatStates(room.base).recall(key, conversation)
                conversation.room, before = room, conversation.last
                conversation.name, conversation.user, conversation.clock = (
                    json.dumps(key[1:]),
                    by or key.user,
                    self.clock,
                )
                try:
                    with speaking(conversation.speaks):
                        given = answer(conversation, room.base, text)
                    return given, journal.outcome(conversation, before)
                finally:
                    ChatStates(room.base).keep(key, conversation)
                    self.reminding.look(key.chat, room)

        thinking = asyncio.create_task(asyncio.to_thread(think))
        await asyncio.wait({thinking}, timeout=TYPING_AFTER)
        if not thinking.done():
            with contextlib.suppress(TelegramError):
                await message.chat.send_action(ChatAction.TYPING, message_thread_id=message.message_thread_id)
        owner = None if message.chat.type == Chat.PRIVATE else key.user
        given, outcome = await thinking
        self.languages.keep(conversation)
        sent = await self._send(message, given, owner, replaces)
        journal.answered(outcome)
        return sent

    async def move(self, before: int, now: int) -> None:
        """A group has got another number: everything of it follows. Repeated, it changes nothing."""
        async with self._moving:
            if self.known.now(before) == now:
                return
            await asyncio.to_thread(self._move, before, now)
            self.conversations.rename(lambda k: k._replace(chat=now) if isinstance(k, Key) and k.chat == before else k)

    def finish_moves(self) -> None:
        """Go on where the bot was ended while a group moved."""
        for before, after in self.known.unfinished():
            self._move(before, after)

    def _move(self, before: int, now: int) -> None:
        self.known.move(before, now)
        try:
            self.rooms.move(before, now)
            with self.rooms.entered(now) as room:
                for base in {id(b): b for b in (room.base, room.shared)}.values():
                    rename_chat(base, before, now)
            self.answers.forget(before)
            self.known.finish(before)
        except LibraryError as error:
            _log.error("%s", error)

    async def _send(
        self, message: Message, reply: Reply, owner: int | None, replaces: Sequence[int]
    ) -> tuple[int, ...]:
        """Send, to where the chat is by now."""
        try:
            return await send(message, reply, owner, replaces)
        except ChatMigrated as moved:
            await self.move(message.chat.id, moved.new_chat_id)
            return await send(chat_itself(message.get_bot(), moved.new_chat_id), reply, owner)


def to_the_bot(text: str) -> InlineQueryResultsButton:
    """A button above inline results that opens the bot."""
    return InlineQueryResultsButton(text, start_parameter="inline")


def _of(
    answer: Callable[[Conversation, KnowledgeBase, int, str], Reply], message: Message
) -> Callable[[Conversation, KnowledgeBase, str], Reply]:
    """The same for one message."""
    return lambda conversation, base, text: answer(conversation, base, message.message_id, text)


def owned(query: CallbackQuery) -> tuple[str, int]:
    """The data of a pressed button, and whose conversation it belongs to: in private the presser's."""
    data = query.data or ""
    found = _OWNED.fullmatch(data)
    if found is None:
        return data, query.from_user.id
    return found["data"], query.from_user.id if common(found["data"]) else int(found["owner"])


async def acknowledge(update: Update, text: str | None = None, *, alert: bool = True) -> None:
    """Answer a callback, so that the button stops waiting; one that is too old, or cannot be reached, does not matter.

    :param alert: show the text until it is closed, not only for a moment.
    """
    if update.callback_query:
        with contextlib.suppress(TelegramError):
            await update.callback_query.answer(text, show_alert=bool(text) and alert)
