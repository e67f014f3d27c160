"""Who came to which meeting as a picture: a row for each person, a column for each meeting, a mark where they meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.cards.brief import ACCENT, BACKGROUND, FAINT, INK, MARGIN, MAX_HEIGHT, RULE, SOFT
from bot.cards.fonts import Fonts
from bot.cards.lines import shortened
from bot.cards.paper import Paper, Picture, Style

CELL, ROW = 38.0, 29.0
NAME_WIDTH, LEAST_WIDTH = 96.0, 420.0
_BOX = 21.0

_TITLE = Style(20, INK, bold=True)
_NAME, _COLUMN, _DAY = Style(15, INK), Style(14, ACCENT, bold=True), Style(9.5, SOFT)
_COUNT, _SMALL = Style(13, SOFT), Style(12.5, SOFT)


class Tone(StrEnum):
    """How much a mark stands out."""

    STRONG = "strong"
    CLEAR = "clear"
    CALM = "calm"
    AWAY = "away"


_BOXES = {
    Tone.STRONG: (ACCENT, "#ffffff"),
    Tone.CLEAR: ("#8fbdb4", INK),
    Tone.CALM: ("#e2ecea", SOFT),
    Tone.AWAY: ("#f3e3d8", "#9a5a2f"),
}
"""The colours of a box and of what is written in it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A character in a box, and what it stands for."""

    sign: str
    meaning: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Column:
    """A meeting: its number and day above the column, and what it is called below the table."""

    number: str
    day: str
    line: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person: a mark for each column (``None`` where there is nothing), and a number at the end."""

    name: str
    marks: tuple[Mark | None, ...]
    count: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """What stands on the picture. ``more`` says how many rows are left out."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: Callable[[int], str] = str
    note: str = ""


def draw_matrix(matrix: Matrix, fonts: Fonts) -> Picture:
    """The table as a picture, as wide as its columns need."""
    width = max(LEAST_WIDTH, 2 * MARGIN + NAME_WIDTH + CELL * (len(matrix.columns) + 1))
    return _Drawing(Paper(fonts, width, BACKGROUND), width).whole(matrix)


class _Drawing:
    """From the top downwards; ``y`` is where the next thing goes."""

    def __init__(self, paper: Paper, width: float) -> None:
        self._paper = paper
        self._width = width
        self._y = 0.0

    def whole(self, matrix: Matrix) -> Picture:
        self._paper.box(0, 0, self._width, 5, ACCENT)
        self._y = MARGIN
        self._line(matrix.title, _TITLE)
        self._legend(matrix)
        self._heads(matrix)
        below = len(matrix.columns) + bool(matrix.note) + 1
        room = int((MAX_HEIGHT - self._y - MARGIN - below * _SMALL.line - 24) // ROW)
        shown = matrix.rows[: max(room, 1)]
        for row in shown:
            self._row(row)
        if more := len(matrix.rows) - len(shown):
            self._line(matrix.more(more), _SMALL)
        self._y += 12
        for column in matrix.columns:
            self._line(column.line, _SMALL)
        if matrix.note:
            self._line(matrix.note, _SMALL)
        return self._paper.finished(self._y + MARGIN * 0.8)

    def _legend(self, matrix: Matrix) -> None:
        """The marks that occur, the most outstanding first, in as many lines as they take."""
        marks = sorted(
            {m for row in matrix.rows for m in row.marks if m}, key=lambda m: (list(Tone).index(m.tone), m.sign)
        )
        x, self._y = MARGIN, self._y + 6
        for mark in marks:
            meaning = self._paper.legible(mark.meaning)
            needed = _BOX + 5 + self._paper.advance(meaning, _SMALL)
            if x > MARGIN and x + needed > self._width - MARGIN:
                x, self._y = MARGIN, self._y + _BOX + 6
            self._box(x, self._y, mark)
            self._paper.text(x + _BOX + 5, self._y + (_BOX - _SMALL.line) / 2, meaning, _SMALL)
            x += needed + 16
        self._y += _BOX + 12

    def _heads(self, matrix: Matrix) -> None:
        for n, column in enumerate(matrix.columns):
            self._centred(n, self._y, column.number, _COLUMN)
            self._centred(n, self._y + _COLUMN.line - 3, column.day, _DAY)
        self._y += _COLUMN.line + _DAY.line
        self._paper.rule(MARGIN, self._y, self._width - 2 * MARGIN, RULE)
        self._y += 4

    def _row(self, row: Row) -> None:
        name = self._short(row.name, _NAME, NAME_WIDTH - 6)
        self._paper.text(MARGIN, self._y + (ROW - _NAME.line) / 2, name, _NAME)
        for n, mark in enumerate(row.marks):
            x = MARGIN + NAME_WIDTH + n * CELL + (CELL - _BOX) / 2
            if mark:
                self._box(x, self._y + (ROW - _BOX) / 2, mark)
            else:
                self._paper.rule(x + 8, self._y + ROW / 2, _BOX - 16, FAINT)
        self._centred(len(row.marks), self._y + (ROW - _COUNT.line) / 2, row.count, _COUNT)
        self._y += ROW

    def _box(self, x: float, y: float, mark: Mark) -> None:
        box, ink = _BOXES[mark.tone]
        style = Style(13, ink, leading=_BOX / 13)
        self._paper.box(x, y, _BOX, _BOX, box, 5)
        sign = self._paper.legible(mark.sign)
        self._paper.text(x + (_BOX - self._paper.advance(sign, style)) / 2, y, sign, style)

    def _centred(self, column: int, y: float, text: str, style: Style) -> None:
        shown = self._short(text, style, CELL)
        x = MARGIN + NAME_WIDTH + column * CELL + (CELL - self._paper.advance(shown, style)) / 2
        self._paper.text(x, y, shown, style)

    def _line(self, text: str, style: Style) -> None:
        self._paper.text(MARGIN, self._y, self._short(text, style, self._width - 2 * MARGIN), style)
        self._y += style.line

    def _short(self, text: str, style: Style, width: float) -> str:
        return shortened(self._paper.legible(text), width, lambda t: self._paper.advance(t, style))
