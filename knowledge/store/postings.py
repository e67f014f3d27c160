"""Lists of the passages that hold a key, and how they are written down.

Passages of a segment are numbered from 0, at most :data:`CAPACITY` of them. A list holds the number of each passage once,
ascending, and after them the numbers of those that hold the key more than once, as often again as they do.

Lists are written in chunks of about a page, ordered by key. A chunk of n lists, all numbers little-endian:

    uint32       n
    uint32 [n]   lower half of the key's number; the kind of key is the same all over a chunk
    uint32 [n+1] where each list begins, in passage numbers after the head, and where the last one ends
    uint16 [n]   how many passages hold the key, minus 1
    uint16 [...] the lists
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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

Passages = NDArray[np.uint16]
_LOW = np.uint64((1 << KIND_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of some keys, ascending.

    ``keys`` are the keys' numbers, ``starts`` (one more than keys) where their lists begin in ``passages``, ``spreads``
    how many passages hold the key.
    """

    keys: Numbers
    starts: NDArray[np.int64]
    spreads: NDArray[np.int64]
    passages: Passages

    def find(self, key: int) -> tuple[Passages, Passages] | None:
        """The passages that hold a key, and those that hold it again; ``None`` if none does."""
        at = int(self.keys.searchsorted(np.uint64(key)))
        if at == len(self.keys) or int(self.keys[at]) != key:
            return None
        start, end, spread = int(self.starts[at]), int(self.starts[at + 1]), int(self.spreads[at])
        return self.passages[start : start + spread], self.passages[start + spread : end]


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


def chunks(lists: Lists) -> Iterator[tuple[int, bytes]]:
    """Lists as they are written down, each chunk with the number of its first key."""
    if not len(lists.keys):
        return
    sizes = _HEAD + 2 * np.diff(lists.starts)
    bucket = (np.cumsum(sizes) - sizes) // _CHUNK
    kind = lists.keys >> np.uint64(KIND_BITS)
    long = sizes > _CHUNK
    cut = (bucket[1:] != bucket[:-1]) | (kind[1:] != kind[:-1]) | long[1:] | long[:-1]
    edges = [0, *(np.flatnonzero(cut) + 1).tolist(), len(lists.keys)]
    low, starts = (lists.keys & _LOW).astype("<u4"), lists.starts.tolist()
    spreads, passages = (lists.spreads - 1).astype("<u2"), lists.passages.astype("<u2", copy=False)
    for a, b in zip(edges, edges[1:], strict=False):
        offsets = (lists.starts[a : b + 1] - starts[a]).astype("<u4")
        parts = (low[a:b], offsets, spreads[a:b], passages[starts[a] : starts[b]])
        yield int(lists.keys[a]), (b - a).to_bytes(4, "little") + b"".join(p.tobytes() for p in parts)


def decode(chunk: bytes, first: int) -> Lists:
    """The lists of a chunk; ``first`` is the number of its first key, which says the kind of all."""
    count = int.from_bytes(chunk[:4], "little")
    low = np.frombuffer(chunk, "<u4", count, 4)
    starts = np.frombuffer(chunk, "<u4", count + 1, 4 + 4 * count)
    spreads = np.frombuffer(chunk, "<u2", count, 8 + 8 * count)
    passages = np.frombuffer(chunk, "<u2", -1, 8 + 10 * count)
    kind = np.uint64(first >> KIND_BITS << KIND_BITS)
    return Lists(low | kind, starts.astype(np.int64), spreads.astype(np.int64) + 1, passages)


def find(chunk: bytes, key: int) -> tuple[Passages, Passages] | None:
    """:meth:`Lists.find` in a chunk, without reading the rest of it."""
    count = int.from_bytes(chunk[:4], "little")
    low = key & ((1 << KIND_BITS) - 1)
    keys = np.frombuffer(chunk, "<u4", count, 4)
    at = int(keys.searchsorted(np.uint32(low)))
    if at == count or int(keys[at]) != low:
        return None
    start, end = np.frombuffer(chunk, "<u4", 2, 4 + 4 * (count + at)).tolist()
    head = 8 + 8 * count
    spread = int.from_bytes(chunk[head + 2 * at : head + 2 * at + 2], "little") + 1
    passages = np.frombuffer(chunk, "<u2", end - start, head + 2 * count + 2 * start)
    return passages[:spread], passages[spread:]


def renumbered(lists: Lists, numbers: NDArray[np.int64], low: int, high: int) -> Numbers:
    """The occurrences of keys from ``low`` up to ``high``, their passages numbered anew.

    :param numbers: the new number of each passage, -1 if it is left out.
    """
    lengths = np.diff(lists.starts)
    again = np.arange(len(lists.passages)) - np.repeat(lists.starts[:-1], lengths) >= np.repeat(lists.spreads, lengths)
    new = numbers[lists.passages]
    keys = np.repeat(lists.keys, lengths)
    kept = (new >= 0) & (keys >= np.uint64(low)) & (keys < np.uint64(high))
    flags = again[kept].astype(np.uint64) << np.uint64(_NUMBER_BITS)
    result: Numbers = keys[kept] << np.uint64(_NUMBER_BITS + 1) | flags | new[kept].astype(np.uint64)
    return result
