"""What passages are found by (:func:`knowledge.index.keys`) as numbers, for many passages at once.

A number is a kind, times 2^32, plus what the key consists of: a character's code; the lower 16 bits of the codes of a
pair; the CRC-32 of a run of Latin letters and digits. So a rare character beyond the Basic Multilingual Plane shares its
pairs with one of a script that no report is written in.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.index import GAP
from knowledge.normalize import fold

Numbers = NDArray[np.uint64]

CHARACTER, PAIR, PAIR_OVER, RUN = range(4)
KIND_BITS = 32
"""How far the kind stands to the left."""

_CODES = 0x110000
_OTHER, _LATIN, _WORD = range(3)
"""Classes of characters: separators, a-z and 0-9, and all others that words consist of."""
_UNKNOWN = 255


def number(key: str) -> int:
    """The number of one key.

    >>> number("会") == ord("会"), number("会议") == PAIR << 32 | ord("会") << 16 | ord("议")
    (True, True)
    """
    if len(key) == 1:
        return CHARACTER << KIND_BITS | ord(key)
    if key.isascii() and key.isalnum():
        return RUN << KIND_BITS | zlib.crc32(key.encode())
    kind = PAIR_OVER if len(key) == 3 and key[1] == GAP else PAIR
    return kind << KIND_BITS | (ord(key[0]) & 0xFFFF) << 16 | ord(key[-1]) & 0xFFFF


def numbered(texts: Sequence[str]) -> tuple[Numbers, NDArray[np.uint32]]:
    """The keys of some texts, each as often as it occurs, and beside each the text (counted from 0) it occurs in.

    >>> from knowledge.index import keys
    >>> sorted(numbered(["会议室A1"])[0].tolist()) == sorted(number(k) for k in keys("会议室A1"))
    True
    """
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    # The line ends belong to the texts before them: they hold no key.
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), [len(t) + 1 for t in texts])[: len(codes)]
    table = _characters()
    table.know(codes)
    folded, classes = table.folded[codes], table.classes[codes]
    keys, at = _runs(folded, classes)
    parts, places = [*keys], [*at]
    for kind, apart in ((PAIR, 1), (PAIR_OVER, 2)):
        left, right = classes[:-apart], classes[apart:]
        sound = (left > _OTHER) & (right > _OTHER) & ((left == _WORD) | (right == _WORD))
        if apart > 1:
            sound &= classes[1:-1] > _OTHER
        here = np.flatnonzero(sound)
        low = np.uint64(0xFFFF)
        pair = (folded[here].astype(np.uint64) & low) << np.uint64(16) | folded[here + apart].astype(np.uint64) & low
        parts.append(pair | np.uint64(kind << KIND_BITS))
        places.append(here)
    return np.concatenate(parts), owners[np.concatenate(places)]


def _runs(folded: NDArray[np.uint32], classes: NDArray[np.uint8]) -> tuple[list[Numbers], list[NDArray[np.intp]]]:
    """Characters that stand for themselves, and runs of Latin letters and digits; with where they stand."""
    latin = np.concatenate([[False], classes == _LATIN, [False]])
    starts, ends = np.flatnonzero(~latin[:-1] & latin[1:]), np.flatnonzero(latin[:-1] & ~latin[1:])
    single = ends - starts == 1
    alone = np.concatenate([np.flatnonzero(classes == _WORD), starts[single]])
    starts, ends = starts[~single], ends[~single]
    letters = folded.astype(np.uint8).tobytes()
    runs = [RUN << KIND_BITS | zlib.crc32(letters[a:b]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    return [folded[alone].astype(np.uint64), np.array(runs, dtype=np.uint64)], [alone, starts]


class _Characters:
    """Folded form and class of every character met so far, by code."""

    def __init__(self) -> None:
        self.folded = np.zeros(_CODES, dtype=np.uint32)
        self.classes = np.full(_CODES, _UNKNOWN, dtype=np.uint8)

    def know(self, codes: NDArray[np.uint32]) -> None:
        """Look up the characters of a text that were not met before."""
        new = codes[self.classes[codes] == _UNKNOWN]
        for code in np.unique(new).tolist():
            character = fold(chr(code))
            self.folded[code] = ord(character)
            self.classes[code] = _OTHER if not character.isalnum() else _LATIN if character.isascii() else _WORD


@cache
def _characters() -> _Characters:
    return _Characters()
