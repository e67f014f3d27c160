"""Languages that users chose outlive the process."""

from __future__ import annotations

from pathlib import Path

from bot.bot_file import open_bot_file
from bot.chosen_languages import ChosenLanguages
from knowledge.language import Language


def test_a_choice_is_there_after_a_restart_until_it_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    chosen = ChosenLanguages(open_bot_file(path))
    chosen.choose(7, Language.ENGLISH)
    chosen.choose(7, Language.TRADITIONAL)
    chosen.choose(8, Language.ENGLISH)
    chosen.choose(8, None)
    again = ChosenLanguages(open_bot_file(path))
    assert again.of(7) is chosen.of(7) is Language.TRADITIONAL
    assert again.of(8) is chosen.of(8) is again.of(None) is None
