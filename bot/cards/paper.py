"""A sheet to draw on: texts in any mix of scripts, rules and boxes. Lengths are points, two pixels each."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageDraw

from bot.cards.fonts import STAND_IN, Face, Fonts

SCALE = 2
"""Pixels of a point: phones show a picture at two or three pixels a point."""
COLOURS = 96
"""Of the finished picture: enough for smooth edges, and a third of the bytes."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks. ``leading`` is the height of a line in parts of the size."""

    size: float
    colour: str
    bold: bool = False
    leading: float = 1.5

    @property
    def line(self) -> float:
        """The height of a line, in points."""
        return self.size * self.leading


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture. ``missing`` are the characters that no font has, drawn as :data:`~bot.cards.fonts.STAND_IN`."""

    png: bytes
    width: int
    height: int
    missing: tuple[str, ...] = ()


class Paper:
    """A sheet of a width that grows as it is drawn on.

    :param width: in points.
    """

    def __init__(self, fonts: Fonts, width: float, background: str) -> None:
        self._fonts = fonts
        self._missing: dict[str, None] = {}
        self._widths: dict[tuple[str, int], float] = {}
        self._background = background
        self._image = Image.new("RGB", (round(width * SCALE), 64), background)
        self._draw = ImageDraw.Draw(self._image)

    def legible(self, text: str) -> str:
        """A text as it can be drawn: a stand-in for what no font has, nothing for signs that only change others."""
        shown = [self._drawn(c) for c in unicodedata.normalize("NFC", text)]
        return "".join(shown)

    def _drawn(self, character: str) -> str:
        category = unicodedata.category(character)
        if character.isspace():
            return character if character in "\n\u3000" else " "
        if category in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f":
            return ""
        if self._fonts.face_of(character):
            return character
        self._missing[character] = None
        return STAND_IN

    def advance(self, text: str, style: Style) -> float:
        """How wide a text is, in points."""
        size = round(style.size * SCALE)
        return sum(self._pixels(c, size) for c in text) / SCALE

    def _pixels(self, character: str, size: int) -> float:
        """How wide a character is. Remembered: lines are measured over and over while they are filled."""
        if (character, size) not in self._widths:
            face = self._fonts.face_of(character)
            self._widths[character, size] = face.at(size).getlength(character) if face else 0.0
        return self._widths[character, size]

    def text(self, x: float, y: float, text: str, style: Style) -> None:
        """Draw one line, ``y`` being its upper edge."""
        self._reach(y + style.line)
        size = round(style.size * SCALE)
        at, base = x * SCALE, round((y + style.line / 2 + style.size * 0.36) * SCALE)
        stroke = size / 75 if style.bold else 0.0
        for face, run in self._runs(text):
            font = face.at(size)
            self._draw.text((at, base), run, fill=style.colour, font=font, anchor="ls", stroke_width=stroke)
            at += font.getlength(run)

    def rule(self, x: float, y: float, width: float, colour: str, thickness: float = 0.5) -> None:
        """Draw a horizontal line."""
        self.box(x, y, width, thickness, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """Draw a filled rectangle, with round corners if a radius is given."""
        self._reach(y + height)
        corners = [round(v * SCALE) for v in (x, y, x + width, y + height)]
        corners[2], corners[3] = max(corners[2] - 1, corners[0]), max(corners[3] - 1, corners[1])
        self._draw.rounded_rectangle(corners, radius * SCALE, fill=colour)

    def finished(self, height: float) -> Picture:
        """The picture, cut to a height in points."""
        self._reach(height)
        image = self._image.crop((0, 0, self._image.width, round(height * SCALE)))
        file = io.BytesIO()
        image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
        return Picture(file.getvalue(), image.width, image.height, tuple(self._missing))

    def _runs(self, text: str) -> list[tuple[Face, str]]:
        """Stretches of one face each."""
        faced = [(face, c) for c in text if (face := self._fonts.face_of(c))]
        return [(face, "".join(c for _, c in run)) for face, run in groupby(faced, key=lambda pair: pair[0])]

    def _reach(self, height: float) -> None:
        """Make the sheet at least this high."""
        needed = round(height * SCALE) + 1
        if needed <= self._image.height:
            return
        larger = Image.new("RGB", (self._image.width, max(needed, self._image.height * 2)), self._background)
        larger.paste(self._image)
        self._image, self._draw = larger, ImageDraw.Draw(larger)
