"""A plain shelf for whole answers at scale: texts and facts in one SQLite file, passages in huiwen's engine."""

from __future__ import annotations

import pickle
import sqlite3
import time
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path

from benchmarks.scale_corpus import Source
from knowledge.facts import extract
from knowledge.index import Place
from knowledge.model import Facts, Report
from knowledge.reader import read_report
from knowledge.shelf import EVERYTHING, Entry, Scope
from knowledge.store.passages import SqlitePassageIndex


class ScaleShelf:
    """Reports with their facts, found by the engine that was built in ``folder``. Nothing can be added or removed.

    An import reads the facts out beforehand; here that is done when they are first asked for, and ``reading_out`` says
    what CPU time it took, in seconds.
    """

    def __init__(self, folder: Path, reports: Iterable[Source]) -> None:
        self.reading_out = 0.0
        self._texts = sqlite3.connect(folder / "texts.db", isolation_level=None)
        self._texts.execute("CREATE TABLE IF NOT EXISTS texts (id TEXT PRIMARY KEY, text TEXT, facts BLOB)")
        self._texts.execute("BEGIN")
        self._texts.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?, NULL)", ((r.id, r.text) for r in reports))
        self._texts.commit()
        passages = sqlite3.connect(folder / "library.db", isolation_level=None)
        self._index = SqlitePassageIndex(lambda: passages)

    def __len__(self) -> int:
        (count,) = self._texts.execute("SELECT count(*) FROM texts").fetchone()
        return int(count)

    def ids(self) -> Iterator[str]:
        """The ids, in the order the reports came in."""
        return (i for (i,) in self._texts.execute("SELECT id FROM texts ORDER BY rowid"))

    def add(self, report: Report) -> None:
        """:raises NotImplementedError: always."""
        raise NotImplementedError

    def remove(self, report_id: str) -> None:
        """:raises NotImplementedError: always."""
        raise NotImplementedError

    def report(self, report_id: str) -> Report:
        """A report."""
        (text,) = self._texts.execute("SELECT text FROM texts WHERE id = ?", (report_id,)).fetchone()
        return read_report(text, report_id)

    def edition(self, report_id: str) -> Hashable:
        """Its id: nothing changes here."""
        return report_id

    def facts(self, report_id: str) -> Facts:
        """What was read out of it."""
        query = "SELECT facts FROM texts WHERE id = ?"
        (facts,) = self._texts.execute(query, (report_id,)).fetchone()
        if facts is None:
            began = time.process_time()
            facts = pickle.dumps(extract(self.report(report_id)))
            self._texts.execute("UPDATE texts SET facts = ? WHERE id = ?", (facts, report_id))
            self.reading_out += time.process_time() - began
        read: Facts = pickle.loads(facts)
        return read

    def entry(self, report_id: str) -> Entry:
        """It as a list of meetings shows it."""
        return Entry(report_id, 1, report_id)

    def entries(self, scope: Scope = EVERYTHING) -> Iterator[Entry]:
        """All reports."""
        return (self.entry(i) for i in self.ids())

    def naming(self, name: str) -> list[str]:
        """None: nobody asks here."""
        return []

    def search(self, question: str, limit: int, scope: Scope = EVERYTHING) -> list[tuple[Place, float]]:
        """The paragraphs nearest to a question."""
        return self._index.search(question, limit, scope)
