"""Replies on a terminal or in a pipe, with rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from bot.reply import Line, Quoted, Reply, Tone, printable

_STYLES = {
    Tone.ANSWER: "bold green",
    Tone.HEADING: "bold",
    Tone.TEXT: "",
    Tone.DETAIL: "dim",
    Tone.NOTE: "dim",
    Tone.CAUTION: "yellow",
}
_INDENTS = {Tone.DETAIL: "   "}
_BAR = "│ "
_MARK_STYLE, _MET_STYLE = "bold underline", "bold"
_MARK = ("【", "】")


def console() -> Console:
    """A console on stdout that honours NO_COLOR, TERM=dumb and pipes."""
    return Console(highlight=False, markup=False, emoji=False)


def show(reply: Reply, on: Console | None = None) -> None:
    """Write a reply; in a pipe every part is one unwrapped line."""
    on = on or console()
    for line in render(reply, on):
        on.print(line, soft_wrap=True)


def render(reply: Reply, on: Console) -> Iterator[Text]:
    """The lines of a reply, wrapped to the console's width if it is a terminal."""
    for part in reply.parts:
        text, first, rest = _line(part) if isinstance(part, Line) else _quote(part, plain=not _has_styles(on))
        width = on.width - len(_BAR) if on.is_terminal else 0
        lines = text.wrap(on, max(width, 20)) if width else text.split("\n")
        for n, line in enumerate(lines):
            yield Text.assemble((rest if n else first, "dim"), line)


def _has_styles(on: Console) -> bool:
    return on.is_terminal and not on.is_dumb_terminal


def _line(part: Line) -> tuple[Text, str, str]:
    indent = _INDENTS.get(part.tone, "")
    return Text(printable(part.text), style=_STYLES[part.tone]), indent, indent


def _quote(part: Quoted, *, plain: bool) -> tuple[Text, str, str]:
    """The words behind a bar, then their place; where nothing can be stressed, what answers stands in brackets."""
    shown = printable(part.text)
    text = _bracketed(shown, part.marks or part.met) if plain else Text(shown)
    if not plain:
        for style, spans in ((_MET_STYLE, part.met), (_MARK_STYLE, part.marks)):
            for start, end in spans:
                text.stylize(style, start, end)
    text.append(f"　{part.place}", style="dim")
    return text, _BAR, _BAR


def _bracketed(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], _MARK[0], text[start:end], _MARK[1]]
        at = end
    return Text("".join([*pieces, text[at:]]))
