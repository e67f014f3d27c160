"""What is offered to be asked next is answered when it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import Conversation, Face, press, reply
from bot.reply import Line, Tone
from bot.suggestions import questions, suggested
from bot.texts import say
from knowledge import KnowledgeBase, read_report
from knowledge.files import load_report
from tests.bot.fake_base import FakeBase

HOST, WHEN = "谁主持会议？", "会议什么时候召开？"


def labels(base: FakeBase, question: str) -> list[str]:
    return [b.label for b in reply(Conversation(Face.TELEGRAM), base, question).buttons]


def test_every_suggestion_is_answered(practice: list[Path]) -> None:
    """Over all practice reports, under a question that settles none of them."""
    offered = 0
    for path in practice:
        base = KnowledgeBase()
        base.add(report := load_report(path))
        for question in suggested(base.ask("会场有几盏吊灯？", report=report.id), base):
            offered += 1
            assert base.ask(question, report=report.id).found, (path.name, question)
    assert offered > len(practice)


def test_what_the_base_does_not_answer_is_not_offered() -> None:
    assert HOST not in labels(FakeBase(), "谁请假了")
    assert HOST in labels(FakeBase({HOST: "王小明"}), "谁请假了")


def test_what_the_base_answers_otherwise_than_the_report_states_is_not_offered() -> None:
    assert HOST not in labels(FakeBase({HOST: "李红"}), "谁请假了")


def test_what_was_just_answered_is_not_offered_again() -> None:
    base = FakeBase({HOST: "王小明", WHEN: "2024年3月5日上午", "哪位主持": "王小明"})
    assert HOST not in labels(base, HOST)
    assert HOST not in labels(base, "哪位主持")
    assert WHEN in labels(base, HOST)


def test_each_question_is_tried_once_and_again_when_the_report_is_another() -> None:
    base = FakeBase({HOST: "王小明"})
    for _ in range(3):
        reply(Conversation(Face.TELEGRAM), base, "谁请假了")
    assert sum(question == HOST for question, _, _ in base.asked) == 1
    del base.answers[HOST]
    base.add(read_report(base.report("r1").text + "散会。\n", "r1"))
    assert HOST not in labels(base, "谁请假了")


def test_nothing_is_tried_for_a_console_which_shows_no_buttons() -> None:
    base = FakeBase({HOST: "王小明"})
    reply(Conversation(Face.CONSOLE), base, "谁请假了")
    assert [question for question, _, _ in base.asked] == ["谁请假了"]


def test_a_pressed_suggestion_is_asked() -> None:
    conversation, base = Conversation(Face.TELEGRAM), FakeBase({HOST: "王小明"})
    given = reply(conversation, base, "谁请假了")
    [button] = [b for b in given.buttons if b.label == HOST]
    assert press(conversation, base, button.data).parts[0] == Line("王小明", Tone.ANSWER)


@pytest.mark.parametrize("text", ["请假的人没有写。", "会议开了。"])
def test_a_report_that_states_nothing_suggests_nothing(text: str) -> None:
    base = FakeBase(text=f"一\n{text}\n二\n三\n四\n")
    assert not list(questions(base.facts("r1")))


LINES = ("谁主持会议？", "会场有几盏吊灯？", "/attendees", "/tasks", "/brief")


def test_every_button_offered_does_what_it_says(practice: list[Path]) -> None:
    """Over every ninth practice report: under an answer, under a silence, under the lists. A question offered is answered."""
    asked = pressed = 0
    for path in practice[::9]:
        base = KnowledgeBase()
        base.add(load_report(path))
        for line in LINES:
            conversation = Conversation(Face.TELEGRAM)
            given = reply(conversation, base, line)
            turns = list(conversation.turns.values())
            for button in given.buttons:
                where = (path.name, line, button.label)
                after = press(conversation, base, button.data)
                assert after.parts, where
                texts = [p.text for p in after.parts]
                assert say("button.expired") not in texts, where
                pressed += 1
                if button.data.startswith("f:"):
                    follow_up = turns[-1].follow_ups[int(button.data.split(":")[2])]
                    name = follow_up.removeprefix("/who ")
                    assert say("who.unknown", name=name) not in texts, where
                    if not follow_up.startswith("/"):
                        assert conversation.last, where
                        assert conversation.last.found, where
                        asked += 1
    assert asked > len(practice) // 9
    assert pressed > asked
