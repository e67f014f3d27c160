"""A reply as both faces show it: lines, quotes with marked words, buttons. Structure only, no markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.texts import say
from knowledge import KnowledgeBase

MAX_QUOTE = 1500
"""Characters of a paragraph shown; a longer one is cut around the marked words."""
ELLIPSIS = "……"
MAX_DATA = 64 - 21
"""Bytes of a button's data: Telegram takes 64, and in a group whose button it is is added."""


class Tone(StrEnum):
    """What a line is for."""

    ANSWER = "answer"
    HEADING = "heading"
    TEXT = "text"
    DETAIL = "detail"
    NOTE = "note"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press; ``data`` comes back when it is (at most 64 bytes)."""

    label: str
    data: str

    @property
    def fits(self) -> bool:
        """Whether Telegram takes its data, also with whose it is."""
        return len(self.data.encode()) <= MAX_DATA


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply."""

    text: str
    tone: Tone = Tone.TEXT
    button: Button | None = None
    """What can be done with what it says: shown under the page that the line is on."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a report and where they stand.

    ``marks`` are the spans of ``text`` that answer, ``met`` those where words of the question stand.
    """

    text: str
    place: str
    marks: tuple[tuple[int, int], ...] = ()
    met: tuple[tuple[int, int], ...] = ()


Part = Line | Quoted


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is sent along; a console writes it into the folder it is in."""

    name: str
    content: bytes
    pixels: tuple[int, int] | None = None
    """Width and height of a picture, ``None`` for any other file."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said in return. ``ends`` closes a console conversation; ``last_row`` are buttons that stand by themselves.

    ``turning`` are buttons to other pages; ``in_place``: it is said instead of what the pressed button stands under.
    """

    parts: tuple[Part, ...]
    buttons: tuple[Button, ...] = ()
    turning: tuple[Button, ...] = ()
    last_row: tuple[Button, ...] = ()
    ends: bool = False
    attachment: Attachment | None = None
    in_place: bool = False


def note(text: str, *, ends: bool = False) -> Reply:
    """A reply of one line."""
    return Reply((Line(text, Tone.NOTE),), ends=ends)


def printable(text: str) -> str:
    """``text`` for a screen, character for character: control and bidi characters and lone surrogates become spaces.

    >>> printable("红\\x1b[31m头\\u202e文件")
    '红 [31m头 文件'
    """
    return "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text)


def clip(text: str, limit: int) -> str:
    """``text`` shortened to ``limit`` characters, at a sentence or clause end where there is one.

    >>> clip("会议指出，要抓好落实，确保实效。", 12)
    '会议指出，要抓好落实……'
    """
    if len(text) <= limit:
        return text
    cut = max(text.rfind(c, limit // 2, limit) for c in "。；，、;,")
    return text[: cut if cut > 0 else limit].rstrip() + ELLIPSIS


def quoted(
    text: str,
    start: int,
    end: int,
    place: str,
    marks: Iterable[tuple[int, int]] = (),
    met: Iterable[tuple[int, int]] = (),
) -> Quoted:
    """``text[start:end]`` as a quote; ``marks`` and ``met`` are spans of ``text``, what lies outside the quote is left out.

    A quote longer than :data:`MAX_QUOTE` is cut to the part around its first mark.
    """
    inside = sorted((max(a, start), min(b, end)) for a, b in marks if a < end and b > start)
    before = after = ""
    if end - start > MAX_QUOTE:
        first = inside[0][0] if inside else start
        left = max(start, min(first - MAX_QUOTE // 4, end - MAX_QUOTE))
        before, after = (ELLIPSIS if left > start else ""), (ELLIPSIS if left + MAX_QUOTE < end else "")
        start, end = left, left + MAX_QUOTE
    shift = len(before) - start
    spans, words = (
        merged((max(a, start) + shift, min(b, end) + shift) for a, b in given if a < end) for given in (inside, met)
    )
    return Quoted(before + text[start:end] + after, place, spans, words)


def clipped(quote: Quoted, limit: int) -> Quoted:
    """A quote shortened to ``limit`` characters, with what of its marks is left."""
    text = clip(quote.text, limit)
    kept = len(text) - len(ELLIPSIS) if text != quote.text else len(text)
    marks, met = (merged((a, min(b, kept)) for a, b in given) for given in (quote.marks, quote.met))
    return Quoted(text, quote.place, marks, met)


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sorted spans without overlaps and empty ones.

    >>> merged([(4, 6), (0, 2), (1, 3), (7, 7)])
    ((0, 3), (4, 6))
    """
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def title_of(base: KnowledgeBase, report_id: str) -> str:
    """What a report is called: its meeting's title, else its headline, else its id."""
    return base.shelf.entry(report_id).title


def joined(items: Sequence[str], otherwise: str = "") -> str:
    """A list in the language spoken, or what to say without any."""
    return say("list.between").join(items) or otherwise
