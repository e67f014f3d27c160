"""The Chinese names of the commands, from the texts' [alias] section."""

from __future__ import annotations

from functools import cache

from bot.texts import wording
from knowledge.normalize import fold

_SECTION = "alias."


def names(command: str) -> tuple[str, ...]:
    """What else a command is called, the usual name first. :raises KeyError: there is no such command."""
    return tuple(wording()[f"{_SECTION}{command}"].split("、"))


def command_named(word: str) -> str:
    """The command of a Chinese name, in Simplified or Traditional characters; ``""`` if none is called so.

    >>> command_named("參會人員"), command_named("attendees")
    ('attendees', '')
    """
    return _commands().get(fold(word), "")


@cache
def _commands() -> dict[str, str]:
    keys = [key.removeprefix(_SECTION) for key in wording() if key.startswith(_SECTION)]
    return {fold(name): key for key in keys for name in names(key)}
