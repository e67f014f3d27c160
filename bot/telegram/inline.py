"""Inline mode: ``@bot question`` in any chat, answered from the library of the asker's own private chat."""

from __future__ import annotations

import asyncio

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.asking import answered
from bot.memory import Conversation, Face
from bot.reply import Quoted, clip
from bot.telegram import markup
from bot.telegram.handlers import Context, Handlers, to_the_bot
from bot.texts import say
from bot.which_person import doubtful
from knowledge import KnowledgeBase
from knowledge.normalize import clean

CACHED = 10
"""Seconds that Telegram may show the same results to the same user."""
_SHORTEST = 2
_TITLE, _DESCRIPTION = 100, 200


class InlineHandlers:
    """Answers to choose from while somebody types; nothing of it is remembered."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    async def asked(self, update: Update, context: Context) -> None:
        """A question as far as it is typed."""
        query = update.inline_query
        if query is None:
            return
        question = " ".join(clean(query.query).split())
        if len(question) < _SHORTEST:
            await _show(query, (), say("inline.type"))
            return
        found = await asyncio.to_thread(self._found, query.from_user.id, question)
        await _show(query, found, "" if found else say("inline.not_found"))

    def _found(self, user: int, question: str) -> tuple[InlineQueryResultArticle, ...]:
        with self._handlers.rooms.entered(user) as room:  # a private chat has the number of its user
            return results(room.base, question)


def results(base: KnowledgeBase, question: str) -> tuple[InlineQueryResultArticle, ...]:
    """The answer with its quotes and places; none if the reports do not say, or it is not clear whom is meant."""
    conversation = Conversation(Face.CONSOLE)  # without a room: nothing is kept for the keeper
    reply = answered(conversation, base, question)
    given = conversation.last
    if given is None or not given.found or doubtful(given, base):
        return ()
    quote = next((part for part in reply.parts if isinstance(part, Quoted)), None)
    article = InlineQueryResultArticle(
        "1",
        clip(given.text, _TITLE),
        InputTextMessageContent(
            markup.messages(reply)[0].html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        description=clip(f"{quote.place}　{quote.text}", _DESCRIPTION) if quote else None,
    )
    return (article,)


async def _show(query: InlineQuery, found: tuple[InlineQueryResultArticle, ...], text: str) -> None:
    await query.answer(found, cache_time=CACHED, is_personal=True, button=to_the_bot(text) if text else None)
