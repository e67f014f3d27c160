"""What conversations remember, and that it stays bounded."""

from __future__ import annotations

from bot.conversation import Conversation, Conversations, Face, press, reply
from bot.memory import MAX_HISTORY, MAX_TURNS
from bot.reply import note
from bot.texts import say
from knowledge.shelf import Scope
from tests.bot.fake_base import FakeBase


def test_earlier_questions_are_passed_on_oldest_first_and_commands_are_not_questions() -> None:
    conversation, base = Conversation(), FakeBase()
    for text in ("第一问", "/why", "第二问", "第三问"):
        reply(conversation, base, text)
    assert base.asked[-1] == ("第三问", ("第一问", "第二问"), None)


def test_history_and_answers_are_bounded() -> None:
    conversation, base = Conversation(), FakeBase()
    for n in range(MAX_TURNS + 20):
        reply(conversation, base, f"问题{n}")
    assert len(conversation.questions) == MAX_HISTORY
    assert len(conversation.turns) == MAX_TURNS
    assert press(conversation, base, "y:1") == note(say("button.expired"))
    assert press(conversation, base, f"y:{MAX_TURNS + 20}") != note(say("button.expired"))


def test_after_new_old_buttons_expire_and_never_mean_a_later_answer() -> None:
    conversation, base = Conversation(), FakeBase()
    reply(conversation, base, "第一问")
    reply(conversation, base, "/new")
    reply(conversation, base, "第二问")
    assert press(conversation, base, "y:1") == note(say("button.expired"))


def test_a_scope_asks_one_report_only() -> None:
    conversation, base = Conversation(scope=Scope(frozenset({"r1"}))), FakeBase()
    reply(conversation, base, "第一问")
    assert base.asked[0][2] == "r1"


def test_the_conversation_unused_for_longest_goes_first() -> None:
    conversations = Conversations(Face.TELEGRAM, limit=2)
    first, second = conversations.of(1), conversations.of(2)
    assert conversations.of(1) is first
    conversations.of(3)
    assert len(conversations) == 2
    assert conversations.of(1) is first
    assert conversations.of(2) is not second
