"""Reports are asked: the answer stands in the report, or the report does not say."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import EmptyScopeError, KnowledgeBase, Scope, read_report
from knowledge.model import Answer, PartialDate

WATER = """兰桥镇召开供水工作例会
3月12日上午，兰桥镇在镇政府二楼会议室召开供水工作例会。镇长贺松年主持会议，副镇长、水务站站长褚月华汇报了管网改造进展。
贺松年强调，一是要抓紧更换老旧管网，二是要做好停水通知，三是要畅通报修电话。由水务站负责在4月底前完成北街管网更换。
镇党政办、财政所、各村主任参加会议。
"""
SCHOOL = """青禾小学家长委员会会议纪要
时间：2024年5月8日
地点：阶梯教室
主持人：顾晓棠
会议决定食堂周三增加一道素菜，由后勤组负责落实。
"""


@pytest.fixture(scope="module")
def water() -> KnowledgeBase:
    base = KnowledgeBase()
    base.add(read_report(WATER, "water"))
    return base


@pytest.fixture(scope="module")
def both() -> KnowledgeBase:
    base = KnowledgeBase()
    base.add(read_report(WATER, "water"))
    base.add(read_report(SCHOOL, "school"))
    return base


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("谁主持会议？", "贺松年"),
        ("贺松年是什么职务", "镇长"),
        ("褚月华是什么职务？", "副镇长"),
        ("会议在哪里召开的？", "会议室"),
        ("北街管网更换由谁负责？", "水务站"),
    ],
)
def test_a_plain_question_is_answered(water: KnowledgeBase, question: str, answer: str) -> None:
    assert answer in water.ask(question).text


@pytest.mark.parametrize("question", ["会议投入了多少资金？", "下一次例会什么时候开？"])
def test_the_report_does_not_say(water: KnowledgeBase, question: str) -> None:
    answer = water.ask(question)
    assert not answer.found
    assert answer.text == ""
    assert answer.evidence, "the nearest passages are offered"


def test_a_term_that_is_only_used_is_not_explained() -> None:
    base = KnowledgeBase()
    base.add(read_report("会议要求落实“四个到位”，抓好防汛。会议强调“两个一刻”，即一刻不松、一刻不停。", "flood"))
    assert not base.ask("“四个到位”具体是哪四个？").found
    assert "一刻不松" in base.ask("“两个一刻”是什么意思？").text


def test_a_follow_up_speaks_of_the_person_before(water: KnowledgeBase) -> None:
    assert "镇长" in water.ask("他是什么职务？", ["谁主持会议？"]).text


def test_the_answer_over_all_reports_names_the_right_one(both: KnowledgeBase) -> None:
    assert both.ask("食堂增加什么菜").evidence[0].report == "school"
    assert both.ask("老旧管网要怎么办").evidence[0].report == "water"


def test_a_removed_report_answers_no_more(both: KnowledgeBase) -> None:
    base = KnowledgeBase()
    base.add(read_report(WATER, "water"))
    base.add(read_report(SCHOOL, "school"))
    base.remove("school")
    assert all(e.report == "water" for e in base.ask("食堂增加什么菜").evidence)
    with pytest.raises(KeyError):
        base.ask("食堂", report="school")


def holds(base: KnowledgeBase, answer: Answer) -> None:
    for e in answer.evidence:
        assert base.report(e.report).text[e.start : e.end] == e.text
        assert 0 < len(e.text) <= 200
    for piece in answer.pieces:
        assert any(e.start <= piece.start and piece.end <= e.end for e in answer.evidence if e.report == answer.report)
    assert bool(answer.text) == answer.found
    assert 0 <= answer.confidence <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.sampled_from(WATER.replace("\n", "，").split("，")).map(lambda s: s + "是什么"))
def test_every_answer_is_verbatim_at_its_place_whatever_is_asked(water: KnowledgeBase, question: str) -> None:
    holds(water, water.ask(question))


def test_a_scope_narrows_what_is_asked(both: KnowledgeBase) -> None:
    answer = both.ask("老旧管网要怎么办", scope=Scope(frozenset({"school"})))
    assert {e.report for e in answer.evidence} == {"school"}
    dated = both.ask("会议决定了什么", scope=Scope(since="2024-05-01", until="2024-05-31"))
    assert {e.report for e in dated.evidence} == {"school"}


def test_there_must_be_something_to_ask(both: KnowledgeBase) -> None:
    with pytest.raises(EmptyScopeError):
        KnowledgeBase().ask("谁主持会议？")
    with pytest.raises(EmptyScopeError):
        both.ask("谁主持会议？", scope=Scope(since="2031-01-01"))


@pytest.mark.parametrize(
    ("date", "inside"),
    [
        (PartialDate(2023, 8, 18), True),
        (PartialDate(2023, 8), True),
        (PartialDate(2023, 9, 1), False),
        (PartialDate(None, 8, 18), False),
        (None, False),
    ],
)
def test_a_dated_scope_holds_what_may_lie_in_it(date: PartialDate | None, inside: bool) -> None:
    assert Scope(since="2023-08-01", until="2023-08-31").holds("r", date) is inside


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("谁主持会议？", "主持会议"),
        ("汪晓明讲了什么", "王小明"),
        ("怎样发展民营经济？", "非公有制经济"),
    ],
)
def test_evidence_tells_where_the_words_of_the_question_stand(question: str, met: str) -> None:
    base = KnowledgeBase()
    base.add(read_report("南湖区召开会议\n会议由李红主持会议。\n区长王小明强调，要促进非公有制经济发展。\n", "r1"))
    answer = base.ask(question)
    text = base.report("r1").text
    assert met in [text[a:b] for e in answer.evidence for a, b in e.met]
