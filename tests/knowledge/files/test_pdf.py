"""Printed lines back to paragraphs, headings, tables: by where they stand on their pages."""

from __future__ import annotations

import pytest

from knowledge.files.formats.blocks import Paragraph, Table
from knowledge.files.formats.paragraphs import paragraphs
from knowledge.files.formats.pdf_lines import Glyph, Row, joined, rows_of
from knowledge.files.formats.pdf_tables import Rule, grids
from knowledge.files.formats.running import without_running

SIZE, LEFT, RIGHT, PITCH = 12.0, 72.0, 72.0 + 30 * 12.0, 20.0
WIDTH = LEFT + RIGHT
FULL = "会议要求各单位要提高认识加强领导落实责任抓好整改确保各项工作"


def page(*printed: tuple[str, float] | str, number: int = 1, size: float = SIZE) -> list[Row]:
    """Lines from the top of a page down, each with its indent in characters."""
    rows = []
    for at, line in enumerate(printed):
        text, indent = (line, 0.0) if isinstance(line, str) else line
        left = LEFT + indent * size
        rows.append(Row(text, left, left + len(text) * size, 700 - at * PITCH, size, number))
    return rows


def texts(*pages: list[Row]) -> list[str]:
    return [b.text for b in paragraphs(list(pages), WIDTH) if isinstance(b, Paragraph)]


def test_lines_of_an_indented_paragraph_are_joined_and_the_next_one_begins() -> None:
    first = [(FULL[:28], 2.0), FULL[:30], "落实。"]
    second = [(FULL[:28], 2.0), FULL[:30], FULL[:30]]
    assert texts(page(*first, *second)) == [FULL[:28] + FULL[:30] + "落实。", FULL[:28] + FULL[:30] * 2]


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert texts(page((FULL[:28], 2.0), FULL[:30]), page(FULL[:30], "落实。", number=2)) == [
        FULL[:28] + FULL[:30] * 2 + "落实。"
    ]


def test_a_full_paragraph_of_one_line_does_not_swallow_the_next() -> None:
    body = [(FULL[:27] + "。", 2.0), (FULL[:27] + "。", 2.0), FULL[:30], "完。", (FULL[:28], 2.0), "完。"]
    assert len(texts(page(*body))) == 3


def test_a_short_line_ends_its_paragraph() -> None:
    assert texts(page(FULL[:30], "完。", "时间：3月5日", "地点：会议室", FULL[:30])) == [
        FULL[:30] + "完。",
        "时间：3月5日",
        "地点：会议室",
        FULL[:30],
    ]


def test_a_point_begins_anew_after_a_sentence_that_fills_its_line() -> None:
    assert texts(page(FULL[:29] + "。", "（一）清淤。")) == [FULL[:29] + "。", "（一）清淤。"]


def test_a_hanging_point_keeps_its_second_line() -> None:
    assert texts(page(FULL[:30], FULL[:30], "完。", ("1." + FULL[:27], 1.0), (FULL[:10], 2.4)))[-1] == (
        "1." + FULL[:27] + FULL[:10]
    )


def test_a_wider_step_parts_paragraphs_without_indent() -> None:
    rows = page(FULL[:30], FULL[:30], FULL[:30])
    lower = Row(FULL[:30], LEFT, RIGHT, rows[-1].y - 1.6 * PITCH, SIZE, 1)
    assert texts([*rows, lower]) == [FULL[:30] * 3, FULL[:30]]


def test_larger_letters_are_headings_and_a_headline_of_two_lines_is_one() -> None:
    head = [
        Row("关于进一步加强秋季防火工作的", 150, 150 + 14 * 20, 760, 20, 1),
        Row("会议纪要", 250, 250 + 4 * 20, 730, 20, 1),
    ]
    found = list(paragraphs([[*head, *page(FULL[:30], FULL[:30], "完。")]], WIDTH))
    assert found[0] == Paragraph("关于进一步加强秋季防火工作的会议纪要", 1)
    assert all(isinstance(b, Paragraph) and not b.level for b in found[1:])


def test_words_of_letters_are_parted_where_lines_are_joined() -> None:
    row = page("open")[0]
    other = Row("source 组", LEFT, RIGHT, row.y - PITCH, SIZE, 1)
    assert texts([Row("open", LEFT, RIGHT, row.y, SIZE, 1), other]) == ["open source 组"]


