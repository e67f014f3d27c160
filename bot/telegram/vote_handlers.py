"""A pressed thumb: kept for the presser, and acknowledged in a toast."""

from __future__ import annotations

import asyncio

from telegram import Message, Update

from bot.telegram.handlers import Context, Handlers, acknowledge, owned
from bot.telegram.keys import key_at
from bot.texts import say
from bot.votes import pressed_thumb, turn_of, vote


class VoteHandlers:
    """What the bot does with thumbs. Anybody in the chat may press those under anybody's answer."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    async def pressed(self, update: Update, context: Context) -> None:
        """A thumb under an answer."""
        query = update.callback_query
        if query is None:
            return
        data, owner = owned(query)
        thumb = pressed_thumb(data)
        if thumb is None or not isinstance(query.message, Message):
            await acknowledge(update, say("button.expired"))
            return
        chat, answer, voter = query.message.chat.id, str(query.message.message_id), query.from_user.id
        turn = turn_of(thumb, self._handlers.conversations.of(key_at(query.message, owner)))

        def kept() -> str:
            with self._handlers.rooms.entered(chat) as room:
                return vote(room, thumb, turn, answer, voter)

        await acknowledge(update, await asyncio.to_thread(kept), alert=False)
