"""The wording: ``texts.toml``, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def wording() -> dict[str, str]:
    """All texts by ``section.key``."""
    tables = tomllib.loads((files("bot") / "texts.toml").read_text("utf-8"))
    return {f"{section}.{key}": text for section, table in tables.items() for key, text in table.items()}


def say(key: str, **values: object) -> str:
    """A text with its values filled in.

    :raises KeyError: there is no such text, or a value is missing.
    """
    return wording()[key].format(**values)


@cache
def reason(name: str) -> str:
    """What a reason of the ranking is called: the text whose key is the longest beginning of its name.

    >>> reason("passage_cover_exact"), reason("no_such_thing")
    ('句子里对上的词', '其他')
    """
    keys = [key.partition(".")[2] for key in wording() if key.startswith("reason.")]
    best = max((key for key in keys if name == key or name.startswith(f"{key}_")), key=len, default="other")
    return wording()[f"reason.{best}"]
