"""Engines that search passages, side by side: huiwen's own and peers, each with the library's defaults.

An engine is built into a folder, report by report in batches, and opened again to be searched. Peers see the words of
rjieba, or the characters and pairs of neighbouring characters of :func:`knowledge.index.keys`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from benchmarks.scale_corpus import Source
from knowledge.index import GAP, keys
from knowledge.normalize import fold
from knowledge.segment import words
from knowledge.store.bm25 import BUDGET
from knowledge.store.passages import SqlitePassageIndex

SCHEMA = Path(__file__).parent.parent / "knowledge" / "store" / "migrations" / "0002_passages.sql"


class Engine(Protocol):
    """What is measured. ``folder`` is empty at first; an engine opened on it again finds what was committed."""

    def __init__(self, folder: Path) -> None: ...

    def add(self, reports: Sequence[Source]) -> None:
        """Take in some reports and commit."""
        ...

    def finish(self) -> None:
        """All reports have come."""
        ...

    def search(self, question: str, limit: int) -> list[str]:
        """The reports of the nearest passages, best first."""
        ...


def by_words(text: str) -> list[str]:
    """The words of a text, without punctuation."""
    return [w for w, _ in words(fold(text), guess=False) if any(c.isalnum() for c in w)]


def by_characters(text: str) -> list[str]:
    """Characters and pairs of neighbours."""
    return [k for k in keys(text) if GAP not in k]


class Huiwen:
    """The passage index of the store."""

    def __init__(self, folder: Path) -> None:
        path = folder / "library.db"
        new = not path.exists()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        if new:
            self._connection.executescript(SCHEMA.read_text("utf-8"))
        self._index = SqlitePassageIndex(lambda: self._connection)

    def add(self, reports: Sequence[Source]) -> None:
        """Take in some reports and commit."""
        self._connection.execute("BEGIN IMMEDIATE")
        for report in reports:
            self._index.upsert(report.id, report.date, report.passages)
        self._connection.commit()

    def finish(self) -> None:
        """Move the log into the file, as the last connection does that is closed."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def search(self, question: str, limit: int) -> list[str]:
        """The reports of the nearest passages."""
        return [place.report for place, _ in self._index.search(question, limit)]


class _FullText:
    """SQLite FTS5; terms are quoted and joined by OR."""

    terms: Callable[[str], list[str]]

    def __init__(self, folder: Path) -> None:
        path = folder / "fts.db"
        new = not path.exists()
        self._connection = sqlite3.connect(path, isolation_level=None)
        if new:
            self._connection.executescript(
                "PRAGMA journal_mode = WAL; CREATE TABLE places (number INTEGER PRIMARY KEY, report TEXT);"
                "CREATE VIRTUAL TABLE passages USING fts5 (body, content='');"
                "CREATE VIRTUAL TABLE spreads USING fts5vocab (passages, row);"
            )

    def add(self, reports: Sequence[Source]) -> None:
        """Take in some reports and commit."""
        self._connection.execute("BEGIN IMMEDIATE")
        for report in reports:
            for line in report.lines:
                number = self._connection.execute("INSERT INTO places (report) VALUES (?)", (report.id,)).lastrowid
                row = (number, " ".join(type(self).terms(line)))
                self._connection.execute("INSERT INTO passages (rowid, body) VALUES (?, ?)", row)
        self._connection.commit()

    def finish(self) -> None:
        """Move the log into the file."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def asked(self, question: str) -> list[str]:
        """The terms that are looked for."""
        return list(dict.fromkeys(type(self).terms(question)))

    def search(self, question: str, limit: int) -> list[str]:
        """The reports of the nearest passages."""
        terms = " OR ".join(f'"{term}"' for term in self.asked(question))
        query = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        numbers = [n for (n,) in self._connection.execute(query, (terms, limit))] if terms else []
        place = "SELECT report FROM places WHERE number = ?"
        return [self._connection.execute(place, (n,)).fetchone()[0] for n in numbers]


class FullTextWords(_FullText):
    """FTS5 as it is mostly used: all words of the question."""

    terms = staticmethod(by_words)


class FullTextPruned(_FullText):
    """FTS5 on characters and pairs, asked for the rarest of the question only, as many as huiwen's budget allows."""

    terms = staticmethod(by_characters)

    def asked(self, question: str) -> list[str]:
        """The rarest terms."""
        query = "SELECT doc FROM spreads WHERE term = ?"
        spreads = {t: self._connection.execute(query, (t,)).fetchone() for t in super().asked(question)}
        known = sorted((row[0], term) for term, row in spreads.items() if row)
        total, kept = 0, []
        for spread, term in known:
            total += spread
            if kept and total > BUDGET:
                break
            kept.append(term)
        return kept


