"""Files, and long pasted or forwarded texts: fetched, read off the event loop, shown before they are kept."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass

from telegram import Document, Message, Update
from telegram.error import BadRequest, NetworkError
from telegram.ext import filters

from bot.memory import Conversation
from bot.offers import withdraw_last
from bot.reply import Reply
from bot.rights.caller import require
from bot.rights.levels import Need
from bot.settings import UPLOADS
from bot.telegram.handlers import Context, Handlers
from bot.telegram.keys import Key, key_at, key_of
from bot.texts import say
from bot.uploads import from_file, from_text, offer, too_large
from knowledge import KnowledgeBase, ReportError

_log = logging.getLogger(__name__)
_WAITS = (1.0, 2.0, 0.0)
"""Seconds after each try to fetch a file."""


@dataclass(frozen=True, slots=True)
class _Pasted:
    """A text that may go on in the next message: Telegram's programs cut what is too long for one."""

    text: str
    message: int


class UploadHandlers:
    """What the bot does with a report that is sent to it."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._pasted: OrderedDict[Key, _Pasted] = OrderedDict()

    async def document(self, update: Update, context: Context) -> None:
        """A file."""
        if update.message and update.message.document:
            await self._file(update.message, update, update.message.document)

    async def replied(self, update: Update, context: Context) -> None:
        """``/upload`` in reply to a file or a text that is there already."""
        message = update.message
        meant = message.reply_to_message if message else None
        if message and meant and meant.document:
            await self._file(message, update, meant.document)
        elif message and meant and meant.text and not (meant.from_user and meant.from_user.is_bot):
            await self._text(message, update, meant.text)
        else:
            await self._handlers.text(update, context)

    async def text(self, update: Update, context: Context) -> None:
        """A long text, or what follows one."""
        message = update.message
        if message is None or message.text is None:
            return
        before = self._pasted.pop(_key(message), None) if self._goes_on(message) else None
        text = f"{before.text}{message.text}" if before else message.text
        if len(message.text) >= UPLOADS.cut_characters:
            self._pasted[_key(message)] = _Pasted(text, message.message_id)
            if len(self._pasted) > UPLOADS.cut_texts:
                self._pasted.popitem(last=False)
        await self._text(message, update, text, replaces=before is not None)

    def is_report(self, message: Message) -> bool:
        """Whether a text is taken for a report rather than a question."""
        text = message.text or ""
        least = UPLOADS.forwarded_characters if message.forward_origin else UPLOADS.text_characters
        return len(text) >= least or self._goes_on(message)

    def _goes_on(self, message: Message) -> bool:
        before = self._pasted.get(_key(message))
        return before is not None and message.message_id == before.message + 1

    async def _file(self, message: Message, update: Update, document: Document) -> None:
        name = document.file_name or document.file_unique_id
        await asyncio.to_thread(require, Need.KEEP)
        if (document.file_size or 0) > UPLOADS.file_bytes:
            raise ReportError(too_large(name))
        data = await _fetched(document, name)

        def show(conversation: Conversation, _: KnowledgeBase, __: str) -> Reply:
            return offer(conversation, from_file(data, name))

        await self._handlers.respond(message, key_of(message, update), show)

    async def _text(self, message: Message, update: Update, text: str, *, replaces: bool = False) -> None:
        def show(conversation: Conversation, _: KnowledgeBase, __: str) -> Reply:
            require(Need.KEEP)
            if replaces:
                withdraw_last(conversation)
            return offer(conversation, from_text(text))

        await self._handlers.respond(message, key_of(message, update), show)


async def _fetched(document: Document, name: str) -> bytes:
    """What is in a file.

    :raises ReportError: it is too large, or could not be fetched.
    """
    for wait in _WAITS:
        try:
            return bytes(await (await document.get_file()).download_as_bytearray())
        except BadRequest as error:
            if "file is too big" in str(error).lower():
                raise ReportError(too_large(name)) from error
            raise
        except NetworkError as error:
            _log.warning("a file was not fetched: %s", error)
        await asyncio.sleep(wait)
    raise ReportError(say("upload.not_fetched", name=name))


class ReportText(filters.MessageFilter):
    """Texts that are taken for reports."""

    def __init__(self, uploads: UploadHandlers) -> None:
        super().__init__()
        self._uploads = uploads

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return self._uploads.is_report(message)


def _key(message: Message) -> Key:
    return key_at(message, message.from_user.id if message.from_user else None)
