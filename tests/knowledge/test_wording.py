"""What a question's wording says about there being an answer."""

from __future__ import annotations

import pytest

from knowledge import ranker
from knowledge.wording import answerable, wording


def test_punctuation_and_script_do_not_count() -> None:
    assert wording("誰主持會議？") == wording("谁主持会议")


def test_n_grams_not_seen_in_training_add_nothing() -> None:
    assert answerable("囧囧囧", {"谁": 1.0}) == 0.0
    assert answerable("", {"谁": 1.0}) == 0.0


def test_a_longer_question_does_not_gain_by_its_length_alone() -> None:
    weights = dict.fromkeys(wording("谁主持"), 1.0)
    assert answerable("谁主持" + "囧" * 50, weights) < answerable("谁主持", weights)


@pytest.mark.parametrize(("often", "seldom"), [("会议由谁主持", "会议花了多少钱"), ("都有谁参加了", "联系电话是多少")])
def test_reports_rather_say_who_than_how_much(often: str, seldom: str) -> None:
    weights = ranker.load().wording
    assert answerable(often, weights) > answerable(seldom, weights)
