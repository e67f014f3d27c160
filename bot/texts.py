"""The wording in the language of the conversation at hand: ``texts.toml``, ``texts.en.toml``, ``texts.zh-Hant.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from knowledge.language import Language, spoken
from knowledge.texts import Texts

_TEXTS = Texts("bot")
_BETWEEN = re.compile(r"[、,]\s*")

say = _TEXTS.say


def wording() -> Mapping[str, str]:
    """All texts by ``section.key`` in the language spoken."""
    return _TEXTS.table(spoken())


def listed(text: str) -> tuple[str, ...]:
    """The entries of a text that is a list.

    >>> listed("all、全部"), listed("all, everything"), listed("")
    (('all', '全部'), ('all', 'everything'), ())
    """
    return tuple(filter(None, _BETWEEN.split(text)))


@cache
def words(key: str) -> frozenset[str]:
    """What users may write, in whatever language, in small letters: the entries of a text that is a list."""
    return frozenset(word.lower() for language in Language for word in listed(_TEXTS.table(language)[key]))


def reason(name: str) -> str:
    """What a reason of the ranking is called: the text whose key is the longest beginning of its name.

    >>> reason("passage_cover_exact"), reason("no_such_thing")
    ('句子里对上的词', '其他')
    """
    return say(f"reason.{_reason(name)}")


@cache
def _reason(name: str) -> str:
    keys = [key.partition(".")[2] for key in wording() if key.startswith("reason.")]
    return max((key for key in keys if name == key or name.startswith(f"{key}_")), key=len, default="other")
