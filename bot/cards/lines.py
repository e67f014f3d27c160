"""Text broken into lines as Chinese is set: no line begins with a closing sign or ends with an opening one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

ELLIPSIS = "……"
_CLOSING = "、。，．：；？！）〕］】》〉」』”’…—～·％‰℃,.:;?!)]}%"
"""Signs that stay with what stands before them."""
_OPENING = "（〔［【《〈「『“‘￥＄([{"
"""Signs that stay with what follows them."""
_UNITS = "年月日号时点分秒个项名位人次届天岁周元万亿"
"""Stay with the number before them."""

_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    rf"(?:[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9'’&@/_.,:+-]*(?<![.,:])(?:(?<=[0-9])[{_UNITS}])?|——|……|\S)?"
    rf"[{re.escape(_CLOSING)}]*|\s+"
)


def wrap(text: str, width: float, advance: Callable[[str], float], limit: int = 0) -> list[str]:
    """The lines of a text.

    :param width: what a line may hold, in the unit of ``advance``.
    :param advance: how wide a text is.
    :param limit: lines at most; what does not fit ends with an ellipsis. 0: as many as it takes.

    >>> wrap("会议指出，要抓好落实。", 5, len)
    ['会议指出，', '要抓好落', '实。']
    >>> wrap("会议指出，要抓好落实。", 5, len, 2)
    ['会议指出，', '要抓好……']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _filled(paragraph, width, advance)
    if limit and len(lines) > limit:
        lines = [*lines[: limit - 1], shortened(lines[limit - 1] + lines[limit], width, advance)]
    return lines


def shortened(text: str, width: float, advance: Callable[[str], float]) -> str:
    """A text on one line, what does not fit left out.

    >>> shortened("攀枝花市召开会议", 6, len), shortened("会议", 6, len)
    ('攀枝花市……', '会议')
    """
    if advance(text) <= width:
        return text
    end = len(text)
    while end and advance(text[:end] + ELLIPSIS) > width:
        end -= 1
    return text[:end].rstrip(_OPENING + "、，；： ") + ELLIPSIS


def _filled(paragraph: str, width: float, advance: Callable[[str], float]) -> Iterator[str]:
    line = ""
    for piece in _pieces(paragraph, width, advance):
        if line and advance((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str, width: float, advance: Callable[[str], float]) -> Iterator[str]:
    """What is not broken; what is wider than a whole line is broken all the same."""
    for match in _PIECE.finditer(text):
        piece = match.group()
        if advance(piece) <= width:
            yield piece
        else:
            yield from piece
