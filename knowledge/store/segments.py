"""Segments of the passage index in the library's file: written once, read by key, merged when there are many."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.store import postings
from knowledge.store.key_numbers import Numbers, numbered
from knowledge.store.postings import Lists, Postings

_CHUNK_BITS = 20
_MERGED_AT_ONCE = 1500
"""Chunks that are in memory at once while segments are merged."""
_SLICE = 200_000
"""Characters whose keys are worked out at once."""
_COLUMNS = "id, parts, begins, dates, common, spreads, firsts, lengths"
_NEVER = 1 << 62
"""Above all keys."""

Found = dict[int, Postings]
"""Key → its list."""


@dataclass(frozen=True)
class Contents:
    """Which passages a segment holds.

    ``lengths`` are how many keys each has; ``parts`` the ids of the parts of reports they come in (0 where one is gone),
    ``begins`` the numbers of their first passages, ``dates`` of their meetings (20230818, 0 if not known).
    """

    lengths: NDArray[np.uint16]
    parts: NDArray[np.int64]
    begins: NDArray[np.int64]
    dates: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many passages, those of parts that are gone among them."""
        return len(self.lengths)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Passages of each part."""
        return np.diff(np.append(self.begins, self.size))

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """Of each passage, whether its part is not gone."""
        return np.repeat(self.parts > 0, self.counts)

    @cached_property
    def whole(self) -> bool:
        """Whether no part is gone."""
        return bool((self.parts > 0).all())


class Segment(Protocol):
    """What a search asks of a segment."""

    @property
    def contents(self) -> Contents:
        """Its passages."""
        ...

    @property
    def common(self) -> Mapping[int, int]:
        """Keys whose lists are long → how many passages hold them: to know that, the lists need not be read."""
        ...

    def find(self, connection: sqlite3.Connection, keys: Iterable[int]) -> Found:
        """The lists of those keys that occur in it."""
        ...


@dataclass(frozen=True)
class Waiting:
    """Passages that came in last, in memory."""

    contents: Contents
    lists: Lists

    @property
    def common(self) -> Mapping[int, int]:
        """None: the lists are in memory."""
        return {}

    def find(self, connection: sqlite3.Connection, keys: Iterable[int]) -> Found:
        """The lists of those keys that occur in it."""
        return {k: found for k in keys if (found := self.lists.find(k)) is not None}


@dataclass(frozen=True)
class Stored:
    """A segment in the file. ``firsts`` are the numbers of its chunks' first keys; ``common`` as :attr:`Segment.common`."""

    id: int
    contents: Contents
    firsts: Numbers
    common: Mapping[int, int]

    def find(self, connection: sqlite3.Connection, keys: Iterable[int]) -> Found:
        """The lists of those keys that occur in it."""
        wanted = list(keys)
        if not wanted:
            return {}
        at = (self.firsts.searchsorted(np.array(wanted, dtype=np.uint64), "right") - 1).tolist()
        base = self.id << _CHUNK_BITS
        ids = sorted({base + n for n in at if n >= 0})
        query = f"SELECT id, data FROM passage_postings WHERE id IN ({','.join('?' * len(ids))})"  # noqa: S608
        chunks = dict(connection.execute(query, ids))
        found = ((k, postings.find(chunks[base + n], k)) for k, n in zip(wanted, at, strict=True) if n >= 0)
        return {k: lists for k, lists in found if lists is not None}

    def occurrences(
        self, connection: sqlite3.Connection, numbers: NDArray[np.int64], low: int, high: int
    ) -> Iterator[Numbers]:
        """The occurrences of keys from ``low`` up to ``high``, their passages numbered anew (-1: left out)."""
        first = max(int(self.firsts.searchsorted(np.uint64(low), "right")) - 1, 0)
        last = int(self.firsts.searchsorted(np.uint64(high), "left"))
        base = self.id << _CHUNK_BITS
        query = "SELECT id, data FROM passage_postings WHERE id >= ? AND id < ? ORDER BY id"
        for number, data in connection.execute(query, (base + first, base + last)):
            yield postings.renumbered(data, int(self.firsts[number - base]), numbers, low, high)


