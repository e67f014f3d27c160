"""What a conversation remembers, and many conversations kept within bounds."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.clock import Clock, now
from bot.rights.levels import Need
from knowledge import Answer, KnowledgeBase
from knowledge.language import Language
from knowledge.shelf import EVERYTHING, Scope

if TYPE_CHECKING:
    from bot.reply import Reply
    from bot.rooms import Room

MAX_HISTORY = 10
"""Earlier questions that may supply what a question leaves out."""
MAX_TURNS = 30
"""Answers whose buttons still work."""
MAX_OFFERS = 5
"""Questions of the bot (keep this? forget that?) that can still be answered."""


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


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a question of the bot: what the button says and does, and what whoever presses it must be."""

    label: str
    run: Callable[[Conversation, KnowledgeBase], Reply]
    need: Need = Need.KEEP


@dataclass(slots=True)
class Conversation:
    """One user's conversation in one chat. ``scope`` holds the reports asked: one, those of some time, or all.

    ``room`` is where the chat keeps reports; ``offers`` are the choices of the bot's questions, ``typed`` the user's questions
    by the number of the message that asked them, ``whole`` the replies of the last answers, of which pages are shown. ``name``
    tells the conversation from the others in its room, ``user`` is the number of who is speaking (``None`` in the console).
    ``usual`` is the language the user's program is set to, ``language`` the one chosen instead.
    """

    face: Face = Face.CONSOLE
    scope: Scope = EVERYTHING
    questions: deque[str] = field(default_factory=lambda: deque(maxlen=MAX_HISTORY))
    turns: OrderedDict[int, Turn] = field(default_factory=OrderedDict)
    count: int = 0
    room: Room | None = None
    typed: OrderedDict[int, tuple[str, ...]] = field(default_factory=OrderedDict)
    whole: OrderedDict[int, Reply] = field(default_factory=OrderedDict)
    offers: OrderedDict[int, tuple[Choice, ...]] = field(default_factory=OrderedDict)
    usual: Language = Language.SIMPLIFIED
    language: Language | None = None
    name: str = "console"
    user: int | None = None
    clock: Clock = now

    @property
    def speaks(self) -> Language:
        """The language to reply in."""
        return self.language or self.usual

    @property
    def last(self) -> Answer | None:
        """The last answer."""
        return next(reversed(self.turns.values())).answer if self.turns else None

    @property
    def chosen(self) -> str | None:
        """The one report asked (its id), ``None`` if there may be several."""
        return only_report(self.scope)

    def earlier(self) -> tuple[str, ...]:
        """The questions asked so far, oldest first."""
        return tuple(self.questions)

    def remember(self, answer: Answer, follow_ups: tuple[str, ...] = ()) -> Turn:
        """Keep an answer for ``/why``, ``/source`` and its buttons."""
        self.count += 1
        turn = self.turns[self.count] = Turn(self.count, answer, follow_ups)
        while len(self.turns) > MAX_TURNS:
            self.turns.popitem(last=False)
        return turn

    def keep_whole(self, reply: Reply) -> None:
        """Keep the last answer as it was made, so that its pages can be turned."""
        self.whole[self.count] = reply
        while len(self.whole) > MAX_TURNS:
            self.whole.popitem(last=False)

    def forget(self) -> None:
        """Start anew; buttons of earlier answers expire."""
        self.questions.clear()
        self.turns.clear()
        self.whole.clear()


def only_report(scope: Scope) -> str | None:
    """The one report of a scope (its id), ``None`` if there may be several.

    >>> only_report(Scope(frozenset({"r1"}))), only_report(EVERYTHING)
    ('r1', None)
    """
    return next(iter(scope.reports)) if scope.reports is not None and len(scope.reports) == 1 else None


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

    def rename(self, renamed: Callable[[Hashable], Hashable]) -> None:
        """Give conversations other keys; one that is there under such a key stays."""
        kept, self._kept = self._kept, OrderedDict()
        for key, conversation in kept.items():
            if renamed(key) == key:
                self._kept[key] = conversation
            else:
                self._kept.setdefault(renamed(key), conversation)
