"""Meetings as a table on a terminal, as lines with tabs in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from bot.reply import joined, printable
from bot.texts import say
from knowledge import Entry


def show(entries: Iterable[Entry]) -> None:
    """Write number, date, title and host of each meeting to stdout."""
    rows = ((str(e.number), str(e.date or ""), e.title, joined(e.host)) for e in entries)
    cleaned = ([" ".join(printable(cell).split()) for cell in row] for row in rows)
    if sys.stdout.isatty():
        _table(cleaned)
    else:
        for row in cleaned:
            print("\t".join(row))


def _table(rows: Iterable[list[str]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for key in ("column.number", "column.date", "column.title", "brief.host"):
        table.add_column(say(key), justify="right" if key == "column.number" else "left")
    for row in rows:
        table.add_row(*map(escape, row))
    Console(highlight=False).print(table)
