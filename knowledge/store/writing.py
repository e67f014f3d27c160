"""Records into the library's tables, and out of them again. All within the transaction that is open."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from knowledge.store.passage_index import PassageIndex
from knowledge.store.record import Record

_REPORT = """
INSERT INTO reports (id, title, year, month, day, host, fingerprint, source, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, year = excluded.year, month = excluded.month, day = excluded.day,
    host = excluded.host, fingerprint = excluded.fingerprint, source = excluded.source, added = excluded.added
RETURNING number
"""
_DERIVED = ("contents", "paragraphs", "people", "tasks")


def write(connection: sqlite3.Connection, index: PassageIndex, records: Iterable[Record]) -> list[str]:
    """Write records, each replacing the report of its id, whose number it keeps; returns the ids replaced."""
    replaced: list[str] = []
    contents: list[tuple[object, ...]] = []
    paragraphs: list[tuple[object, ...]] = []
    people: list[tuple[object, ...]] = []
    tasks: list[tuple[object, ...]] = []
    for record in records:
        number, known = _report(connection, record)
        if known:
            replaced.append(record.id)
        contents.append((number, record.packed_text, record.packed_facts))
        paragraphs += [(number, *row) for row in record.paragraphs]
        people += [(number, at, *row) for at, row in enumerate(record.people)]
        tasks += [(number, at, *row) for at, row in enumerate(record.tasks)]
        text = record.text
        index.upsert(record.id, record.day, [(start, end, text[start:end]) for _, start, end in record.paragraphs])
    connection.executemany("INSERT INTO contents VALUES (?, ?, ?)", contents)
    connection.executemany("INSERT INTO paragraphs VALUES (?, ?, ?, ?)", paragraphs)
    connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", people)
    connection.executemany("INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", tasks)
    return replaced


def delete(connection: sqlite3.Connection, index: PassageIndex, report_id: str) -> bool:
    """Delete a report and all that was made of it; false if there is none of this id."""
    index.delete(report_id)
    return connection.execute("DELETE FROM reports WHERE id = ?", (report_id,)).rowcount > 0


def same_text(connection: sqlite3.Connection, fingerprints: Sequence[bytes]) -> dict[bytes, str]:
    """Of these fingerprints those that a report has already, each with the report's id."""
    marks = ",".join("?" * len(fingerprints))
    query = f"SELECT fingerprint, id FROM reports WHERE fingerprint IN ({marks}) ORDER BY number DESC"  # noqa: S608
    return dict(connection.execute(query, fingerprints).fetchall())


def _report(connection: sqlite3.Connection, record: Record) -> tuple[int, bool]:
    """Write the row of a report; returns its number, and whether it replaces one, of which nothing is left then."""
    date = record.date
    row = (
        record.id,
        record.title,
        *((date.year, date.month, date.day) if date else (None, None, None)),
        json.dumps(record.host, ensure_ascii=False),
        record.fingerprint,
        record.source,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    known = connection.execute("SELECT number FROM reports WHERE id = ?", (record.id,)).fetchone()
    if known:
        for table in _DERIVED:
            connection.execute(f"DELETE FROM {table} WHERE report = ?", known)  # noqa: S608
    ((number,),) = connection.execute(_REPORT, row).fetchall()
    return int(number), known is not None
