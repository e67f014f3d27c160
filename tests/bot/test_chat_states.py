"""Conversations in Telegram outlive a restart where a library is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.memory import Conversation
from bot.telegram.chat_states import ChatStates
from knowledge import KnowledgeBase, LibraryError
from knowledge.shelf import Scope
from knowledge.store import Chats, Library
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.store.reports import report

KEY = (7, None, 7)


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    library = Library(tmp_path / "library.db")
    for name in ("river", "school"):
        library.add(report(name))
    return KnowledgeBase(library)


def recalled(base: KnowledgeBase) -> Conversation:
    """The conversation as a new process has it."""
    conversation = Conversation()
    ChatStates(base).recall(KEY, conversation)
    return conversation


async def test_a_restart_forgets_neither_scope_nor_questions(server: ApiServer, base: KnowledgeBase) -> None:
    async with serving(server, base):
        await server.say("/use 2")
        await server.say("谁主持会议？")
        await server.replies(2)
    conversation = recalled(base)
    assert conversation.scope == Scope(frozenset({"school"}))
    assert list(conversation.questions) == ["谁主持会议？"]
    async with serving(server, base):
        await server.say("谁汇报了乘车学生人数？")
        *_, last = await server.replies(3)
    assert "校车" in last
    assert list(recalled(base).questions) == ["谁主持会议？", "谁汇报了乘车学生人数？"]


def test_a_button_of_before_the_restart_is_not_taken_for_a_new_one(base: KnowledgeBase) -> None:
    conversation = Conversation()
    conversation.remember(base.ask("谁主持会议？"))
    ChatStates(base).keep(KEY, conversation)
    assert recalled(base).remember(base.ask("谁主持会议？")).number == 2


def test_what_was_forgotten_stays_forgotten(base: KnowledgeBase) -> None:
    conversation, states = Conversation(), ChatStates(base)
    conversation.questions.append("谁主持会议？")
    states.keep(KEY, conversation)
    conversation.forget()
    states.keep(KEY, conversation)
    assert list(recalled(base).questions) == []


def test_a_conversation_that_goes_on_is_not_overwritten(base: KnowledgeBase) -> None:
    states, other = ChatStates(base), Conversation()
    other.questions.append("昨天的问题")
    states.keep(KEY, other)
    conversation = Conversation()
    conversation.questions.append("今天的问题")
    states.recall(KEY, conversation)
    assert list(conversation.questions) == ["今天的问题"]


async def test_an_answer_comes_even_if_nothing_can_be_kept(
    server: ApiServer, base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise LibraryError("磁盘满了")

    monkeypatch.setattr(Chats, "load", fails)
    monkeypatch.setattr(Chats, "save", fails)
    async with serving(server, base):
        await server.say("/meetings")
        [text] = await server.replies(1)
    assert "校车" in text


def test_without_a_library_nothing_is_kept() -> None:
    base = FakeBase()
    conversation = Conversation()
    conversation.questions.append("谁？")
    ChatStates(base).keep(KEY, conversation)
    assert list(recalled(base).questions) == []
