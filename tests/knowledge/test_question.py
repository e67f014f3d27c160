"""Questions are understood: what they ask for, whom they name, what they lean on."""

from __future__ import annotations

import pytest

from knowledge.model import Kind
from knowledge.normalize import fold
from knowledge.question import MAX_QUESTION, continues, kinds, named, ordinal, parse


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("谁主持会议？", Kind.WHO),
        ("会议是什么时候开的", Kind.WHEN),
        ("座谈会在哪儿开的？", Kind.WHERE),
        ("一共来了多少人", Kind.HOW_MANY),
        ("第三项任务是什么？", Kind.ORDINAL),
        ("为什么推迟了", Kind.WHY),
        ("停车难怎么办", Kind.HOW),
        ("王小明是什么职务", Kind.TITLE_OF),
        ("预算通过了吗", Kind.YES_NO),
        ("都有哪些部门参加", Kind.WHICH_LIST),
        ("誰主持會議", Kind.WHO),
        ("会议时间", Kind.WHEN),
    ],
)
def test_the_kind_of_a_question_is_recognised(question: str, kind: Kind) -> None:
    assert kind in kinds(fold(question))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("请假的有哪几位？", Kind.WHICH_LIST),
        ("要求了哪几个方面", Kind.WHICH_LIST),
        ("几位委员请假？", Kind.HOW_MANY),
        ("提了几点要求？", Kind.HOW_MANY),
        ("几点散会的", Kind.WHEN),
        ("每周几开会", Kind.WHEN),
        ("校长讲了什么", Kind.TOPIC),
        ("水费怎么涨了", Kind.WHY),
        ("水费怎么收", Kind.HOW),
        ("要不要补考", Kind.YES_NO),
        ("方案谁写，什么时候交？", Kind.ALIGNED),
    ],
)
def test_what_a_question_asks_for_first(question: str, kind: Kind) -> None:
    assert kinds(fold(question))[0] is kind


@pytest.mark.parametrize("question", ["裴远是谁？", "裴远是干什么的", "裴远什么来头"])
def test_who_somebody_is_asks_for_the_office(question: str) -> None:
    assert parse(question, ["裴远"]).kinds[0] is Kind.TITLE_OF
    assert parse(question).kinds[0] is not Kind.TITLE_OF


def test_who_holds_an_office_does_not() -> None:
    assert parse("谁是裴远的秘书？", ["裴远"]).kinds[0] is Kind.WHO


@pytest.mark.parametrize(
    ("question", "number"), [("第四项是什么", 4), ("排第二的呢", 2), ("第十二条讲了啥", 12), ("谁主持", None)]
)
def test_an_ordinal_is_read(question: str, number: int | None) -> None:
    assert ordinal(fold(question)) == number


@pytest.mark.parametrize("used", ["杨自立", "杨自利", "楊自力", "扬自力"])
def test_a_name_with_a_homophone_or_a_wrong_character_is_the_reports(used: str) -> None:
    assert list(named(fold(f"{used}是什么职务"), ["杨自力", "张剡"]).values()) == ["杨自力"]


def test_a_right_name_is_not_taken_for_a_namesake() -> None:
    for name in (names := ["周文斌", "周文彬"]):
        assert named(f"{name}是什么职务", names) == {name: name}


def test_a_word_that_only_shares_a_character_with_a_name_is_no_name() -> None:
    assert named("会议自力更生吗", ["杨自力"]) == {}


def test_the_query_says_whom_it_took_a_name_for() -> None:
    query = parse("杨自立是什么职务", ["杨自力"])
    assert query.taken_for == (("杨自立", "杨自力"),)
    assert query.text.startswith("杨自力")


def test_a_pronoun_becomes_the_person_spoken_of() -> None:
    query = parse("他是什么职务？", ["杨自力"], previous=["谁主持会议？"], focus="杨自力")
    assert query.people == ("杨自力",)
    assert query.carried == ("杨自力",)


def test_an_elliptic_question_asks_for_what_the_one_before_did() -> None:
    assert Kind.WHO in parse("那副的呢？", [], previous=["谁当了组长？"]).kinds


def test_what_leans_on_an_earlier_question_is_told_from_what_stands_alone() -> None:
    assert continues("那第五项呢")
    assert continues("他什么时候来")
    assert not continues("统战部要承担哪些职责")


@pytest.mark.parametrize("odd", ["", "？？？", "谁" * 3000, "\ud800谁\x00主持\u200b", "😀😀", "<b>&"])
def test_odd_text_is_taken_without_error(odd: str) -> None:
    assert len(parse(odd).text) <= MAX_QUESTION
