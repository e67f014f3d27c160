"""Who may import whom. The rules keep the core pure and the faces thin."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

EDGES = {"files", "store"}
CORE = sorted(p for p in (ROOT / "knowledge").rglob("*.py") if not EDGES & set(p.relative_to(ROOT).parts))
BOT = sorted((ROOT / "bot").rglob("*.py"))

NOT_IN_CORE = {
    "bot", "telegram", "seeds", "training", "benchmarks", "tests", "knowledge.files", "knowledge.store", "sqlite3",
    "asyncio", "socket", "ssl", "http", "httpx", "aiohttp", "urllib", "requests",
    "threading", "subprocess", "time", "random", "click", "rich", "prompt_toolkit",
}  # fmt: skip
"""The core waits for nothing, connects to nothing and does not tell the time."""

FRONT_DOOR = {
    "knowledge", "knowledge.across", "knowledge.corrections", "knowledge.due_dates", "knowledge.errors", "knowledge.facts",
    "knowledge.files", "knowledge.installation", "knowledge.language", "knowledge.model", "knowledge.normalize",
    "knowledge.people_index", "knowledge.shelf", "knowledge.store", "knowledge.texts",
}  # fmt: skip
"""What the bot may import of the core."""

STARTED_BY = {"cli.py": "bot.telegram.app", "doctor_command.py": "bot.telegram.examination"}
"""What of the Telegram face the command line starts, and from where."""

KNOWN_TO = {"jieba": 1, "rjieba": 1, "pypinyin": 1, "opencc": 2, "rapidfuzz": 3}
"""How many files of the core know a library: one, but for rapidfuzz the matcher, the features and the likeness of tasks,
and for opencc what is matched and what is said."""


def imports(path: Path) -> Iterator[str]:
    """Full names of what a file imports, wherever in it; ``from a import b`` gives ``a`` and ``a.b``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FORMATS = sorted((ROOT / "knowledge" / "files" / "formats").glob("*.py"))
"""What runs in the parsing child."""

KNOWN_TO_FORMATS = {"lxml", "pypdfium2"}


def touches(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


def where(paths: list[Path]) -> list[str]:
    return [str(p.relative_to(ROOT)) for p in paths]


def test_the_files_are_found() -> None:
    assert len(CORE) > 10
    assert len(BOT) > 10


@pytest.mark.parametrize("path", CORE, ids=where(CORE))
def test_the_core_is_pure(path: Path) -> None:
    assert not [n for n in imports(path) if any(touches(n, m) for m in NOT_IN_CORE)]


@pytest.mark.parametrize("path", BOT, ids=where(BOT))
def test_the_bot_enters_by_the_front_door(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    modules |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    assert {m for m in modules if touches(m, "knowledge")} <= FRONT_DOOR


@pytest.mark.parametrize("path", BOT, ids=where(BOT))
def test_only_the_telegram_folder_knows_telegram(path: Path) -> None:
    if "telegram" in path.relative_to(ROOT).parts:
        return
    allowed = {"bot.telegram", STARTED_BY[path.name]} if path.name in STARTED_BY else set()
    names = set(imports(path))
    assert not {n for n in names if touches(n, "telegram") or touches(n, "httpx")}
    assert {n for n in names if touches(n, "bot.telegram")} <= allowed


@pytest.mark.parametrize(("library", "files"), KNOWN_TO.items())
def test_few_files_know_a_library(library: str, files: int) -> None:
    users = [p for p in CORE if any(touches(n, library) for n in imports(p))]
    assert len(users) <= files, where(users)


@pytest.mark.parametrize("path", FORMATS, ids=where(FORMATS))
def test_the_parsing_child_is_self_contained(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert node.level == 1, "nothing outside of the folder"
            continue
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        tops = {name.partition(".")[0] for name in names}
        assert tops <= sys.stdlib_module_names | KNOWN_TO_FORMATS


@pytest.mark.parametrize("module", ["bot.cli", "bot.console", "bot.conversation", "bot.replies"])
def test_importing_it_does_not_import_telegram(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"telegram", "httpx", "bot.telegram"} & set(loaded.stdout.split())


def test_the_command_line_alone_imports_little() -> None:
    code = (
        "import sys, bot.cli; print(any(m in sys.modules for m in ('rich', 'prompt_toolkit', 'asyncio', 'telegram')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "False"
