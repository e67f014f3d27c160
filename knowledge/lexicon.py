"""Word lists: UTF-8 files under ``data/``, one entry a line; a line that starts with ``#`` is a comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

from knowledge.errors import DataError

_DATA = files("knowledge") / "data"
Kind = TypeVar("Kind")


def lines(name: str) -> Iterator[tuple[int, str]]:
    """Line number and content of each entry of ``data/<name>``."""
    for number, line in enumerate((_DATA / name).read_text("utf-8").splitlines(), 1):
        entry = line.strip()
        if entry and not entry.startswith("#"):
            yield number, entry


@cache
def words(name: str) -> tuple[str, ...]:
    """The entries of a plain list, in the order of the file; a repeated entry is an error."""
    seen: dict[str, int] = {}
    for number, entry in lines(name):
        if entry in seen:
            raise DataError(name, number, f"“{entry}”与第 {seen[entry]} 行重复")
        seen[entry] = number
    return tuple(seen)


@cache
def groups(name: str) -> tuple[tuple[str, ...], ...]:
    """The entries of a list of groups: words of one line, separated by white space, belong together."""
    result = []
    for number, entry in lines(name):
        members = tuple(dict.fromkeys(entry.split()))
        if len(members) < 2:
            raise DataError(name, number, "一行至少要有两个词")
        result.append(members)
    return tuple(result)


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """``key: word word …`` lines as a mapping; a repeated key is an error."""
    result: dict[str, tuple[str, ...]] = {}
    for number, entry in lines(name):
        key, colon, rest = entry.partition(":")
        key = key.strip()
        if not colon or not key:
            raise DataError(name, number, "应为“键: 词 词”")
        if key in result:
            raise DataError(name, number, f"键“{key}”重复")
        result[key] = tuple(dict.fromkeys(rest.split()))
    return result


def patterns(
    name: str, kind: Callable[[str], Kind], parts: Mapping[str, str] | None = None
) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """``key<tab>pattern`` lines, what stands in braces filled in: with ``parts``, or with a line ``@key`` above.

    :param kind: what a key stands for; raises :exc:`ValueError` where it stands for nothing.
    """
    known = dict(parts or {})
    result = []
    for number, entry in lines(name):
        key, _, pattern = entry.partition("\t")
        try:
            filled = re.sub(r"\{([a-z]+)\}", lambda m: known[m[1]], pattern)
            if key.startswith("@"):
                known[key[1:]] = f"(?:{filled})"
            else:
                result.append((kind(key), re.compile(filled)))
        except (KeyError, ValueError, re.error) as error:
            raise DataError(name, number, str(error)) from error
    return tuple(result)


def alternation(entries: tuple[str, ...]) -> str:
    """A regular expression for any of the entries, longest first (so that 常委会主任 wins over 主任)."""
    return "|".join(re.escape(e) for e in sorted(entries, key=len, reverse=True))


def synonym_files() -> tuple[str, ...]:
    """Names of the synonym lists, for :func:`groups`."""
    return tuple(sorted(f"synonyms/{p.name}" for p in (_DATA / "synonyms").iterdir() if p.name.endswith(".txt")))
