"""Runs of ``huiwen batch`` and ``huiwen facts`` in this process, scored by the scripts of an evaluation folder.

The scripts (score.py, reading.py) are imported from the folder that is given: they are not part of the project.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.records import Figures
from bot import cli


def load_script(path: Path) -> ModuleType:
    """A Python file as a module, wherever it is.

    :raises SystemExit: there is no such file.
    """
    spec = importlib.util.spec_from_file_location(f"evaluation_{path.stem}", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise SystemExit(f"{path}: no such script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(arguments: Iterable[str | Path], out: Path) -> None:
    """Run a command of huiwen with its standard output in a file.

    :raises SystemExit: it fails.
    """
    parts = [str(a) for a in arguments]
    with out.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        code = cli.main(parts)
    if code != cli.ANSWERED:
        raise SystemExit(f"huiwen {parts[0]} failed with {code}")


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Rows as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def answer_figures(score: ModuleType, folder: Path) -> Figures:
    """``huiwen batch`` on the questions of a folder with ``reports/`` and ``gold/``, scored.

    The ids of what was wrong are left out: they are no figures, and on a blind set nobody should see them.
    """
    rows = [
        {"id": q["id"], "report": report, "question": q["question"], "history": q.get("history") or []}
        for report, gold in score.load_gold(str(folder / "gold")).items()
        for q in gold["questions"]
    ]
    with tempfile.TemporaryDirectory() as scratch:
        questions = write_lines(Path(scratch) / "questions.jsonl", rows)
        run(["batch", folder / "reports", questions], answers := Path(scratch) / "answers.jsonl")
        figures: Figures = score.score_answers(str(folder / "gold"), str(answers))
    figures.pop("wrong", None)
    return figures


def fact_figures(score: ModuleType, folder: Path, own_facts: dict[str, Figures] | None = None) -> Figures:
    """``huiwen facts`` on the reports of a folder, scored.

    :param own_facts: filled with the facts of each report, for further measures.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for name in score.load_gold(str(folder / "gold")):
            run(["facts", folder / "reports" / f"{name}.txt"], out := Path(scratch) / f"{name}.json")
            if own_facts is not None:
                own_facts[name] = json.loads(out.read_text("utf-8"))
        figures: Figures = score.score_facts(str(folder / "gold"), scratch)
    return figures


def reading_figures(reading: ModuleType, source: Path, limit: int | None, noise: float) -> dict[str, Figures]:
    """``huiwen batch`` on a reading set in library mode, with wrong characters, and inside the paragraph, scored."""
    result: dict[str, Figures] = {}
    for level, modes in ((0.0, ("library", "inside")), (noise, ("library",))):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            reading.prepare(str(source), str(folder), level, limit)
            for mode in modes:
                run(["batch", folder / "reports", folder / f"{mode}.jsonl"], answers := folder / "answers.jsonl")
                figures: Figures = reading.score(str(folder), str(answers))
                figures["paragraphs"] = sum(1 for _ in (folder / "reports").iterdir())
                result[f"{mode} noise {level}" if level else mode] = figures
    return result
