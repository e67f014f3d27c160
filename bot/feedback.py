"""Where a conversation's feedback is kept, and keeping what could not be answered.

In Telegram it is the chat's own library, in the console the library that is asked; where there is none, nothing is kept.
"""

from __future__ import annotations

import logging

from bot.memory import Conversation, Face
from knowledge import Answer, KnowledgeBase, LibraryError
from knowledge.store import Feedback, Library

_log = logging.getLogger(__name__)


def kept(conversation: Conversation, base: KnowledgeBase) -> Feedback | None:
    """The feedback there is; ``None`` where nothing was ever kept."""
    if conversation.room:
        library = conversation.room.library
        return Feedback(library.database) if library is not None else None
    return Feedback(base.shelf.database) if isinstance(base.shelf, Library) else None


def keep_unanswered(conversation: Conversation, base: KnowledgeBase, question: str, answer: Answer | None) -> None:
    """Keep a question without an answer for the keeper. What goes wrong here never costs the user the reply.

    :param answer: the silence, with the passages nearest to the question; ``None`` where nothing was looked for.
    """
    nearest = answer.report or next((e.report for e in answer.evidence), "") if answer else ""
    try:
        if conversation.room and conversation.face is Face.TELEGRAM:
            feedback: Feedback | None = Feedback(conversation.room.made_library().database)
        else:  # asking in the console makes no file
            feedback = kept(conversation, base)
        if feedback:
            feedback.keep_unanswered(question, (nearest,) if nearest else ())
    except LibraryError as error:
        _log.info("%s", error)
