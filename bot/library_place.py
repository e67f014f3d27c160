"""Where the library is: the file a user names, else the one in the platform's data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.store import Library


def default_place() -> Path:
    """The library's file when none is named. There may be none yet."""
    from platformdirs import user_data_path

    return user_data_path("huiwen") / "library.db"


def open_library(place: Path | None, *, create: bool = False) -> Library:
    """The library at a place, the default one without.

    :raises LibraryError: it cannot be opened.
    """
    from knowledge.store import Library

    return Library(place or default_place(), create=create)
