"""``/attendance`` as a picture: people by meetings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cards.brief import MAX_HEIGHT
from bot.cards.fonts import Fonts, Forms, found
from bot.cards.matrix import Column, Mark, Matrix, Row, Tone, draw_matrix
from bot.cards.paper import SCALE, Paper, Style
from bot.console import show
from bot.conversation import Conversation, Face, reply
from bot.reports import load_base
from bot.texts import say
from tests.bot.api_server import PNG, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.conftest import MEETINGS

FONTS = Fonts(found(Forms.SIMPLIFIED, ()))
HOST, AWAY = Mark("主", "主持", Tone.STRONG), Mark("请", "请假", Tone.AWAY)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written on paper, line by line."""
    lines: list[str] = []
    text = Paper.text

    def kept(self: Paper, x: float, y: float, line: str, style: Style) -> None:
        lines.append(line)
        text(self, x, y, line, style)

    monkeypatch.setattr(Paper, "text", kept)
    return lines


def matrix(people: int, meetings: int) -> Matrix:
    columns = tuple(Column(str(n), f"3-{n}", f"{n}. 第{n}次会议" * 9) for n in range(1, meetings + 1))
    rows = tuple(Row(f"人{n}", (HOST, *[None] * (meetings - 2), AWAY), "1") for n in range(people))
    return Matrix("参会情况", columns, rows, lambda count: f"其余 {count} 人", "更早的没有列出")


def test_every_person_has_a_row_and_every_mark_is_explained(written: list[str]) -> None:
    picture = draw_matrix(matrix(3, 4), FONTS)
    assert picture.missing == ()
    assert written.count("主") == written.count("请") == 3 + 1
    assert written.count("主持") == written.count("请假") == 1
    assert [line for line in written if line.startswith("人")] == ["人0", "人1", "人2"]
    assert "更早的没有列出" in written


def test_more_people_than_fit_are_counted(written: list[str]) -> None:
    picture = draw_matrix(matrix(200, 12), FONTS)
    assert picture.height <= MAX_HEIGHT * SCALE
    shown = sum(line.startswith("人") for line in written)
    assert 20 < shown < 200
    assert f"其余 {200 - shown} 人" in written


async def test_in_telegram_the_matrix_comes_with_its_text(server: ApiServer) -> None:
    async with serving(server, load_base(sorted(MEETINGS.glob("*.txt")))) as running:
        await running.say("/attendance")
        [text] = await running.replies(1)
        assert text.startswith(say("attendance.head", count=6))
        assert running.sent[0]["content"].startswith(PNG)


def test_of_one_meeting_there_is_no_picture() -> None:
    assert reply(Conversation(Face.TELEGRAM), FakeBase(), "/attendance").attachment is None


def test_in_a_console_it_is_drawn_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    base = load_base(sorted(MEETINGS.glob("*.txt"))[:2])
    assert reply(Conversation(), base, "/attendance").attachment is None
    show(reply(Conversation(), base, "/attendance png"))
    [file] = tmp_path.glob("*.png")
    assert str(file) in capsys.readouterr().out
    assert file.read_bytes().startswith(PNG)
