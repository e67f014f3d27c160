"""Chinese and Arabic numerals to numbers."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2, "俩": 2, "仨": 3}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)) | {"貳": 2, "參": 3, "叄": 3, "陸": 6, "貮": 2}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHINESE_NUMERAL = "零〇一二两兩三四五六七八九十百千万萬亿億"


def number(text: str) -> float | None:
    """Value of a numeral, ``None`` if it is not one.

    >>> number("二十三"), number("１２"), number("3.5万"), number("两"), number("一百零五"), number("二〇一五")
    (23.0, 12.0, 35000.0, 2.0, 105.0, 2015.0)
    >>> number("几") is None
    True
    """
    text = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)([万萬亿億千百]*)", text):
        value = float(match.group(1))
        for unit in match.group(2):
            value *= _MYRIADS.get(unit) or _UNITS[unit]
        return value
    if not text or any(c not in _DIGITS and c not in _UNITS and c not in _MYRIADS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in ("廿", "卅"):
            section, digit = section + _UNITS[c], 0
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIADS[c]
            section = digit = 0
    return float(total + section + digit)


def enumerator_value(mark: str) -> int | None:
    """The ordinal a list mark stands for.

    >>> [enumerator_value(m) for m in ("一、", "（三）", "12.", "④", "议题5：", "貳、", "第二，")]
    [1, 3, 12, 4, 5, 2, 2]
    """
    if len(mark) == 1 and "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    found = re.findall(
        r"[0-9]+|[零一二三四五六七八九十百壹貮贰貳參叁叄肆伍陸陆柒捌玖拾]+", unicodedata.normalize("NFKC", mark)
    )
    value = number(found[-1]) if found else None
    return int(value) if value is not None else None
