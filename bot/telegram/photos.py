"""Which files go as photos, shown in the chat, and which as documents."""

from __future__ import annotations

from telegram import InputFile, Message
from telegram.constants import FileSizeLimit

from bot.reply import Attachment

_SIDES, _RATIO = 10_000, 20
"""Pixels of width and height together, and how often one may go into the other, for Telegram to take a picture."""


def is_photo(file: Attachment) -> bool:
    """Whether Telegram takes a file as a photo: a picture, not too large and not too long."""
    if file.pixels is None or len(file.content) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        return False
    short, long = sorted(file.pixels)
    return short + long <= _SIDES and long <= short * _RATIO


async def send_file(message: Message, file: Attachment) -> None:
    """Send a file in reply to a message."""
    if is_photo(file):
        await message.reply_photo(InputFile(file.content, file.name))
    else:
        await message.reply_document(InputFile(file.content, file.name))
