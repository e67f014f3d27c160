"""Numerals as reports write them."""

from __future__ import annotations

import pytest

from knowledge.numerals import enumerator_value, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("１２", 12),
        ("1,250", 1250),
        ("3.5", 3.5),
        ("3.5万", 35_000),
        ("2亿", 200_000_000),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("一百零五", 105),
        ("三千六百", 3600),
        ("两", 2),
        ("兩百", 200),
        ("〇", 0),
        ("二〇二四", 2024),
        ("一万二千", 12_000),
        ("廿三", 23),
        ("卅", 30),
        ("贰拾", 20),
    ],
)
def test_a_numeral_has_a_value(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "几", "多少", "三月", "abc", "1.2.3"])
def test_what_is_no_numeral_has_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("一、", 1),
        ("（三）", 3),
        ("12.", 12),
        ("④", 4),
        ("议题5：", 5),
        ("貳、", 2),
        ("第二，", 2),
        ("2.3", 3),
        ("十一、", 11),
        ("、", None),
    ],
)
def test_a_list_mark_stands_for_an_ordinal(mark: str, value: int | None) -> None:
    assert enumerator_value(mark) == value
