"""A meeting's brief as a card to forward: title, fields, tasks. As wide as a phone, never longer than can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.cards.fonts import Fonts
from bot.cards.lines import wrap
from bot.cards.paper import Paper, Picture, Style

WIDTH, MARGIN = 420.0, 30.0
MAX_HEIGHT = 1280.0
"""Points. A photo in Telegram keeps 2,560 pixels; a longer one would be shrunk until nobody can read it."""
LABEL_WIDTH, NUMBER_WIDTH = 52.0, 26.0
"""Points that labels and numbers have at least."""
_COLUMN_GAP = 8.0
TITLE_LINES, FIELD_LINES, TASK_LINES = 5, 6, 3
_GAP = 9.0

BACKGROUND, RULE = "#fcfbf8", "#dedad2"
INK, SOFT, FAINT, ACCENT = "#1f2328", "#5d646c", "#a09f99", "#1d5f5a"
_KIND = Style(12.5, ACCENT, bold=True)
_TITLE = Style(23, INK, bold=True, leading=1.4)
_LABEL, _VALUE, _UNSTATED = Style(14.5, SOFT), Style(16, INK), Style(16, FAINT)
_HEAD = Style(16, ACCENT, bold=True)
_NUMBER, _TASK, _DETAIL = Style(16, ACCENT, bold=True), Style(16, INK), Style(13, SOFT)
_FOOT = Style(11.5, FAINT)


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what the report states; ``stated`` is false where ``value`` only says that it does not."""

    label: str
    value: str
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A task: its number, its core phrase, and what is told of it (who, until when)."""

    number: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on the card. ``more`` says how many tasks are left out."""

    kind: str
    title: str
    fields: tuple[Field, ...]
    head: str = ""
    items: tuple[Item, ...] = ()
    more: Callable[[int], str] = str
    foot: str = ""


def draw_brief(brief: Brief, fonts: Fonts) -> Picture:
    """The card as a picture."""
    return _Drawing(Paper(fonts, WIDTH, BACKGROUND)).whole(brief)


class _Drawing:
    """From the top downwards; ``y`` is where the next thing goes."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._y = 0.0

    def whole(self, brief: Brief) -> Picture:
        paper = self._paper
        paper.box(0, 0, WIDTH, 5, ACCENT)
        self._y = MARGIN
        self._block(MARGIN, brief.kind, _KIND, 1)
        self._y += 4
        self._block(MARGIN, brief.title, _TITLE, TITLE_LINES)
        self._line()
        beside = self._column([f.label for f in brief.fields], _LABEL, LABEL_WIDTH)
        for field in brief.fields:
            self._field(field, beside)
        if brief.items:
            self._line()
            self._block(MARGIN, brief.head, _HEAD, 1)
            self._y += 5
            self._items(brief)
        if brief.foot:
            self._line()
            self._block(MARGIN, brief.foot, _FOOT, 2)
        return paper.finished(self._y + MARGIN * 0.8)

    def _column(self, texts: Iterable[str], style: Style, least: float) -> float:
        """Where what stands beside the widest of these texts begins."""
        widest = max((self._paper.advance(t, style) for t in texts), default=0.0)
        return MARGIN + max(least, widest + _COLUMN_GAP)

    def _field(self, field: Field, beside: float) -> None:
        """The label beside the first line of what it says."""
        top = self._y
        self._block(MARGIN, field.label, Style(_LABEL.size, _LABEL.colour, leading=_VALUE.line / _LABEL.size), 1)
        self._y = top
        self._block(beside, field.value, _VALUE if field.stated else _UNSTATED, FIELD_LINES)
        self._y += 4

    def _items(self, brief: Brief) -> None:
        """As many as fit, then how many there are beside."""
        room = MAX_HEIGHT - MARGIN - 3 * _FOOT.line - 4 * _GAP
        beside = self._column([i.number for i in brief.items], _NUMBER, NUMBER_WIDTH)
        for n, item in enumerate(brief.items):
            left = len(brief.items) - n
            if self._y + self._height(item, beside) + (0 if left == 1 else _TASK.line) > room:
                self._block(beside, brief.more(left), _DETAIL, 1)
                return
            top = self._y
            self._block(MARGIN, item.number, _NUMBER, 1)
            self._y = top
            self._block(beside, item.text, _TASK, TASK_LINES)
            if item.detail:
                self._block(beside, item.detail, _DETAIL, 2)
            self._y += 7

    def _height(self, item: Item, x: float) -> float:
        width = WIDTH - MARGIN - x
        lines = len(self._wrapped(item.text, _TASK, width, TASK_LINES)) * _TASK.line
        return lines + (len(self._wrapped(item.detail, _DETAIL, width, 2)) * _DETAIL.line if item.detail else 0) + 7

    def _block(self, x: float, text: str, style: Style, limit: int) -> None:
        for line in self._wrapped(text, style, WIDTH - MARGIN - x, limit):
            self._paper.text(x, self._y, line, style)
            self._y += style.line

    def _wrapped(self, text: str, style: Style, width: float, limit: int) -> list[str]:
        return wrap(self._paper.legible(text), width, lambda t: self._paper.advance(t, style), limit)

    def _line(self) -> None:
        self._y += _GAP
        self._paper.rule(MARGIN, self._y, WIDTH - 2 * MARGIN, RULE)
        self._y += _GAP + 2
