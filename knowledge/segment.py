"""Text to words. The only file that knows the segmenter.

rjieba (a port of jieba to Rust, same dictionary) is used where it is installed, jieba otherwise: the words agree in 97
to 99 % of sentences, and the port is twenty times faster and starts without a second of loading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from knowledge.normalize import fold

MAX_PIECE = 400
"""Characters segmented at once: jieba is quadratic on long runs of one character."""

_BREAKS = re.compile(r"[^。！？!?;；\n,，]*[。！？!?;；\n,，]?")


def library() -> str:
    """The name of the library that segments. :raises ImportError: there is none."""
    try:
        import rjieba
    except ImportError:
        import jieba

        return str(jieba.__name__)
    return str(rjieba.__name__)


@lru_cache(maxsize=1)
def _cutter() -> Callable[[str, bool], list[str]]:
    try:
        import rjieba
    except ImportError:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        return lambda text, guess: list(tokenizer.cut(text, HMM=guess))
    return lambda text, guess: list(rjieba.cut(text, guess))


def cut(text: str, *, guess: bool = True) -> list[str]:
    """Words of ``text`` in order; joined they give ``text`` again.

    :param guess: join characters into words that the dictionary lacks, by the likelihood of their order (HMM).

    >>> cut("党委书记张三讲话")
    ['党委书记', '张三', '讲话']
    """
    cutter = _cutter()
    if len(text) <= MAX_PIECE:
        return cutter(text, guess) if text else []
    result: list[str] = []
    for piece in _BREAKS.findall(text):
        for at in range(0, len(piece), MAX_PIECE):
            result += cutter(piece[at : at + MAX_PIECE], guess)
    return result


def words(text: str, *, guess: bool = True) -> list[tuple[str, int]]:
    """Folded words with their offsets, without spaces and punctuation.

    >>> words("誰來開會？")
    [('谁', 0), ('来', 1), ('开会', 2)]
    """
    result, at = [], 0
    for word in cut(fold(text), guess=guess):
        if any(c.isalnum() for c in word):
            result.append((word, at))
        at += len(word)
    return result


def warm_up() -> None:
    """Load the dictionary, so that the first question does not wait for it."""
    _cutter()("会议", True)
