"""Which characters a font file has, read from its character map (the OpenType tables ``ttcf`` and ``cmap``)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

_COLLECTION = b"ttcf"
_OUTLINES = {b"glyf", b"CFF ", b"CFF2"}
_FULL, _BASIC = 12, 4
"""Formats of a character map: all of Unicode, or its first 65,536 characters."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Code points as ranges: the first of each and the last of each, ascending."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        at = bisect_right(self.firsts, ord(character)) - 1
        return at >= 0 and ord(character) <= self.lasts[at]

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in zip(self.firsts, self.lasts, strict=True))


def coverages(path: Path) -> list[Coverage]:
    """What each face of a font file has; nothing of a face without outlines (emoji pictures, bitmaps).

    :raises OSError: the file cannot be read.
    :raises ValueError: it is no font.
    """
    with path.open("rb") as file:
        try:
            return [_face(file, start) for start in _starts(file)]
        except (struct.error, IndexError, MemoryError, OverflowError):
            raise ValueError(f"{path}: not a font") from None


def _starts(file: BinaryIO) -> tuple[int, ...]:
    """Where the faces begin."""
    if _read(file, 0, ">4s")[0] != _COLLECTION:
        return (0,)
    (count,) = _read(file, 8, ">I")
    return _read(file, 12, f">{min(count, 256)}I")


def _face(file: BinaryIO, start: int) -> Coverage:
    (count,) = _read(file, start + 4, ">H")
    tables = {
        tag: (at, length) for tag, _, at, length in (_read(file, start + 12 + 16 * n, ">4s3I") for n in range(count))
    }
    if not _OUTLINES & tables.keys() or b"cmap" not in tables:
        return Coverage((), ())
    return _as_ranges(_codes(file, tables[b"cmap"][0]))


def _codes(file: BinaryIO, start: int) -> Iterator[tuple[int, int]]:
    """Ranges of the best map of the table."""
    (count,) = _read(file, start + 2, ">H")
    maps: dict[int, int] = {}
    for n in range(count):
        platform, encoding, at = _read(file, start + 4 + 8 * n, ">HHI")
        if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):  # Unicode
            maps.setdefault(_read(file, start + at, ">H")[0], start + at)
    if _FULL in maps:
        yield from _full(file, maps[_FULL])
    elif _BASIC in maps:
        yield from _basic(file, maps[_BASIC])


def _full(file: BinaryIO, start: int) -> Iterator[tuple[int, int]]:
    (count,) = _read(file, start + 12, ">I")
    groups = _read(file, start + 16, f">{count * 3}I")
    yield from zip(groups[::3], groups[1::3], strict=True)


def _basic(file: BinaryIO, start: int) -> Iterator[tuple[int, int]]:
    length, _, twice = _read(file, start + 2, ">3H")
    count = twice // 2
    words = _read(file, start, f">{length // 2}H")
    ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas, offsets = words[8 + 2 * count : 8 + 3 * count], words[8 + 3 * count : 8 + 4 * count]
    for n in range(count):
        for code in range(starts[n], min(ends[n], 0xFFFE) + 1):
            glyph = code
            if offsets[n]:  # counted in bytes from the place of the offset itself
                at = 8 + 3 * count + n + offsets[n] // 2 + code - starts[n]
                glyph = words[at] if at < len(words) else 0
            if glyph and (glyph + deltas[n]) & 0xFFFF:
                yield code, code


def _as_ranges(pairs: Iterable[tuple[int, int]]) -> Coverage:
    ranges: list[list[int]] = []
    for first, last in sorted(pairs):
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1][1] = max(last, ranges[-1][1])
        else:
            ranges.append([first, last])
    return Coverage(tuple(r[0] for r in ranges), tuple(r[1] for r in ranges))


def _read(file: BinaryIO, at: int, layout: str) -> tuple[Any, ...]:
    file.seek(at)
    return struct.unpack(layout, file.read(struct.calcsize(layout)))
