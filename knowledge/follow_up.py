"""What an earlier question of the same chat leaves behind for the next one."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.asking import Asking, Previous
from knowledge.normalize import fold
from knowledge.retriever import Ranked
from knowledge.structured import Candidate


@dataclass(frozen=True, slots=True)
class Left:
    """What an earlier question leaves behind: where its answer stood, whom it was about (``""``: nobody), in which report."""

    previous: Previous = field(default_factory=Previous)
    focus: str = ""
    report: str = ""


def left_after(asking: Asking, ranked: Ranked) -> Left:
    """What a question leaves behind."""
    return Left(*left_by(asking, ranked.candidates[0] if ranked.candidates else None), asking.reading.report.id)


def left_by(asking: Asking, best: Candidate | None) -> tuple[Previous, str]:
    """Where the earlier question's answer stood, and whom it was about (a name of the report, or ``""``).

    A person named in the question is whom one goes on to speak of; else a person in the answer; else who speaks there.
    """
    if best is None:
        return Previous(asking.query.text), asking.query.people[0] if asking.query.people else ""
    reading = asking.reading
    previous = Previous(asking.query.text, best.passage, best.pieces[0][0], best.pieces[-1][1])
    if asking.query.people:
        return previous, asking.query.people[0]
    said = fold("".join(reading.report.text[a:b] for a, b in best.pieces))
    for name in sorted(reading.names, key=len, reverse=True):
        if fold(name) in said or (len(said) > 1 and said in fold(name)):
            return previous, name
    for name, places in reading.called.items():
        if any(best.pieces[0][0] <= a and b <= best.pieces[-1][1] for a, b in places):
            return previous, next((n for n in reading.names if fold(n) == name), "")
    speaker = reading.speakers[best.passage]
    return previous, speaker if speaker in reading.names else ""
