"""What a weekend project would ship: the report's best sentence by one score, for comparison.

Library defaults, nothing tuned: sentences end at 。！？； and line ends; BM25 (k1 1.2, b 0.75) and token_set_ratio see the
words of jieba, partial_ratio the raw text. A peer always answers, and its answer is the whole sentence.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import jieba
from rapidfuzz import fuzz

Best = Callable[[str], str]
"""A question to the sentence that answers it best."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_K1, _B = 1.2, 0.75


@cache
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()


def _words(text: str) -> list[str]:
    return [w for w in _tokenizer().lcut(text) if any(c.isalnum() for c in w)]


def sentences(text: str) -> list[str]:
    """The sentences of a report.

    >>> sentences("会议召开。张三讲话；李四发言\\n散会")
    ['会议召开。', '张三讲话；', '李四发言', '散会']
    """
    return [s.strip() for s in _SENTENCE.findall(text) if s.strip()]


def bm25(text: str) -> Best:
    """Best sentence by BM25 on words."""
    found = sentences(text)
    counts = [Counter(_words(s)) for s in found]
    lengths = [sum(c.values()) for c in counts]
    mean = sum(lengths) / len(lengths) or 1.0
    spread = Counter(w for c in counts for w in c)

    def score(words: list[str], n: int) -> float:
        total = 0.0
        for word in words:
            if frequency := counts[n][word]:
                idf = math.log(1 + (len(found) - spread[word] + 0.5) / (spread[word] + 0.5))
                total += idf * frequency * (_K1 + 1) / (frequency + _K1 * (1 - _B + _B * lengths[n] / mean))
        return total

    def best(question: str) -> str:
        words = _words(question)
        return found[max(range(len(found)), key=lambda n: score(words, n))]

    return best


def token_set_ratio(text: str) -> Best:
    """Best sentence by rapidfuzz.fuzz.token_set_ratio on words joined by spaces."""
    found = sentences(text)
    spaced = [" ".join(_words(s)) for s in found]

    def best(question: str) -> str:
        asked = " ".join(_words(question))
        return found[max(range(len(found)), key=lambda n: fuzz.token_set_ratio(asked, spaced[n]))]

    return best


def partial_ratio(text: str) -> Best:
    """Best sentence by rapidfuzz.fuzz.partial_ratio on the raw text."""
    found = sentences(text)

    def best(question: str) -> str:
        return found[max(range(len(found)), key=lambda n: fuzz.partial_ratio(question, found[n]))]

    return best


PEERS: dict[str, Callable[[str], Best]] = {
    "BM25, jieba words": bm25,
    "token_set_ratio, jieba words": token_set_ratio,
    "partial_ratio, raw text": partial_ratio,
}
"""Each makes a report ready, once, and gives what answers its questions."""
