"""What the bot's conversations remember, kept in the library, so that a restart forgets none of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Hashable

from bot.memory import Conversation
from knowledge import KnowledgeBase, LibraryError
from knowledge.corrections import uncorrected
from knowledge.shelf import EVERYTHING
from knowledge.store import Chats, ChatState, Library, rename_conversations

_log = logging.getLogger(__name__)


class ChatStates:
    """The states of conversations by their keys. Where no library is asked, nothing is kept.

    What goes wrong here costs a conversation its memory, never the user an answer.
    """

    def __init__(self, base: KnowledgeBase) -> None:
        shelf = uncorrected(base.shelf)
        self._chats = Chats(shelf.database) if isinstance(shelf, Library) else None

    def recall(self, key: Hashable, conversation: Conversation) -> None:
        """Give a conversation that is new in this process what was kept of it."""
        if self._chats is None or conversation.count or conversation.questions or conversation.scope != EVERYTHING:
            return
        try:
            state = self._chats.load(_name(key))
        except LibraryError as error:
            _log.warning("%s", error)
            return
        if state is not None:
            conversation.scope = state.scope
            conversation.questions.extend(state.questions)
            conversation.count = state.answered

    def keep(self, key: Hashable, conversation: Conversation) -> None:
        """Keep what a conversation remembers now."""
        if self._chats is None:
            return
        state = ChatState(conversation.scope, tuple(conversation.questions), conversation.count)
        try:
            self._chats.save(_name(key), state)
        except LibraryError as error:
            _log.warning("%s", error)


def rename_chat(base: KnowledgeBase, before: int, now: int) -> None:
    """Let what is kept of a chat's conversations follow the chat to its new number.

    :raises LibraryError: it cannot be written.
    """
    if isinstance(base.shelf, Library):
        rename_conversations(base.shelf.database, _beginning(before), _beginning(now))


def _beginning(chat: int) -> str:
    return _name([chat]).removesuffix("]") + ","


def _name(key: object) -> str:
    return f"telegram:{json.dumps(key)}"
