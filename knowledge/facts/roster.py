"""The people found so far, each under one name however the report spells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.facts import names
from knowledge.facts.source import Source
from knowledge.model import Person

_FORMS = ("先生", "女士", "小姐", "太太", "同学", "同志")
_COURTESY = ("老师", "师傅", "专家")
_OF_MANY = ("董事", "理事", "监事", "委员", "议员", "代表", "成员")
"""Titles that a whole list shares."""


@dataclass(slots=True)
class _Record:
    """What is known of one person while reading."""

    name: str
    start: int
    end: int
    titles: dict[str, str] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)


class Roster:
    """People by folded name. 沈會長暉閎 and 沈暉閎 are one person, so are 關主席 and the 關 who is 主席."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._records: dict[str, _Record] = {}
        self._aliases: dict[str, str] = {}

    def add(self, start: int, end: int, titles: Iterable[tuple[int, int]] = (), role: str = "") -> str:
        """Note a person at a place, with titles and a role; returns the folded name the person goes by."""
        spans = tuple(titles)
        text = self._source.text
        plain = _plain(text, start, end, spans)
        key = self.find(text[start:end]) or self.find(plain) or names.compact(text[start:end])
        record = self._records.get(key)
        if record is None:
            record = self._records[key] = _Record(names.compact(self._source.report.text[start:end]), start, end)
            self._aliases.setdefault(plain, key)
        elif start < record.start and text[start:end] == key:
            record.start, record.end = start, end
        for a, b in spans:
            self._entitle(record, a, b)
        if role:
            record.roles.setdefault(role)
        return key

    def find(self, name: str) -> str:
        """The folded name under which somebody is known, ``""`` if nobody is."""
        name = names.compact(name) if name else name
        if name in self._records:
            return name
        return self._aliases.get(name, "")

    def known_as(self) -> tuple[str, ...]:
        """The folded names people go by."""
        return tuple(self._records)

    def addressed(self, name: str) -> str:
        """Who is meant by a surname with a form of address (邝总), ``""`` unless exactly one person can be."""
        if found := self.find(name):
            return found
        if names.title_length(name, len(name)) == len(name):
            return self._titled(name)
        surname = names.surname_length(name, 0, rare=True, listed=True)
        address = name[surname:]
        if not address or names.is_han(address[0]) and not _is_address(address):
            return ""
        bearers = [k for k in self._records if surname and k.startswith(name[:surname])]
        fitting = [k for k in bearers if any(address in t for t in self._records[k].titles)]
        for candidates in (fitting, bearers):
            if len(candidates) == 1:
                return candidates[0]
        return ""

    def _titled(self, title: str) -> str:
        """The only person with a title (會長 for the 學生會會長, not for a 副會長)."""
        fitting = [key for key, record in self._records.items() if any(_stands_for(title, t) for t in record.titles)]
        return fitting[0] if len(fitting) == 1 else ""

    def give(self, key: str, role: str) -> None:
        """Give a known person a role."""
        self._records[key].roles.setdefault(role)

    def entitle(self, key: str, title: tuple[int, int]) -> None:
        """Give a known person a title."""
        if key in self._records:
            self._entitle(self._records[key], *title)

    def _entitle(self, record: _Record, start: int, end: int) -> None:
        """Note a title unless it says no more than one that is known; a mere 董事 gives way to 独立董事."""
        title = self._source.text[start:end]
        if (
            any(known.endswith(title) for known in record.titles)
            or title in _FORMS
            or title in _COURTESY
            and record.titles
        ):
            return
        for known in [k for k in record.titles if k in _OF_MANY and k in title]:
            del record.titles[known]
        if title in _OF_MANY and any(title in known for known in record.titles):
            return
        record.titles[title] = self._source.report.text[start:end]

    def titled(self, key: str) -> bool:
        """Whether a title is known of somebody."""
        return key in self._records and bool(self._records[key].titles)

    def drop(self, key: str, role: str) -> None:
        """Take a role back."""
        if key in self._records:
            self._records[key].roles.pop(role, None)

    def names(self) -> frozenset[str]:
        """Folded names and other spellings."""
        return frozenset(self._records) | frozenset(a for a in self._aliases if len(a) > 1)

    def has(self, key: str, *wanted: str) -> bool:
        """Whether a person is known to have one of the roles."""
        return key in self._records and any(r in self._records[key].roles for r in wanted)

    def people(self) -> tuple[Person, ...]:
        """The people in order of appearance."""
        records = sorted(self._records.values(), key=lambda r: r.start)
        return tuple(Person(r.name, r.start, r.end, tuple(r.titles.values()), tuple(r.roles)) for r in records)


def _is_address(words: str) -> bool:
    """Whether what follows a surname is a title or a form of address (总, 老师, 副主任)."""
    return words.removeprefix("副") in names.titles("short") or bool(names.title_length(words, len(words)))


def _stands_for(short: str, title: str) -> bool:
    """Whether a title is meant by a shorter one: its end (会长), or the same with words left out (学生会长)."""
    if title.endswith(short):
        return not title.endswith("副" + short)
    rest = iter(title)
    return len(short) > 2 and short[-1] == title[-1] and short[0] == title[0] and all(c in rest for c in short)


def _plain(text: str, start: int, end: int, titles: tuple[tuple[int, int], ...]) -> str:
    """A name without the title written inside it, or the form of address behind it."""
    for a, b in titles:
        if start < a and b < end:
            return text[start:a] + text[b:end]
    name = names.compact(text[start:end])
    for address in ("先生", "女士", "小姐"):
        if name.endswith(address) and names.is_name(name[:-2]):
            return name[:-2]
    return name
