"""``/language``: the language of a conversation is chosen, or left to what the user's program is set to."""

from __future__ import annotations

from bot.memory import Conversation
from bot.reply import Button, Line, Reply, Tone, clip, note
from bot.texts import say, words
from knowledge import KnowledgeBase
from knowledge.language import Language, speaking

_NAMED = {
    "language.simplified": Language.SIMPLIFIED,
    "language.traditional": Language.TRADITIONAL,
    "language.english": Language.ENGLISH,
}
_LABELS = {Language.SIMPLIFIED: "简体", Language.TRADITIONAL: "繁體", Language.ENGLISH: "English"}
"""Each in itself: whoever looks for it may read no other."""
_AUTO = "auto"


def choose(conversation: Conversation, _: KnowledgeBase, wanted: str) -> Reply:
    """Speak another language from now on; without one, say which is spoken and offer the others."""
    if not wanted:
        others = [language for language in Language if language is not conversation.speaks]
        buttons = [Button(_LABELS[language], f"l:{language}") for language in others]
        return Reply((Line(say("language.now"), Tone.NOTE),), (*buttons, Button(_AUTO, f"l:{_AUTO}")))
    automatic = wanted.lower() in words("language.auto")
    language = next((lang for key, lang in _NAMED.items() if wanted.lower() in words(key)), None)
    if language is None and not automatic:
        return note(say("language.unknown", wanted=clip(wanted, 20)))
    conversation.language = language
    with speaking(conversation.speaks):
        return note(say("language.auto_done" if automatic else "language.done"))
