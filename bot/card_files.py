"""Pictures as files of a reply, and the line that names what could not be drawn."""

from __future__ import annotations

import re

from bot.cards.fonts import STAND_IN
from bot.cards.paper import Picture
from bot.reply import Attachment, Line, Tone, clip, joined
from bot.settings import REPLIES
from bot.texts import say

SUFFIX = ".png"
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f/\\:*?\"<>|]+")


def attached(picture: Picture, name: str) -> Attachment:
    """A picture as a file, named so that any system takes the name."""
    stem = name if name.lower().endswith(SUFFIX) else _NOT_IN_NAMES.sub(" ", clip(name, REPLIES.meeting_characters))
    file = stem if stem.lower().endswith(SUFFIX) else f"{stem.strip()}{SUFFIX}"
    return Attachment(file, picture.png, (picture.width, picture.height))


def missing(picture: Picture) -> tuple[Line, ...]:
    """The line that names what could not be drawn, none if all could."""
    if not picture.missing:
        return ()
    return (Line(say("card.missing", mark=STAND_IN, characters=joined(picture.missing)), Tone.CAUTION),)
