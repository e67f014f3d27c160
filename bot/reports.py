"""Report files to a knowledge base that can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from knowledge import KnowledgeBase, Report, ReportError, read_report
from knowledge.files import load_report

SUFFIXES = (".txt", ".md", ".markdown", "")
"""Suffixes of report files in a folder; where two files share a stem, the earlier suffix wins."""


def seed_report() -> Report:
    """The bundled report."""
    from seeds import seed_text

    return read_report(seed_text(), "seed")


def load_base(paths: Iterable[Path], warn: Callable[[str], None] | None = None) -> KnowledgeBase:
    """A base of these files, or of the bundled report without any.

    :param warn: told of a file that could be read in part only.
    :raises ReportError: a file cannot be used.
    """
    base = KnowledgeBase()
    taken: set[str] = set()
    for report in [load_report(path, warn) for path in dict.fromkeys(paths)] or [seed_report()]:
        name, n = report.id, 1
        while name in taken:  # 甲/纪要.txt and 乙/纪要.txt are two reports
            n += 1
            name = f"{report.id}-{n}"
        taken.add(name)
        base.add(replace(report, id=name))
    return base


def folder_files(folder: Path) -> dict[str, Path]:
    """The report files of a folder by their stem, sorted.

    :raises ReportError: there is no such folder, or no report in it.
    """
    if not folder.is_dir():
        raise ReportError(f"{folder}：没有这个文件夹。")
    found: dict[str, Path] = {}
    for suffix in SUFFIXES:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() == suffix and path.is_file() and not path.name.startswith("."):
                found.setdefault(path.stem, path)
    if not found:
        raise ReportError(f"{folder}：文件夹里没有报告（{'、'.join(s for s in SUFFIXES if s)}）。")
    return dict(sorted(found.items()))
