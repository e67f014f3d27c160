"""What an import did, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.changing import unfit_lines
from bot.reply import joined, printable
from bot.rooms import Room
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.corrections import corrected
from knowledge.store import Changes, Library, Outcome, Remark

MOST_NAMED = 5
"""Reports of a kind that are named; of what did not come in every one is."""


def summary(outcome: Outcome, total: int) -> Iterator[str]:
    """What came in, what was recognised, what was left out and why (one line each).

    :param total: how many reports the library has now.
    """
    for remark in outcome.remarks:
        if not remark.left_out:
            yield _remark(remark)
    yield say("import.added", reports=outcome.reports, passages=outcome.passages, total=total)
    if outcome.replaced:
        yield say("import.replaced", count=len(outcome.replaced), ids=_some(outcome.replaced))
    if outcome.known:
        pairs = [source if source == name else f"{source}（{name}）" for source, name in outcome.known]
        yield say("import.known", count=len(outcome.known), ids=_some(pairs))
    if outcome.left_out:
        yield say("import.left_out", count=outcome.left_out)
        for remark in outcome.remarks:
            if remark.left_out:
                yield _remark(remark)


def unfit(library: Library, replaced: Sequence[str]) -> Iterator[str]:
    """What was said of reports that came in anew and finds no place in them any more."""
    changed = set(Changes(library.database).in_force()) & set(replaced)
    if not changed:
        return
    base = Room(library.path, KnowledgeBase()).base
    for report_id in sorted(changed):
        yield from (printable(line.text) for line in unfit_lines(corrected(base, report_id).unfit))


def _remark(remark: Remark) -> str:
    return printable(say("import.remark", source=remark.source, text=remark.text))


def _some(names: Sequence[str]) -> str:
    return printable(joined(names[:MOST_NAMED])) + (say("import.more") if len(names) > MOST_NAMED else "")
