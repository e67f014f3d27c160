"""The wording of files: every kind, trouble and part has its words, and no words are left over."""

from __future__ import annotations

import re

from knowledge.files.formats.blocks import Part, Trouble
from knowledge.files.kinds import READABLE, FileKind
from knowledge.files.texts import wording
from tests.conftest import ROOT

COUNTED_ELSEWHERE = {Part.UNREADABLE}
"""Told with the encoding, in a line of its own."""


def test_texts_and_their_uses_match() -> None:
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "knowledge" / "files").glob("*.py"))
    used = set(re.findall(r'"((?:refused|file|note|came_in|left_out|advice|list)\.[a-z_]+)"', code))
    used |= {f"kind.{kind}" for kind in FileKind} | {f"trouble.{trouble}" for trouble in Trouble}
    used |= {f"advice.{kind}" for kind in set(FileKind) - READABLE}
    used |= {key for part in Part for key in (f"came_in.{part}", f"left_out.{part}") if key in wording()}
    assert used == wording().keys()


def test_every_part_is_told() -> None:
    told = {part for part in Part if f"came_in.{part}" in wording() or f"left_out.{part}" in wording()}
    assert told == set(Part) - COUNTED_ELSEWHERE
