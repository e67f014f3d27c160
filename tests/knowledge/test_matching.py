"""The words of a question are found in a report: verbatim, as synonyms, by sound, by meaning."""

from __future__ import annotations

import pytest

from knowledge.matching import EXACT, PARTIAL, SOUND, SYNONYM, Term, Text, match, terms
from knowledge.normalize import fold


def found(question: str, text: str, channel: int) -> set[str]:
    folded = fold(question)
    return {text[m.start : m.end] for m in match(folded, terms(folded), Text(text)) if m.channel == channel}


def test_a_word_is_found_across_scripts_and_widths() -> None:
    assert "會議" in found("会议", "這次會議很短", EXACT)
    assert "ＣＰＵ" in found("cpu", "换了ＣＰＵ", EXACT)


def test_a_synonym_of_the_lexicon_is_found() -> None:
    assert "资金" in found("钱够不够", "资金已经到位", SYNONYM)


def test_pinyin_among_characters_finds_the_word() -> None:
    assert "主持" in found("谁zhuchi", "由她主持", SOUND)


def test_a_latin_word_is_not_found_inside_another() -> None:
    assert found("pr", "april", EXACT) == set()


@pytest.mark.parametrize(
    ("short", "full"), [("财委会", "财政委员会"), ("农科院", "农业科学院"), ("卫健委", "卫生健康委")]
)
def test_an_abbreviation_is_found_as_the_full_name(short: str, full: str) -> None:
    folded = fold(f"{short}在哪里开会")
    term = Term(short, 0, len(short), 1.0)
    text = f"地点由{full}另行通知"
    assert full in {text[m.start : m.end] for m in match(folded, [term], Text(text))}


def test_characters_in_order_inside_words_are_no_abbreviation() -> None:
    term = Term("大事会", 0, 3, 1.0)
    text = "重大事故会商"
    assert not any(m.channel == PARTIAL and m.end - m.start > 3 for m in match("大事会", [term], Text(text)))


@pytest.mark.parametrize("text", ["", "。。。", "\n\n", "a"])
def test_a_text_without_words_matches_nothing(text: str) -> None:
    assert match("会议", terms("会议"), Text(text)) == []


def test_offsets_count_from_where_the_text_starts() -> None:
    assert [m.start for m in match("经费", terms("经费"), Text("经费", start=100)) if m.channel == EXACT] == [100]
