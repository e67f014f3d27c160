"""Six meetings of one invented body."""

from __future__ import annotations

import pytest

from knowledge import MemoryShelf, read_report
from knowledge.across import newest_first
from knowledge.shelf import Entry
from tests.conftest import MEETINGS


@pytest.fixture(scope="package")
def shelf() -> MemoryShelf:
    kept = MemoryShelf()
    for path in sorted(MEETINGS.glob("*.txt")):
        kept.add(read_report(path.read_text("utf-8"), path.stem))
    assert len(kept) == 6
    return kept


@pytest.fixture(scope="package")
def entries(shelf: MemoryShelf) -> list[Entry]:
    return newest_first(shelf.entries())
