"""Progress on stderr, and nothing where nobody sees it or the data itself runs over the screen."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.texts import say

T = TypeVar("T")


def progress(items: Iterable[T], total: int) -> Iterator[T]:
    """The items as they come, with a bar while they do."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, "回答", total=total, console=Console(stderr=True), transient=True)


PLAIN_EVERY = 10.0
"""Seconds between lines of progress where there is no screen."""

Told = Callable[[int, int, int], None]
"""Reports and passages so far, and bytes read."""


@contextmanager
def import_progress(size: int | None) -> Iterator[Told]:
    """How far an import is: a bar on a terminal, else a line now and then.

    :param size: bytes in all, ``None`` if that is not known.
    """
    if sys.stderr.isatty():
        with _bar(size) as told:
            yield told
    else:
        yield _lines(size)


@contextmanager
def _bar(size: int | None) -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    start = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("import.working"), total=size, done="")

        def told(reports: int, passages: int, position: int) -> None:
            progress.update(task, completed=position, done=_done(reports, passages, time.monotonic() - start))

        yield told


def _lines(size: int | None) -> Told:
    start = last = time.monotonic()

    def told(reports: int, passages: int, position: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < PLAIN_EVERY:
            return
        last, spent = now, now - start
        line = _done(reports, passages, spent)
        if size and position:
            left = max(size - position, 0) * spent / position
            line = say("import.left", done=line, minutes=int(left) // 60, seconds=int(left) % 60)
        print(line, file=sys.stderr)

    return told


def _done(reports: int, passages: int, spent: float) -> str:
    return say("import.done", reports=reports, passages=passages, rate=round(passages / max(spent, 0.001)))
