"""Logging that never shows the token.

The Bot API puts the token into each address, and httpx logs addresses; exceptions carry it too. So httpx is kept at
warnings, and whatever a handler writes, traceback included, passes a formatter that takes the token out.
"""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"bot\d+:[\w-]+|\b\d{5,}:[\w-]{6,}", re.ASCII)  # in an address, or alone as in InvalidToken's text
_SHOWN = "bot<token>"
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def redacted(text: str) -> str:
    """``text`` without tokens.

    >>> redacted("POST https://api.telegram.org/bot123456:AAF-xyz_1/getMe")
    'POST https://api.telegram.org/bot<token>/getMe'
    """
    return _TOKEN.sub(_SHOWN, text)


class RedactingFormatter(logging.Formatter):
    """Formats as another formatter does, then takes tokens out."""

    def __init__(self, inner: logging.Formatter | None = None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter(_FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """The record's text, traceback included, without tokens."""
        return redacted(self._inner.format(record))


def configure(level: int = logging.INFO) -> None:
    """Log to stderr, every handler without tokens. Questions and names are logged nowhere."""
    root = logging.getLogger()
    root.setLevel(level)
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    for handler in root.handlers:
        if not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(handler.formatter))
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
