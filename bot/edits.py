"""Questions that may be edited: one is answered anew in the place that it has among the others."""

from __future__ import annotations

from bot.conversation import reply
from bot.memory import MAX_HISTORY, Conversation
from bot.reply import Reply
from knowledge import KnowledgeBase


def asked(conversation: Conversation, base: KnowledgeBase, message: int, text: str) -> Reply:
    """Reply to what a message asks, and remember which questions that were."""
    before = conversation.earlier()
    given = reply(conversation, base, text)
    if added := _added(before, conversation.earlier()):  # else it was the answer to a question of the bot
        conversation.typed[message] = added
    while len(conversation.typed) > MAX_HISTORY:
        conversation.typed.popitem(last=False)
    return given


def asked_anew(conversation: Conversation, base: KnowledgeBase, message: int, text: str) -> Reply:
    """Reply to a message that says something else now, in the light of what was asked before it and not after it."""
    questions, replaced = conversation.earlier(), conversation.typed.get(message, ())
    at = _place(questions, replaced)
    if at is None:
        return asked(conversation, base, message, text)
    conversation.questions.clear()
    conversation.questions.extend(questions[:at])
    given = asked(conversation, base, message, text)
    conversation.questions.extend(questions[at + len(replaced) :])
    return given


def _added(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """What has come to the end of the questions, of which only the last :data:`MAX_HISTORY` are kept."""
    for at in range(len(after), -1, -1):
        if (before + after[at:])[-MAX_HISTORY:] == after:
            return after[at:]
    return ()


def _place(questions: tuple[str, ...], run: tuple[str, ...]) -> int | None:
    """Where some questions stand one after the other, the last place; ``None`` if nowhere."""
    places = range(len(questions) - len(run), -1, -1) if run else ()
    return next((at for at in places if questions[at : at + len(run)] == run), None)
