"""Passage search in the library's own SQLite file, within its transactions.

Passages that come in wait as text until there are some thousand of them and make a segment (:mod:`knowledge.store.segments`);
small segments are merged into large ones. A search looks into the segments and, in memory, into what waits.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Place
from knowledge.shelf import EVERYTHING, Scope
from knowledge.store import segments
from knowledge.store.bm25 import Filter, Ranking
from knowledge.store.postings import CAPACITY
from knowledge.store.segments import Contents, Segment, Waiting

PART = 4096
"""Passages of one part of a report at most."""
MOST_WAITING, MOST_CHARACTERS = 4000, 2_000_000
"""Passages, and characters in them, that wait at most; more make a segment."""
TIERS, MOST_ALIKE = ((0, CAPACITY // 8), (CAPACITY // 8, CAPACITY // 2)), 4
"""From how many passages to how many segments are alike, and how many alike are merged."""
_MOSTLY_THERE = 0.75
"""Share of a segment's passages below which what is gone is cleared out."""
_NO_DATE = 0
_LAST_DATE = 99991231


class SqlitePassageIndex:
    """A :class:`~knowledge.store.passage_index.PassageIndex` whose tables migration 0002 makes.

    Changes become part of the transaction that is open on the connection, or of one each where none is. Several threads
    may search at once if each has its own connection.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """``connect`` gives the connection of the thread that calls."""
        self._connect = connect
        self._snapshot: tuple[int, Ranking] | None = None

    def upsert(self, report: str, date: str, passages: Iterable[tuple[int, int, str]]) -> None:
        """Take in a report's passages (start, end, text), replacing what was there under its id.

        :param date: of the meeting, ISO, ``""`` if not stated in full.
        """
        with _transaction(self._connect()) as connection:
            self._leave_out(connection, report)
            rest = iter(passages)
            while part := list(islice(rest, PART)):
                places = np.array([(start, end) for start, end, _ in part], dtype="<u4").tobytes()
                text = "\n".join(" ".join(text.split("\n")) for _, _, text in part)
                row = (report, _day(date, _NO_DATE), places, text, len(text))
                connection.execute(
                    "INSERT INTO passage_parts (report, date, places, text, characters) VALUES (?, ?, ?, ?, ?)", row
                )
                self._settle(connection)
            _changed(connection)

    def delete(self, report: str) -> None:
        """Forget a report's passages; nothing happens if there are none. Nothing of them stays in the file's tables."""
        with _transaction(self._connect()) as connection:
            self._leave_out(connection, report)
            for segment in segments.load(connection):
                if not segment.contents.whole:
                    segments.merge(connection, [segment])
            _changed(connection)

    def count(self) -> int:
        """How many passages there are."""
        (count,) = self._connect().execute("SELECT coalesce(sum(length(places)), 0) / 8 FROM passage_parts").fetchone()
        return int(count)

    def search(self, question: str, limit: int, scope: Scope = EVERYTHING) -> list[tuple[Place, float]]:
        """The passages nearest to a question, best first, with their BM25 scores."""
        with _transaction(self._connect(), "BEGIN") as connection:
            ranking = self._ranking(connection)
            found = ranking.best(connection, question, limit, _filter(connection, scope))
            return [(_place(connection, ranking.segments[at], number), score) for at, number, score in found]

    def _ranking(self, connection: sqlite3.Connection) -> Ranking:
        (generation,) = connection.execute("SELECT generation FROM passage_state").fetchone()
        snapshot = self._snapshot
        if snapshot is None or snapshot[0] != generation:
            every: list[Segment] = [*segments.load(connection), *_waiting(connection)]
            snapshot = self._snapshot = (generation, Ranking(every))
        return snapshot[1]

    def _leave_out(self, connection: sqlite3.Connection, report: str) -> None:
        """Take a report's parts out of the index; their keys stay in their segments until these are merged."""
        parts = [i for (i,) in connection.execute("SELECT id FROM passage_parts WHERE report = ?", (report,))]
        if not parts:
            return
        connection.execute("DELETE FROM passage_parts WHERE report = ?", (report,))
        for number, ids in connection.execute("SELECT id, parts FROM passage_segments").fetchall():
            held = np.frombuffer(ids, "<u4")
            gone = np.isin(held, parts)
            if gone.any():
                left = np.where(gone, 0, held).astype("<u4").tobytes()
                connection.execute("UPDATE passage_segments SET parts = ? WHERE id = ?", (left, number))

    def _settle(self, connection: sqlite3.Connection) -> None:
        """Make a segment of what waits if that is much; then merge small segments, and clear out those with gaps."""
        query = "SELECT sum(length(places)) / 8, sum(characters) FROM passage_parts WHERE text IS NOT NULL"
        passages, characters = connection.execute(query).fetchone()
        if passages < MOST_WAITING and characters < MOST_CHARACTERS:
            return
        for waiting in _waiting(connection):
            segments.write(connection, waiting.contents, [waiting.lists])
        connection.execute("UPDATE passage_parts SET text = NULL WHERE text IS NOT NULL")
        for least, below in TIERS:
            alike = [s for s in segments.load(connection) if least <= s.contents.size < below]
            if len(alike) >= MOST_ALIKE:
                sizes = np.cumsum([s.contents.size for s in alike])
                segments.merge(connection, alike[: int(sizes.searchsorted(CAPACITY, "right"))])
        for segment in segments.load(connection):
            if segment.contents.alive.mean() < _MOSTLY_THERE:
                segments.merge(connection, [segment])


