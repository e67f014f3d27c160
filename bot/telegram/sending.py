"""Sending a reply into a chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Any

from telegram import Bot, Chat, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.constants import ChatType, MessageLimit, ParseMode
from telegram.error import BadRequest

from bot.reply import ELLIPSIS, Attachment, Button, Reply, clip, printable
from bot.telegram import markup
from bot.telegram.photos import is_photo, send_file

_ROW = 2
"""Buttons beside each other."""
_SHORT, _SHORT_ROW = 5, 5
"""As many buttons with labels of at most so many characters stand beside each other."""
_LABEL = 30
"""Characters of a button's label."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(
    message: Message, reply: Reply, owner: int | None = None, replaces: Sequence[int] = ()
) -> tuple[int, ...]:
    """Reply to a message, in as many messages as it takes; the buttons stand under the last one.

    :param owner: whose conversation the buttons belong to, where others can press them.
    :param replaces: the messages of an earlier reply that are to say this instead; what is too many of them goes.
    :returns: the numbers of the messages that hold the text now.
    """
    parts = markup.messages(reply)
    if reply.in_place and not replaces:
        replaces = (message.message_id,)
    left, file = list(replaces), reply.attachment
    if file and is_photo(file) and len(parts) == 1 and markup.units(parts[0].plain) <= MessageLimit.CAPTION_LENGTH:
        await _send_captioned(message, file, parts[0], _keyboard(reply, owner))
        parts = []
    numbers = []
    for n, part in enumerate(parts, 1):
        keyboard = _keyboard(reply, owner) if n == len(parts) else None
        if left and await _edit_part(message, left.pop(0), part, keyboard):
            numbers.append(replaces[n - 1])
        else:
            numbers.append(await _send_part(message, part, keyboard))
    for number in left:
        await _remove(message, number)
    if file and parts:
        await send_file(message, file)
    return tuple(numbers)


async def _send_captioned(
    message: Message, photo: Attachment, part: markup.Message, keyboard: InlineKeyboardMarkup | None
) -> None:
    """A photo with its text below, which stays with it when it is forwarded."""

    async def reply(text: str, **how: Any) -> None:
        file = InputFile(photo.content, photo.name)
        await message.reply_photo(file, text, reply_markup=keyboard, allow_sending_without_reply=True, **how)

    await _parsed(reply, part)


def chat_itself(bot: Bot, chat: int) -> Message:
    """What a chat is sent to that nobody has written to: a message without number, which is not quoted."""
    message = Message(0, datetime.fromtimestamp(0, UTC), Chat(chat, ChatType.SUPERGROUP))
    message.set_bot(bot)
    return message


async def _send_part(message: Message, part: markup.Message, keyboard: InlineKeyboardMarkup | None) -> int:
    reply = partial(
        message.reply_text,
        reply_markup=keyboard,
        link_preview_options=_NO_PREVIEW,
        do_quote=None if message.message_id else False,
        allow_sending_without_reply=True,
    )
    sent: Message = await _parsed(reply, part)
    return sent.message_id


async def _edit_part(
    message: Message, number: int, part: markup.Message, keyboard: InlineKeyboardMarkup | None
) -> bool:
    """Let a message of ours say something else; false if it is not to be had any more."""
    edit = partial(
        message.get_bot().edit_message_text,
        chat_id=message.chat.id,
        message_id=number,
        reply_markup=keyboard,
        link_preview_options=_NO_PREVIEW,
    )
    try:
        await _parsed(edit, part)
    except BadRequest as error:
        return "message is not modified" in str(error).lower()
    return True


async def _parsed(call: Callable[..., Awaitable[Any]], part: markup.Message) -> Any:
    """As HTML, or as plain text should Telegram not be able to parse it: an answer is never lost to its markup."""
    try:
        return await call(text=part.html, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if "can't parse entities" not in str(error).lower():
            raise
        return await call(text=part.plain)


async def _remove(message: Message, number: int) -> None:
    """Delete a message of ours; one that is too old for that shows only that it went on."""
    bot = message.get_bot()
    try:
        await bot.delete_message(message.chat.id, number)
    except BadRequest:
        with suppress(BadRequest):
            await bot.edit_message_text(ELLIPSIS, message.chat.id, number)


def _keyboard(reply: Reply, owner: int | None) -> InlineKeyboardMarkup | None:
    rows: list[tuple[Button, ...]] = []
    for short, alike in groupby(reply.buttons, lambda b: len(b.label) <= _SHORT):
        of_kind, size = tuple(alike), _SHORT_ROW if short else _ROW
        rows += [of_kind[at : at + size] for at in range(0, len(of_kind), size)]
    rows += [reply.turning] if reply.turning else []
    rows += [reply.last_row] if reply.last_row else []
    return InlineKeyboardMarkup([[_button(b, owner) for b in row] for row in rows]) if rows else None


def _button(button: Button, owner: int | None) -> InlineKeyboardButton:
    of = "" if owner is None else f"@{owner}"
    return InlineKeyboardButton(clip(printable(button.label), _LABEL), callback_data=f"{button.data}{of}")
