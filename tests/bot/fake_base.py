"""A knowledge base that answers as a test wants it to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge import Answer, Evidence, KnowledgeBase, Query, read_report
from knowledge.model import Kind, Quote
from knowledge.shelf import EVERYTHING, Scope

TEXT = """南湖区召开河长制工作会议
2024年3月5日上午，南湖区召开河长制工作会议，区长王小明主持会议，副区长李红出席会议并讲话。
李红强调，要在6月底前完成东风河清淤 <b>& 收尾</b>，由区水利局负责。
会议听取了各镇汇报。
"""


class FakeBase(KnowledgeBase):
    """Real reports and facts; answers from a table of question → words of the report, silence for anything else."""

    def __init__(self, answers: dict[str, str] | None = None, text: str = TEXT, **changes: object) -> None:
        super().__init__()
        self.add(read_report(text, "r1"))
        self.answers = answers or {}
        self.changes = changes
        self.asked: list[tuple[str, tuple[str, ...], str | None]] = []

    def ask(
        self, question: str, history: Sequence[str] = (), report: str | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer of the table; a question 出错 raises."""
        self.asked.append((question, tuple(history), report))
        if question == "出错":
            raise RuntimeError("broken on purpose")
        wanted = self.answers.get(question)
        answer = self._silence(question) if wanted is None else self._found(question, wanted)
        return replace(answer, **self.changes)  # type: ignore[arg-type]

    def _found(self, question: str, wanted: str) -> Answer:
        start = self.report("r1").text.index(wanted)
        evidence = self._passage(start, "主持")
        piece = Quote(start, start + len(wanted), wanted)
        return Answer(
            Query(question, question, (Kind.WHO,)),
            True,
            wanted,
            0.9,
            (evidence,),
            (piece,),
            "r1",
            ("主持",),
            (("overlap", 1.5),),
        )

    def _silence(self, question: str) -> Answer:
        near = tuple(self._passage(b.start) for b in self.report("r1").blocks[1:4])
        return Answer(Query(question, question, (Kind.WHO,)), False, "", 0.1, near, (), "r1")

    def _passage(self, offset: int, met: str = "") -> Evidence:
        block = self.report("r1").block_at(offset)
        end = min(block.end, block.start + 200)
        text = self.report("r1").text[block.start : end]
        at = text.find(met) if met else -1
        spans = ((block.start + at, block.start + at + len(met)),) if at >= 0 else ()
        return Evidence("r1", block.number, block.start, end, text, 0.8, spans)
