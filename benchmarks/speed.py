"""How fast answers come, and how much memory that takes, with simple peers side by side in the same run.

    python -m benchmarks.speed [--practice FOLDER] [--runs N] [--record]

All times are CPU time (user and system, all threads): wall time says more about the machine's other work. Each system
runs in a process of its own, so that peak memory is its own too. Figures of quality come with them, since a fast wrong
answer is easy; huiwen's models were fitted on the practice questions, so its figures here are what it says about reports
it knows, and the cross-validated ones (results/ranker.json) are shown beside. A table goes to stderr, the record as JSON
to stdout; --record keeps it in results/speed.json.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import records
from benchmarks.records import Figures
from training.gold import GoldQuestion, character_f1, items_found, load, overlaps

HUIWEN = "huiwen"
FIRST_QUESTION = "谁主持会议？"
RUNS = 5
Said = tuple[bool, str, str]
"""Whether there is an answer, the answer, and its first evidence."""

ROWS = (
    "reports", "questions", "warm_up_ms", "read_ms", "facts_ms", "ready_ms", "read_all_ms_per_1000_characters",
    "question_ms_median", "question_ms_p99", "peak_memory_mb",
    "overall", "answered_right", "crisp", "f1", "evidence_hit", "abstain_when_unanswerable", "precision",
)  # fmt: skip


def first_answer(runs: int) -> Figures:
    """``huiwen ask`` about the bundled report as a process of its own, again and again: CPU seconds, wall, peak memory.

    The first run compiles the modules into an empty cache, as right after an installation; it is given apart.
    """
    with tempfile.TemporaryDirectory() as cache:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
            "PYTHONPYCACHEPREFIX": cache
        }
        fresh, *later = (_one_ask(environment) for _ in range(runs + 1))
    cpu, wall, memory = zip(*later, strict=True)
    return {
        "runs": runs, "cpu_s": round(statistics.median(cpu), 3), "cpu_s_all": [round(c, 3) for c in cpu],
        "wall_s": round(statistics.median(wall), 3), "peak_memory_mb": round(max(memory), 1),
        "cpu_s_after_installation": round(fresh[0], 3),
    }  # fmt: skip


def _one_ask(environment: dict[str, str]) -> tuple[float, float, float]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "ask", FIRST_QUESTION, "--json"]
    process = subprocess.Popen(command, cwd=records.ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"huiwen ask ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - began, megabytes(usage.ru_maxrss)


def megabytes(maxrss: int) -> float:
    """Peak memory as the system counts it: kilobytes on Linux, bytes on macOS."""
    return maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)


def timed(times: list[float], work: Callable[[], object]) -> None:
    """Do something and note its CPU milliseconds."""
    began = time.process_time()
    work()
    times.append((time.process_time() - began) * 1000)


def measure(name: str, practice: Path) -> Figures:
    """One system over all practice reports and questions; runs in a process of its own."""
    reports = load(practice)
    warm: list[float] = []
    per_report: dict[str, list[float]] = {}
    asked: list[float] = []
    said: list[tuple[GoldQuestion, Said]] = []
    run = _huiwen if name == HUIWEN else _peer
    run(name, reports, warm, per_report, asked, said)
    asked.sort()
    characters = sum(len(text) for _, text, _ in reports)
    return {
        "reports": len(reports), "questions": len(asked), "warm_up_ms": round(sum(warm), 1),
        **{f"{step}_ms": round(statistics.median(times), 2) for step, times in per_report.items()},
        "read_all_ms_per_1000_characters": round(sum(map(sum, per_report.values())) / characters * 1000, 2),
        "question_ms_median": round(statistics.median(asked), 2),
        "question_ms_p99": round(asked[min(len(asked) - 1, len(asked) * 99 // 100)], 2),
        "peak_memory_mb": round(megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss), 1),
        **quality(said),
    }  # fmt: skip


def _huiwen(
    name: str,
    reports: list[tuple[str, str, list[GoldQuestion]]],
    warm: list[float],
    per_report: dict[str, list[float]],
    asked: list[float],
    said: list[tuple[GoldQuestion, Said]],
) -> None:
    from knowledge import KnowledgeBase, read_report
    from knowledge.base import warm_up

    def first_ever() -> None:
        warm_up()
        base = KnowledgeBase()
        base.add(read_report("会议由王小明主持。会议决定三月底前完成改造。", "warm"))
        base.ask("谁主持会议？")

    timed(warm, first_ever)
    base = KnowledgeBase()
    steps = per_report.setdefault
    for report_id, text, questions in reports:
        timed(steps("read", []), lambda text=text, report_id=report_id: base.add(read_report(text, report_id)))  # type: ignore[misc]
        timed(steps("facts", []), lambda report_id=report_id: base.facts(report_id))  # type: ignore[misc]
        timed(steps("ready", []), lambda report_id=report_id: base.ask("谁主持会议？", report=report_id))  # type: ignore[misc]
        for gold in questions:
            began = time.process_time()
            answer = base.ask(gold.question, gold.history, report_id)
            asked.append((time.process_time() - began) * 1000)
            said.append((gold, (answer.found, answer.text, answer.evidence[0].text if answer.evidence else "")))


def _peer(
    name: str,
    reports: list[tuple[str, str, list[GoldQuestion]]],
    warm: list[float],
    per_report: dict[str, list[float]],
    asked: list[float],
    said: list[tuple[GoldQuestion, Said]],
) -> None:
    from benchmarks.peers import PEERS

    make = PEERS[name]
    timed(warm, lambda: make("会议由王小明主持。")(FIRST_QUESTION))
    for _, text, questions in reports:
        began = time.process_time()
        best = make(text)
        per_report.setdefault("read", []).append((time.process_time() - began) * 1000)
        for gold in questions:
            began = time.process_time()
            sentence = best(gold.question)
            asked.append((time.process_time() - began) * 1000)
            said.append((gold, (True, sentence, sentence)))


def quality(said: Sequence[tuple[GoldQuestion, Said]]) -> Figures:
    """The measures of the evaluation script over what was said."""

    def mean(values: Sequence[float]) -> float:
        return round(statistics.fmean(values), 4) if values else float("nan")

    answerable = [(g, s) for g, s in said if g.answers]
    right = {
        g.id: (found and items_found(text, g.answers) == 1) if g.answers else not found for g, (found, text, _) in said
    }
    return {
        "overall": mean(list(right.values())), "answered_right": mean([right[g.id] for g, _ in answerable]),
        "crisp": mean([found and items_found(text, g.answers, 2, 20) == 1 for g, (found, text, _) in answerable]),
        "f1": mean([found * character_f1(text, "".join(a[0] for a in g.answers)) for g, (found, text, _) in answerable]),
        "evidence_hit": mean([overlaps(evidence, g.evidence) for g, (_, _, evidence) in answerable]),
        "abstain_when_unanswerable": mean([not found for g, (found, _, _) in said if not g.answers]),
        "precision": mean([right[g.id] and bool(g.answers) for g, (found, _, _) in said if found]),
    }  # fmt: skip


def apart(name: str, practice: Path) -> Figures:
    """:func:`measure` in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (name, practice))


