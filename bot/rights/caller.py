"""Whoever acts at the moment, and the check whether they may. The bot's gate says who it is before anything else happens.

Where nobody was announced, as in the console, whoever types has the machine, and so may do all that can be done there.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from bot.rights.levels import Level, Need
from bot.rights.members import Members
from bot.texts import say
from knowledge import HuiwenError


class NotAllowedError(HuiwenError):
    """Somebody may not do what they tried; the text says who may."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent an update, and from where.

    :param sender: the user's number; of an anonymous administrator the group's.
    :param keeps: tells whether they keep the reports of this chat. May have to ask Telegram: not to be called on the event
        loop.
    :param replied_to: the user whose message this one replies to.
    :param bot: the bot's name, for links.
    """

    members: Members
    sender: int
    chat: int
    private: bool
    level: Level
    keeps: Callable[[], bool]
    replied_to: int | None = None
    bot: str = ""


_CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)


def act_as(caller: Caller) -> None:
    """All that follows in this context is done by this caller."""
    _CALLER.set(caller)


def acting() -> Caller:
    """Whoever acts. :raises NotAllowedError: nobody was announced."""
    caller = _CALLER.get()
    if caller is None:
        raise NotAllowedError(say("rights.in_telegram"))
    return caller


def may(need: Need) -> bool:
    """Whether whoever acts may do what needs this."""
    caller = _CALLER.get()
    if caller is None:
        return need <= Need.KEEP
    if need is Need.KEEP:
        return caller.level >= Level.MEMBER and caller.keeps()
    return caller.level >= _LEAST[need]


def require(need: Need) -> None:
    """Let only those go on who may.

    :raises NotAllowedError: whoever acts may not.
    """
    if not may(need):
        raise NotAllowedError(say(_REFUSALS[need]))


_LEAST = {Need.NOTHING: Level.STRANGER, Need.ASK: Level.MEMBER, Need.MANAGE: Level.ADMIN, Need.OWN: Level.OWNER}
_REFUSALS = {
    Need.ASK: "rights.not_member",
    Need.KEEP: "rights.not_keeper",
    Need.MANAGE: "rights.not_admin",
    Need.OWN: "rights.not_owner",
}
