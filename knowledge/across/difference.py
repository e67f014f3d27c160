"""What is new, kept and gone from one meeting to another: tasks, people, terms."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.across.likeness import pairs
from knowledge.across.people import AWAY
from knowledge.model import Facts, Person, Task
from knowledge.normalize import fold
from knowledge.shelf import Entry, Shelf


@dataclass(frozen=True, slots=True)
class Difference:
    """From an earlier meeting to a later one. ``kept`` pairs hold the earlier and the later."""

    before: Entry
    after: Entry
    new_tasks: tuple[Task, ...]
    kept_tasks: tuple[tuple[Task, Task], ...]
    gone_tasks: tuple[Task, ...]
    new_people: tuple[Person, ...]
    kept_people: tuple[tuple[Person, Person], ...]
    gone_people: tuple[Person, ...]
    new_terms: tuple[str, ...]
    kept_terms: tuple[str, ...]
    gone_terms: tuple[str, ...]


def difference(shelf: Shelf, before: Entry, after: Entry) -> Difference:
    """What changed from ``before`` to ``after``. People count who came; tasks may be carried over in other words."""
    old, new = shelf.facts(before.id), shelf.facts(after.id)
    tasks = pairs(old.tasks, new.tasks)
    came, comes = _present(old), _present(new)
    terms, later = _terms(old), _terms(new)
    return Difference(
        before,
        after,
        tuple(t for t in new.tasks if all(t is not n for _, n in tasks)),
        tuple(tasks),
        tuple(t for t in old.tasks if all(t is not o for o, _ in tasks)),
        tuple(p for name, p in comes.items() if name not in came),
        tuple((came[name], p) for name, p in comes.items() if name in came),
        tuple(p for name, p in came.items() if name not in comes),
        tuple(t for key, t in later.items() if key not in terms),
        tuple(t for key, t in later.items() if key in terms),
        tuple(t for key, t in terms.items() if key not in later),
    )


def _present(facts: Facts) -> dict[str, Person]:
    return {fold(p.name): p for p in facts.people if p.roles and not set(p.roles) & set(AWAY)}


def _terms(facts: Facts) -> dict[str, str]:
    return {fold(t.text): t.text for t in facts.terms}
