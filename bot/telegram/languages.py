"""Which language each user is spoken to in: the one chosen with ``/language``, else that of the user's program."""

from __future__ import annotations

from contextvars import ContextVar

from telegram import Update

from bot.chosen_languages import ChosenLanguages
from bot.memory import Conversation
from knowledge.language import Language, language_of, speak

_USER: ContextVar[tuple[int | None, Language]] = ContextVar("user", default=(None, Language.SIMPLIFIED))
"""Whose update is at hand, and the language of that user's program."""


class Languages:
    """Speaks to each user in the language chosen, else in that of the user's program."""

    def __init__(self, chosen: ChosenLanguages | None = None) -> None:
        self._chosen = chosen or ChosenLanguages()

    def listen(self, update: Update) -> None:
        """Speak to whoever sent an update in their language, in all that follows from it."""
        sender, user = update.effective_sender, update.effective_user
        number, usual = sender.id if sender else None, language_of(user.language_code if user else None)
        _USER.set((number, usual))
        speak(self._chosen.of(number) or usual)

    def tell(self, conversation: Conversation) -> None:
        """Let a conversation know the language of whoever speaks now."""
        number, conversation.usual = _USER.get()
        conversation.language = self._chosen.of(number)

    def keep(self, conversation: Conversation) -> None:
        """Keep what was chosen in a conversation by whoever speaks now."""
        number, _ = _USER.get()
        if number is not None and conversation.language is not self._chosen.of(number):
            self._chosen.choose(number, conversation.language)
            speak(conversation.speaks)
