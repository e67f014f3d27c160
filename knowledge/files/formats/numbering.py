"""The numbers of Word's automatic lists, counted as Word counts them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from .wordml import child, value

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
MAX_LEVELS = 9


def chinese(n: int, digits: str = _DIGITS, tens: str = "十百千") -> str:
    """A number up to 9999 in Chinese.

    >>> [chinese(n) for n in (3, 10, 12, 20, 105, 110)]
    ['三', '十', '十二', '二十', '一百〇五', '一百一十']
    """
    if not 0 < n < 10_000:
        return str(n)
    said, gap = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if not digit:
            gap = bool(said)
            continue
        said += (digits[0] if gap else "") + digits[digit] + (tens[power - 1] if power else "")
        gap = False
    return said[1:] if said.startswith(digits[1] + tens[0]) else said


def roman(n: int) -> str:
    """A number in Roman numerals.

    >>> roman(4), roman(19)
    ('IV', 'XIX')
    """
    said = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, n = divmod(n, size)
        said += sign * min(count, 10)
    return said


def letters(n: int) -> str:
    """A, B, …, Z, AA, BB as Word goes on."""
    return chr(65 + (n - 1) % 26) * min(1 + (n - 1) // 26, 5) if n > 0 else str(n)


def _from(first: str, count: int) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + n - 1) if 0 < n <= count else str(n)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "ideographDigital": chinese,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanDigital2": chinese,
    "chineseLegalSimplified": lambda n: chinese(n, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda n: chinese(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": lambda n: "甲乙丙丁戊己庚辛壬癸"[n - 1] if 0 < n <= 10 else str(n),
    "ideographZodiac": lambda n: "子丑寅卯辰巳午未申酉戌亥"[n - 1] if 0 < n <= 12 else str(n),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda n: letters(n).lower(),
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number looks (``%1`` in ``text`` is the number of level 1) and where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None
    """The level (from 1) after which it starts again; ``None``: any level above, 0: never."""


@dataclass(slots=True)
class Numbering:
    """The lists of a document. :meth:`mark` counts, so call it once for each paragraph, in order."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    """Levels of each numId."""
    shared: dict[str, str] = field(default_factory=dict)
    """numId → the definition it counts with: lists of one definition go on counting."""
    overridden: set[tuple[str, int]] = field(default_factory=set)
    """Lists (numId, level) that start anew at their first paragraph."""
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def mark(self, num_id: str, level: int) -> str:
        """The next number of a list as it is written before the text: ``（一）``, ``1.``; ``-`` for a bullet."""
        levels = self.lists.get(num_id)
        if levels is None or level not in levels:
            return ""
        wanted = levels[level]
        if wanted.form == "bullet":
            return "-"
        counts = self._counts[self.shared.get(num_id, num_id)]
        if (num_id, level) in self.overridden:
            self.overridden.discard((num_id, level))
            counts.pop(level, None)
        counts[level] = counts.get(level, wanted.start - 1) + 1
        for deeper in [d for d in counts if d > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                del counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._number(levels, counts, int(m.group(1)) - 1, wanted.legal), wanted.text)

    @staticmethod
    def _number(levels: dict[int, Level], counts: dict[int, int], level: int, legal: bool) -> str:
        made = levels.get(level, Level())
        return _FORMATS.get("decimal" if legal else made.form, str)(counts.get(level, made.start))


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists that a package's numbering part defines."""
    made = Numbering()
    if root is None:
        return made
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    for item in root.iterchildren("{*}abstractNum"):
        name = item.get(_attribute(item, "abstractNumId"), "")
        abstract[name] = dict(_level(e) for e in item.iterchildren("{*}lvl"))
        if style := value(child(item, "numStyleLink")):
            linked[name] = style
        if style := value(child(item, "styleLink")):
            linked.setdefault(f"style {style}", name)
    for item in root.iterchildren("{*}num"):
        number = item.get(_attribute(item, "numId"), "")
        base = value(child(item, "abstractNumId"))
        if not abstract.get(base) and base in linked:
            base = linked.get(f"style {linked[base]}", base)
        levels = dict(abstract.get(base, {}))
        for over in item.iterchildren("{*}lvlOverride"):
            at = _int(over.get(_attribute(over, "ilvl"), "0"))
            if (own := child(over, "lvl")) is not None:
                levels[at] = _level(own)[1]
            if (start := value(child(over, "startOverride"))) and at in levels:
                levels[at] = replace(levels[at], start=_int(start))
                made.overridden.add((number, at))
        made.lists[number] = levels
        made.shared[number] = base
    return made


def _level(item: etree._Element) -> tuple[int, Level]:
    restart = value(child(item, "lvlRestart"))
    return _int(item.get(_attribute(item, "ilvl"), "0")), Level(
        value(child(item, "numFmt")) or "decimal",
        value(child(item, "lvlText")),
        _int(value(child(item, "start")) or "1"),
        child(item, "isLgl") is not None,
        _int(restart) if restart else None,
    )


def _attribute(item: etree._Element, name: str) -> str:
    """An attribute's full name, whichever of the two namespaces of WordprocessingML the element has."""
    return f"{{{etree.QName(item).namespace}}}{name}"


def _int(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0
