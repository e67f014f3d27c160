"""The batch format: rows in order, evidence verbatim at its offsets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import cli
from bot.batch import answers
from bot.rows import QuestionRow, read_questions
from knowledge import KnowledgeBase
from knowledge.files import load_report
from tests.conftest import PRACTICE

FIELDS = ["id", "found", "answer", "confidence", "evidence", "ms"]
MAX_EVIDENCE, MAX_TEXT = 5, 200
WORDS = (
    "谁",
    "什么时候",
    "在哪",
    "多少",
    "哪些",
    "怎么",
    "为什么",
    "主持",
    "会议",
    "第三项",
    "要求",
    "他",
    "呢",
    "负责",
    "参加",
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Some of the tests' own reports of each writer, as the decoded files say."""
    paths = sorted(PRACTICE.glob("*.txt"))
    return {p.stem: p.read_text("utf-8") for p in paths[:: max(1, len(paths) // 8)]}


@pytest.fixture(scope="module")
def base(texts: dict[str, str]) -> KnowledgeBase:
    loaded = KnowledgeBase()
    for name in texts:
        loaded.add(load_report(PRACTICE / f"{name}.txt"))
    return loaded


def check(row: dict[str, object], texts: dict[str, str]) -> None:
    """What the format promises of one answer row."""
    assert list(row) == FIELDS
    assert isinstance(row["answer"], str)
    assert bool(row["answer"]) == row["found"]
    assert 0 <= row["confidence"] <= 1  # type: ignore[operator]
    assert row["ms"] >= 0  # type: ignore[operator]
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    assert len(evidence) <= MAX_EVIDENCE
    for passage in evidence:
        text = texts[passage["report"]]
        assert passage["text"] == text[passage["start"] : passage["end"]]
        assert 0 < len(passage["text"]) <= MAX_TEXT
        assert 1 <= passage["paragraph"] <= sum(1 for line in text.split("\n") if line.strip())
    scores = [passage["score"] for passage in evidence]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_evidence_is_verbatim_at_its_offsets(data: st.DataObject, texts: dict[str, str], base: KnowledgeBase) -> None:
    report = data.draw(st.sampled_from([None, *texts]))
    text = texts[report or next(iter(texts))]
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(0, 30))]
    question = data.draw(st.sampled_from([piece, data.draw(st.text(max_size=20)), ""])) + "".join(
        data.draw(st.lists(st.sampled_from(WORDS), max_size=3))
    )
    history = tuple(data.draw(st.lists(st.sampled_from(["谁主持会议", "第二项是什么", piece]), max_size=2)))
    [row] = answers(base, [QuestionRow("x", report, question, history)])
    check(row, texts)


def test_pieces_of_an_answer_lie_in_its_evidence(texts: dict[str, str], base: KnowledgeBase) -> None:
    for name in texts:
        for question in ("谁主持会议", "会议什么时候召开", "哪些人参加会议", "会议提出了哪些要求"):
            answer = base.ask(question, (), name)
            for piece in answer.pieces:
                assert piece.text == texts[name][piece.start : piece.end]
                assert any(e.start <= piece.start and piece.end <= e.end for e in answer.evidence), (name, question)


def test_rows_come_in_order_with_their_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "报告"
    folder.mkdir()
    for name in ("甲", "乙"):
        (folder / f"{name}.txt").write_text(f"{name}区召开会议\n2024年3月5日，{name}区召开会议。\n", "utf-8")
    rows = [
        {"id": "b", "report": "乙", "question": "何时开会", "history": []},
        {"id": 1, "report": None, "question": "那甲区呢", "history": ["乙区何时开会"]},
        {"id": "a", "report": "甲", "question": "何时开会"},
    ]
    questions = tmp_path / "问题.jsonl"
    questions.write_text("\n\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    assert cli.main(["batch", str(folder), str(questions)]) == 0
    shown = capsys.readouterr()
    written = [json.loads(line) for line in shown.out.splitlines()]
    assert [r["id"] for r in written] == ["b", 1, "a"]
    assert shown.err == ""
    texts = {p.stem: p.read_text("utf-8") for p in folder.iterdir()}
    for row in written:
        check(row, texts)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nonsense", "JSON"),
        ("[1]", "id"),
        ('{"report": null, "question": "谁"}', "id"),
        ('{"id": 1, "report": null}', "question"),
        ('{"id": 1, "report": 3, "question": "谁"}', "report"),
        ('{"id": 1, "report": null, "question": "谁", "history": "x"}', "history"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(
    line: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 0, "report": null, "question": "谁"}\n' + line + "\n", "utf-8")
    assert cli.main(["batch", str(tmp_path), str(questions)]) == cli.ERROR
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{questions} 第 2 行" in shown.err
    assert why in shown.err


def test_a_report_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.txt").write_text("甲区召开会议。", "utf-8")
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 0, "report": "乙", "question": "谁"}', "utf-8")
    assert cli.main(["batch", str(tmp_path), str(questions)]) == cli.ERROR
    assert "乙" in capsys.readouterr().err


def test_an_unusable_file_is_left_out_of_all_reports_with_a_word_and_is_an_error_when_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报告"
    folder.mkdir()
    (folder / "甲.txt").write_text("甲区召开会议。", "utf-8")
    (folder / "坏.txt").write_bytes(b"PK\x03\x04")
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 0, "report": null, "question": "谁"}', "utf-8")
    assert cli.main(["batch", str(folder), str(questions)]) == cli.ANSWERED
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 1
    assert "坏.txt" in shown.err
    questions.write_text('{"id": 0, "report": "坏", "question": "谁"}', "utf-8")
    assert cli.main(["batch", str(folder), str(questions)]) == cli.ERROR


def test_questions_are_read_in_other_encodings_too(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_bytes('{"id": 0, "report": null, "question": "谁主持会议"}'.encode("gb18030"))
    assert read_questions(questions)[0].question == "谁主持会议"


def test_evidence_of_the_shared_questions_is_verbatim(shared: Path) -> None:
    reports = shared / "eval" / "train" / "reports"
    files = sorted(reports.glob("*.txt"))[:10]
    texts = {p.stem: p.read_text("utf-8") for p in files}
    base = KnowledgeBase()
    for path in files:
        base.add(load_report(path))
    for name in texts:
        gold = json.loads((shared / "eval" / "train" / "gold" / f"{name}.json").read_text("utf-8"))
        asked = [QuestionRow(q["id"], name, q["question"], tuple(q["history"])) for q in gold["questions"]]
        for row in answers(base, asked):
            check(row, texts)
