"""Two libraries of one chat made one, and conversations that get another name. What is repeated changes nothing more."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from knowledge.store.database import Database
from knowledge.store.library import Library
from knowledge.store.record import make_record

CONVERSATIONS = (("chats", "chat"), ("dialogs", "conversation"))
"""Tables and their columns that hold the name of a conversation."""
BESIDE_REPORTS = ("chats", "changes", "dialogs", "settings", "reminders", "unanswered", "votes")
"""Tables of what users said and set; all others are made of the reports."""


def rename_conversations(database: Database, before: str, now: str) -> None:
    """Let the conversations whose names begin with ``before`` begin with ``now`` instead; one that is there stays."""
    with database.writing() as connection:
        for table, column in CONVERSATIONS:
            named = f"substr({column}, 1, length(:before)) = :before"
            renamed = f"{column} = :now || substr({column}, length(:before) + 1)"
            values = {"before": before, "now": now}
            connection.execute(f"UPDATE OR IGNORE {table} SET {renamed} WHERE {named}", values)  # noqa: S608
            connection.execute(f"DELETE FROM {table} WHERE {named}", values)  # noqa: S608


def take_over(library: Library, other: Library) -> None:
    """Write into a library what another holds: its reports (another id where the id is taken), what was said and set."""
    renamed: set[str] = set()
    for report_id in list(other.ids()):
        record = make_record(other.report(report_id), facts=other.facts(report_id))
        known = library.known([record.fingerprint]).get(record.fingerprint)
        written = known or _free(library, report_id)
        if known is None:
            library.write([replace(record, id=written)])
        if written != report_id:
            renamed.add(report_id)
    with library.database.writing() as target, other.database.reading() as source:
        for table in BESIDE_REPORTS:
            _copy(source, target, table, renamed)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, renamed: set[str]) -> None:
    """The rows that the target does not have. Its own stay; what was said of a report that was renamed is left out."""
    columns = [row[1] for row in source.execute(f"PRAGMA table_info({table})") if row[1] != "number"]
    listed = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join("?" * len(columns))
    same = " AND ".join(f'"{c}" IS ?' for c in columns)
    for row in source.execute(f"SELECT {listed} FROM {table}").fetchall():  # noqa: S608
        if "report" in columns and row[columns.index("report")] in renamed:
            continue
        if target.execute(f"SELECT 1 FROM {table} WHERE {same}", row).fetchone() is None:  # noqa: S608
            target.execute(f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({marks})", row)  # noqa: S608


def _free(library: Library, wanted: str) -> str:
    ids = set(library.ids())
    number, free = 1, wanted
    while free in ids:
        number += 1
        free = f"{wanted} {number}"
    return free
