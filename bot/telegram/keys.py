"""Whose conversation an update belongs to."""

from __future__ import annotations

from typing import NamedTuple

from telegram import Message, Update


class Key(NamedTuple):
    """One conversation for each chat, forum topic and user.

    ``user`` is the chat or channel itself for anonymous administrators and posts of channels: Telegram shows one and the
    same user for all of these.
    """

    chat: int
    thread: int | None
    user: int | None


def key_of(message: Message, update: Update) -> Key:
    """The conversation of whoever sent an update, where a message stands."""
    sender = update.effective_sender
    return key_at(message, sender.id if sender else None)


def key_at(message: Message, user: int | None) -> Key:
    """A user's conversation where a message stands."""
    return Key(message.chat.id, message.message_thread_id if message.is_topic_message else None, user)
