"""Answers with corrections made: what is said is what the user says, what is quoted stays what the report says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from knowledge import lexicon
from knowledge.across.likeness import likeness
from knowledge.corrections.applying import Corrected, stated_of
from knowledge.corrections.model import OF_MEETING, SEPARATOR, Field
from knowledge.model import Answer, Facts, Kind, Query, Quote, Task
from knowledge.normalize import fold

_FILE = "corrected_questions.txt"
_CUES = "corrected_cues.txt"
_KINDS = {Field.HOST: Kind.WHO, Field.PLACE: Kind.WHERE, Field.DATE: Kind.WHEN, Field.TITLE: Kind.WHAT}
_OF_TASK = {Field.OWNER: Kind.WHO, Field.DUE: Kind.WHEN}


def righted(answer: Answer, made: Corrected, own: Facts) -> Answer:
    """An answer with the corrections of its report made.

    :param own: what was read out of the report, without corrections.
    """
    if not made.written:
        return answer
    for what in OF_MEETING:
        stated = made.marked(what) and _states(answer, own, what)
        if made.marked(what) and (stated or _asks(answer.query, what)):
            written, right = made.written[what, ""], stated_of(made.facts.meeting, what)
            return _instead(answer, written, right, stated or _quotes(answer, written))
    for task, what in _tasks_asked(answer, made):
        value = (task.owner if what is Field.OWNER else task.due) or ""
        return _instead(answer, made.written[what, task.heading], value, keep=True)
    if title := _titles_asked(answer.query, made):
        return _instead(answer, made.written[Field.TITLES, title], _titles(made.facts, title), answer.found)
    return _names(answer, made)


def _instead(answer: Answer, written: str, right: str, keep: bool) -> Answer:
    """What is right in place of the answer's text; ``keep`` its evidence, which speaks of the matter."""
    corrected = ((written, right),)
    pieces = answer.pieces if keep and answer.found else ()
    if not right:
        return replace(answer, found=False, text="", pieces=(), corrected=corrected)
    evidence = answer.evidence if pieces else answer.evidence[:1] if keep else ()
    return replace(
        answer, found=True, text=right, confidence=1.0, evidence=evidence, pieces=pieces, corrected=corrected
    )


def _quotes(answer: Answer, written: str) -> bool:
    """Whether what an answer quotes holds the words that were put right."""
    return answer.found and bool(written) and any(fold(written) in fold(e.text) for e in answer.evidence[:1])


@cache
def _patterns() -> tuple[tuple[Field, re.Pattern[str]], ...]:
    return lexicon.patterns(_FILE, Field)


def _asks(query: Query, what: Field) -> bool:
    """Whether a question asks for a field of the meeting and nothing else."""
    bare = re.sub(r"[^\w]|_", "", fold(query.text))
    return any(field is what and pattern.fullmatch(bare) for field, pattern in _patterns())


def _states(answer: Answer, own: Facts, what: Field) -> bool:
    """Whether an answer gives a field of the meeting as the report has it."""
    if not answer.found or _KINDS[what] not in answer.query.kinds:
        return False
    meeting = own.meeting
    quotes: dict[Field, tuple[Quote | None, ...]] = {
        Field.HOST: meeting.host, Field.PLACE: (meeting.place,), Field.DATE: (meeting.when,), Field.TITLE: (),
    }  # fmt: skip
    return any(q and p.start < q.end and q.start < p.end for p in answer.pieces for q in quotes[what])


def _tasks_asked(answer: Answer, made: Corrected) -> Iterator[tuple[Task, Field]]:
    """Corrected tasks of which a question asks the owner or the due date: those its best evidence speaks of."""
    question = fold(answer.query.text)
    for what, kind in _OF_TASK.items():
        asked = kind in answer.query.kinds and any(cue in question for cue in lexicon.table(_CUES)[what])
        if not asked or not answer.evidence:
            continue
        best = answer.evidence[0]
        near = [
            t for t in made.facts.tasks if made.marked(what, t.heading) and t.start < best.end and best.start < t.end
        ]
        if near:
            yield max(near, key=lambda t: likeness(question, t.heading)), what


def _titles_asked(query: Query, made: Corrected) -> str:
    """The person whose corrected titles a question asks for, by the right name, ``""`` if it does not."""
    if Kind.TITLE_OF not in query.kinds:
        return ""
    people = {p.name for p in made.facts.people if made.marked(Field.TITLES, p.name)}
    return next((p for p in people if {p, made.as_written(p)} & set(query.people)), "")


def _titles(facts: Facts, name: str) -> str:
    return SEPARATOR.join(next(p.titles for p in facts.people if p.name == name))


def _names(answer: Answer, made: Corrected) -> Answer:
    """People called by their right names."""
    text, corrected = answer.text, []
    for (what, name), old in made.written.items():
        if what is Field.NAME and old in text:
            text = text.replace(old, name)
            corrected.append((old, name))
    return replace(answer, text=text, corrected=tuple(corrected)) if corrected else answer
