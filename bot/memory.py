"""What a conversation remembers, and many conversations kept within bounds."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge import Answer, KnowledgeBase

MAX_HISTORY = 10
"""Earlier questions that may supply what a question leaves out."""
MAX_TURNS = 30
"""Answers whose buttons still work."""


class Face(StrEnum):
    """Where a conversation takes place."""

    CONSOLE = "console"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question answered: its number in the conversation, and what buttons may ask next."""

    number: int
    answer: Answer
    follow_ups: tuple[str, ...] = ()


@dataclass(slots=True)
class Conversation:
    """One user's conversation in one chat. ``scope`` is the report asked (its id), ``None`` for all of them."""

    face: Face = Face.CONSOLE
    scope: str | None = None
    questions: deque[str] = field(default_factory=lambda: deque(maxlen=MAX_HISTORY))
    turns: OrderedDict[int, Turn] = field(default_factory=OrderedDict)
    count: int = 0

    @property
    def last(self) -> Answer | None:
        """The last answer."""
        return next(reversed(self.turns.values())).answer if self.turns else None

    def ask(self, base: KnowledgeBase, question: str) -> Answer:
        """Answer a question in the light of the earlier ones, and remember both."""
        answer = base.ask(question, tuple(self.questions), self.scope)
        self.questions.append(question)
        return answer

    def remember(self, answer: Answer, follow_ups: tuple[str, ...] = ()) -> Turn:
        """Keep an answer for ``/why``, ``/source`` and its buttons."""
        self.count += 1
        turn = self.turns[self.count] = Turn(self.count, answer, follow_ups)
        while len(self.turns) > MAX_TURNS:
            self.turns.popitem(last=False)
        return turn

    def forget(self) -> None:
        """Start anew; buttons of earlier answers expire."""
        self.questions.clear()
        self.turns.clear()


class Conversations:
    """Conversations by key; the one unused for longest goes first when there are too many."""

    def __init__(self, face: Face, limit: int = 2000) -> None:
        self._face = face
        self._limit = limit
        self._kept: OrderedDict[Hashable, Conversation] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, key: Hashable) -> Conversation:
        """The conversation of this key, a new one if there is none."""
        conversation = self._kept.setdefault(key, Conversation(self._face))
        self._kept.move_to_end(key)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)
        return conversation