def _waiting(connection: sqlite3.Connection) -> list[Waiting]:
    """What waits, as a segment in memory; none if nothing does."""
    query = "SELECT id, date, length(places) / 8, text FROM passage_parts WHERE text IS NOT NULL ORDER BY id"
    rows = connection.execute(query).fetchall()
    if not rows:
        return []
    lists, lengths = segments.measured([line for row in rows for line in row[3].split("\n")])
    parts, dates, counts = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    return [Waiting(Contents(lengths, parts, np.cumsum(counts) - counts, dates), lists)]


def _place(connection: sqlite3.Connection, segment: Segment, number: int) -> Place:
    contents = segment.contents
    part = int(contents.begins.searchsorted(number, "right")) - 1
    query = "SELECT report, places FROM passage_parts WHERE id = ?"
    report, places = connection.execute(query, (int(contents.parts[part]),)).fetchone()
    start, end = np.frombuffer(places, "<u4", 2, 8 * (number - int(contents.begins[part]))).tolist()
    return Place(report, start, end)


def _filter(connection: sqlite3.Connection, scope: Scope) -> Filter | None:
    """What a scope says about the passages of a segment; ``None`` if all are meant."""
    if scope == EVERYTHING:
        return None
    since, until = _day(scope.since, _NO_DATE + 1), _day(scope.until, _LAST_DATE)
    meant: NDArray[np.int64] | None = None
    if scope.reports is not None:
        query = "SELECT id FROM passage_parts WHERE report = ?"
        ids = [i for report in scope.reports for (i,) in connection.execute(query, (report,))]
        meant = np.array(ids, dtype=np.int64)

    def passages(contents: Contents) -> NDArray[np.bool_]:
        inside = np.isin(contents.parts, meant) if meant is not None else contents.parts > 0
        if scope.dated:
            inside &= (contents.dates >= since) & (contents.dates <= until)
        return np.repeat(inside, contents.counts)

    return passages


def _day(date: str, otherwise: int) -> int:
    """An ISO date as a number that sorts.

    >>> _day("2023-08-18", 0), _day("", 0)
    (20230818, 0)
    """
    return int(date.replace("-", "")) if date else otherwise


def _changed(connection: sqlite3.Connection) -> None:
    """Let all who hold the index in memory know; by chance, so that no number comes again after a rollback."""
    connection.execute("UPDATE passage_state SET generation = ?", (secrets.randbits(62),))


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[sqlite3.Connection]:
    """A transaction of its own unless one is open."""
    if connection.in_transaction:
        yield connection
        return
    connection.execute(begin)
    try:
        yield connection
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
