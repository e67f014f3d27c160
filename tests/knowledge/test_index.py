"""Paragraphs of many reports are found by BM25."""

from __future__ import annotations

from knowledge.index import ParagraphIndex


def filled() -> ParagraphIndex:
    index = ParagraphIndex()
    index.add("水务", [(0, 14, "会议研究了供水管网改造工程")])
    index.add("学校", [(0, 13, "会议讨论了食堂饭菜的价格")])
    return index


def best(index: ParagraphIndex, question: str) -> list[str]:
    return [place.report for place, _ in index.search(question, 3)]


def test_the_paragraph_that_shares_rare_words_comes_first() -> None:
    assert best(filled(), "食堂的饭菜贵不贵")[0] == "学校"
    assert best(filled(), "管网什么时候改造")[0] == "水务"


def test_one_wrong_character_does_not_hide_a_paragraph() -> None:
    assert best(filled(), "食唐饭菜")[0] == "学校"


def test_a_report_taken_in_again_is_there_once() -> None:
    index = filled()
    index.add("学校", [(0, 13, "会议讨论了食堂饭菜的价格")])
    assert len(index) == 2


def test_a_removed_report_is_found_no_more() -> None:
    index = filled()
    index.remove("学校")
    assert "学校" not in best(index, "食堂饭菜价格")
    assert len(index) == 1


def test_an_empty_index_and_an_empty_question_find_nothing() -> None:
    assert ParagraphIndex().search("会议", 3) == []
    assert filled().search("", 3) == []
