"""Finding a person of a report by a name as somebody types it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from knowledge.model import Person
from knowledge.normalize import clean, fold
from knowledge.pinyin import sounds_like

MAX_NAME = 40
"""Longest name looked for, in characters; the rest is cut off."""


def find_people(people: Iterable[Person], name: str) -> tuple[Person, ...]:
    """People a name may mean, all equally near: the same name, else a part, else the same sound, else one character off.

    >>> people = [Person("杨自力", 0, 3), Person("杨志力", 9, 12), Person("张剡", 5, 7)]
    >>> [p.name for p in find_people(people, "楊自力")]
    ['杨自力']
    >>> [p.name for p in find_people(people, "杨自利")], find_people(people, "王某某")
    (['杨自力', '杨志力'], ())
    """
    wanted = fold(clean(name)).strip()[:MAX_NAME]
    people = tuple(people)
    if not wanted:
        return ()
    for alike in _TESTS:
        if found := tuple(p for p in people if alike(wanted, fold(p.name))):
            return found
    return ()


def _part_of(wanted: str, name: str) -> bool:
    """自力 for 杨自力, 杨自力市长 for 杨自力; a single character is no name."""
    return min(len(wanted), len(name)) >= 2 and (wanted in name or name in wanted)


def _one_off(wanted: str, name: str) -> bool:
    """One character of three or more differs, not the surname."""
    if len(wanted) != len(name) or len(name) < 3 or wanted[0] != name[0]:
        return False
    return sum(a != b for a, b in zip(wanted, name, strict=True)) == 1


_TESTS: tuple[Callable[[str, str], bool], ...] = (str.__eq__, _part_of, sounds_like, _one_off)
