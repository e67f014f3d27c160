"""The menu of commands that Telegram shows: by language, and shorter in groups."""

from __future__ import annotations

import logging

from telegram import BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeDefault
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.commands import Command, available
from bot.memory import Face
from bot.rights.levels import Need
from knowledge.language import Language, speaking

LANGUAGES = {None: Language.ENGLISH, "zh": Language.SIMPLIFIED}
"""By Telegram's two letters, which do not tell Simplified from Traditional; ``None`` is for all others."""

_log = logging.getLogger(__name__)


async def set_menu(bot: ExtBot[None]) -> None:
    """Show the commands in Telegram's menu; the bot works without."""
    whole = tuple(c for c in available(Face.TELEGRAM) if Need.ASK <= c.need <= Need.KEEP)
    scopes: tuple[tuple[BotCommandScope, tuple[Command, ...]], ...] = (
        (BotCommandScopeDefault(), whole),
        (BotCommandScopeAllGroupChats(), tuple(c for c in whole if c.in_groups)),
    )
    try:
        for code, language in LANGUAGES.items():
            for scope, commands in scopes:
                with speaking(language):
                    shown = [BotCommand(c.name, c.help) for c in commands]
                await bot.set_my_commands(shown, scope=scope, language_code=code)
    except TelegramError as error:
        _log.warning("the menu of commands could not be set: %s", error)
