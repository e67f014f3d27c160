"""A meeting on one line."""

from __future__ import annotations

from bot.reply import clip
from bot.settings import REPLIES
from bot.texts import say
from knowledge import Entry


def meeting_line(entry: Entry) -> str:
    """A meeting on one line: number, date, title."""
    return say("across.meeting", number=entry.number, date=date_of(entry), title=titled(entry))


def titled(entry: Entry) -> str:
    """A meeting's title as long as a line allows."""
    return clip(entry.title, REPLIES.meeting_characters)


def date_of(entry: Entry) -> str:
    """A meeting's date, or that there is none."""
    return str(entry.date) if entry.date else say("across.undated")