def test_a_table_over_two_pages_is_one_without_its_head_repeated() -> None:
    head = ("事项", "单位")
    first = Row("", 70, 400, 300, SIZE, 1, Table((head, ("清淤", "水利站"))), 100, (70, 200, 400))
    second = Row("", 70, 400, 700, SIZE, 2, Table((head, ("补种", "林业站"))), 600, (70, 200, 400))
    assert list(paragraphs([[first], [second]], WIDTH)) == [Table((head, ("清淤", "水利站"), ("补种", "林业站")))]


@pytest.mark.parametrize(
    "line",
    ["3", "- 3 -", "— 3 —", "第 3 页", "第3页 共5页", "3/5", "3 / 5", "第三页", "Page 3 of 5", "page 3"],
)
def test_a_page_number_is_left_out_even_on_a_single_page(line: str) -> None:
    kept, count = without_running([[*page(FULL[:30]), Row(line, 290, 310, 40, 9)]], [842])
    assert ([row.text for row in kept[0]], count) == ([FULL[:30]], 1)


@pytest.mark.parametrize("line", ["3月5日", "第三项", "共有3人", "2023-09-04 08:30 来源：县政府办"])
def test_a_line_low_on_the_page_that_is_text_stays(line: str) -> None:
    kept, count = without_running([[Row(line, 72, 200, 100, 12)]], [842])
    assert (len(kept[0]), count) == (1, 0)


def test_lines_repeated_at_the_edges_are_left_out_and_those_in_the_middle_stay() -> None:
    pages = [
        [
            Row("栖霞镇第4次会议", 72, 200, 800, 9),
            Row("表决结果：通过", 72, 200, 400, 12),
            Row(f"栖霞 {n}", 72, 200, 50, 9),
        ]
        for n in range(4)
    ]
    kept, count = without_running(pages, [842] * 4)
    assert [[row.text for row in rows] for rows in kept] == [["表决结果：通过"]] * 4
    assert count == 8


def glyphs(text: str, x: float, y: float, size: float = 10.0) -> list[Glyph]:
    return [Glyph(c, x + i * size, x + (i + 1) * size, x + i * size, y, size) for i, c in enumerate(text)]


def frame(xs: list[float], ys: list[float]) -> list[Rule]:
    level = [Rule(True, y, xs[0], xs[-1]) for y in ys]
    return level + [Rule(False, x, ys[-1], ys[0]) for x in xs]


def test_ruled_lines_make_a_table_and_merged_cells_are_told() -> None:
    xs, ys = [0.0, 100.0, 200.0], [90.0, 60.0, 30.0, 0.0]
    rules = [r for r in frame(xs, ys) if (r.level, r.at) != (True, 30.0)]
    rules.append(Rule(True, 30.0, 100.0, 200.0))  # the left cells of the last two rows are one
    written = (
        glyphs("单位", 10, 70) + glyphs("任务", 110, 70) + glyphs("水利站", 10, 28)
        + glyphs("清淤", 110, 40) + glyphs("补种", 110, 10)
    )  # fmt: skip
    (row,) = rows_of(written, grids(rules))
    assert row.table == Table((("单位", "任务"), ("水利站", "清淤"), ("水利站", "补种")))


def test_a_frame_of_one_cell_and_a_line_under_a_headline_are_no_tables() -> None:
    assert grids(frame([0.0, 100.0], [50.0, 0.0])) == []
    assert grids([Rule(True, 700.0, 72.0, 500.0)]) == []


def test_gaps_tell_spaces_only_where_the_file_has_none() -> None:
    line = glyphs("会议", 0, 0) + glyphs("3", 22.3, 0)
    assert joined(line, by_gaps=False) == "会议3"
    assert joined(line, by_gaps=True) == "会议 3"


def test_a_wide_gap_parts_fields_but_not_a_number_from_its_point() -> None:
    assert joined(glyphs("时间", 0, 0) + glyphs("地点", 60, 0), by_gaps=False) == "时间  地点"
    assert joined(glyphs("一、", 0, 0) + glyphs("防火", 40, 0), by_gaps=False) == "一、防火"


def test_radicals_are_read_as_the_characters_they_show() -> None:
    assert joined(glyphs("⽉⼯作", 0, 0), by_gaps=False) == "月工作"
