"""A name that is nobody's and near to several people is asked back."""

from __future__ import annotations

from bot.conversation import Conversation, Face, press, reply
from bot.reply import Line
from bot.texts import say
from knowledge import KnowledgeBase, read_report

TWO = """枫桥镇召开防汛工作会议
2024年6月3日上午，枫桥镇召开防汛工作会议，镇长田志刚主持会议，副镇长周文斌、水利站站长周文彬出席会议。
"""
ONE = TWO.replace("水利站站长周文彬", "水利站站长何立群")


def base_of(text: str) -> KnowledgeBase:
    base = KnowledgeBase()
    base.add(read_report(text, "r1"))
    return base


def said(given: object) -> list[str]:
    return [p.text for p in given.parts if isinstance(p, Line)]  # type: ignore[attr-defined]


def test_a_spelling_of_two_people_is_asked_back() -> None:
    given = reply(Conversation(Face.TELEGRAM), base_of(TWO), "周文宾是什么职务？")
    assert said(given) == [say("across.several", used="周文宾", names="周文斌、周文彬")]
    assert [b.label for b in given.buttons] == ["周文斌", "周文彬"]


def test_a_pressed_person_is_the_one_asked_about() -> None:
    base, conversation = base_of(TWO), Conversation(Face.TELEGRAM)
    for button, title in zip(reply(conversation, base, "周文宾是什么职务？").buttons, ("副镇长", "站长"), strict=True):
        assert title in said(press(conversation, base, button.data))[0]


def test_a_spelling_of_one_person_is_answered_and_said() -> None:
    given = said(reply(Conversation(), base_of(ONE), "周文宾是什么职务？"))
    assert "副镇长" in given[0]
    assert say("answer.taken_for", used="周文宾", name="周文斌") in given


def test_a_right_name_beside_a_namesake_is_answered() -> None:
    assert "站长" in said(reply(Conversation(), base_of(TWO), "周文彬是什么职务？"))[0]
