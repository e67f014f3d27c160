"""A conversation goes on when a report it was about is forgotten meanwhile, by another program."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import Conversation, press, reply
from bot.reply import Reply
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.shelf import EVERYTHING, Scope
from knowledge.store import Library, erase
from tests.store.reports import report


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    library = Library(tmp_path / "library.db")
    for name in ("river", "school"):
        library.add(report(name))
    return KnowledgeBase(library)


def forget(base: KnowledgeBase, report_id: str) -> None:
    """As another process does."""
    assert isinstance(base.shelf, Library)
    other = Library(base.shelf.path)
    erase(other, [report_id])
    other.close()


def shown(answer: Reply) -> str:
    return "\n".join(part.text for part in answer.parts)


@pytest.mark.parametrize("text", ["谁主持会议？", "/attendees", "/source 2", "/brief", "/tasks", "/meetings"])
def test_its_scope_becomes_all_reports(base: KnowledgeBase, text: str) -> None:
    conversation = Conversation(scope=Scope(frozenset({"school"})))
    assert "苏景明" in shown(reply(conversation, base, "谁主持会议？"))
    forget(base, "school")
    assert "校车" not in shown(reply(conversation, base, text))
    assert conversation.scope == EVERYTHING


def test_buttons_of_its_answers_expire(base: KnowledgeBase) -> None:
    conversation = Conversation(scope=Scope(frozenset({"school"})))
    reply(conversation, base, "谁主持会议？")
    assert "苏景明" in shown(press(conversation, base, "s:1:0"))
    forget(base, "school")
    assert shown(press(conversation, base, "s:1:0")) == say("button.expired")
