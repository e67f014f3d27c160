"""The knowledge base: reports in, answers out. Puts the steps together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from knowledge import answers, matching, ranker, retriever, segment, structured, trust
from knowledge.asking import Asking, Previous
from knowledge.errors import EmptyScopeError, say
from knowledge.follow_up import Left, left_after
from knowledge.model import Answer, Evidence, Facts, Report
from knowledge.question import parse
from knowledge.reading import Reading
from knowledge.retriever import Ranked, Survey
from knowledge.shelf import EVERYTHING, MemoryShelf, Scope, Shelf
from knowledge.silence import must_be_silent
from knowledge.wording import answerable

MAX_READINGS = 64
"""Reports kept ready to be asked; others are made ready again when a question comes to them."""
MAX_HISTORY = 3
"""Earlier questions that are looked at."""
MAX_LEFT = 2000
"""Questions of which it is remembered what they leave behind for the next one."""
_REPORTS = 4
"""Reports examined closely when all are asked."""
_NEAR_ENOUGH = 0.7
"""How near, beside the nearest report, another one must be to be examined: behind that the right report never stood first."""
_PARAGRAPHS = 12


class KnowledgeBase:
    """Reports that can be asked.

    Adding and removing belong to one thread; :meth:`ask` only reads and may be called from several.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf: Shelf = MemoryShelf() if shelf is None else shelf
        self._readings: OrderedDict[str, tuple[Hashable, Reading]] = OrderedDict()
        self._left: OrderedDict[tuple[str, Scope, Left], tuple[Left, Hashable]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.shelf)

    def __iter__(self) -> Iterator[Report]:
        return (self.shelf.report(r) for r in self.shelf.ids())

    def add(self, report: Report) -> None:
        """Take in a report, replacing one of the same id."""
        self.shelf.add(report)
        self._readings.pop(report.id, None)

    def remove(self, report_id: str) -> None:
        """Forget a report. :raises KeyError: there is none of this id."""
        self.shelf.remove(report_id)
        self._readings.pop(report_id, None)

    def report(self, report_id: str) -> Report:
        """A report by its id. :raises KeyError: there is none."""
        return self.shelf.report(report_id)

    def facts(self, report_id: str) -> Facts:
        """What was read out of a report. :raises KeyError: there is none of this id."""
        return self.shelf.facts(report_id)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        report: str | None = None,
        scope: Scope = EVERYTHING,
    ) -> Answer:
        """Answer a question from one report (its id), or from all that are meant (``None``).

        :param history: the same user's earlier questions, oldest first; they supply what 他 or 那第五项呢 leaves out.
        :param scope: the reports meant where none is named.
        :raises KeyError: there is no report of this id.
        """
        meant = scope if report is None else Scope(frozenset({report}))
        if report is not None:
            self.shelf.entry(report)
        models = ranker.load()
        left = Left()
        for earlier in history[-MAX_HISTORY:]:
            left = self._left_after(earlier, meant, left, models)
        examined = self._best(question, meant, left, models, tuple(history))
        asking, surveyed = examined[0]
        ranked = retriever.rank(asking, models, surveyed)
        # An earlier question is understood without those before it: kept only where that makes no difference.
        if parse(question, asking.reading.names, focus=left.focus) == asking.query:
            self._keep_left(question, meant, left, left_after(asking, ranked))
        return self._answer(examined, ranked, models)

    def _left_after(self, question: str, scope: Scope, left: Left, models: ranker.Models) -> Left:
        """What a question leaves behind for the next one: often known from when it was asked itself."""
        kept, edition = self._left.get((question, scope, left), (None, None))
        if kept is not None and self._edition(kept.report) == edition:
            return kept
        asking, surveyed = self._best(question, scope, left, models)[0]
        return self._keep_left(question, scope, left, left_after(asking, retriever.rank(asking, models, surveyed)))

    def _keep_left(self, question: str, scope: Scope, before: Left, left: Left) -> Left:
        self._left[question, scope, before] = left, self._edition(left.report)
        while len(self._left) > MAX_LEFT:
            self._left.popitem(last=False)
        return left

    def _edition(self, report_id: str) -> Hashable:
        """The edition of a report, ``None`` if it is not there any more."""
        try:
            return self.shelf.edition(report_id)
        except KeyError:
            return None

    def _best(
        self,
        question: str,
        scope: Scope,
        left: Left,
        models: ranker.Models,
        history: tuple[str, ...] = (),
    ) -> list[tuple[Asking, Survey]]:
        """The reports in question, their passages scored, the likeliest report first."""
        found = []
        for report_id, nearness in self._examined(question, scope, left.report):
            reading = self._reading(report_id)
            query = parse(question, reading.names, previous=history, focus=left.focus)
            same = left.report in ("", report_id)
            asking = Asking(query, reading, left.previous if same else Previous(left.previous.question))
            surveyed = retriever.survey(asking, models)
            found.append((nearness + surveyed.closeness, asking, surveyed))
        found.sort(key=lambda f: -f[0])
        return [(asking, surveyed) for _, asking, surveyed in found]

    def _examined(self, question: str, scope: Scope, last: str) -> list[tuple[str, float]]:
        """Reports to examine, each with how near the index finds it (0 to 1).

        :raises EmptyScopeError: there is no report, or none in scope.
        """
        if scope.reports is not None and len(scope.reports) == 1 and not scope.dated:
            return [(next(iter(scope.reports)), 1.0)]
        best: dict[str, float] = {}
        for place, score in self.shelf.search(question, _PARAGRAPHS, scope):
            best.setdefault(place.report, score)
        top = max(best.values(), default=1.0)
        chosen = {r: s / top for r, s in list(best.items())[:_REPORTS] if s >= _NEAR_ENOUGH * top}
        if last and (scope.reports is None or last in scope.reports):
            chosen[last] = max(chosen.get(last, 0.0), 0.9)
        if chosen:
            return list(chosen.items())
        for entry in self.shelf.entries(scope):
            return [(entry.id, 0.0)]
        raise EmptyScopeError(say("scope.nothing" if scope == EVERYTHING else "scope.empty"))

    def _reading(self, report_id: str) -> Reading:
        """The report made ready to be asked; each step leaves the cache whole, so that threads may share it."""
        edition = self.shelf.edition(report_id)
        held, reading = self._readings.pop(report_id, (None, None))
        if reading is None or held != edition:
            reading = Reading(self.report(report_id), self.facts(report_id))
        self._readings[report_id] = edition, reading
        while len(self._readings) > MAX_READINGS:
            self._readings.popitem(last=False)
        return reading

    def _answer(self, examined: list[tuple[Asking, Survey]], ranked: Ranked, models: ranker.Models) -> Answer:
        asking = examined[0][0]
        others: list[Evidence] = [e for a, r in examined[1:] for e in answers.nearest(a, r, 1)]
        keep = [i for i, c in enumerate(ranked.candidates[:30]) if answers.sayable(asking, c)]
        if not keep:
            return answers.compose(asking, ranked, None, 0.0, found=False, others=others)
        if keep[0]:
            order = np.array([*keep, *range(30, len(ranked.candidates))])
            ranked = Ranked(
                [ranked.candidates[i] for i in order],
                ranked.scores[order],
                ranked.rows[order],
                ranked.passages,
                ranked.passage_scores,
            )
        row = trust.row(asking, ranked, answerable(asking.query.text, models.wording))
        confidence = max(float(models.trust.probability(row)[0]), structured.assurance(ranked.candidates[0]))
        threshold = models.threshold if len(asking.reading.report.blocks) > 1 else models.threshold_alone
        reasons = models.candidates.contributions(ranked.rows[0])[:8]
        return answers.compose(
            asking,
            ranked,
            ranked.candidates[0],
            round(confidence, 4),
            found=confidence >= threshold and not must_be_silent(asking, ranked.candidates[0]),
            others=others,
            reasons=reasons,
        )


def warm_up() -> None:
    """Load dictionary, lexicon, vectors and models, so that the first question does not wait for them."""
    segment.warm_up()
    matching.warm_up()
    ranker.load()
