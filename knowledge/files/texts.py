"""The wording of files in the language spoken: ``texts.toml`` and ``texts.en.toml``."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.language import Language, spoken
from knowledge.texts import Texts

_TEXTS = Texts("knowledge.files")

say = _TEXTS.say


def wording() -> Mapping[str, str]:
    """All texts by ``section.key``."""
    return _TEXTS.table(spoken())


def kind_name(kind: str) -> str:
    """What a kind of file is called inside a sentence: set apart from the Chinese before it if it begins with a letter.

    >>> "这份" + kind_name("docx"), "这份" + kind_name("html")
    ('这份 Word 文档', '这份网页')
    """
    name = say(f"kind.{kind}")
    return f" {name}" if name[0].isascii() and spoken() is not Language.ENGLISH else name
