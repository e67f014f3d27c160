"""How good answers and facts are: one command that runs the product on annotated reports and scores what it says.

    python -m benchmarks.quality --eval FOLDER [--practice FOLDER] [--sets SET...] [--founding] [--dev]
                                 [--reading [FOLDER]] [--limit N] [--record]

The evaluation FOLDER holds score.py and reading.py, and train/, dev/ and reading/ as far as they are asked for. A table of
the figures goes to stderr, the whole record as JSON to stdout; --record keeps it in results/quality.json, the reading sets
in results/reading.json. The shipped models were fitted on train and practice: the figures to believe there are the
cross-validated ones, which ``python -m training.ranker`` left in results/ranker.json and which are shown beside. --dev is a
blind set whose runs are counted: each adds a row to results/dev_runs.jsonl.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks import own, records, scoring
from benchmarks.records import Figures

NOISE = 0.2
"""Chance of a wrong character in the noisy questions of the reading sets."""
READING_SETS = {"CMRC trial": "cmrc2018_trial.json", "DRCD dev": "drcd_dev.json"}
FOUNDING = "seed"
"""The report of dev that may be looked at: the one the project is bundled with."""

ANSWER_ROWS = (
    "questions", "overall", "answered_right", "crisp", "f1", "item_recall", "evidence_hit", "precision", "false_abstain",
    "abstain_when_unanswerable", "direct", "followup", "noisy", "paraphrase", "unanswerable", "ms_p50", "ms_p99",
)  # fmt: skip
FACT_ROWS = (
    "reports", "meeting_title", "meeting_date", "meeting_place", "meeting_host", "people", "titles", "roles", "groups",
    "tasks", "owners", "speakers", "due_dates", "aligned_pairs",
)  # fmt: skip
ABLATION_COLUMNS = ("overall", "never_silent_right", "evidence_hit", "auc")
READING_ROWS = (
    "questions", "paragraphs", "paragraph_r1", "paragraph_r5", "sentence_hit", "em", "f1", "found", "ms_p50", "ms_p99",
)  # fmt: skip


def meeting_set(score: ModuleType, folder: Path, with_pairs: bool) -> Figures:
    """All figures of one annotated set. ``with_pairs``: the hand-made aligned pairs belong to it."""
    began = time.perf_counter()
    facts: dict[str, Figures] = {}
    gold = score.load_gold(str(folder / "gold"))
    answers = scoring.answer_figures(score, folder)
    scored = scoring.fact_figures(score, folder, facts)
    mine = {"speakers": own.speakers(facts, gold), "due_dates": own.due_dates(facts, gold)}
    if with_pairs:
        mine["aligned_pairs"] = own.aligned_pairs(facts, {k: v for k, v in own.aligned_gold().items() if k in gold})
    return {"answers": answers, "facts": scored, "own": mine, "seconds": round(time.perf_counter() - began, 1)}


def founding(score: ModuleType, dev: Path) -> Figures:
    """The figures of the founding report alone."""
    with tempfile.TemporaryDirectory() as scratch:
        for kind, suffix in (("reports", ".txt"), ("gold", ".json")):
            (Path(scratch) / kind).mkdir()
            shutil.copy(dev / kind / f"{FOUNDING}{suffix}", Path(scratch) / kind)
        return meeting_set(score, Path(scratch), with_pairs=True)


def cross_validated(training: Figures | None) -> dict[str, Figures]:
    """What training measured on reports its models had not seen, by the folders it names."""
    if training is None:
        return {}
    parts = {"train cross-validated": training.get("scored"), "all cross-validated": training.get("all")}
    return {name: part for name, part in parts.items() if part}


def flat(part: Figures) -> Figures:
    """Figures of answers in one row each, the styles among them."""
    return {**{k: v for k, v in part.items() if not isinstance(v, dict)}, **part.get("by_style", {})}


def f1_only(part: Figures) -> Figures:
    """Figures of facts in one number each."""
    return {k: v["f1"] if isinstance(v, dict) else v for k, v in part.items()}


def show(record: Figures) -> None:
    """The tables of a record."""
    sets: dict[str, Figures] = record["sets"]
    unseen: dict[str, Figures] = record["cross_validated"]
    columns = {
        **{name: flat(part["answers"]) for name, part in sets.items()},
        **{n: flat(p) for n, p in unseen.items()},
    }
    if columns:
        records.show(records.table("answers", columns, ANSWER_ROWS) + "\n")
    kinds = {name: part["answers"]["by_type"] for name, part in sets.items()}
    kinds |= {name: part["by_type"] for name, part in unseen.items() if "by_type" in part}
    if kinds:
        records.show(records.table("right, by type", kinds, sorted({k for c in kinds.values() for k in c})) + "\n")
    if sets:
        facts = {name: f1_only(part["facts"]) | f1_only(part["own"]) for name, part in sets.items()}
        records.show(records.table("facts (F1)", facts, FACT_ROWS) + "\n")
    for name, part in unseen.items():
        if "calibration" in part:
            rows = ", ".join(f"{said:.2f} → {right:.2f}" for said, right in part["calibration"]["confidence_and_right"])
            records.show(
                f"calibration, {name}: expected error {part['calibration']['error']:.4f} (confidence → right: {rows})\n"
            )
    if ablation := record.get("ablation"):
        groups = {name: part for name, part in ablation.items() if isinstance(part, dict)}
        columns = {row: {name: part[row] for name, part in groups.items()} for row in ABLATION_COLUMNS}
        records.show(records.table("train cross-validated, without", columns, groups) + "\n")
    for name, modes in record["reading"].items():
        records.show(records.table(name, modes, READING_ROWS) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, show and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--eval", type=Path, required=True, metavar="FOLDER", help="holds score.py, reading.py and the sets"
    )
    parser.add_argument("--practice", type=Path, default=records.ROOT / "tests" / "practice", metavar="FOLDER")
    parser.add_argument(
        "--sets",
        nargs="*",
        choices=("train", "practice"),
        default=["train", "practice"],
        metavar="SET",
        help="train, practice or neither (default: both)",
    )
    parser.add_argument(
        "--founding", action="store_true", help="the founding report of dev alone; looking at it is free"
    )
    parser.add_argument("--dev", action="store_true", help="the blind set; the run is counted in dev_runs.jsonl")
    parser.add_argument(
        "--reading",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="FOLDER",
        help="the reading sets (default: reading/ of the evaluation folder)",
    )
    parser.add_argument("--limit", type=int, metavar="N", help="questions taken of each reading set (default: all)")
    parser.add_argument(
        "--record", action="store_true", help="keep the record in results/quality.json and reading.json"
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=records.RESULTS,
        metavar="FOLDER",
        help="where records are (default: benchmarks/results)",
    )
    given = list(sys.argv[1:] if arguments is None else arguments)
    args = parser.parse_args(given)

    score = scoring.load_script(args.eval / "score.py")
    sets: dict[str, Any] = {}
    folders = {"train": args.eval / "train", "practice": args.practice}
    for name in dict.fromkeys(args.sets):
        records.show(f"{name} …")
        sets[name] = meeting_set(score, folders[name], with_pairs=name == "practice")
    if args.founding:
        sets["founding"] = founding(score, args.eval / "dev")
    head = records.header("benchmarks.quality", given)
    record: Figures = {**head, "sets": sets, "cross_validated": {}, "reading": {}}
    if args.dev:
        records.show("dev …")
        sets["dev"] = meeting_set(score, args.eval / "dev", with_pairs=False)
        row = {key: record[key] for key in ("date", "huiwen", "commit", "python", "libraries")}
        count = records.append(args.results / "dev_runs.jsonl", {**row, **sets["dev"]})
        records.show(f"run {count} on dev, written to dev_runs.jsonl\n")
    if sets:
        training = records.read(args.results / "ranker.json")
        if training is None:
            records.show("no results/ranker.json: cross-validated figures come from python -m training.ranker\n")
        record["cross_validated"] = cross_validated(training)
        record["ablation"] = (training or {}).get("ablation", {})
    if args.reading is not None:
        reading = scoring.load_script(args.eval / "reading.py")
        folder = args.eval / "reading" if args.reading == Path() else args.reading
        for name, file in READING_SETS.items():
            records.show(f"{name} …")
            record["reading"][name] = scoring.reading_figures(reading, folder / file, args.limit, NOISE)
    show(record)
    print(json.dumps(record, ensure_ascii=False, indent=1))
    if args.record:
        reading_part = record.pop("reading")
        if sets:
            records.write(args.results / "quality.json", record)
        if reading_part:
            records.write(args.results / "reading.json", {**head, "reading": reading_part})
    return 0


if __name__ == "__main__":
    sys.exit(main())
