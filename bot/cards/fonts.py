"""What pictures are drawn with: the font that ships, and for characters it has not any font that is found."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

from PIL import ImageFont

from bot.cards.coverage import Coverage, coverages

STAND_IN = "〓"
"""Drawn for what no font has (the geta mark of Chinese and Japanese printers)."""
MAX_FILES = 2000
"""Font files looked through on a machine."""
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_FACES = {"hans": ("sc", "cn", "gb"), "hant": ("tc", "tw", "hk")}
"""How the families of a collection end that draw these forms."""


class Forms(StrEnum):
    """How characters that differ between regions are drawn."""

    SIMPLIFIED = "hans"
    TRADITIONAL = "hant"


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file."""

    path: Path
    number: int
    family: str
    coverage: Coverage

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at a size in pixels."""
        return _sized(str(self.path), self.number, size)


class Fonts:
    """Faces in the order they are preferred, each opened only when those before it lack a character."""

    def __init__(self, faces: Iterable[Face]) -> None:
        self._coming = iter(faces)
        self._opened: list[Face] = []
        self._lock = threading.Lock()

    @property
    def first(self) -> Face | None:
        """What nearly everything is drawn with; ``None`` if there is no font at all."""
        return self._nth(0)

    def face_of(self, character: str) -> Face | None:
        """The first face that has a character, ``None`` if none does."""
        number = 0
        while face := self._nth(number):
            if character in face.coverage:
                return face
            number += 1
        return None

    def lacking(self, text: str) -> tuple[str, ...]:
        """The characters of a text that no face has, each once."""
        return tuple(c for c in dict.fromkeys(text) if not c.isspace() and self.face_of(c) is None)

    def _nth(self, number: int) -> Face | None:
        with self._lock:
            while len(self._opened) <= number:
                face = next(self._coming, None)
                if face is None:
                    return None
                self._opened.append(face)
            return self._opened[number]


@cache
def fonts(forms: Forms = Forms.SIMPLIFIED) -> Fonts:
    """The fonts of this machine for texts in these forms."""
    return Fonts(found(forms, font_folders()))


def found(forms: Forms, folders: Sequence[Path]) -> Iterator[Face]:
    """The shipped face and those in the folders. For Traditional forms a face that draws them stands first."""
    paths = sorted(_font_files(folders))
    known = [
        p for stem, drawn in _known() if drawn in ("both", forms) for p in paths if p.stem.lower().startswith(stem)
    ]
    of_system = chain.from_iterable(_open(p, forms) for p in dict.fromkeys([*known, *paths]))
    if forms is Forms.TRADITIONAL and known:
        yield from _open(known[0], forms)
    yield from _open(shipped(), forms)
    yield from of_system


def shipped() -> Path:
    """The font that comes with the program."""
    return Path(str(files("bot.cards") / "data" / "HuiwenSans-Regular.otf"))


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home))
        return Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", Path(local) / "Microsoft" / "Windows" / "Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    left = MAX_FILES
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                if name.lower().endswith(_SUFFIXES) and (left := left - 1) >= 0:
                    yield Path(place) / name


def _open(path: Path, forms: Forms) -> Iterator[Face]:
    """The face of a file that draws these forms; nothing of a file that cannot be used."""
    try:
        covered = coverages(path)
        families = [str(_sized(str(path), n, 10).getname()[0]) for n in range(len(covered))]
    except (OSError, ValueError):
        return
    number = next((n for n, f in enumerate(families) if f.lower().endswith(_FACES[forms])), 0)
    if number < len(covered) and len(covered[number]):
        yield Face(path, number, families[number], covered[number])


@cache
def _known() -> tuple[tuple[str, str], ...]:
    """Beginnings of file names, and which forms such a font draws."""
    lines = (files("bot.cards") / "data" / "known.txt").read_text("utf-8").splitlines()
    pairs = (line.rpartition(" ") for line in lines if line and not line.startswith("#"))
    return tuple((stem, drawn) for stem, _, drawn in pairs)


@lru_cache(maxsize=256)
def _sized(path: str, number: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=number, layout_engine=ImageFont.Layout.BASIC)
