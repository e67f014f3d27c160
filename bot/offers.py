"""Buttons that do something once: the bot asks before it keeps or forgets, and only whom it asked can answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.memory import MAX_OFFERS, Choice, Conversation
from bot.reply import Button, Reply
from bot.rights.caller import require
from knowledge import KnowledgeBase


def offered(conversation: Conversation, reply: Reply, choices: Sequence[Choice]) -> Reply:
    """The reply with a button for each choice; pressing one carries it out, and the buttons expire."""
    conversation.count += 1
    number = conversation.count
    conversation.offers[number] = tuple(choices)
    while len(conversation.offers) > MAX_OFFERS:
        conversation.offers.popitem(last=False)
    buttons = tuple(Button(c.label, f"o:{number}:{index}") for index, c in enumerate(choices))
    return replace(reply, buttons=(*reply.buttons, *buttons))


def personal(data: str) -> bool:
    """Whether a button decides something, so that only whom the bot asked may press it.

    >>> personal("o:3:0"), personal("d:0a1b2c3d:1"), personal("s:3:0")
    (True, True, False)
    """
    return data.startswith(("o:", "d:"))


def common(data: str) -> bool:
    """Whether a button is about the chat's tasks and corrections, not about a conversation: whoever presses it does so for himself.

    >>> common("k:d:1:0a1b2c3d"), common("u:7"), common("s:3:0")
    (True, True, False)
    """
    return data.startswith(("k:", "u:", "g:"))


def withdraw_last(conversation: Conversation) -> None:
    """Let the buttons of the newest offer expire: something better takes its place."""
    if conversation.offers:
        conversation.offers.popitem()


def taken(conversation: Conversation, base: KnowledgeBase, number: int, index: int) -> Reply | None:
    """Carry out a choice; ``None`` if it is not to be had any more.

    :raises NotAllowedError: whoever acts may not choose that.
    """
    choices = conversation.offers.get(number, ())
    if index >= len(choices):
        return None
    require(choices[index].need)
    del conversation.offers[number]
    return choices[index].run(conversation, base)
