"""The kept figures: what the confidence promised on reports that the ranking had not seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RANKER = json.loads((Path(__file__).parents[1] / "benchmarks" / "results" / "ranker.json").read_text("utf-8"))


@pytest.mark.parametrize("part", ["scored", "all"])
def test_a_confidence_means_how_often_such_answers_are_right(part: str) -> None:
    calibration = RANKER[part]["calibration"]
    assert calibration["error"] < 0.06
    right = [share for _, share in calibration["confidence_and_right"]]
    assert right == sorted(right)


def test_answering_beats_guessing_by_the_confidence() -> None:
    assert RANKER["scored"]["auc"] > 0.75
