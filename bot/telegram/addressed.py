"""Which messages are meant for the bot, and what they say to it.

In private all are. In a group: a command, a reply to the bot, or a mention of it; anything else is between others.
"""

from __future__ import annotations

import re

from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from bot.aliases import command_named
from bot.commands import COMMANDS, MAX_QUESTION
from bot.memory import Face

_COMMAND = re.compile(r"\s*[/／](?P<name>[^\s@/]+)(?:@(?P<bot>\w+))?(?=\s|$)", re.ASCII)
_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
_AFTER_A_NAME = " \t\n,，:：、;；"
"""What stands between a mention and what is said."""


def said(message: Message) -> str | None:
    """What a text or caption says to the bot, its name taken out; ``None`` if it is not meant for the bot."""
    bot = message.get_bot()
    if message.via_bot and message.via_bot.id == bot.id:  # an answer of ours, sent in inline mode
        return None
    private = message.chat.type == ChatType.PRIVATE
    if message.forward_origin and not private:  # said elsewhere, to others
        return None
    text, mentioned = _unnamed(message, bot)
    if command := _COMMAND.match(text):
        return _command(command, text, bot, meant=private or mentioned or _answers(message, bot))
    if mentioned and not text:
        return _pointed_at(message)
    return text if private or mentioned or _answers(message, bot) else None


class Addressed(filters.MessageFilter):
    """Messages that are meant for the bot."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return said(message) is not None


def _unnamed(message: Message, bot: Bot) -> tuple[str, bool]:
    """The text without mentions of the bot, and whether there was one."""
    text = message.text if message.text is not None else message.caption or ""
    entities = message.entities if message.text is not None else message.caption_entities
    ours = [e for e in entities if e.type in _MENTIONS and _is_us(message, e, bot)]
    if not ours:
        return text, False
    units = text.encode("utf-16-le")  # offsets count its units
    for entity in sorted(ours, key=lambda e: -e.offset):
        units = units[: 2 * entity.offset] + " ".encode("utf-16-le") + units[2 * (entity.offset + entity.length) :]
    return units.decode("utf-16-le").strip().lstrip(_AFTER_A_NAME), True


def _is_us(message: Message, entity: MessageEntity, bot: Bot) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    return _words(message, entity).lower() == f"@{bot.username}".lower()


def _words(message: Message, entity: MessageEntity) -> str:
    return message.parse_entity(entity) if message.text is not None else message.parse_caption_entity(entity)


def _command(command: re.Match[str], text: str, bot: Bot, *, meant: bool) -> str | None:
    """A command without the bot's name. One without any name is meant for us if we have it."""
    name, addressee = command["name"], command["bot"]
    if addressee is not None and addressee.lower() != bot.username.lower():
        return None
    if addressee is None and not meant and not _known(name):
        return None
    return f"/{name}{text[command.end() :]}"


def _known(name: str) -> bool:
    command = COMMANDS.get(command_named(name) or name.lower())
    return command is not None and Face.TELEGRAM in command.faces


def _answers(message: Message, bot: Bot) -> bool:
    """Whether it replies to the bot. What begins with somebody else's name is said to them all the same."""
    before = message.reply_to_message
    if before is None or before.forum_topic_created or before.from_user is None or before.from_user.id != bot.id:
        return False
    return not any(e.type in _MENTIONS and e.offset == 0 for e in (*message.entities, *message.caption_entities))


def _pointed_at(message: Message) -> str:
    """What a bare mention in reply to somebody's question asks: that question."""
    before = message.reply_to_message
    if before is None or before.text is None or (before.from_user and before.from_user.is_bot):
        return ""
    return before.text if len(before.text) <= MAX_QUESTION else ""
