"""Reports with questions and hand-made answers, and what counts as a right answer.

The format and the measures are those of the evaluation script of the sets: an answer is right when every gold item has one
of its aliases in it and it is no longer than three times the gold text plus 40 characters (crisp: twice plus 20), texts
compared without white space, punctuation and width.
"""

from __future__ import annotations

import collections
import json
import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DROP = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with its answers: a list of items, each a list of aliases; empty where the report does not say."""

    id: str
    report: str
    question: str
    history: tuple[str, ...]
    style: str
    kind: str
    answers: tuple[tuple[str, ...], ...]
    evidence: tuple[str, ...]


def load(folder: Path) -> list[tuple[str, str, list[GoldQuestion]]]:
    """Id, text and questions of each report of a folder with ``reports/*.txt`` and ``gold/*.json``."""
    result = []
    for path in sorted((folder / "gold").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        text = (folder / "reports" / f"{path.stem}.txt").read_text("utf-8")
        questions = [
            GoldQuestion(
                q["id"],
                path.stem,
                q["question"],
                tuple(q.get("history") or ()),
                q["style"],
                q.get("type", "-"),
                tuple(tuple(a) for a in q["answers"]),
                tuple(q["evidence"]),
            )
            for q in data["questions"]
        ]
        result.append((path.stem, text, questions))
    return result


def load_reading(path: Path, count: int) -> list[tuple[str, str, list[GoldQuestion]]]:
    """Questions of a reading-comprehension set (SQuAD's format), as :func:`load` gives those of a folder.

    :param count: how many paragraphs are drawn (with a fixed seed), with two questions of each.
    """
    articles = json.loads(path.read_text("utf-8"))["data"]
    paragraphs = [p for article in articles for p in article["paragraphs"] if p["qas"]]
    random.Random(11).shuffle(paragraphs)
    result = []
    for n, paragraph in enumerate(paragraphs[:count]):
        report, text = f"{path.stem}-{n}", paragraph["context"]
        questions = []
        for qa in paragraph["qas"][:2]:
            answers = tuple(dict.fromkeys(a["text"] for a in qa["answers"]))
            at = qa["answers"][0].get("answer_start", text.find(answers[0]))
            at = at if text.startswith(answers[0], at) else max(0, text.find(answers[0]))
            first = max(text.rfind(mark, 0, at) for mark in "。！？；") + 1
            last = next((i for i in range(at + len(answers[0]), len(text)) if text[i] in "。！？；"), len(text))
            questions.append(
                GoldQuestion(str(qa["id"]), report, qa["question"], (), "reading", "-", (answers,), (text[first:last],))
            )
        result.append((report, text, questions))
    return result


@lru_cache(maxsize=200_000)
def norm(text: str) -> str:
    """Text as it is compared."""
    return _DROP.sub("", unicodedata.normalize("NFKC", text or "")).lower()


def character_f1(predicted: str, gold: str) -> float:
    """F1 of the multisets of characters, 0 to 1."""
    p, g = collections.Counter(norm(predicted)), collections.Counter(norm(gold))
    same = sum((p & g).values())
    return 2 * same / (sum(p.values()) + sum(g.values())) if same else 0.0


def items_found(answer: str, items: Sequence[Sequence[str]], times: int = 3, plus: int = 40) -> float:
    """Share of gold items in an answer, 0 where it is too long."""
    text = norm(answer)
    length = sum(max(len(norm(a)) for a in aliases) for aliases in items)
    if len(text) > times * length + plus:
        return 0.0
    return sum(any(norm(a) in text for a in aliases) for aliases in items) / len(items)


def overlaps(passage: str, pieces: Sequence[str]) -> bool:
    """Whether a passage shares at least half of the shorter of the two with a piece of gold evidence."""
    a = norm(passage)
    for piece in pieces:
        b = norm(piece)
        if not a or not b:
            continue
        short, long_ = sorted((a, b), key=len)
        if short in long_:
            return True
        grams = [short[i : i + 4] for i in range(max(1, len(short) - 3))]
        if sum(g in long_ for g in grams) / len(grams) >= 0.5:
            return True
    return False


def worth(answer: str, question: GoldQuestion) -> float:
    """How good an answer is for training: 0 if not right, up to 1 for right, crisp and no longer than the gold.

    Reading sets measure nothing but the likeness to the reference, so there it is all that counts.
    """
    if not question.answers or items_found(answer, question.answers) < 1:
        return 0.0
    if question.style == "reading":
        return max(character_f1(answer, alias) for alias in question.answers[0]) ** 2
    crisp = items_found(answer, question.answers, 2, 20) == 1
    return 0.3 + 0.2 * crisp + 0.5 * character_f1(answer, "".join(a[0] for a in question.answers))
