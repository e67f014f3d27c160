"""Long replies in pages: cut between entries, each page under the heading it belongs to, with buttons to turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.reply import Button, Line, Part, Quoted, Reply, Tone
from bot.settings import REPLIES
from bot.texts import say

_LINE = 20
"""What a line costs beside its characters."""
_HARDLY = 0.25
"""What is too long for a page by this share of one is still one page."""
_FOLDED = 200
"""Characters of a quote that show at once: a longer one is folded."""


def paged(reply: Reply, page: int, data: Callable[[int], str]) -> Reply:
    """A page of a reply, with buttons to the others; the reply itself if it is short or has no such page.

    :param data: the data of a button that leads to a page; buttons that do not fit Telegram's limit are left out.
    """
    found = pages(reply.parts)
    if len(found) < 2 or not 1 <= page <= len(found):
        return _with_own_buttons(reply)
    turns = [(say("button.previous_page"), page - 1), (say("button.next_page"), page + 1)]
    buttons = [Button(label, data(n)) for label, n in turns if 1 <= n <= len(found)]
    if not all(b.fits for b in buttons):
        return _with_own_buttons(reply)
    count = Line(say("page.number", page=page, pages=len(found)), Tone.NOTE)
    shown = replace(reply, parts=(*found[page - 1], count), turning=tuple(buttons))
    return _with_own_buttons(shown)


def _with_own_buttons(reply: Reply) -> Reply:
    """The reply with the buttons of its lines before the others."""
    own = tuple(p.button for p in reply.parts if isinstance(p, Line) and p.button)
    return replace(reply, buttons=(*own[: REPLIES.line_buttons], *reply.buttons)) if own else reply


def pages(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """The pages of some parts, of about the same length; what is said of all of them at the end stands on each."""
    end = len(parts)
    while end and _is_note(parts[end - 1]):
        end -= 1
    entries = list(_entries(parts[:end]))
    costs = [sum(map(_cost, entry)) for _, entry in entries]
    count = math.ceil(sum(costs) / REPLIES.page_cost - _HARDLY)
    if count < 2:
        return [tuple(parts)]
    most, spent = sum(costs) / count, 0.0
    found: list[list[Part]] = []
    for (heading, entry), cost in zip(entries, costs, strict=True):
        if not found or spent + cost / 2 > most * len(found):
            found.append([heading] if heading and not any(p is heading for p in entry) else [])
        found[-1] += entry
        spent += cost
    return [(*page, *parts[end:]) for page in found]


def _entries(parts: Sequence[Part]) -> Iterator[tuple[Line | None, list[Part]]]:
    """What must stand together, each with the heading above it: a heading and the entry after it, a line and its details."""
    heading: Line | None = None
    entry: list[Part] = []
    for part in parts:
        if entry and _begins(part) and not _is_heading(entry[-1]):
            yield heading, entry
            entry = []
        if isinstance(part, Line) and _is_heading(part):
            heading = part
        entry.append(part)
    if entry:
        yield heading, entry


def _begins(part: Part) -> bool:
    return isinstance(part, Line) and part.tone is not Tone.DETAIL


def _is_heading(part: Part) -> bool:
    return isinstance(part, Line) and part.tone is Tone.HEADING


def _is_note(part: Part) -> bool:
    return isinstance(part, Line) and part.tone is Tone.NOTE


def _cost(part: Part) -> int:
    return _LINE + (min(len(part.text), _FOLDED) + len(part.place) if isinstance(part, Quoted) else len(part.text))
