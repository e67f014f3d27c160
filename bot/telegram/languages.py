"""Which language each user is spoken to in: the one chosen with ``/language``, else that of the user's program."""

from __future__ import annotations

from telegram import User

from bot.memory import Conversation
from knowledge.language import Language, language_of


class Languages:
    """The languages chosen, by user: whoever chose one is spoken to in it in every chat."""

    def __init__(self) -> None:
        self._chosen: dict[int, Language] = {}

    def of(self, user: User | None) -> Language:
        """The language to speak to somebody in."""
        return (self._chosen.get(user.id) if user else None) or _usual(user)

    def tell(self, user: User | None, conversation: Conversation) -> None:
        """Let a conversation know its user's language."""
        conversation.usual = _usual(user)
        conversation.language = self._chosen.get(user.id) if user else None

    def keep(self, user: User | None, conversation: Conversation) -> None:
        """Keep what was chosen in a conversation."""
        if user is None:
            return
        if conversation.language is None:
            self._chosen.pop(user.id, None)
        else:
            self._chosen[user.id] = conversation.language


def _usual(user: User | None) -> Language:
    return language_of(user.language_code if user else None)
