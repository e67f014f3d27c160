"""The one small interface behind which passages are searched, so that another engine can take its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from knowledge.index import Place
from knowledge.shelf import EVERYTHING, Scope


class PassageIndex(Protocol):
    """Passages of many reports. Texts stay in the library; the engine holds what is needed to find them."""

    def upsert(self, report: str, date: str, passages: Iterable[tuple[int, int, str]]) -> None:
        """Take in a report's passages (start, end, text), replacing what was there under its id.

        :param date: of the meeting, ISO, ``""`` if not stated in full.
        """
        ...

    def delete(self, report: str) -> None:
        """Forget a report's passages; nothing happens if there are none."""
        ...

    def search(self, question: str, limit: int, scope: Scope = EVERYTHING) -> list[tuple[Place, float]]:
        """The passages nearest to a question, best first; of the scores only the order is promised."""
        ...

    def count(self) -> int:
        """How many passages there are."""
        ...
