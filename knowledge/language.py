"""The language users are spoken to in: chosen at the edge, heard by every wording below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Language(StrEnum):
    """A language the texts are written in, by its BCP 47 tag."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


_SPOKEN: ContextVar[Language] = ContextVar("language", default=Language.SIMPLIFIED)
_TRADITIONAL = re.compile(r"zh-(?:.*\b)?(?:hant|tw|hk|mo)\b")


def spoken() -> Language:
    """The language of the conversation at hand: of this task or thread, and of the threads it starts."""
    return _SPOKEN.get()


def speak(language: Language) -> None:
    """Speak a language from here on, in this task or thread."""
    _SPOKEN.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language within the block."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def language_of(code: str | None) -> Language:
    """The language for a language tag or a locale's name: Chinese where none is told, English where it is another.

    >>> [language_of(code).value for code in ("zh-hans", "zh-TW", "zh_HK.UTF-8", "zh-Hant-CN", "de", "C.UTF-8", None)]
    ['zh-Hans', 'zh-Hant', 'zh-Hant', 'zh-Hant', 'en', 'zh-Hans', 'zh-Hans']
    """
    tag = re.split(r"[.@]", code or "")[0].replace("_", "-").lower()
    if tag in ("", "c", "posix"):
        return Language.SIMPLIFIED
    if not re.match(r"zh\b", tag):
        return Language.ENGLISH
    return Language.TRADITIONAL if _TRADITIONAL.match(tag) else Language.SIMPLIFIED
