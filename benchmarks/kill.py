"""Imports killed at random moments: is what is left whole, and does the same command complete it?

``python -m benchmarks.kill [--runs 50] [--reports 300] [--seed 1] [--record]`` imports invented reports, kills the importing process
with SIGKILL after a random part of the time an undisturbed import takes, checks the library, imports again, and compares
with the undisturbed library. One JSON object on stdout, kept in results/kill.json with ``--record``; exit code 1 if a
single run went wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import records
from benchmarks.records import Figures
from knowledge.store import Library, problems

_TOPICS = ("供水管网", "电梯加装", "校车路线", "河道清淤", "食堂饭菜", "夜间公交", "菜场搬迁", "消防通道")
_NAMES = ("顾临川", "沈若兰", "韩立群", "叶清秋", "蒋大川")
_PATIENCE = 20.0
"""Seconds after which worker processes must have followed the killed one."""
_DIGESTED = (
    "SELECT id, title, year, month, day, host, fingerprint, text, facts FROM reports JOIN contents ON number = report",
    'SELECT id, p.number, start, "end" FROM reports r JOIN paragraphs p ON r.number = report ORDER BY 1, 2',
    'SELECT id, name, start, "end" FROM reports r JOIN people ON r.number = report ORDER BY 1, position',
    "SELECT id, heading, owner, due, due_day FROM reports r JOIN tasks ON r.number = report ORDER BY 1, position",
)


@dataclass(frozen=True)
class Run:
    """One killed import: after how many seconds, how many reports were in, and what was wrong (``""``: nothing)."""

    seconds: float
    reports: int
    wrong: str


def write_reports(file: Path, count: int) -> None:
    """JSON lines of invented reports, each some paragraphs long and none like another."""
    with file.open("w", encoding="utf-8") as out:
        for n in range(count):
            lines = [
                f"会议研究了{_TOPICS[(n + i) % len(_TOPICS)]}问题，要求{_NAMES[(n * 3 + i) % len(_NAMES)]}在{(n + i) % 12 + 1}月"
                f"{(n * 7 + i) % 28 + 1}日前完成第{n}-{i}号方案，报镇政府审定后组织实施，所需经费{n + i}万元由镇财政安排。"
                for i in range(6)
            ]
            head = f"2024年{n % 12 + 1}月{n % 28 + 1}日，云溪镇召开第{n}次工作例会，{_NAMES[n % len(_NAMES)]}主持会议。"
            row = {"id": f"r{n}", "title": f"云溪镇第{n}次工作例会", "text": "\n".join([head, *lines])}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(reports: int, runs: int, seed: int) -> Figures:
    """Kill ``runs`` imports and say what became of them."""
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_reports(folder / "reports.jsonl", reports)
        start = time.monotonic()
        _importing(folder / "whole.db", folder / "reports.jsonl").wait()
        whole = time.monotonic() - start
        expected = digests(folder / "whole.db")
        done = [
            _killed(folder / f"{n}.db", folder / "reports.jsonl", moments.uniform(0, whole), expected)
            for n in range(runs)
        ]
    return {
        "reports": reports,
        "undisturbed_seconds": round(whole, 2),
        "runs": len(done),
        "killed_with_some_in": sum(0 < r.reports < reports for r in done),
        "killed_before_any": sum(r.reports == 0 for r in done),
        "killed_after_all": sum(r.reports == reports for r in done),
        "wrong": [f"after {r.seconds:.2f} s with {r.reports} reports: {r.wrong}" for r in done if r.wrong],
    }


def digests(library: Path) -> dict[str, str]:
    """A digest of all that is kept of each report, by its id."""
    found: dict[str, hashlib._Hash] = {}
    with closing(Library(library)) as kept:
        for query in _DIGESTED:
            for row in kept.database.connect().execute(query):
                found.setdefault(row[0], hashlib.sha256()).update(repr(row).encode())
    return {name: digest.hexdigest() for name, digest in found.items()}


def _importing(library: Path, source: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot", "import", str(source), "--library", str(library)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def _killed(library: Path, source: Path, seconds: float, expected: dict[str, str]) -> Run:
    process = _importing(library, source)
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    lingering = not _gone(process.pid)
    left = digests(library) if library.exists() else {}
    wrong = "worker processes go on" if lingering else _wrong(library, left, expected) if left else ""
    if not wrong and _importing(library, source).wait() != 0:
        wrong = "importing again failed"
    if not wrong and digests(library) != expected:
        wrong = "not complete after importing again"
    return Run(seconds, len(left), wrong or _wrong(library, digests(library), expected))


def _wrong(library: Path, found: dict[str, str], expected: dict[str, str]) -> str:
    """What is wrong with a library, ``""`` if nothing: every report is whole, and there once."""
    with closing(Library(library)) as kept:
        if problem := next(problems(kept), None):
            return problem
        if len(kept) != len(found):
            return f"{len(kept)} reports under {len(found)} ids"
    half = [name for name, digest in found.items() if expected.get(name) != digest]
    return f"{half[0]} is not whole" if half else ""


def _gone(group: int) -> bool:
    """Whether a process group has ended, given some time."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args(arguments)
    record = {**records.header("benchmarks.kill", arguments), **measure(given.reports, given.runs, given.seed)}
    print(json.dumps(record, ensure_ascii=False, indent=1))
    if given.record:
        records.write(records.RESULTS / "kill.json", record)
    return 1 if record["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
