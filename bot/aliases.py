"""Other names of the commands, from the texts' [alias] section: in Chinese and in English, whatever is spoken."""

from __future__ import annotations

from functools import cache

from bot.texts import listed, say, wording, words
from knowledge.normalize import fold

_SECTION = "alias."


def names(command: str) -> tuple[str, ...]:
    """What else a command is called in the language spoken, the usual name first.

    :raises KeyError: there is no such command.
    """
    return listed(say(f"{_SECTION}{command}"))


def command_named(word: str) -> str:
    """The command of a name, in English, Simplified or Traditional characters; ``""`` if none is called so.

    >>> command_named("參會人員"), command_named("Action items"), command_named("nothing")
    ('attendees', 'tasks', '')
    """
    return _commands().get(fold(word), "")


@cache
def _commands() -> dict[str, str]:
    keys = [key for key in wording() if key.startswith(_SECTION)]
    return {fold(name): key.removeprefix(_SECTION) for key in keys for name in words(key)}
