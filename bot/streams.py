"""The standard streams: always UTF-8, and quiet when the reader has gone."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def use_utf8() -> None:
    """Make the standard streams UTF-8 whatever the locale; what cannot be written is escaped, never an error."""
    _reconfigure(sys.stdin, "replace")
    _reconfigure(sys.stdout, "backslashreplace")
    _reconfigure(sys.stderr, "backslashreplace")


def _reconfigure(stream: TextIO, errors: str) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors=errors)


def silence_stdout() -> None:
    """After a broken pipe: let nothing be flushed to it at exit."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
