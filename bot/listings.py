"""What a command says of each report it is about, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from bot import fact_replies
from bot.fact_replies import Parts
from bot.memory import Conversation
from bot.reply import Reply, note
from bot.scope import concerned, scoped
from bot.texts import say
from knowledge import KnowledgeBase

MAX_LISTED = 12
"""Reports that a command lists together; of more, one has to be chosen first."""


def listing(conversation: Conversation, base: KnowledgeBase, parts_of: Callable[[str], Parts], otherwise: str) -> Reply:
    """The parts of each report concerned, or one line where there are none."""
    reports = concerned(conversation, base, MAX_LISTED + 1)
    if len(reports) > MAX_LISTED:
        return note(say("scope.too_many", limit=MAX_LISTED))
    parts = [p for r in reports for p in parts_of(r)]
    return scoped(conversation, base, Reply(tuple(parts)) if parts else note(otherwise), reports)


def titled_listing(
    conversation: Conversation, base: KnowledgeBase, parts_of: Callable[[str], Parts], otherwise: str
) -> Reply:
    """The same, each report's parts under its title."""
    return listing(conversation, base, lambda r: fact_replies.titled(base, r, parts_of(r)), otherwise)
