"""Answers as replies: what is said, in which order, and what is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.commands import COMMANDS
from bot.conversation import Conversation, Face, press, reply
from bot.reply import MAX_QUOTE, Line, Quoted, Reply, quoted
from bot.settings import REPLIES
from bot.telegram.markup import messages
from bot.terminal import render
from bot.texts import say
from knowledge import read_report
from knowledge.model import Quote
from tests.bot.api_server import parse_html
from tests.bot.fake_base import FakeBase


def lines(given: Reply) -> list[str]:
    return [p.text for p in given.parts if isinstance(p, Line)]


def quotes(given: Reply) -> list[Quoted]:
    return [p for p in given.parts if isinstance(p, Quoted)]


def answered(**changes: object) -> tuple[Conversation, FakeBase, Reply]:
    conversation, base = Conversation(), FakeBase({"谁主持会议": "王小明"}, **changes)
    return conversation, base, reply(conversation, base, "谁主持会议")


def test_the_answer_comes_first_then_the_quote_with_the_answer_marked() -> None:
    _, _, given = answered()
    assert isinstance(given.parts[0], Line)
    assert given.parts[0].text == "王小明"
    [quote] = quotes(given)
    assert quote.place == "第2段"
    assert [quote.text[a:b] for a, b in quote.marks] == ["王小明"]


def test_an_answer_that_is_its_whole_quote_is_not_said_twice() -> None:
    conversation, base = Conversation(), FakeBase({"各镇": "会议听取了各镇汇报。"})
    given = reply(conversation, base, "各镇")
    assert lines(given) == []
    assert quotes(given)[0].text == "会议听取了各镇汇报。"


@pytest.mark.parametrize(("confidence", "cautious"), [(0.95, False), (REPLIES.caution_below - 0.01, True)])
def test_between_sure_and_silent_there_is_a_line_of_caution(confidence: float, cautious: bool) -> None:
    _, _, given = answered(confidence=confidence)
    assert (say("answer.caution") in lines(given)) is cautious


def test_a_silence_says_so_and_offers_three_passages_at_most() -> None:
    given = reply(Conversation(), FakeBase(), "谁请假了")
    assert lines(given)[:2] == [say("answer.not_found"), say("answer.looked_for", text="谁请假了")]
    assert len(quotes(given)) == 3
    assert [b.label for b in given.buttons][:3] == [say("button.source", number=n) for n in (2, 3, 4)]


def test_a_name_taken_for_another_and_what_was_carried_over_are_said() -> None:
    _, base, _ = answered()
    query = replace(base.ask("谁主持会议").query, text="李红呢", taken_for=(("王晓明", "王小明"),), carried=("李红",))
    _, _, given = answered(query=query)
    assert say("answer.taken_for", used="王晓明", name="王小明") in lines(given)
    assert say("answer.carried", what="李红") in lines(given)
    assert say("answer.understood", text="李红呢") in lines(given)


def test_pieces_from_several_passages_are_each_quoted() -> None:
    base = FakeBase({"谁": "王小明"})
    second = base.ask("别的").evidence[1]
    text = base.report("r1").text
    one, two = (Quote(text.index(w), text.index(w) + len(w), w) for w in ("王小明", "区水利局"))
    first = base.ask("谁").evidence[0]
    base.changes = {"pieces": (one, two), "evidence": (first, second), "text": "王小明、区水利局"}
    given = reply(Conversation(), base, "谁")
    assert [q.place for q in quotes(given)] == ["第2段", "第3段"]


def test_with_several_reports_a_quote_names_its_report() -> None:
    base = FakeBase({"谁主持会议": "王小明"})
    base.add(read_report("东风镇防汛会议\n2024年5月1日，东风镇召开防汛会议。", "r2"))
    [quote] = quotes(reply(Conversation(), base, "谁主持会议"))
    assert quote.place.startswith("《")
    assert quote.place.endswith("》第2段")


def test_every_button_leads_somewhere_and_its_data_is_short() -> None:
    conversation, base, given = answered()
    assert len(given.buttons) >= 2
    for button in given.buttons:
        assert len(button.data.encode()) <= 64
        assert press(conversation, base, button.data) != reply_of("button.expired")


@pytest.mark.parametrize("data", ["", "x", "s:1", "s:1:99", "s:-1:0", "f:1:99", "y:2", "y:１", "s:1:0:0", "y:1\n"])
def test_data_that_fits_no_button_is_expired(data: str) -> None:
    conversation, base, _ = answered()
    expired = press(conversation, base, data) == reply_of("button.expired")
    assert expired is (data != "s:1")  # without an index it is the first passage


def reply_of(key: str) -> Reply:
    from bot.reply import note

    return note(say(key))


def test_source_marks_what_the_last_answer_quoted() -> None:
    conversation, base, _ = answered()
    [quote] = quotes(reply(conversation, base, "/source"))
    assert quote.place == "第2段"
    assert quote.marks


def test_source_gives_any_paragraph_with_its_list_mark() -> None:
    base = FakeBase(text="标题在此\n一、落实责任，加强领导，确保实效。\n")
    [quote] = quotes(reply(Conversation(), base, "/source 第2段"))
    assert quote.text == "一、落实责任，加强领导，确保实效。"


def test_a_very_long_paragraph_is_cut_around_its_marks() -> None:
    text = "甲" * 5000 + "乙" + "丙" * 5000
    quote = quoted(text, 0, len(text), "第1段", [(5000, 5001)])
    assert len(quote.text) < MAX_QUOTE + 10
    assert [quote.text[a:b] for a, b in quote.marks] == ["乙"]


def test_why_names_matches_and_reasons() -> None:
    conversation, base, _ = answered()
    shown = "\n".join(lines(reply(conversation, base, "/why")))
    for expected in ("问的是：谁", "把握：90%", "对上的词：主持", "与问题重复的词 +1.50", "第2段，得分 0.80"):
        assert expected in shown


def test_a_long_question_is_cut_and_the_user_is_told() -> None:
    conversation, base = Conversation(), FakeBase()
    given = reply(conversation, base, "谁" * 4000)
    assert len(base.asked[0][0]) == 500
    assert lines(given)[-1] == say("answer.cut", limit=500)


@pytest.mark.parametrize("text", ["", "   ", "？？", "😀", "\u200b", "\x00\x1b"])
def test_what_holds_no_question_gets_a_hint_and_is_not_remembered(text: str) -> None:
    conversation, base = Conversation(), FakeBase()
    assert lines(reply(conversation, base, text)) == [say("answer.empty")]
    assert not base.asked


def test_disturbing_characters_are_taken_out_of_a_question() -> None:
    conversation, base = Conversation(), FakeBase()
    reply(conversation, base, " 谁\u200b主\x00持\r\n会议\ud800 ")
    assert base.asked[0][0] == "谁主持 会议"


def test_each_face_has_its_own_commands() -> None:
    base = FakeBase()
    assert reply(Conversation(Face.CONSOLE), base, "/quit").ends
    assert not reply(Conversation(Face.TELEGRAM), base, "/quit").ends
    assert "/quit" not in "\n".join(lines(reply(Conversation(Face.TELEGRAM), base, "/help")))


@given(
    st.lists(st.one_of(st.text(), st.builds("/{} {}".format, st.sampled_from(sorted(COMMANDS)), st.text())), max_size=4)
)
def test_whatever_is_typed_gets_a_reply_that_both_faces_can_show(texts: list[str]) -> None:
    base = FakeBase({"谁主持会议": "王小明"})
    for face in Face:
        conversation = Conversation(face)
        for text in ["谁主持会议", *texts]:
            given = reply(conversation, base, text)
            shown = messages(given)
            assert shown
            assert all(parse_html(m.html).encode("utf-8") for m in shown)
            lines_shown = [str(line).encode("utf-8") for line in render(given, Console(width=20, force_terminal=True))]
            assert any(lines_shown)
            for button in given.buttons:
                press(conversation, base, button.data)
