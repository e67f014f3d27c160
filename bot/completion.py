"""Completion in the console: commands after a slash, names of the reports elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.commands import Command
from knowledge import KnowledgeBase

MAX_NAME = 20
"""Longer names of groups are sentences and not offered."""
MAX_REPORTS = 300
"""Reports whose names are offered; a chat should not wait for the names of thousands."""


class ChatCompleter(Completer):
    """Offers commands with their help, and names that go on from what was just typed (Chinese has no word gaps)."""

    def __init__(self, commands: Iterable[Command], names: Iterable[str]) -> None:
        self._commands = tuple(commands)
        self._names = tuple(names)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Completions for the text before the cursor."""
        text = document.text_before_cursor
        if text.startswith("/") and " " not in text:
            return (
                Completion(f"/{c.name}", start_position=-len(text), display=c.usage, display_meta=c.help)
                for c in self._commands
                if f"/{c.name}".startswith(text.lower())
            )
        return self._name_completions(text)

    def _name_completions(self, text: str) -> Iterator[Completion]:
        for name in self._names:
            typed = next((n for n in range(len(name) - 1, 0, -1) if text.endswith(name[:n])), 0)
            if typed:
                yield Completion(name, start_position=-typed)


def names(base: KnowledgeBase) -> tuple[str, ...]:
    """People, groups, task owners and organisations of the last reports, in their order."""
    found: dict[str, None] = {}
    for report_id in deque(base.shelf.ids(), MAX_REPORTS):
        facts = base.facts(report_id)
        found |= dict.fromkeys(p.name for p in facts.people)
        found |= dict.fromkeys(g.text for g in facts.groups)
        found |= dict.fromkeys(t.owner for t in facts.tasks if t.owner)
        found |= dict.fromkeys(p.subject for p in facts.aligned)
    return tuple(name for name in found if len(name) <= MAX_NAME)
