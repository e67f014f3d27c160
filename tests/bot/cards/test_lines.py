"""How text is broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.lines import shortened, wrap


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("会议研究，部署工作。", 4, ["会议研", "究，部署", "工作。"]),
        ("出席“三会”的代表", 4, ["出席“三", "会”的代", "表"]),
        ("讲话（摘要）见后", 3, ["讲话", "（摘", "要）见", "后"]),
        ("投入2024年预算", 5, ["投入", "2024年", "预算"]),
        ("由ABC-Corp承办", 8, ["由", "ABC-Corp", "承办"]),
        ("要求——落实", 4, ["要求——", "落实"]),
        ("一\n二三四", 3, ["一", "二三四"]),
        ("John Smith 主持", 6, ["John", "Smith", "主持"]),
        ("", 5, [""]),
    ],
)
def test_lines_begin_and_end_as_they_should(text: str, width: int, expected: list[str]) -> None:
    assert wrap(text, width, len) == expected


def test_what_is_too_long_for_a_line_is_broken_all_the_same() -> None:
    assert wrap("A" * 25, 10, len) == ["A" * 10, "A" * 10, "A" * 5]
    assert all(len(line) <= 3 for line in wrap("（（（（一））））", 3, len))


def test_too_many_lines_end_with_an_ellipsis() -> None:
    lines = wrap("会议指出，要抓好落实，确保实效。", 6, len, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("……")
    assert wrap("会议指出。", 6, len, 1) == ["会议指出。"]


@given(st.text("会议，。（）“”《》、：A1. —…\n年", max_size=60), st.integers(3, 12), st.integers(0, 4))
def test_nothing_overflows_and_nothing_is_lost(text: str, width: int, limit: int) -> None:
    lines = wrap(text, width, len, limit)
    assert all(len(line) <= width for line in lines)
    assert not limit or len(lines) <= limit
    if not limit:
        assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text("会议，。“”、", max_size=30), st.integers(2, 12))
def test_a_shortened_text_fits(text: str, width: int) -> None:
    assert len(shortened(text, width, len)) <= width
