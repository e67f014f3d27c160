"""A knowledge base that is asked as ever and answers with corrections made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.base import KnowledgeBase
from knowledge.corrections.answers import righted
from knowledge.corrections.applying import Corrected
from knowledge.corrections.model import Corrections, Field
from knowledge.corrections.shelf import CorrectedShelf
from knowledge.model import Answer, Query
from knowledge.shelf import EVERYTHING, Scope, Shelf


class CorrectedBase(KnowledgeBase):
    """One user's view of a base: the reports are read and asked in the base under it, which others may share."""

    def __init__(self, under: KnowledgeBase, corrections: Corrections) -> None:
        self._shelf = CorrectedShelf(under.shelf, corrections)
        super().__init__(self._shelf)
        self._under = under

    def corrected(self, report_id: str) -> Corrected:
        """The facts of a report with its corrections made. :raises KeyError: there is none of this id."""
        return self._shelf.corrected(report_id)

    def ask(
        self, question: str, history: Sequence[str] = (), report: str | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """Answer a question as :meth:`KnowledgeBase.ask` does; people may be called by their right names.

        Where a right name stands in the question, the reports that write it wrong are asked by what they write.
        """
        meant = scope if report is None else Scope(frozenset({report}))
        if meant.dated:
            meant = Scope(frozenset(e.id for e in self._shelf.entries(meant)))
        answers = [] if report is None else [self._under.ask(question, history, report)]
        if report is None:
            answers.append(self._under.ask(question, history, None, meant))
        for right, written, reports in self._misspelt(" ".join((*history, question)), meant):
            asked = [q.replace(right, written) for q in (*history, question)]
            answers.append(_respelt(self._ask_these(asked, reports), question, written, right))
        best = max(answers, key=lambda a: (a.found, a.confidence))
        return self._righted(best)

    def _ask_these(self, asked: list[str], reports: frozenset[str]) -> Answer:
        if len(reports) == 1:
            return self._under.ask(asked[-1], asked[:-1], next(iter(reports)))
        return self._under.ask(asked[-1], asked[:-1], None, Scope(reports))

    def _misspelt(self, words: str, meant: Scope) -> list[tuple[str, str, frozenset[str]]]:
        """Right names that stand in some words, how reports write them, and which reports do."""
        found: dict[tuple[str, str], set[str]] = {}
        for report_id, given in self._shelf.corrections.items():
            if meant.reports is not None and report_id not in meant.reports:
                continue
            for c in given:
                if c.field is Field.NAME and c.value and c.value in words and self._writes(report_id, c.value):
                    found.setdefault((c.value, c.subject), set()).add(report_id)
        return [(right, written, frozenset(reports)) for (right, written), reports in found.items()]

    def _writes(self, report_id: str, right: str) -> bool:
        try:
            return self.corrected(report_id).marked(Field.NAME, right)
        except KeyError:
            return False

    def _righted(self, answer: Answer) -> Answer:
        report_id = answer.report or (answer.evidence[0].report if answer.evidence else "")
        if not report_id:
            return answer
        return righted(answer, self.corrected(report_id), self._under.facts(report_id))


def _respelt(answer: Answer, question: str, written: str, right: str) -> Answer:
    """The answer to a question that was asked by a written name, as the answer to the question by the right one."""
    query = answer.query

    def names(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(right if name == written else name for name in given)

    understood = Query(
        question,
        query.text.replace(written, right),
        query.kinds,
        names(query.people),
        query.taken_for,
        query.ordinal,
        query.terms,
        names(query.carried),
    )
    return replace(answer, query=understood)


def corrected(base: KnowledgeBase, report_id: str) -> Corrected:
    """The facts of a report, with corrections made where the base has any."""
    return base.corrected(report_id) if isinstance(base, CorrectedBase) else Corrected(base.facts(report_id))


def uncorrected(shelf: Shelf) -> Shelf:
    """The shelf that keeps the reports, without the corrections over it."""
    return shelf.under if isinstance(shelf, CorrectedShelf) else shelf
