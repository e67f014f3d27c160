"""Replies as Telegram messages: HTML with everything escaped, each short enough to be sent. Needs no Telegram library.

Text is cut before markup is added, so that a cut is never inside a tag; lengths are UTF-16 units after parsing, as
Telegram counts them.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.reply import Line, Part, Quoted, Reply, Tone, merged, printable

MAX_UNITS = 4096
"""UTF-16 units of one message, not counting markup."""
FOLD_FROM = 200
"""A quote of more units is folded until it is tapped."""

_TAGS = {
    Tone.ANSWER: ("<b>", "</b>"),
    Tone.HEADING: ("<b>", "</b>"),
    Tone.TEXT: ("", ""),
    Tone.DETAIL: ("", ""),
    Tone.NOTE: ("<i>", "</i>"),
    Tone.CAUTION: ("⚠️ ", ""),
}
_CUTS = ("\n", "。！？!?", "；;", "，、, ")
"""Where a long text is cut, best first."""
_SLACK = 8
"""Units kept free in a cut piece, for signs that are added to it."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as HTML, and its text for when Telegram cannot parse that."""

    html: str
    plain: str


def messages(reply: Reply) -> list[Message]:
    """The messages of a reply, in order."""
    result: list[Message] = []
    for piece in (p for part in reply.parts for p in _pieces(part)):
        if not piece.plain.strip():  # Telegram refuses an empty message
            continue
        last = result[-1] if result else None
        if last and units(last.plain) + 1 + units(piece.plain) <= MAX_UNITS:
            result[-1] = Message(f"{last.html}\n{piece.html}", f"{last.plain}\n{piece.plain}")
        else:
            result.append(piece)
    return result


def units(text: str) -> int:
    """Length as Telegram counts it: an emoji is 2.

    >>> units("会议😀")
    4
    """
    return len(text) + sum(c > "\uffff" for c in text)


def cuts(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Spans of at most ``limit`` units that make up the text, cut at a line, a sentence or a clause where possible.

    >>> list(cuts("一二三。四五六。七", 6))
    [(0, 4), (4, 9)]
    """
    start = 0
    while start < len(text):
        end = _reach(text, start, limit)
        if end < len(text):
            end = _better(text, start, end)
        yield start, end
        start = end


def _reach(text: str, start: int, limit: int) -> int:
    """How far ``limit`` units go (at least one character)."""
    end = start
    while end < len(text) and (limit := limit - units(text[end])) >= 0:
        end += 1
    return max(end, start + 1)


def _better(text: str, start: int, end: int) -> int:
    """The last good place to cut in the second half of a span, its end without one."""
    for signs in _CUTS:
        at = max(text.rfind(c, start + (end - start) // 2, end) for c in signs)
        if at >= 0:
            return at + 1
    return end


def _pieces(part: Part) -> Iterator[Message]:
    if isinstance(part, Line):
        yield from _line_pieces(part)
    else:
        yield from _quote_pieces(part)


def _line_pieces(line: Line) -> Iterator[Message]:
    text = printable(line.text).strip()
    before, after = _TAGS[line.tone]
    for start, end in cuts(text, MAX_UNITS - _SLACK):
        piece = text[start:end]
        sign = "" if before.startswith("<") else before
        yield Message(f"{before}{html.escape(piece)}{after}", sign + piece)


def _quote_pieces(quote: Quoted) -> Iterator[Message]:
    """The place, then the words in a block; a long quote in several of them."""
    text = printable(quote.text)
    place = printable(quote.place)
    for start, end in cuts(text, MAX_UNITS - units(place) - _SLACK):
        fold = " expandable" if units(text[start:end]) > FOLD_FROM else ""
        words = _marked(text, start, end, quote)
        yield Message(
            f"<i>{html.escape(place)}</i>\n<blockquote{fold}>{words}</blockquote>", f"{place}\n{text[start:end]}"
        )


def _marked(text: str, start: int, end: int, quote: Quoted) -> str:
    """``text[start:end]`` escaped; words of the question and what answers in bold, what answers underlined too."""

    def words(a: int, b: int) -> str:
        return html.escape(text[a:b])

    def answering(a: int, b: int) -> str:
        return _tagged("u", quote.marks, a, b, words, words)

    return _tagged("b", merged(quote.met + quote.marks), start, end, answering, words)


def _tagged(
    tag: str,
    spans: Iterable[tuple[int, int]],
    start: int,
    end: int,
    inside: Callable[[int, int], str],
    outside: Callable[[int, int], str],
) -> str:
    """What stands from ``start`` to ``end``, the spans in a tag."""
    pieces, at = [], start
    for a, b in spans:
        a, b = max(a, at), min(b, end)
        if a < b:
            pieces += [outside(at, a), f"<{tag}>", inside(a, b), f"</{tag}>"]
            at = b
    return "".join([*pieces, outside(at, end)])
