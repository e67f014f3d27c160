"""Draw the README's pictures from real replies: ``python -m tools.screenshots`` writes them to ``docs/images``.

A conversation is asked of the bundled report just as in Telegram, and drawn as bubbles; the card is the reply's own file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cards.fonts import fonts
from bot.cards.lines import wrap
from bot.cards.paper import Paper, Picture, Style
from bot.conversation import Conversation, Face, reply
from bot.reply import Button, Line, Quoted, Reply, Tone
from bot.reports import load_base

IMAGES = Path(__file__).parent.parent / "docs" / "images"
ASKED = ("谁主持会议？", "他是什么职务？", "会议投入了多少资金？")
TASKS = ("任务",)

WIDTH, EDGE, PAD, GAP = 420.0, 14.0, 11.0, 9.0
_WALL, _MINE, _THEIRS, _KEY, _BAR = "#dfe6e4", "#d6efd0", "#ffffff", "#f1f5f4", "#7fb0a6"
_BUBBLE = 330.0
_STYLES = {
    Tone.ANSWER: Style(15, "#1f2328", bold=True, leading=1.4),
    Tone.HEADING: Style(15, "#1f2328", bold=True, leading=1.4),
    Tone.TEXT: Style(14.5, "#1f2328", leading=1.4),
    Tone.DETAIL: Style(13, "#5d646c", leading=1.4),
    Tone.NOTE: Style(13, "#5d646c", leading=1.4),
    Tone.CAUTION: Style(13, "#9a5a2f", leading=1.4),
}
_LABEL = Style(13, "#1d5f5a", leading=1.4)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was typed and what was said in return."""

    typed: str
    reply: Reply


def conversation(lines: Sequence[str]) -> list[Exchange]:
    """These lines asked of the bundled report, one after another."""
    base, talk = load_base([]), Conversation(Face.TELEGRAM)
    return [Exchange(line, reply(talk, base, line)) for line in lines]


def draw_conversation(exchanges: Sequence[Exchange]) -> Picture:
    """A conversation as bubbles: what was typed on the right, the replies on the left with their buttons below.

    The row of thumbs is left out: the font that ships has no emoji.
    """
    sheet = _Sheet(Paper(fonts(), WIDTH, _WALL))
    for exchange in exchanges:
        sheet.typed(exchange.typed)
        sheet.replied(exchange.reply)
    return sheet.finished()


class _Sheet:
    """From the top downwards."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._y = EDGE

    def typed(self, text: str) -> None:
        style = _STYLES[Tone.TEXT]
        lines = self._wrapped(text, style, _BUBBLE - 2 * PAD)
        width = max(self._paper.advance(line, style) for line in lines) + 2 * PAD
        x = WIDTH - EDGE - width
        self._paper.box(x, self._y, width, len(lines) * style.line + PAD, _MINE, 12)
        self._lines([(line, style, 0.0) for line in lines], x + PAD, self._y + PAD / 2)
        self._y += len(lines) * style.line + PAD + GAP

    def replied(self, given: Reply) -> None:
        lines = [entry for part in given.parts for entry in self._part(part)]
        height = sum(style.line for _, style, _ in lines) + PAD
        self._paper.box(EDGE, self._y, _BUBBLE, height, _THEIRS, 12)
        self._lines(lines, EDGE + PAD, self._y + PAD / 2)
        self._y += height + 4
        rows = [given.buttons[at : at + 2] for at in range(0, len(given.buttons), 2)]
        for row in rows:
            self._keys(row)
        self._y += GAP

    def finished(self) -> Picture:
        return self._paper.finished(self._y + EDGE - GAP)

    def _part(self, part: Line | Quoted) -> Iterator[tuple[str, Style, float]]:
        """The lines of a part with their styles and how far they are moved in; a quote stands behind a bar."""
        room = _BUBBLE - 2 * PAD
        if isinstance(part, Line):
            style = _STYLES[part.tone]
            yield from ((line, style, 0.0) for line in self._wrapped(part.text, style, room))
            return
        yield part.place, _STYLES[Tone.NOTE], 0.0
        style = _STYLES[Tone.TEXT]
        yield from ((line, style, 10.0) for line in self._wrapped(part.text, style, room - 10))

    def _lines(self, lines: Sequence[tuple[str, Style, float]], x: float, y: float) -> None:
        for line, style, indent in lines:
            if indent:
                self._paper.box(x, y, 2.5, style.line, _BAR)
            self._paper.text(x + indent, y, line, style)
            y += style.line

    def _keys(self, row: Sequence[Button]) -> None:
        width = (_BUBBLE - 4 * (len(row) - 1)) / len(row)
        for n, button in enumerate(row):
            x = EDGE + n * (width + 4)
            self._paper.box(x, self._y, width, 29, _KEY, 8)
            label = self._wrapped(button.label, _LABEL, width - 8, 1)[0]
            self._paper.text(x + (width - self._paper.advance(label, _LABEL)) / 2, self._y + 5, label, _LABEL)
        self._y += 33

    def _wrapped(self, text: str, style: Style, width: float, limit: int = 0) -> list[str]:
        return wrap(self._paper.legible(text), width, lambda t: self._paper.advance(t, style), limit)


def write(folder: Path = IMAGES) -> list[Path]:
    """Write all pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    [card] = conversation(["/card"])
    assert card.reply.attachment is not None
    pictures = {
        "ask.png": draw_conversation(conversation(ASKED)).png,
        "tasks.png": draw_conversation(conversation(TASKS)).png,
        "card.png": card.reply.attachment.content,
    }
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in pictures]


if __name__ == "__main__":
    for path in write():
        print(f"{path}: {path.stat().st_size:,} bytes")
