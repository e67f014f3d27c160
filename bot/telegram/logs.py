"""Logging that shows neither the token nor what people write.

The Bot API puts the token into each address, and httpx logs addresses; exceptions carry it too. So httpx is kept at
warnings, and whatever a handler writes, traceback included, passes a formatter that takes the token out. At DEBUG the
Telegram library logs whole messages, so it is kept at warnings too; and an exception's text may repeat what somebody asked, so
what is not ASCII is taken out of tracebacks.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType

from bot.settings import LogSettings

_TOKEN = re.compile(
    r"bot\d+(?::|%3A)[\w-]+|\b\d{5,}:[\w-]{6,}", re.ASCII | re.IGNORECASE
)  # in an address, or alone as in InvalidToken's text
_SHOWN = "bot<token>"
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_WORDS = re.compile(r"[^\x00-\x7f]+(?:\s*[^\x00-\x7f]+)*")
_FIELDS = "fields"
_QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.WARNING}
"""Lowest levels of those that would say too much below."""

_log = logging.getLogger(__name__)


def redacted(text: str) -> str:
    """``text`` without tokens.

    >>> redacted("POST https://api.telegram.org/bot123456:AAF-xyz_1/getMe")
    'POST https://api.telegram.org/bot<token>/getMe'
    """
    return _TOKEN.sub(_SHOWN, text)


def with_fields(**values: object) -> Mapping[str, Mapping[str, object]]:
    """For a call's ``extra``: what a program reads from the line, as ``name=value`` in text and as members in JSON.

    Only numbers and words of our own may be among them, nothing that somebody wrote. ``None`` is left out.
    """
    return {_FIELDS: {name: value for name, value in values.items() if value is not None}}


class RedactingFormatter(logging.Formatter):
    """Formats as another formatter does, adds the fields, then takes tokens out."""

    def __init__(self, inner: logging.Formatter | None = None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter(_TEXT)

    def format(self, record: logging.LogRecord) -> str:
        """The record's text, traceback included, without tokens."""
        record.exc_text = _traceback(record)  # formatters use it as it is
        first, *rest = self._inner.format(record).split("\n")
        pairs = "".join(f" {name}={value}" for name, value in _fields(record).items())
        return redacted("\n".join([first + pairs, *rest]))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, the fields, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as an object, without tokens."""
        row: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        if exception := _traceback(record):
            row["exception"] = exception
        return redacted(json.dumps(row, ensure_ascii=False, default=str))


def configure(settings: LogSettings | None = None) -> None:
    """Log to stderr, every handler without tokens. Questions and names are logged nowhere."""
    settings = settings or LogSettings()
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    root = logging.getLogger()
    root.setLevel(level)
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    for handler in root.handlers:
        if settings.form == "json":
            handler.setFormatter(JsonFormatter())
        elif not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(handler.formatter))
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(level, least))
    sys.excepthook = _crashed
    logging.raiseExceptions = False  # a line that cannot be written would be shown with all its arguments


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The last words of a program that ends by an error go through the handlers too."""
    _log.critical("crashed", exc_info=(kind, error, trace))


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    fields: Mapping[str, object] = getattr(record, _FIELDS, {})
    return fields


def _traceback(record: logging.LogRecord) -> str:
    """The traceback without words that may be somebody's; ``""`` if there is none."""
    if not record.exc_info:
        return ""
    return _WORDS.sub("…", logging.Formatter().formatException(record.exc_info))