def show(record: Figures) -> None:
    """The tables of a record."""
    columns: dict[str, Figures] = dict(record["systems"])
    if record["cross_validated"]:
        columns["huiwen cross-validated"] = record["cross_validated"]
    records.show(records.table("practice", columns, ROWS) + "\n")
    first = record["first_answer"]
    records.show(
        f"start to first answer, median of {first['runs']}: {first['cpu_s']} s CPU, {first['wall_s']} s wall, "
        f"{first['peak_memory_mb']} MB; {first['cpu_s_after_installation']} s CPU right after an installation\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, show and keep."""
    from benchmarks.peers import PEERS

    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--practice", type=Path, default=records.ROOT / "tests" / "practice", metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"starts of huiwen ask (default: {RUNS})")
    parser.add_argument("--record", action="store_true", help="keep the record in results/speed.json")
    parser.add_argument(
        "--results",
        type=Path,
        default=records.RESULTS,
        metavar="FOLDER",
        help="where records are (default: benchmarks/results)",
    )
    given = list(sys.argv[1:] if arguments is None else arguments)
    args = parser.parse_args(given)
    systems = {}
    first = first_answer(args.runs)
    for name in (HUIWEN, *PEERS):
        records.show(f"{name} …")
        systems[name] = apart(name, args.practice)
    training = records.read(args.results / "ranker.json") or {}
    unseen = {k: v for k, v in training.get("all", {}).items() if k in ROWS}
    record = {
        **records.header("benchmarks.speed", given),
        "first_answer": first,
        "systems": systems,
        "cross_validated": unseen,
    }
    show(record)
    print(json.dumps(record, ensure_ascii=False, indent=1))
    if args.record:
        records.write(args.results / "speed.json", record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
