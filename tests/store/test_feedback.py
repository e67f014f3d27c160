"""Unanswered questions and votes are kept in the library's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.store import Feedback, Judged, Library, Voted, erase, feedback
from tests.store.reports import report

HOST = Judged("谁主持会议？", "苏景明", "第2段", ("river",))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library.db")
    for name in ("river", "school"):
        library.add(report(name))
    return library


def asked(library: Library) -> list[tuple[str, int]]:
    return [(u.question, u.times) for u in Feedback(library.database).unanswered()]


def test_what_is_asked_again_counts_once_more_and_comes_first(library: Library) -> None:
    kept = Feedback(library.database)
    for question in ("花了多少钱？", "谁请假了？", "花了 多少錢"):
        kept.keep_unanswered(question, ())
    assert asked(library) == [("花了 多少錢", 2), ("谁请假了？", 1)]


def test_a_question_of_signs_only_is_kept_as_it_is(library: Library) -> None:
    for question in ("……", "！！"):
        Feedback(library.database).keep_unanswered(question, ())
    assert sorted(asked(library)) == [("……", 1), ("！！", 1)]


def test_of_too_many_the_oldest_go(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MAX_UNANSWERED", 2)
    for question in ("一", "二", "三"):
        Feedback(library.database).keep_unanswered(question, ())
    assert {question for question, _ in asked(library)} == {"二", "三"}


def test_clearing_says_how_many_there_were(library: Library) -> None:
    kept = Feedback(library.database)
    kept.keep_unanswered("花了多少钱？", ())
    assert kept.clear_unanswered() == 1
    assert kept.clear_unanswered() == 0


def test_everyone_has_one_vote_that_can_be_changed_and_taken_back(library: Library) -> None:
    kept = Feedback(library.database)
    assert kept.vote("5", 7, True, HOST) is Voted.GOOD
    assert kept.vote("5", 8, True, HOST) is Voted.GOOD
    assert kept.vote("5", 7, False, HOST) is Voted.BAD
    assert [v.good for v in kept.votes()] == [False, True]
    assert kept.vote("5", 7, False, HOST) is Voted.TAKEN_BACK
    assert [(v.judged, v.good) for v in kept.votes()] == [(HOST, True)]


def test_a_vote_on_a_message_that_now_answers_something_else_is_a_new_one(library: Library) -> None:
    kept = Feedback(library.database)
    kept.vote("5", 7, True, HOST)
    other = Judged("会议在哪里召开？", "柳湾镇", "第2段", ("river",))
    assert kept.vote("5", 7, True, other) is Voted.GOOD
    assert [v.judged for v in kept.votes()] == [other]


def test_with_a_report_goes_what_is_about_it(library: Library) -> None:
    kept = Feedback(library.database)
    kept.keep_unanswered("护坡花了多少钱？", ("river",))
    kept.keep_unanswered("校车几辆？", ("school",))
    kept.vote("5", 7, True, HOST)
    erase(library, ["river"])
    assert asked(library) == [("校车几辆？", 1)]
    assert kept.votes() == []
    assert "护坡".encode() not in library.path.read_bytes()


def test_with_all_conversations_goes_all_feedback(library: Library) -> None:
    kept = Feedback(library.database)
    kept.keep_unanswered("校车几辆？", ())
    kept.vote("5", 7, True, HOST)
    erase(library, ["school"], chats=True)
    assert asked(library) == []
    assert kept.votes() == []
