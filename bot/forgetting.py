"""``/forget``: a kept report is forgotten, after a question, down to its last byte."""

from __future__ import annotations

from bot.memory import Choice, Conversation
from bot.offers import offered
from bot.reply import Line, Reply, Tone, note
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.store import erase


def forget(conversation: Conversation, _: KnowledgeBase, wanted: str) -> Reply:
    """Ask whether a report of this chat (by number, id or title) is to be forgotten.

    :raises LibraryError: there is none of these words, or there are several.
    """
    library = conversation.room.library if conversation.room else None
    if library is None or not len(library):
        return note(say("forget.nothing"))
    entry = library.find(wanted)
    question = Reply((Line(say("forget.ask", number=entry.number, title=entry.title), Tone.CAUTION),))
    choices = (
        Choice(say("forget.yes"), lambda c, _: _forgotten(c, entry.id, entry.title)),
        Choice(say("forget.no"), lambda _, __: note(say("forget.left"))),
    )
    return offered(conversation, question, choices)


def _forgotten(conversation: Conversation, report_id: str, title: str) -> Reply:
    library = conversation.room.library if conversation.room else None
    try:
        assert library is not None
        erase(library, [report_id])
    except KeyError:
        return note(say("forget.gone"))
    return note(say("forget.done", title=title, count=len(library)))
