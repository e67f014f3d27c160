"""An import that is killed leaves whole reports, and the same command completes it. ``benchmarks.kill`` does it more often."""

from __future__ import annotations

from benchmarks.kill import measure


def test_killed_imports_leave_whole_reports_and_are_completed() -> None:
    result = measure(reports=60, runs=3, seed=7)
    assert result["wrong"] == []
    assert result["runs"] == 3
