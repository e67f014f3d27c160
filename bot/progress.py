"""Progress on stderr, and nothing where nobody sees it or the data itself runs over the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def progress(items: Iterable[T], total: int) -> Iterator[T]:
    """The items as they come, with a bar while they do."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, "回答", total=total, console=Console(stderr=True), transient=True)
