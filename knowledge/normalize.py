"""Text to matching text of the same length, so that offsets found in one hold in the other.

Width is folded (Ａ → A, ， → ,), Traditional characters become Simplified, letters lower case. A character whose
folded form is not exactly one character stays as it is, which keeps every offset (NFKC as a whole does not: ① → 1,
…… → ......).
"""

from __future__ import annotations

import unicodedata

from opencc import OpenCC

_SIMPLIFIED = OpenCC("t2s")
# Characters that OpenCC leaves alone, or that differ between regions, but that stand for each other in questions.
_VARIANTS = {"妳": "你", "臺": "台", "乾": "干", "著": "着", "祕": "秘", "牠": "它", "嚐": "尝", "峯": "峰", "裏": "里"}
_PUNCTUATION = {
    "。": "。",
    "、": "、",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "「": '"',
    "」": '"',
    "—": "-",
    "–": "-",
    "︰": ":",
    "∶": ":",
    "│": "|",
    "┃": "|",
    "║": "|",
}


def _fold_character(character: str) -> str:
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if character in _VARIANTS:
        return _VARIANTS[character]
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1:
        folded = character
    if "㐀" <= folded <= "鿿":
        simple = _SIMPLIFIED.convert(folded)
        return simple if len(simple) == 1 else folded
    lowered = folded.lower()
    return lowered if len(lowered) == 1 else folded


class _Folded(dict[int, str]):
    """Code point → folded character, for ``str.translate``; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code))
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Matching form of ``text``, character for character.

    >>> fold("誰是２０２４年的ＣＨＡＩＲ？")
    '谁是2024年的chair?'
    >>> len(fold("①……")) == len("①……")
    True
    """
    return text.translate(_FOLDED)


def clean(text: str) -> str:
    """Text as typed or read, without what only disturbs: control, zero-width and bidi characters, lone surrogates.

    Newlines become ``\\n``. Used at the edges (a question, a file's text), before any offset is taken.

    >>> clean("谁\\u200b主持\\r\\n会议\\x00")
    '谁主持\\n会议'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
