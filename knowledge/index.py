"""Which reports, of many, speak of a question: BM25 over characters and pairs of them in their paragraphs.

A character of a question none of whose pairs stands anywhere is taken for a wrong one: the pair is looked for over it.

BM25 as in Robertson and Zaragoza (2009), idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.normalize import fold

K1, B = 0.8, 0.2
"""How much repetition and length count. Reports are told apart by paragraphs of very different lengths, headings among
them: with the usual 1.2 and 0.75 a short heading that shares one word wins over the long paragraph that shares many."""
_RUN_WEIGHT = 3.0
"""What a Latin or digit run counts beside a pair of characters: it is rarely there by chance."""
GAP = "_"
"""Stands for the character left out of a pair."""


_RUN = re.compile(r"[a-z0-9]+|[^\W_]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a report."""

    report: str
    start: int
    end: int


def keys(text: str) -> list[str]:
    """What a text is found by: its characters, pairs of neighbouring characters and over a gap of one, Latin and digit runs.

    >>> keys("会议室A1")
    ['会', '议', '室', 'a1', '会议', '议室', '室a', '会_室', '议_a', '室_1']
    """
    folded = fold(text)
    pairs: list[str] = []
    over: list[str] = []
    for word in _WORD.findall(folded):
        if not word.isascii():
            pairs += [a + b for a, b in zip(word, word[1:], strict=False) if not (a.isascii() and b.isascii())]
            apart = zip(word, word[2:], strict=False)
            over += [f"{a}{GAP}{c}" for a, c in apart if not (a.isascii() and c.isascii())]
    return [*_RUN.findall(folded), *pairs, *over]


def asked(question: str, known: Container[str]) -> Iterator[str]:
    """The keys of a question, each once; pairs over a gap only over a character that seems to be wrong.

    :param known: the keys of all paragraphs.

    >>> list(asked("会仪室", {"会_室"}))
    ['会', '仪', '室', '会仪', '仪室', '会_室']
    """
    folded = fold(question)
    pairs = [_pair(folded, at) for at in range(len(folded) - 1)]
    sound = {at + n for at, pair in enumerate(pairs) if pair in known for n in (0, 1)}
    over = [_pair_over(folded, at) for at in range(len(folded) - 2) if at + 1 not in sound]
    return (k for k in dict.fromkeys([*_RUN.findall(folded), *pairs, *over]) if k)


def _pair(text: str, at: int) -> str:
    """Two neighbours, at least one of them Han; ``""`` if there are none."""
    pair = text[at : at + 2]
    return pair if pair.isalnum() and not pair.isascii() else ""


def _pair_over(text: str, at: int) -> str:
    """Two characters with one between them, none of the three punctuation; ``""`` if there are none."""
    three = text[at : at + 3]
    return f"{three[0]}{GAP}{three[2]}" if three.isalnum() and not (three[0] + three[2]).isascii() else ""


def weight(key: str, spread: int, count: int) -> float:
    """What a key counts that ``spread`` of ``count`` paragraphs hold (inverse document frequency)."""
    idf = math.log(1 + (count - spread + 0.5) / (spread + 0.5))
    return idf * (_RUN_WEIGHT if len(key) > 1 and key.isascii() else 1.0)


class ParagraphIndex:
    """Paragraphs of many reports, searchable; adding and removing go by report."""

    def __init__(self, k1: float = K1, b: float = B) -> None:
        self._k1, self._b = k1, b
        self._places: dict[int, Place] = {}
        self._lengths: dict[int, int] = {}
        self._postings: defaultdict[str, dict[int, int]] = defaultdict(dict)
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
            number, self._next = self._next, self._next + 1
            numbers.append(number)
            self._places[number] = Place(report, start, end)
            self._lengths[number] = length = sum(counts.values())
            self._total += length
            for key, count in counts.items():
                self._postings[key][number] = count

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

    def search(self, question: str, limit: int, reports: Container[str] | None = None) -> list[tuple[Place, float]]:
        """The paragraphs nearest to a question, best first, with their BM25 scores (0 and up).

        :param reports: the reports looked at, all if not given.
        """
        scores = self.scores(self.weights(question))
        if reports is not None:
            scores = {n: s for n, s in scores.items() if self._places[n].report in reports}
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [(self._places[number], score) for number, score in best]

    def weights(self, question: str) -> dict[str, float]:
        """What each key of a question that is known here counts: the rarer, the more."""
        spreads = {key: len(self._postings.get(key, ())) for key in asked(question, self._postings)}
        return {key: weight(key, spread, len(self._places)) for key, spread in spreads.items() if spread}

    def scores(self, weights: Mapping[str, float]) -> dict[int, float]:
        """BM25 of the paragraphs (numbered as they came in) that hold one of the keys."""
        mean, k1, b = self._total / max(len(self._places), 1), self._k1, self._b
        result: dict[int, float] = {}
        for key, weight in weights.items():
            for number, frequency in self._postings[key].items():
                norm = k1 * (1 - b + b * self._lengths[number] / mean)
                result[number] = result.get(number, 0.0) + weight * frequency * (k1 + 1) / (frequency + norm)
        return result