class _Tantivy:
    """Tantivy (Rust), terms joined by OR."""

    terms: Callable[[str], list[str]]

    def __init__(self, folder: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("report", stored=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer: Any = None

    def add(self, reports: Sequence[Source]) -> None:
        """Take in some reports; commits come with :meth:`finish`, as its users are advised."""
        import tantivy

        self._writer = self._writer or self._index.writer(heap_size=128_000_000, num_threads=1)
        for report in reports:
            for line in report.lines:
                terms = " ".join(type(self).terms(line))
                self._writer.add_document(tantivy.Document(body=[terms], report=[report.id]))

    def finish(self) -> None:
        """Commit and wait for merges."""
        self._writer.commit()
        self._writer.wait_merging_threads()

    def search(self, question: str, limit: int) -> list[str]:
        """The reports of the nearest passages."""
        from tantivy import Occur, Query

        terms = dict.fromkeys(type(self).terms(question))
        parts = [(Occur.Should, Query.term_query(self._schema, "body", t, "freq")) for t in terms]
        searcher = self._index.searcher()
        hits = searcher.search(Query.boolean_query(parts), limit).hits
        return [searcher.doc(address)["report"][0] for _, address in hits]


class TantivyWords(_Tantivy):
    """Tantivy on words."""

    terms = staticmethod(by_words)


class TantivyCharacters(_Tantivy):
    """Tantivy on characters and pairs."""

    terms = staticmethod(by_characters)


class Bm25s:
    """bm25s on words; it is built at once, from memory, and searched in memory."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        self._folder = folder
        self._terms: list[list[str]] = []
        self._reports: list[str] = []
        self._model: Any = None
        if (folder / "reports.txt").exists():
            self._model = bm25s.BM25.load(str(folder / "index"))
            self._reports = (folder / "reports.txt").read_text("utf-8").splitlines()

    def add(self, reports: Sequence[Source]) -> None:
        """Take in some reports."""
        for report in reports:
            self._terms += [by_words(line) for line in report.lines]
            self._reports += [report.id] * len(report.lines)

    def finish(self) -> None:
        """Build the index and write it down."""
        import bm25s

        model = bm25s.BM25()
        model.index(self._terms, show_progress=False)
        model.save(str(self._folder / "index"))
        (self._folder / "reports.txt").write_text("\n".join(self._reports), "utf-8")

    def search(self, question: str, limit: int) -> list[str]:
        """The reports of the nearest passages."""
        found, _ = self._model.retrieve([by_words(question)], k=limit, show_progress=False, n_threads=1)
        return [self._reports[int(n)] for n in found[0]]


ENGINES: dict[str, type[Engine]] = {
    "huiwen": Huiwen,
    "FTS5, rare characters and pairs": FullTextPruned,
    "FTS5, all words": FullTextWords,
    "tantivy, characters and pairs": TantivyCharacters,
    "tantivy, words": TantivyWords,
    "bm25s, words": Bm25s,
}


def batches(reports: Iterable[Source], size: int) -> Iterable[list[Source]]:
    """Reports in lists of ``size``."""
    batch: list[Source] = []
    for report in reports:
        batch.append(report)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
