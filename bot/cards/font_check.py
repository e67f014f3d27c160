"""Whether pictures can be drawn on this machine: which font is used, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.cards.fonts import STAND_IN, Fonts, Forms, fonts

SAMPLE = "会议由谁主持參會人員0123456789AZaz，。、：（）“”《》……——①●" + STAND_IN
"""What every picture needs: both forms of Chinese, digits, letters, punctuation."""


@dataclass(frozen=True, slots=True)
class FontCheck:
    """The font pictures are drawn with (``""`` and ``None`` without one), and what of :data:`SAMPLE` cannot be drawn."""

    family: str
    file: Path | None
    characters: int
    lacking: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Whether pictures come out whole."""
        return self.file is not None and not self.lacking


def font_check(of: Fonts | None = None) -> FontCheck:
    """The check of these fonts, those of the machine by default."""
    of = of or fonts(Forms.SIMPLIFIED)
    first = of.first
    if first is None:
        return FontCheck("", None, 0, tuple(dict.fromkeys(SAMPLE)))
    return FontCheck(first.family, first.path, len(first.coverage), of.lacking(SAMPLE))
