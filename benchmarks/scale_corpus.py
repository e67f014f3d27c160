"""A library of any size, the same every time: news sentences put together anew, and paragraphs that can be asked for.

The news only supply the mass. A paragraph of the reading sets stands in the library once, as a report of its own, so that
it is the one right place for its questions.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SEED = 20
PER_REPORT = 20
"""Passages of one report made of news."""
_ENOUGH = 55
"""Characters after which no further sentence is added to a passage; 83 on the average, 250 bytes."""
_SENTENCE = re.compile(r"[^。！？\n]{6,}[。！？]?")
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Source:
    """A report as the engines take it in: its passages are the lines of its text."""

    id: str
    date: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines, one after the other."""
        return "\n".join(self.lines)

    @property
    def passages(self) -> list[tuple[int, int, str]]:
        """Start, end and text of each line."""
        result, at = [], 0
        for line in self.lines:
            result.append((at, at + len(line), line))
            at += len(line) + 1
        return result


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the report that answers it."""

    text: str
    report: str


def sentences(news: Path) -> list[str]:
    """The sentences of the news, each once."""
    with lzma.open(news, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    return list(dict.fromkeys(s for text in texts for s in _SENTENCE.findall(text)))


def news_reports(known: Sequence[str], passages: int) -> Iterator[Source]:
    """Reports of recombined sentences with this many passages in all, dated one after the other."""
    rng = random.Random(SEED)
    lines: list[str] = []
    for n in range(1, passages + 1):
        line = ""
        while len(line) < _ENOUGH:
            line += rng.choice(known)
        lines.append(line)
        if len(lines) == PER_REPORT or n == passages:
            day = n // PER_REPORT
            yield Source(
                f"n{n:07d}", f"{2000 + day // 336 % 25}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}", tuple(lines)
            )
            lines = []


def paragraphs(reading: Path) -> list[Source]:
    """The paragraphs of the reading sets (``*.json``, as SQuAD), each a report."""
    return [
        Source(report, "", tuple(line for line in p["context"].split("\n") if line.strip()))
        for report, p in _reading(reading)
    ]


def questions(reading: Path, limit: int, noise: float = 0.0) -> list[Question]:
    """A fixed choice of the reading sets' questions.

    :param noise: the chance that a Chinese character is replaced by another one of the sets.
    """
    rng = random.Random(SEED)
    every = [(qa["question"], report) for report, p in _reading(reading) for qa in p["qas"]]
    alphabet = sorted({c for _, p in _reading(reading) for c in _HAN.findall(p["context"])})
    chosen = rng.sample(every, min(limit, len(every)))
    return [
        Question("".join(rng.choice(alphabet) if _HAN.match(c) and rng.random() < noise else c for c in text), report)
        for text, report in chosen
    ]


def _reading(folder: Path) -> Iterator[tuple[str, dict]]:  # type: ignore[type-arg]
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))["data"]
        for n, paragraph in enumerate(p for article in data for p in article["paragraphs"]):
            yield f"{path.stem}-{n:05d}", paragraph