def measured(texts: Sequence[str]) -> tuple[Lists, NDArray[np.uint16]]:
    """The lists of passages in memory, and how many keys each passage has."""
    found: list[Numbers] = []
    lengths = np.zeros(len(texts), dtype=np.int64)
    for start, end in _slices(texts):
        keys, owners = numbered(texts[start:end])
        lengths[start:end] = np.bincount(owners, minlength=end - start)
        found.append(postings.occurrences(keys, owners + np.uint32(start)))
    return postings.gather(found), np.minimum(lengths, 0xFFFF).astype(np.uint16)


def _slices(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of texts that are not too long together."""
    start = size = 0
    for at, text in enumerate(texts):
        size += len(text)
        if size >= _SLICE:
            yield start, at + 1
            start, size = at + 1, 0
    if start < len(texts):
        yield start, len(texts)


def load(connection: sqlite3.Connection) -> list[Stored]:
    """The segments of a file, oldest first."""
    query = f"SELECT {_COLUMNS} FROM passage_segments ORDER BY id"  # noqa: S608
    return [
        Stored(
            number,
            Contents(
                np.frombuffer(lengths, "<u2"),
                *(np.frombuffer(data, "<u4").astype(np.int64) for data in (parts, begins, dates)),
            ),
            np.frombuffer(firsts, "<u8"),
            dict(zip(np.frombuffer(common, "<u8").tolist(), np.frombuffer(spreads, "<u4").tolist(), strict=True)),
        )
        for number, parts, begins, dates, common, spreads, firsts, lengths in connection.execute(query)
    ]


def write(connection: sqlite3.Connection, contents: Contents, lists: Iterable[Lists]) -> int:
    """Put a segment into the file and return its id. The lists come in order of their keys."""
    (number,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passage_segments").fetchone()
    firsts: list[int] = []
    common: list[Numbers] = []
    spreads: list[NDArray[np.int64]] = []
    for some in lists:
        long = postings.mapped(some.spreads, contents.size)
        common.append(some.keys[long])
        spreads.append(some.spreads[long])
        rows = []
        for first, data in postings.chunks(some, contents.size):
            rows.append(((number << _CHUNK_BITS) + len(firsts), data))
            firsts.append(first)
        connection.executemany("INSERT INTO passage_postings VALUES (?, ?)", rows)
    lengths = contents.lengths.astype("<u2").tobytes()
    parts, begins, dates = (a.astype("<u4").tobytes() for a in (contents.parts, contents.begins, contents.dates))
    chunks, keys = np.array(firsts, "<u8").tobytes(), np.concatenate(common).astype("<u8").tobytes()
    row = (number, parts, begins, dates, keys, np.concatenate(spreads).astype("<u4").tobytes(), chunks, lengths)
    insert = f"INSERT INTO passage_segments ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    connection.execute(insert, row)
    return int(number)


def merge(connection: sqlite3.Connection, segments: Sequence[Stored]) -> int | None:
    """Replace segments by one without what is gone, and return its id; ``None`` if nothing is left."""
    kept = [s.contents for s in segments]
    begins, renumberings, size = [], [], 0
    for contents in kept:
        numbers = np.where(contents.alive, np.cumsum(contents.alive) - 1 + size, -1)
        begins.append(numbers[contents.begins[contents.parts > 0]])
        renumberings.append(numbers)
        size += int(contents.alive.sum())
    contents = Contents(
        np.concatenate([c.lengths[c.alive] for c in kept]),
        np.concatenate([c.parts[c.parts > 0] for c in kept]),
        np.concatenate(begins),
        np.concatenate([c.dates[c.parts > 0] for c in kept]),
    )
    number = write(connection, contents, _merged(connection, segments, renumberings)) if size else None
    for segment in segments:
        base = segment.id << _CHUNK_BITS
        connection.execute("DELETE FROM passage_postings WHERE id >= ? AND id < ?", (base, base + (1 << _CHUNK_BITS)))
        connection.execute("DELETE FROM passage_segments WHERE id = ?", (segment.id,))
    return number


def _merged(
    connection: sqlite3.Connection, segments: Sequence[Stored], renumberings: Sequence[NDArray[np.int64]]
) -> Iterator[Lists]:
    every = np.sort(np.concatenate([s.firsts for s in segments]))
    edges = [0, *dict.fromkeys(every[_MERGED_AT_ONCE::_MERGED_AT_ONCE].tolist()), _NEVER]
    for low, high in zip(edges, edges[1:], strict=False):
        yield postings.gather(
            some
            for segment, numbers in zip(segments, renumberings, strict=True)
            for some in segment.occurrences(connection, numbers, low, high)
        )
