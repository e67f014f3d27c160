"""The wording of files: ``texts.toml``, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def wording() -> dict[str, str]:
    """All texts by ``section.key``."""
    tables = tomllib.loads((files("knowledge.files") / "texts.toml").read_text("utf-8"))
    return {f"{section}.{key}": text for section, table in tables.items() for key, text in table.items()}


def say(key: str, **values: object) -> str:
    """A text with its values filled in.

    :raises KeyError: there is no such text, or a value is missing.
    """
    return wording()[key].format(**values)


def kind_name(kind: str) -> str:
    """What a kind of file is called inside a sentence: set apart from the Chinese before it if it begins with a letter.

    >>> "这份" + kind_name("docx"), "这份" + kind_name("html")
    ('这份 Word 文档', '这份网页')
    """
    name = say(f"kind.{kind}")
    return f" {name}" if name[0].isascii() else name
