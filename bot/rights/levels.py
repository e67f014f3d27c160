"""How much somebody may do, and how much a command needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """What somebody is to the bot. Kept in its file by number."""

    STRANGER = 0
    MEMBER = 1
    """Asks."""
    ADMIN = 2
    """Lets others in, and keeps the reports of every group."""
    OWNER = 3
    """Names the admins."""


class Need(IntEnum):
    """What a command or a button needs."""

    NOTHING = 0
    """Anybody may: to be let in."""
    ASK = 1
    KEEP = 2
    """To bring, forget or correct reports, and what is for their keeper's eyes. In private everybody keeps their own."""
    MANAGE = 3
    """An admin's."""
    OWN = 4
    """The owner's."""


class GroupKeepers(StrEnum):
    """Who keeps the reports of a group, beside the bot's admins."""

    ADMINISTRATORS = "administrators"
    """The group's administrators."""
    ADMINS = "admins"
    """Nobody else."""
    EVERYONE = "everyone"
    """All who may ask there."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say.

    :param owner: the owner's number; without one whoever uses the owner code becomes the owner.
    :param allowed: users and groups that may ask.
    :param everyone: all may ask, everywhere.
    """

    owner: int | None = None
    allowed: frozenset[int] = frozenset()
    everyone: bool = False
    group_keepers: GroupKeepers = GroupKeepers.ADMINISTRATORS
