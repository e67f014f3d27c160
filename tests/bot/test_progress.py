"""How far an import is, on a terminal and elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from bot import progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines_say_how_many_came_in_and_how_long_it_takes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((0.0, 20.0, 25.0, 40.0))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with progress.import_progress(3000) as told:
        told(10, 200, 500)
        told(12, 240, 700)  # too soon after the last line
        told(20, 400, 1500)
    assert capsys.readouterr().err.splitlines() == [
        "10 份，200 段，10 段/秒，约剩 1 分 40 秒",
        "20 份，400 段，10 段/秒，约剩 0 分 40 秒",
    ]


def test_without_a_size_there_is_no_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((0.0, 20.0))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with progress.import_progress(None) as told:
        told(10, 200, 500)
    assert capsys.readouterr().err == "10 份，200 段，10 段/秒\n"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "100")
    with progress.import_progress(1000) as told:
        told(3, 60, 500)
    assert "导入" in screen.getvalue()
    assert "3 份，60 段" in screen.getvalue()
