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
SHARED = ROOT.parent / "shared"


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
