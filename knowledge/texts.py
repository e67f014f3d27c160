"""Wordings from files: ``texts.toml`` is Simplified Chinese, ``texts.en.toml`` English; Traditional is made of Simplified.

``texts.zh-Hant.toml``, where there is one, holds the texts that read wrong when their characters and words are converted
one by one. Only what we say is converted: the names and quotes put into it stay as the report writes them.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from opencc import OpenCC

from knowledge.language import Language, spoken


class Texts:
    """The texts of a package, by ``section.key``."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._tables: dict[Language, Mapping[str, str]] = {}

    def table(self, language: Language) -> Mapping[str, str]:
        """All texts in a language."""
        if language not in self._tables:
            self._tables[language] = self._read(language)
        return self._tables[language]

    def say(self, key: str, **values: object) -> str:
        """A text in the language spoken, with its values filled in; ``{count:report|reports}`` is one or the other.

        :raises KeyError: there is no such text, or a value is missing.
        """
        template = self.table(spoken())[key]
        return _COUNTING.vformat(template, (), values) if "|" in template else template.format(**values)

    def _read(self, language: Language) -> Mapping[str, str]:
        if language is Language.TRADITIONAL:
            made = {key: _traditional().convert(text) for key, text in self.table(Language.SIMPLIFIED).items()}
            return made | self._file(f"texts.{language}.toml")
        return self._file("texts.toml" if language is Language.SIMPLIFIED else f"texts.{language}.toml")

    def _file(self, name: str) -> dict[str, str]:
        file = files(self._package) / name
        tables = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
        return {f"{section}.{key}": text for section, table in tables.items() for key, text in table.items()}


@cache
def _traditional() -> OpenCC:
    """Characters and words as written in Taiwan; only made when somebody reads Traditional Chinese."""
    return OpenCC("s2twp")


class _Counting(string.Formatter):
    """Formats as ``str.format`` does, and chooses between the forms of a word by a number.

    >>> _Counting().format("{n} {n:report|reports}, {m} {m:report|reports}", n=1, m=2)
    '1 report, 2 reports'
    """

    def format_field(self, value: object, format_spec: str) -> str:
        """A value, or the form of the word that fits it."""
        one, bar, more = format_spec.partition("|")
        return str(super().format_field(value, format_spec)) if not bar else one if value == 1 else more


_COUNTING = _Counting()
