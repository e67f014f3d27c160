"""Which reports, of many, speak of a question: BM25 over character n-grams and words of their paragraphs.

BM25 as in Robertson and Zaragoza (2009), k1 = 1.2, b = 0.75, idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.normalize import fold
from knowledge.segment import words

K1, B = 1.2, 0.75
_WORD_WEIGHT = 0.6
"""What a word of two and more characters counts beside its n-grams."""


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a report."""

    report: str
    start: int
    end: int


def keys(text: str) -> list[str]:
    """What a text is found by: its characters, pairs of neighbouring characters, Latin and digit runs, words.

    >>> keys("会议A1")
    ['会', '议', '会议', '议a', 'a1', '=会议']
    """
    folded = fold(text)
    result: list[str] = []
    run = ""
    for character in folded + " ":
        if character.isalnum() and character.isascii():
            run += character
            continue
        if run:
            result.append(run)
            run = ""
        if character.isalnum():
            result.append(character)
    result[:] = list(result)
    pairs = [
        a + b for a, b in zip(folded, folded[1:], strict=False) if a.isalnum() and b.isalnum() and not (a + b).isascii()
    ]
    singles = [k for k in result if len(k) == 1]
    runs = [k for k in result if len(k) > 1]
    return [*singles, *pairs, *runs, *(f"={w}" for w, _ in words(folded) if len(w) > 1 and not w.isascii())]


class ParagraphIndex:
    """Paragraphs of many reports, searchable; adding and removing go by report."""

    def __init__(self) -> None:
        self._places: dict[int, Place] = {}
        self._lengths: dict[int, int] = {}
        self._postings: dict[str, dict[int, int]] = {}
        self._of_report: dict[str, list[int]] = {}
        self._next = 0
        self._total = 0

    def __len__(self) -> int:
        return len(self._places)

    def add(self, report: str, paragraphs: Iterable[tuple[int, int, str]]) -> None:
        """Take in a report's paragraphs (start, end, text), replacing what was there under its id."""
        self.remove(report)
        numbers = self._of_report.setdefault(report, [])
        for start, end, text in paragraphs:
            counts = Counter(keys(text))
            if not counts:
                continue
            number, self._next = self._next, self._next + 1
            numbers.append(number)
            self._places[number] = Place(report, start, end)
            self._lengths[number] = length = sum(counts.values())
            self._total += length
            for key, count in counts.items():
                self._postings.setdefault(key, {})[number] = count

    def remove(self, report: str) -> None:
        """Forget a report's paragraphs; nothing happens if there are none."""
        gone = set(self._of_report.pop(report, ()))
        if not gone:
            return
        for number in gone:
            del self._places[number]
            self._total -= self._lengths.pop(number)
        for key in [k for k, posting in self._postings.items() if gone & posting.keys()]:
            posting = {n: c for n, c in self._postings[key].items() if n not in gone}
            if posting:
                self._postings[key] = posting
            else:
                del self._postings[key]

    def search(self, question: str, limit: int) -> list[tuple[Place, float]]:
        """The paragraphs nearest to a question, best first, with their BM25 scores (0 and up)."""
        count = len(self._places)
        if not count:
            return []
        mean = self._total / count
        scores: dict[int, float] = {}
        for key, times in Counter(keys(question)).items():
            posting = self._postings.get(key)
            if not posting:
                continue
            idf = math.log(1 + (count - len(posting) + 0.5) / (len(posting) + 0.5)) * (
                _WORD_WEIGHT if key[0] == "=" else 1.0
            )
            for number, frequency in posting.items():
                norm = K1 * (1 - B + B * self._lengths[number] / mean)
                scores[number] = scores.get(number, 0.0) + times * idf * frequency * (K1 + 1) / (frequency + norm)
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [(self._places[number], score) for number, score in best]
