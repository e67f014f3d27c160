"""A library of reports in one SQLite file, asked as any shelf is."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import LibraryError, say
from knowledge.index import Place
from knowledge.model import Facts, PartialDate, Report
from knowledge.reader import read_report
from knowledge.shelf import EVERYTHING, Entry, Scope
from knowledge.store import writing
from knowledge.store.database import Database
from knowledge.store.engine import passage_index
from knowledge.store.facts_codec import decode, unpack
from knowledge.store.record import Record, make_record

_ENTRY = "SELECT id, number, title, year, month, day, host FROM reports"
_MEANT = """
{entry} WHERE (:since = '' OR last_day >= :since) AND (:until = '' OR first_day <= :until)
AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids))) ORDER BY number
"""
_PARTLY_DATED = "SELECT id FROM reports WHERE first_day < last_day AND last_day >= :since AND first_day <= :until"
_OPEN = ("0000-01-01", "9999-12-31")
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_PAGE = 500
"""Rows read at once, so that no reading stays open while its rows are used."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a call has written.

    ``replaced`` are ids that were there with another text; ``known`` are records left out, each with the id of the report
    that has its text.
    """

    records: tuple[Record, ...]
    replaced: tuple[str, ...] = ()
    known: tuple[tuple[Record, str], ...] = ()


class Library:
    """Reports with their facts in a file; a :class:`~knowledge.shelf.Shelf`.

    Several processes may have the file open, and several threads may use this object at once.

    >>> import tempfile
    >>> library = Library(Path(tempfile.mkdtemp()) / "library.db")
    >>> library.add(read_report("会议由王小明主持。", "r1"))
    >>> library.entry("r1").host
    ('王小明',)
    >>> library.close()
    """

    def __init__(self, path: Path | str, *, create: bool = True) -> None:
        """Open a file.

        :param create: make a new library if there is none.
        :raises LibraryError: there is no file, it is no library, damaged, or newer than this code.
        """
        self.database = Database(Path(path), create=create)
        self.index = passage_index(self.database.connect)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.database.path

    def close(self) -> None:
        """Close the file; for use when no thread needs it any more."""
        self.database.close()

    # ------------------------------------------------------------ as a shelf

    def __len__(self) -> int:
        return int(self._value("SELECT count(*) FROM reports"))

    def ids(self) -> Iterator[str]:
        """The ids, in the order the reports came in."""
        return (row[1] for row in self._pages("SELECT number, id FROM reports"))

    def add(self, report: Report) -> None:
        """Take in a report, replacing one of the same id, whose number it keeps."""
        self.write([make_record(report)])

    def remove(self, report_id: str) -> None:
        """Forget a report; its number is not given again. See :func:`knowledge.store.upkeep.erase` for its last bytes.

        :raises KeyError: there is none of this id.
        """
        with self.database.writing() as connection:
            if not writing.delete(connection, self.index, report_id):
                raise KeyError(report_id)

    def report(self, report_id: str) -> Report:
        """A report. :raises KeyError: there is none of this id."""
        return read_report(self.text(report_id), report_id)

    def edition(self, report_id: str) -> Hashable:
        """The fingerprint of its text. :raises KeyError: there is none of this id."""
        return self._one("SELECT number, fingerprint FROM reports WHERE id = ?", report_id)

    def text(self, report_id: str) -> str:
        """A report's text. :raises KeyError: there is none of this id."""
        (text,) = self._one("SELECT text FROM contents JOIN reports ON number = report WHERE id = ?", report_id)
        return unpack(text)

    def facts(self, report_id: str) -> Facts:
        """What was read out of it. :raises KeyError: there is none of this id."""
        query = "SELECT text, facts FROM contents JOIN reports ON number = report WHERE id = ?"
        text, facts = self._one(query, report_id)
        return decode(facts, unpack(text))

    def entry(self, report_id: str) -> Entry:
        """It as a list of meetings shows it. :raises KeyError: there is none of this id."""
        return _entry(*self._one(f"{_ENTRY} WHERE id = ?", report_id))

    def entries(self, scope: Scope = EVERYTHING) -> Iterator[Entry]:
        """The reports meant, in the order they came in."""
        if scope == EVERYTHING:
            rows = self._pages("SELECT number, id, number, title, year, month, day, host FROM reports")
            return (_entry(*row[1:]) for row in rows)
        ids = None if scope.reports is None else json.dumps(sorted(scope.reports))
        values = {"since": scope.since, "until": scope.until, "ids": ids}
        with self.database.reading() as connection:
            return iter([_entry(*row) for row in connection.execute(_MEANT.format(entry=_ENTRY), values)])

    def naming(self, name: str) -> list[str]:
        """Ids of the reports whose facts hold a person of this name, in the order they came in."""
        query = "SELECT DISTINCT number, id FROM people JOIN reports ON number = report WHERE name = ? ORDER BY number"
        with self.database.reading() as connection:
            return [row[1] for row in connection.execute(query, (name,))]

    def search(self, question: str, limit: int, scope: Scope = EVERYTHING) -> list[tuple[Place, float]]:
        """The paragraphs nearest to a question, best first."""
        with self.database.reading() as connection:
            found = self.index.search(question, limit, scope)
            if not scope.dated or not (partly := self._partly_dated(connection, scope)):
                return found
            # The index knows whole dates only; a meeting of 2023-08 is in a scope that touches the month.
            found += self.index.search(question, limit, Scope(partly))
            return sorted(found, key=lambda item: -item[1])[:limit]

    # ------------------------------------------------------------ writing many, finding one

    def write(self, records: Sequence[Record], *, skip_known: bool = False) -> Written:
        """Write records in one transaction: all of them or none.

        :param skip_known: leave out a record whose text a report has already.
        """
        with self.database.writing() as connection:
            known = writing.same_text(connection, [r.fingerprint for r in records]) if skip_known else {}
            new: dict[str, Record] = {}
            replaced, left_out = [], []
            for record in records:
                if record.fingerprint in known:
                    left_out.append((record, known[record.fingerprint]))
                    continue
                if skip_known:
                    known[record.fingerprint] = record.id
                if record.id in new:
                    replaced.append(record.id)
                new[record.id] = record
            replaced += writing.write(connection, self.index, new.values())
        return Written(tuple(new.values()), tuple(replaced), tuple(left_out))

    def known(self, fingerprints: Sequence[bytes]) -> dict[bytes, str]:
        """Of these fingerprints of texts those that a report has, each with the report's id."""
        with self.database.reading() as connection:
            return writing.same_text(connection, fingerprints)

    def find(self, meant: str) -> Entry:
        """The report that a user means: by number, id, or a part of its title that only one has.

        :raises LibraryError: there is none, or there are several.
        """
        meant = meant.strip()
        with self.database.reading() as connection:
            for query, value in (
                (f"{_ENTRY} WHERE id = ?", meant),
                (f"{_ENTRY} WHERE number = ?", int(meant) if _NUMBER.fullmatch(meant) else None),
                (f"{_ENTRY} WHERE title = ?", meant),
                (f"{_ENTRY} WHERE instr(title, ?) ORDER BY number LIMIT 5", meant or None),
            ):
                found = [_entry(*row) for row in connection.execute(query, (value,))]
                if len(found) == 1:
                    return found[0]
                if found:
                    several = say("library.between").join(f"{e.number}《{e.title}》" for e in found)
                    raise LibraryError(say("library.several", meant=meant, several=several))
        raise LibraryError(say("library.none", meant=meant))

    # ------------------------------------------------------------

    def _partly_dated(self, connection: sqlite3.Connection, scope: Scope) -> frozenset[str]:
        bounds = {"since": scope.since or _OPEN[0], "until": scope.until or _OPEN[1]}
        found = (row[0] for row in connection.execute(_PARTLY_DATED, bounds))
        return frozenset(i for i in found if scope.reports is None or i in scope.reports)

    def _one(self, query: str, report_id: str) -> tuple[Any, ...]:
        with self.database.reading() as connection:
            row: tuple[Any, ...] | None = connection.execute(query, (report_id,)).fetchone()
        if row is None:
            raise KeyError(report_id)
        return row

    def _value(self, query: str) -> Any:
        with self.database.reading() as connection:
            return connection.execute(query).fetchone()[0]

    def _pages(self, query: str) -> Iterator[tuple[Any, ...]]:
        """All rows of a query whose first column is the report's number."""
        last = 0
        while True:
            with self.database.reading() as connection:
                page = connection.execute(f"{query} WHERE number > ? ORDER BY number LIMIT {_PAGE}", (last,)).fetchall()
            if not page:
                return
            yield from page
            last = page[-1][0]


def _entry(report_id: str, number: int, title: str, year: int, month: int, day: int, host: str) -> Entry:
    date = PartialDate(year, month, day) if year or month or day else None
    return Entry(report_id, number, title, date, tuple(json.loads(host)))
