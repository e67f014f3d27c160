"""Lists of the passages that hold a key, and how they are written down.

Passages of a segment are numbered from 0, at most :data:`CAPACITY` of them. Lists are written in chunks of about a page,
ordered by key. A chunk of n lists, all numbers little-endian:

    uint32       n
    uint32       words of a bit map of all passages
    uint32 [n]   lower half of the key's number; the kind of key is the same all over a chunk
    uint32 [n+1] where each list begins, in words after the head, and where the last one ends
    uint16 [n]   how many passages hold the key, minus 1
    uint16 [...] the lists

A list holds the numbers of the passages, ascending, or a bit map of them where that is shorter; and after that the numbers
of the passages that hold the key more than once, as often again as they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.store.key_numbers import KIND_BITS, Numbers

CAPACITY = 1 << 16
"""Passages of one segment at most."""
_CHUNK = 3800
"""Bytes a chunk is filled with: it fits a page of the file; one long list makes a longer chunk alone."""
_HEAD = 10
"""Bytes of a chunk's head for each list."""
_NUMBER_BITS = 16
_LOW = np.uint64((1 << KIND_BITS) - 1)

Passages = NDArray[np.uint16]
_NONE: Passages = np.zeros(0, np.uint16)


class Postings(NamedTuple):
    """The passages that hold a key, as numbers or as the bytes of a bit map, and those that hold it again (ascending)."""

    spread: int
    again: Passages
    numbers: Passages | None = None
    bits: NDArray[np.uint8] | None = None

    @property
    def passages(self) -> NDArray[np.unsignedinteger]:
        """The numbers of the passages."""
        if self.numbers is not None:
            return self.numbers
        assert self.bits is not None
        return np.flatnonzero(np.unpackbits(self.bits, bitorder="little")).astype(np.uint16)

    def times(self, some: Passages) -> NDArray[np.int64]:
        """How often each of some passages holds the key."""
        result: NDArray[np.int64]
        if self.bits is not None:
            result = (self.bits[some >> 3] >> (some & 7).astype(np.uint8) & 1).astype(np.int64)
        else:
            assert self.numbers is not None
            at = self.numbers.searchsorted(some)
            result = (self.numbers[np.minimum(at, len(self.numbers) - 1)] == some).astype(np.int64)
        if len(self.again):
            result += self.again.searchsorted(some, "right") - self.again.searchsorted(some)
        return result


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of some keys, ascending, none of them as a bit map.

    ``keys`` are the keys' numbers, ``starts`` (one more than keys) where their lists begin in ``passages``, ``spreads``
    how many passages hold the key.
    """

    keys: Numbers
    starts: NDArray[np.int64]
    spreads: NDArray[np.int64]
    passages: Passages

    def find(self, key: int) -> Postings | None:
        """The list of a key; ``None`` if no passage holds it."""
        at = int(self.keys.searchsorted(np.uint64(key)))
        if at == len(self.keys) or int(self.keys[at]) != key:
            return None
        start, end, spread = int(self.starts[at]), int(self.starts[at + 1]), int(self.spreads[at])
        return Postings(spread, self.passages[start + spread : end], self.passages[start : start + spread])


def occurrences(keys: Numbers, owners: NDArray[np.uint32]) -> Numbers:
    """Keys with the passages they occur in, each as one number that sorts by key, repetition and passage."""
    found = np.sort(keys << np.uint64(_NUMBER_BITS + 1) | owners)
    found[1:] |= (found[1:] == found[:-1]).astype(np.uint64) << np.uint64(_NUMBER_BITS)
    return found


def gather(found: Iterable[Numbers]) -> Lists:
    """Lists of occurrences (:func:`occurrences`); their passages are already numbered within the segment."""
    parts = list(found)
    every = np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.uint64)
    keys = every >> np.uint64(_NUMBER_BITS + 1)
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.intp)
    again = (every >> np.uint64(_NUMBER_BITS) & np.uint64(1)).astype(np.int64)
    starts = np.concatenate([first, [len(keys)]]).astype(np.int64)
    repeated = np.add.reduceat(again, first) if len(first) else again
    return Lists(keys[first], starts, np.diff(starts) - repeated, every.astype(np.uint16))


def chunks(lists: Lists, size: int) -> Iterator[tuple[int, bytes]]:
    """Lists as they are written down, each chunk with the number of its first key.

    :param size: how many passages the segment has.
    """
    words = -(-size // 16)
    lengths = np.diff(lists.starts)
    long = mapped(lists.spreads, size)
    lengths = np.where(long, lengths - lists.spreads + words, lengths)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    body = _body(lists, long, words)
    low, spreads = (lists.keys & _LOW).astype("<u4"), (lists.spreads - 1).astype("<u2")
    edges = _edges(lists.keys, _HEAD + 2 * lengths)
    for a, b in zip(edges, edges[1:], strict=False):
        head = np.array([b - a, words], "<u4")
        parts = (head, low[a:b], (ends[a : b + 1] - ends[a]).astype("<u4"), spreads[a:b], body[ends[a] : ends[b]])
        yield int(lists.keys[a]), b"".join(p.tobytes() for p in parts)


def mapped(spreads: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which lists are written as bit maps, by how many of a segment's passages hold their keys."""
    return spreads > -(-size // 16)


def _edges(keys: Numbers, sizes: NDArray[np.int64]) -> list[int]:
    """Where chunks begin, and where the last one ends."""
    if not len(keys):
        return []
    bucket = (np.cumsum(sizes) - sizes) // _CHUNK
    kind = keys >> np.uint64(KIND_BITS)
    long = sizes > _CHUNK
    cut = (bucket[1:] != bucket[:-1]) | (kind[1:] != kind[:-1]) | long[1:] | long[:-1]
    return [0, *(np.flatnonzero(cut) + 1).tolist(), len(keys)]


def _body(lists: Lists, long: NDArray[np.bool_], words: int) -> Passages:
    """The lists as written, one after the other."""
    starts = lists.starts.tolist()
    parts: list[Passages] = []
    done = 0
    for at in np.flatnonzero(long).tolist():
        start, end = starts[at], starts[at] + int(lists.spreads[at])
        bits = np.zeros(16 * words, dtype=np.uint8)
        bits[lists.passages[start:end]] = 1
        parts += [lists.passages[done:start], np.packbits(bits, bitorder="little").view("<u2")]
        done = end
    return np.concatenate([*parts, lists.passages[done:]]).astype("<u2", copy=False)


def find(chunk: bytes, key: int) -> Postings | None:
    """The list of a key in a chunk of its kind; ``None`` if no passage holds it."""
    (count,) = unpack_from("<I", chunk)
    low = key & ((1 << KIND_BITS) - 1)
    keys = np.frombuffer(chunk, "<u4", count, 8)
    at = int(keys.searchsorted(np.uint32(low)))
    return _list(chunk, at) if at < count and keys[at] == low else None


def _list(chunk: bytes, at: int) -> Postings:
    count, words = unpack_from("<II", chunk)
    start, end = unpack_from("<II", chunk, 8 + 4 * (count + at))
    head = 12 + 8 * count
    spread = unpack_from("<H", chunk, head + 2 * at)[0] + 1
    begin = head + 2 * count + 2 * start
    own = min(spread, words)
    again = np.frombuffer(chunk, "<u2", end - start - own, begin + 2 * own) if end - start > own else _NONE
    if spread > words:
        return Postings(spread, again, bits=np.frombuffer(chunk, np.uint8, 2 * words, begin))
    return Postings(spread, again, np.frombuffer(chunk, "<u2", spread, begin))


def renumbered(chunk: bytes, first: int, numbers: NDArray[np.int64], low: int, high: int) -> Numbers:
    """The occurrences of keys from ``low`` up to ``high`` in a chunk, their passages numbered anew.

    :param first: the number of the chunk's first key, which says the kind of all.
    :param numbers: the new number of each passage, -1 if it is left out.
    """
    lists = _decode(chunk, first)
    lengths = np.diff(lists.starts)
    again = np.arange(len(lists.passages)) - np.repeat(lists.starts[:-1], lengths) >= np.repeat(lists.spreads, lengths)
    new = numbers[lists.passages]
    keys = np.repeat(lists.keys, lengths)
    kept = (new >= 0) & (keys >= np.uint64(low)) & (keys < np.uint64(high))
    flags = again[kept].astype(np.uint64) << np.uint64(_NUMBER_BITS)
    result: Numbers = (keys[kept] << np.uint64(_NUMBER_BITS + 1)) + flags + new[kept].astype(np.uint64)
    return result


def _decode(chunk: bytes, first: int) -> Lists:
    """The lists of a chunk, bit maps as numbers."""
    count, words = np.frombuffer(chunk, "<u4", 2).tolist()
    keys = np.frombuffer(chunk, "<u4", count, 8) | np.uint64(first >> KIND_BITS << KIND_BITS)
    starts = np.frombuffer(chunk, "<u4", count + 1, 8 + 4 * count).astype(np.int64)
    spreads = np.frombuffer(chunk, "<u2", count, 12 + 8 * count).astype(np.int64) + 1
    if (spreads <= words).all():
        return Lists(keys, starts, spreads, np.frombuffer(chunk, "<u2", -1, 12 + 10 * count))
    lists = [_list(chunk, at) for at in range(count)]
    passages = np.concatenate([part for one in lists for part in (one.passages, one.again)])
    lengths = [one.spread + len(one.again) for one in lists]
    return Lists(keys, np.concatenate([[0], np.cumsum(lengths)]), spreads, passages)
