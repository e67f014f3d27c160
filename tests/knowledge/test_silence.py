"""What a report does not say is not said for it: offices, chairs, places and words that nobody wrote down."""

from __future__ import annotations

import pytest

from knowledge import KnowledgeBase, read_report

REPORT = """全县秸秆禁烧工作会议召开
10月12日，全县秸秆禁烧工作会议召开。县委副书记邬国梁出席会议并讲话，农业农村局局长宁雪芳汇报了离田进度。
石静怡、祁晋、尤小满出席会议。
邬国梁指出，要把离田机具开到田头，要让农户看到秸秆卖得出去。
会议要求，各乡镇每天巡田不少于两次，镇村干部包片到户。全县已收储秸秆3.2万吨。
"""


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    result = KnowledgeBase()
    result.add(read_report(REPORT, "straw"))
    return result


@pytest.mark.parametrize(
    "question",
    [
        "石静怡是什么职务？",
        "祁晋是谁？",
        "尤小满的职务是什么",
        "谁主持会议？",
        "这个会谁主持的",
        "会议在哪里召开？",
        "开会地点",
        "石静怡在会上说了什么？",
        "宁雪芳讲了什么",
    ],
)
def test_nothing_is_made_of_what_the_report_leaves_open(base: KnowledgeBase, question: str) -> None:
    assert not base.ask(question).found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("宁雪芳是什么职务？", "农业农村局局长"),
        ("邬国梁是谁？", "县委副书记"),
        ("会议时间", "10月12日"),
        ("哪天开的会？", "10月12日"),
    ],
)
def test_what_it_says_is_said(base: KnowledgeBase, question: str, answer: str) -> None:
    assert base.ask(question).text == answer


def test_what_somebody_said_is_the_speakers_own(base: KnowledgeBase) -> None:
    answer = base.ask("邬国梁讲了什么？")
    assert answer.found
    assert "离田机具开到田头" in answer.text


@pytest.mark.parametrize("question", ["参会的有多少人？", "巡田要巡多少遍"])
def test_an_answer_to_how_many_counts(base: KnowledgeBase, question: str) -> None:
    answer = base.ask(question)
    assert not answer.found or any(c.isdigit() or c in "一二两三四五六七八九十每" for c in answer.text)


def test_the_place_is_named_however_it_is_asked() -> None:
    base = KnowledgeBase()
    base.add(read_report("青屏县召开秸秆禁烧工作会议\n10月12日，会议在县农技中心三楼召开，邬国梁主持会议。\n", "straw"))
    for question in ("开会地点", "在哪儿开的会", "会是在什么地方开的？", "会议召开地点是哪里"):
        assert base.ask(question).text == "县农技中心三楼"
