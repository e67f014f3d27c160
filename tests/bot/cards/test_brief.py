"""The card of a meeting's brief, looked at pixel by pixel where it matters."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.cards.brief import BACKGROUND, MARGIN, MAX_HEIGHT, WIDTH, Brief, Field, Item, draw_brief
from bot.cards.coverage import Coverage
from bot.cards.fonts import STAND_IN, Face, Fonts, Forms, found, shipped
from bot.cards.paper import SCALE, Paper, Picture, Style

FONTS = Fonts(found(Forms.SIMPLIFIED, ()))
SHORT = Brief(
    "简报", "南湖区召开河长制工作会议", (Field("时间", "2024年3月5日"), Field("地点", "未写明", stated=False))
)
LONG = Brief(
    "简报",
    "关于“三会合一”推进会的（补充）通知" * 12,
    (Field("发言", "、".join(["欧阳明月（ABC Corp. Ltd.）"] * 40)), Field("Speakers and others", "A" * 300)),
    "任务（60）",
    tuple(
        Item(f"{n}.", "完成东风河清淤，报送进度；" * (n % 9 + 1), "负责：区水利局　期限：6月底前") for n in range(1, 61)
    ),
    lambda left: f"其余 {left} 项",
    "由会问摘出",
)


def image(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.png)).convert("RGB")


def margins(picture: Picture) -> set[object]:
    """The colours at both sides, below the bar at the top."""
    whole = image(picture)
    side = round(MARGIN * SCALE) - 4
    edges = [(0, 20, side, whole.height), (whole.width - side, 20, whole.width, whole.height)]
    return {colour for box in edges for _, colour in whole.crop(box).getcolors(1 << 16) or ()}


def test_a_card_is_a_png_as_wide_as_a_phone_at_twice_its_size() -> None:
    picture = draw_brief(SHORT, FONTS)
    assert image(picture).size == (picture.width, picture.height)
    assert picture.width == WIDTH * SCALE
    assert picture.missing == ()


@pytest.mark.parametrize("brief", [SHORT, LONG], ids=["short", "long"])
def test_nothing_is_drawn_into_the_margins(brief: Brief) -> None:
    [colour] = margins(draw_brief(brief, FONTS))
    assert max(abs(a - int(BACKGROUND[n : n + 2], 16)) for n, a in zip((1, 3, 5), colour, strict=True)) <= 4


def test_a_long_card_is_cut_with_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    text = Paper.text

    def kept(self: Paper, x: float, y: float, line: str, style: Style) -> None:
        written.append(line)
        text(self, x, y, line, style)

    monkeypatch.setattr(Paper, "text", kept)
    picture = draw_brief(LONG, FONTS)
    assert picture.height <= MAX_HEIGHT * SCALE
    shown = sum(line == "负责：区水利局　期限：6月底前" for line in written)
    assert 0 < shown < 60
    assert f"其余 {60 - shown} 项" in written
    assert written[-1] == "由会问摘出"
    assert not any(line.startswith(("，", "；", "。", "）")) for line in written)


def test_all_tasks_that_fit_are_shown() -> None:
    few = replace(
        LONG, title="会议", fields=(), items=LONG.items[:3], more=lambda left: pytest.fail(f"{left} left out")
    )
    draw_brief(few, FONTS)


def test_a_character_that_no_font_has_is_named_and_stood_in_for() -> None:
    ascii_only = Coverage((0x20, ord(STAND_IN)), (0x7E, ord(STAND_IN)))
    fonts = Fonts([Face(shipped(), 0, "a", ascii_only)])
    picture = draw_brief(Brief("K", "Meeting 会议 会", ()), fonts)
    assert picture.missing == ("会", "议")
    assert image(picture).tobytes() == image(draw_brief(Brief("K", "Meeting 〓〓 〓", ()), fonts)).tobytes()


def test_signs_that_only_change_others_leave_nothing_behind() -> None:
    plain, odd = Brief("K", "会议1", ()), Brief("K", "会\u200b议\u202e1\ufe0f", ())
    assert draw_brief(plain, FONTS) == draw_brief(odd, FONTS)


def test_another_face_draws_what_the_first_lacks() -> None:
    latin = Face(shipped(), 0, "latin", Coverage((0x20,), (0x7E,)))
    both = Fonts([latin, *found(Forms.SIMPLIFIED, ())])
    assert draw_brief(SHORT, both) == draw_brief(SHORT, FONTS)
