"""What time it is. Whatever tells the time is handed a clock, so that tests need not wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the time with its zone."""


def now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)
