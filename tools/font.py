"""Build the font that pictures are drawn with: a part of Noto Sans CJK SC, small enough to ship.

``python -m tools.font NotoSansCJK-Regular.ttc`` (Debian: fonts-noto-cjk) writes ``bot/cards/data/HuiwenSans-Regular.otf``.
It takes fonttools and opencc (``pip install '.[tools]'``), and some ten seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from opencc import OpenCC

FAMILY = "Huiwen Sans"
"""A name of its own, as the Open Font License wants it of a changed font."""
FACE = "Noto Sans CJK SC"
MADE = Path(__file__).parent.parent / "bot" / "cards" / "data" / "HuiwenSans-Regular.otf"
EXTRA = Path(__file__).with_name("font_characters.txt")

BLOCKS = (
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x01CD, 0x01DC),  # Latin, with the vowels of pinyin
    (0x0391, 0x03C9), (0x0401, 0x0451),  # Greek, Cyrillic
    (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x218F),  # punctuation, currencies, units, Roman numerals
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF),  # arrows, mathematics, encircled numbers
    (0x2500, 0x266F), (0x2700, 0x2767), (0x2776, 0x2793),  # lines, shapes, stars, ticks
    (0x3000, 0x30FF), (0x3105, 0x312F), (0x3200, 0x33FF),  # Chinese punctuation, kana, bopomofo, squared units
    (0xFE10, 0xFE6F), (0xFF01, 0xFFE6),  # full width forms
)  # fmt: skip
"""Code points beside the Chinese characters, first and last."""
_GB2312 = (range(0xA1, 0xF8), range(0xA1, 0xFF))
_BIG5_COMMON = (range(0xA4, 0xC7), range(0x40, 0xFF))


def characters() -> set[str]:
    """All that the font is to hold: GB2312, Big5 level 1, the Simplified and Traditional forms of both, and names."""
    chinese = set(_encoded("gb2312", *_GB2312)) | set(_encoded("big5", *_BIG5_COMMON))
    lines = EXTRA.read_text("utf-8").splitlines()
    chinese |= {c for line in lines if not line.startswith("#") for c in line if not c.isspace()}
    ways = (OpenCC("s2t").convert, OpenCC("t2s").convert)
    forms = {form for convert in ways for c in chinese if len(form := convert(c)) == 1}
    return chinese | forms | {chr(code) for first, last in BLOCKS for code in range(first, last + 1)}


def _encoded(encoding: str, first: range, second: range) -> Iterator[str]:
    for high in first:
        for low in second:
            try:
                yield bytes((high, low)).decode(encoding)
            except UnicodeDecodeError:
                continue


def build(source: Path, target: Path = MADE) -> None:
    """Write the part of a font collection that is shipped. :raises ValueError: the collection has no such face."""
    font = _face(source)
    options = Options()
    options.hinting = False  # pictures are drawn at twice their size: nothing to gain
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters()])
    subsetter.subset(font)
    _rename(font)
    font.save(target)


def _face(source: Path) -> TTFont:
    count = 1
    for number in range(64):
        font = TTFont(source, fontNumber=number, lazy=True)
        count = getattr(font.reader, "numFonts", count)
        if font["name"].getDebugName(1) == FACE:
            return font
        if number + 1 >= count:
            break
    raise ValueError(f"{source} holds no {FACE}")


def _rename(font: TTFont) -> None:
    names = {1: FAMILY, 3: f"{FAMILY} from {FACE}", 4: f"{FAMILY} Regular", 6: "HuiwenSans-Regular"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top[0].FullName, top[0].FamilyName = names[4], FAMILY


if __name__ == "__main__":
    build(Path(sys.argv[1]))
    print(f"{MADE}: {MADE.stat().st_size:,} bytes")
