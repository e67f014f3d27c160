"""The knowledge base: reports in, answers out. Puts the steps together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from knowledge import answers, matching, ranker, retriever, segment, structured, trust
from knowledge import facts as fact_reader
from knowledge.asking import Asking, Previous
from knowledge.follow_up import left_by
from knowledge.index import ParagraphIndex
from knowledge.model import Answer, BlockKind, Evidence, Facts, Report
from knowledge.question import parse
from knowledge.reading import Reading
from knowledge.retriever import Ranked, Survey
from knowledge.silence import must_be_silent
from knowledge.wording import answerable

MAX_READINGS = 64
"""Reports kept ready to be asked; others are made ready again when a question comes to them."""
MAX_HISTORY = 3
"""Earlier questions that are looked at."""
_REPORTS = 4
"""Reports examined closely when all are asked."""
_PARAGRAPHS = 12


class KnowledgeBase:
    """Reports that can be asked.

    Adding and removing belong to one thread; :meth:`ask` only reads and may be called from several.
    """

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        self._facts: dict[str, Facts] = {}
        self._readings: dict[str, Reading] = {}
        self._index = ParagraphIndex()

    def __len__(self) -> int:
        return len(self._reports)

    def __iter__(self) -> Iterator[Report]:
        return iter(self._reports.values())

    def add(self, report: Report) -> None:
        """Take in a report, replacing one of the same id."""
        self._reports[report.id] = report
        self._facts.pop(report.id, None)
        self._readings.pop(report.id, None)
        self._index.add(
            report.id, ((b.start, b.end, b.text) for b in report.blocks if b.kind is not BlockKind.FURNITURE)
        )

    def remove(self, report_id: str) -> None:
        """Forget a report. :raises KeyError: there is none of this id."""
        del self._reports[report_id]
        self._facts.pop(report_id, None)
        self._readings.pop(report_id, None)
        self._index.remove(report_id)

    def report(self, report_id: str) -> Report:
        """A report by its id. :raises KeyError: there is none."""
        return self._reports[report_id]

    def facts(self, report_id: str) -> Facts:
        """What was read out of a report. :raises KeyError: there is none of this id."""
        if report_id not in self._facts:
            self._facts[report_id] = fact_reader.extract(self._reports[report_id])
        return self._facts[report_id]

    def ask(self, question: str, history: Sequence[str] = (), report: str | None = None) -> Answer:
        """Answer a question from one report (its id), or from all of them (``None``).

        :param history: the same user's earlier questions, oldest first; they supply what 他 or 那第五项呢 leaves out.
        :raises KeyError: there is no report of this id.
        """
        models = ranker.load()
        previous, focus, last = Previous(), "", ""
        for earlier in history[-MAX_HISTORY:]:
            asking, surveyed = self._best(earlier, report, previous, focus, last, models)[0]
            ranked = retriever.rank(asking, models, surveyed)
            previous, focus = left_by(asking, ranked.candidates[0] if ranked.candidates else None)
            last = asking.reading.report.id
        examined = self._best(question, report, previous, focus, last, models, tuple(history))
        return self._answer(examined, models)

    def _best(
        self,
        question: str,
        report: str | None,
        previous: Previous,
        focus: str,
        last: str,
        models: ranker.Models,
        history: tuple[str, ...] = (),
    ) -> list[tuple[Asking, Survey]]:
        """The reports in question, their passages scored, the likeliest report first."""
        found = []
        for report_id, nearness in self._scope(question, report, last):
            reading = self._reading(report_id)
            query = parse(question, reading.names, previous=history, focus=focus)
            asking = Asking(query, reading, previous if last in ("", report_id) else Previous(previous.question))
            surveyed = retriever.survey(asking, models)
            found.append((nearness + surveyed.closeness, asking, surveyed))
        found.sort(key=lambda f: -f[0])
        return [(asking, surveyed) for _, asking, surveyed in found]

    def _scope(self, question: str, report: str | None, last: str) -> list[tuple[str, float]]:
        """Reports to examine, each with how near the index finds it (0 to 1)."""
        if report is not None:
            return [(self._reports[report].id, 1.0)]
        if len(self._reports) <= 1:
            return [(r, 1.0) for r in self._reports]
        best: dict[str, float] = {}
        for place, score in self._index.search(question, _PARAGRAPHS):
            best.setdefault(place.report, score)
        top = max(best.values(), default=1.0)
        chosen = {r: s / top for r, s in list(best.items())[:_REPORTS]}
        if last and last in self._reports:
            chosen[last] = max(chosen.get(last, 0.0), 0.9)
        return list(chosen.items()) or [(next(iter(self._reports)), 0.0)]

    def _reading(self, report_id: str) -> Reading:
        """The report made ready to be asked; each step leaves the cache whole, so that threads may share it."""
        reading = self._readings.pop(report_id, None) or Reading(self._reports[report_id], self.facts(report_id))
        self._readings[report_id] = reading
        while len(self._readings) > MAX_READINGS:
            self._readings.pop(next(iter(self._readings)), None)
        return reading

    def _answer(self, examined: list[tuple[Asking, Survey]], models: ranker.Models) -> Answer:
        asking, surveyed = examined[0]
        ranked = retriever.rank(asking, models, surveyed)
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
        reasons = models.candidates.contributions(ranked.rows[0])[:8]
        return answers.compose(
            asking,
            ranked,
            ranked.candidates[0],
            round(confidence, 4),
            found=confidence >= models.threshold and not must_be_silent(asking, ranked.candidates[0]),
            others=others,
            reasons=reasons,
        )


def warm_up() -> None:
    """Load dictionary, lexicon, vectors and models, so that the first question does not wait for them."""
    segment.warm_up()
    matching.warm_up()
    ranker.load()
