"""The machine and the program itself: Python, packages, data files, whether a question is answered, disk."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from bot.cards.font_check import FontCheck, font_check
from bot.doctor.checks import Check, State
from bot.reports import load_base
from bot.settings import DOCTOR
from bot.texts import say
from knowledge.installation import data_files, segmenter, segments, unreadable_data
from knowledge.language import Language, speaking

_NEEDS = re.compile(r"(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^\]]*)\])?\s*(?:>=\s*(?P<least>[\d.]+))?")
_OPTIONAL = re.compile(r";.*\bextra\b")
_MEGABYTE = 1_000_000


def examined(data_folder: Path) -> Iterator[Check]:
    """All checks of this file."""
    yield _python()
    yield _packages()
    yield _segmenter()
    yield _data()
    yield _answers()
    yield font(font_check())
    yield disk(data_folder)


def _python() -> Check:
    found = f"{platform.python_version()}（{sys.executable}）"
    if sys.version_info >= DOCTOR.python:
        return Check("python", State.FINE, found)
    return Check("python", State.PROBLEM, found, say("doctor.python", least=".".join(map(str, DOCTOR.python))))


def _packages() -> Check:
    needed = list(_required())
    if wrong := [text for requirement in needed if (text := _missing(requirement))]:
        return Check("packages", State.PROBLEM, ", ".join(wrong), say("doctor.packages", python=sys.executable))
    return Check("packages", State.FINE, say("doctor.packages_there", count=len(needed)))


def _required() -> Iterator[str]:
    """What must be installed: as the project file says in a checkout, else the installed distribution."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.is_file():
        yield from tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]
        return
    yield from (r for r in requires("huiwen") or () if not _OPTIONAL.search(r))


def _missing(requirement: str) -> str:
    """What is wrong with a requirement, ``""`` if it is met."""
    needs = _NEEDS.match(requirement)
    assert needs is not None
    name, least = needs["name"], needs["least"] or ""
    try:
        there = version(name)
    except PackageNotFoundError:
        return say("doctor.package_missing", name=name)
    if _numbers(there) < _numbers(least):
        return say("doctor.package_old", name=name, version=there, least=least)
    for extra in filter(None, re.split(r"[,\s]+", needs["extras"] or "")):
        of_extra = [r for r in requires(name) or () if re.search(rf"\bextra\s*==\s*[\"']{re.escape(extra)}[\"']", r)]
        if wrong := next(filter(None, map(_missing, of_extra)), ""):
            return wrong
    return ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text.partition("+")[0])))


def _segmenter() -> Check:
    try:
        name = segmenter()
        if segments():
            return Check("segmenter", State.FINE, name)
    except ImportError:
        name = say("doctor.nothing")
    return Check("segmenter", State.PROBLEM, name, say("doctor.packages", python=sys.executable))


def _data() -> Check:
    if broken := list(unreadable_data()):
        return Check("data", State.PROBLEM, say("doctor.broken", names="、".join(broken)), say("doctor.reinstall"))
    return Check("data", State.FINE, say("doctor.data", count=sum(1 for _ in data_files())))


def _answers() -> Check:
    """A question of the bundled report: what is missing in the program shows here."""
    with speaking(Language.SIMPLIFIED):  # as the bundled report does
        question = say("suggestion.host")
    try:
        if load_base(()).ask(question).found:
            return Check("answers", State.FINE, say("doctor.answers"))
        reason = say("answer.not_found")
    except Exception as error:  # whatever is broken here is what is looked for
        reason = f"{type(error).__name__}: {error}"
    return Check("answers", State.PROBLEM, reason, say("doctor.reinstall"))


def font(found: FontCheck) -> Check:
    """Whether pictures can be drawn without gaps."""
    if found.fine:
        return Check("font", State.FINE, say("doctor.font", family=found.family, file=found.file))
    if found.file is None:
        return Check("font", State.PROBLEM, say("doctor.nothing"), say("doctor.reinstall"))
    lacking = say("doctor.font_lacks", family=found.family, characters="".join(found.lacking))
    return Check("font", State.PROBLEM, lacking, say("doctor.install_font"))


def disk(folder: Path) -> Check:
    """The space that is left where the data are."""
    free = shutil.disk_usage(existing(folder)).free
    found = say("doctor.free", megabytes=free // _MEGABYTE, folder=folder)
    if free < DOCTOR.free_bytes:
        return Check("disk", State.PROBLEM, found, say("doctor.disk", megabytes=DOCTOR.free_bytes // _MEGABYTE))
    return Check("disk", State.FINE, found)


def existing(folder: Path) -> Path:
    """A folder, or the nearest one above that is there already."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
