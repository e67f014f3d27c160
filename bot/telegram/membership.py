"""The bot's own place in its chats: added, removed, blocked, and groups that get another number."""

from __future__ import annotations

import logging

from telegram import Bot, ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType
from telegram.error import Forbidden
from telegram.ext import ApplicationHandlerStop

from bot.reply import Line, Reply, Tone
from bot.telegram.handlers import Context, Handlers
from bot.telegram.sending import chat_itself, send
from bot.texts import say

_log = logging.getLogger(__name__)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


class Membership:
    """What happens to the bot in its chats."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._known = handlers.known

    async def seen(self, update: Update, context: Context) -> None:
        """Note whether the bot is still there, whoever changed that. A removal is told once."""
        change, chat = update.my_chat_member, update.effective_chat
        if chat is None:
            return
        if change and not inside(change.new_chat_member):
            self._left(chat.id)
        else:
            self._known.enter(chat.id)

    async def welcome(self, update: Update, context: Context) -> None:
        """Greet a group that the bot was added to, and say what privacy mode keeps from it."""
        change = update.my_chat_member
        if change is None or change.chat.type not in _GROUPS or self._known.earlier(change.chat.id):
            return
        if inside(change.old_chat_member) or not inside(change.new_chat_member):
            return
        hears_all = change.new_chat_member.status == ChatMember.ADMINISTRATOR or await _reads_all(context.bot)
        hint = not hears_all and self._known.tell_privacy(change.chat.id)
        await send(chat_itself(context.bot, change.chat.id), _greeting(context.bot.username, hint=hint))

    async def migrated(self, update: Update, context: Context) -> None:
        """A group became a supergroup; both say so, in any order."""
        message = update.message
        if message and message.migrate_to_chat_id:
            await self._handlers.move(message.chat.id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self._handlers.move(message.migrate_from_chat_id, message.chat.id)

    async def refused(self, update: object, context: Context) -> None:
        """What could not be sent as the bot was blocked or removed: told once, and no other error handler's business."""
        if isinstance(context.error, Forbidden):
            chat = update.effective_chat if isinstance(update, Update) else None
            if chat:
                self._left(chat.id)
            raise ApplicationHandlerStop

    def _left(self, chat: int) -> None:
        if self._known.leave(chat) and self._known.now(chat) == chat:
            _log.info(say("telegram.left", chat=chat))


def inside(member: ChatMember) -> bool:
    """Whether it is in the chat; a restricted one may be out."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


async def _reads_all(bot: Bot) -> bool:
    """Asked anew: privacy mode may have been changed since the start."""
    return bool((await bot.get_me()).can_read_all_group_messages)


def _greeting(name: str, *, hint: bool) -> Reply:
    lines = [
        Line(say("group.hello"), Tone.ANSWER),
        Line(say("group.ask", name=name)),
        Line(say("group.reports"), Tone.DETAIL),
    ]
    if hint:
        lines.append(Line(say("group.privacy", name=name), Tone.CAUTION))
    return Reply(tuple(lines))
