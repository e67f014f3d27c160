"""Who does what a question asks about: the words before the verb, whether or not they are known as a name.

由监察室发出整改通知, 院监察室已于次日发出整改通知 and 锐伟负责移植 all name who acts before what is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge import lexicon
from knowledge.asking import Asking
from knowledge.normalize import fold
from knowledge.passages import Passage
from knowledge.segment import words

Piece = tuple[int, int]
SHORTEST, LONGEST = 2, 24
"""Characters of who acts."""
_EDGE = ' "“”*_[]()'


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    return {key: frozenset(map(fold, found)) for key, found in lexicon.table("agent_cues.txt").items()}


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(tuple(sorted(_cues()["before"]))))


def acting(asking: Asking, passage: Passage) -> Iterator[tuple[Piece, float]]:
    """Who acts in each clause of a passage, with the share of the question that the clause holds behind it, 0 to 1."""
    text = asking.reading.text.folded
    matched = {m.start for m in asking.matches if passage.start <= m.start < passage.end and m.strength >= 0.5}
    for a, b in passage.segments:
        for begin in _beginnings(text, a, b):
            end = _end(text, begin, b, matched)
            start, stop = _trimmed(text, begin, end)
            if SHORTEST <= stop - start <= LONGEST:
                yield (start, stop), asking.cover([(end, passage.end)])


def _beginnings(text: str, start: int, end: int) -> Iterator[int]:
    """Where who acts may begin: behind 由 and the like, and at the clause's start behind words that only lead in."""
    for cue in _before().finditer(text, start, end):
        yield cue.end()
    at = start
    while lead := next((w for w in _cues()["lead"] if text.startswith(w, at)), ""):
        at += len(lead)
    yield at


def _end(text: str, start: int, end: int, matched: set[int]) -> int:
    """Where what is done begins: at a verb, an adverb before it, or a word of the question."""
    for word, at in words(text[start:end]):
        if at and (word in _cues()["does"] or start + at in matched):
            return start + at
    return end


def _trimmed(text: str, start: int, end: int) -> Piece:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
