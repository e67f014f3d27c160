"""What every record begins with, how it is written, and how figures are shown."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from bot.version import version

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
"""Where records are kept; the commands overwrite theirs, the history is git's."""

LIBRARIES = ("jieba", "numpy", "OpenCC", "pypinyin", "RapidFuzz", "rjieba")
"""Libraries whose versions may change a figure."""

Figures = dict[str, Any]


def header(module: str, arguments: Sequence[str]) -> Figures:
    """Date, versions, commit and command of a run. Folders outside the project are named by their last part only."""
    return {
        "date": date.today().isoformat(),
        "huiwen": version(),
        "commit": commit(),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "machine": {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()},
        "command": " ".join(["python", "-m", module, *map(_portable, arguments)]),
    }


def commit() -> str | None:
    """The commit that is checked out, with ``+`` where the code that answers differs from it; ``None`` without git."""
    try:
        head = _git("rev-parse", "--short", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", "knowledge", "bot") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _version(name: str) -> str | None:
    try:
        return installed_version(name)
    except PackageNotFoundError:
        return None


def _portable(argument: str) -> str:
    path = Path(argument)
    return path.name if path.is_absolute() or ".." in path.parts else argument


def write(path: Path, record: Figures) -> None:
    """Write a record as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


def read(path: Path) -> Figures | None:
    """A record, ``None`` if there is none yet."""
    if not path.is_file():
        return None
    record: Figures = json.loads(path.read_text("utf-8"))
    return record


def append(path: Path, row: Figures) -> int:
    """Add a row to a file of JSON lines; returns how many there are now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())


def table(title: str, columns: Mapping[str, Mapping[str, Any]], rows: Iterable[str]) -> str:
    """Figures side by side: one column a set, one row a figure; what a set does not have is left blank.

    >>> print(table("speed", {"a": {"x": 1, "y": 0.25}, "b": {"x": 2}}, ["x", "y"]))
    speed      a  b
    x          1  2
    y      0.250
    """
    kept = [row for row in rows if any(row in column for column in columns.values())]
    cells = [[title, *columns], *([row, *(_shown(c.get(row)) for c in columns.values())] for row in kept)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    lines = (
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def show(text: str) -> None:
    """Show something to the person who runs it; stdout is for the JSON."""
    print(text, file=sys.stderr, flush=True)
