"""The README's pictures are drawn from what the bot says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cards.paper import Paper, Style
from bot.reply import Line
from tests.bot.api_server import PNG
from tests.conftest import ROOT
from tools import screenshots


def test_the_pictures_are_drawn_and_small(tmp_path: Path) -> None:
    files = screenshots.write(tmp_path)
    assert all(f.read_bytes().startswith(PNG) and f.stat().st_size < 200_000 for f in files)
    assert {f.name for f in files} == {f.name for f in (ROOT / "docs" / "images").iterdir()}


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_each_picture_is_shown(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert all(f"docs/images/{f.name}" in text for f in (ROOT / "docs" / "images").iterdir())


def test_what_stands_in_a_picture_is_what_was_typed_and_replied(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    text = Paper.text

    def kept(self: Paper, x: float, y: float, line: str, style: Style) -> None:
        written.append(line)
        text(self, x, y, line, style)

    monkeypatch.setattr(Paper, "text", kept)
    talk = screenshots.conversation(screenshots.ASKED)
    screenshots.draw_conversation(talk)
    said = [e.typed for e in talk] + [p.text for e in talk for p in e.reply.parts]
    said += [p.place for e in talk for p in e.reply.parts if not isinstance(p, Line)]
    whole = "".join("".join(said).split())
    labels = [b.label for e in talk for b in e.reply.buttons]
    for line in written:
        shown = "".join(line.split())
        assert shown in whole or any(label.startswith(line.removesuffix("……")) for label in labels), line
    assert talk[0].reply.parts[0].text == "杨自力"
