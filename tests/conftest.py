"""Fixtures of all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: a slow machine is no failure. In CI the same examples every time.
settings.register_profile("huiwen", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("huiwen")

ROOT = Path(__file__).parent.parent
PRACTICE = ROOT / "tests" / "practice" / "reports"
MEETINGS = ROOT / "tests" / "meetings"
"""Six reports of one body, see meetings/README.md."""
SHARED = ROOT.parent / "shared"

for _name in ("LC_ALL", "LC_MESSAGES", "LANG"):  # whoever runs the tests: texts are asked for in Chinese
    os.environ.pop(_name, None)


@pytest.fixture(scope="session")
def practice() -> list[Path]:
    """The tests' own reports."""
    files = sorted(PRACTICE.glob("*.txt"))
    assert files, f"no reports in {PRACTICE}"
    return files


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the repository; its tests are skipped in a user's clone, never in CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have {SHARED}")
        pytest.skip("needs ../shared, which only the project's own machines have")
    return SHARED


@pytest.fixture(autouse=True)
def no_library_of_your_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests neither see nor touch the library and the settings of whoever runs them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in os.environ:
        if name.startswith(("HUIWEN_", "TELEGRAM_")):
            monkeypatch.delenv(name)
