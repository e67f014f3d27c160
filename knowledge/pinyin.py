"""Pronunciation: words that sound alike, and pinyin typed among characters. The only file that knows pypinyin."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, pinyin

_LATIN = re.compile(r"[a-zü]+")
# Pairs that speakers and typists confuse (southern accents, fuzzy input methods).
_FUZZY = (
    (re.compile(r"^(z|c|s)h"), r"\1"),
    (re.compile(r"(an|en|in)g$"), r"\1"),
    (re.compile(r"^[rl]"), "l"),
    (re.compile(r"^[hf]"), "h"),
)


@lru_cache(maxsize=8192)
def readings(character: str) -> frozenset[str]:
    """All toneless readings of one character, in a form in which often confused sounds are the same."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(_blur(r) for r in found[0]) if found else frozenset((character,))


@lru_cache(maxsize=4096)
def _blur(syllable: str) -> str:
    for pattern, replacement in _FUZZY:
        syllable = pattern.sub(replacement, syllable)
    return syllable


def sounds_like(left: str, right: str) -> bool:
    """Whether two words of the same length have a reading in common, character for character.

    >>> sounds_like("杨自立", "杨自力"), sounds_like("单荣", "善荣"), sounds_like("会议", "工作")
    (True, True, False)
    """
    return len(left) == len(right) and all(
        a == b or readings(a) & readings(b) for a, b in zip(left, right, strict=True)
    )


@lru_cache(maxsize=4096)
def syllables(word: str) -> str:
    """The usual toneless pinyin of a word, run together: 主持 → zhuchi."""
    return "".join(s[0] for s in pinyin(word, style=Style.NORMAL, errors="ignore"))


def typed_syllables(text: str) -> list[tuple[int, int, str]]:
    """Runs of two and more lower-case letters, which may be pinyin, with their bounds.

    >>> typed_syllables("谁zhuchi会议")
    [(1, 7, 'zhuchi')]
    """
    return [(m.start(), m.end(), m.group()) for m in _LATIN.finditer(text) if len(m.group()) > 1]
