"""What is found over several meetings as a reply: a line for each meeting, and the words of its report."""

from __future__ import annotations

from bot.difference_reply import difference_parts
from bot.fact_replies import Parts
from bot.meeting_line import date_of, meeting_line, titled
from bot.memory import Turn
from bot.reply import Button, Line, Reply, Tone, clip, joined, quoted
from bot.settings import REPLIES
from bot.texts import say, words
from knowledge import KnowledgeBase
from knowledge.across import Finding, Findings, Matter, Period, difference, newest_first


def short(findings: Findings) -> str:
    """The answer on one line."""
    if not findings.found:
        return _missing(findings)
    if findings.matter in (Matter.LAST, Matter.FIRST):
        entry = findings.found[0].entry
        return say(f"across.{findings.matter}", subject=findings.subject, date=date_of(entry), title=titled(entry))
    meetings = len({f.entry.id for f in findings.found})
    when = say("across.in_period", words=findings.period.words.removesuffix("的")) if findings.period else ""
    return when + say(
        f"across.{_wording(findings)}", subject=findings.subject, deed=_deed(findings), meetings=meetings,
        count=len(findings.found), looked=findings.looked,
    )  # fmt: skip


def _missing(findings: Findings) -> str:
    """That no meeting says, and of whom or what."""
    if findings.several:
        return say("across.several", used=findings.used, names=joined(findings.several))
    if findings.period and not findings.looked:
        return say("across.none_in_period", words=findings.period.words)
    unknown = findings.matter in (Matter.ATTENDED, Matter.CAPACITY) and not findings.known
    key = "across.unknown" if unknown else f"across.no_{_wording(findings)}"
    return say(key, subject=clip(findings.subject, 20), deed=_deed(findings), looked=findings.looked)


def _deed(findings: Findings) -> str:
    return say(f"deed.{findings.deed}") if findings.deed else ""


def _wording(findings: Findings) -> str:
    """The text to use: 主持过 4 次会议, but 在 4 次会议上发言."""
    acted = findings.matter is Matter.ATTENDED and findings.deed not in words("across.transitive")
    return "acted" if acted else findings.matter


def no_meeting(base: KnowledgeBase, period: Period) -> str:
    """That a stretch of time holds no meeting, and from when to when there are some."""
    dated = [e for e in newest_first(base.shelf.entries()) if e.date and e.date.year]
    if not dated:
        return say("across.none_in_period", words=period.words)
    return say("across.none_but", words=period.words, first=date_of(dated[-1]), last=date_of(dated[0]))


def findings_reply(findings: Findings, turn: Turn, base: KnowledgeBase) -> Reply:
    """The answer on one line, then each meeting with the sentence that says it."""
    parts: Parts = [Line(short(findings), Tone.ANSWER)]
    if findings.found and findings.used and findings.subject not in findings.used:
        parts.append(Line(say("answer.taken_for", used=findings.used, name=findings.subject), Tone.NOTE))
    if not findings.found and findings.period and not findings.looked:
        parts = [Line(no_meeting(base, findings.period), Tone.ANSWER)]
    if findings.matter is Matter.DIFFERENCE:
        after, before = (f.entry for f in findings.found)
        return Reply((*parts, *difference_parts(difference(base.shelf, before, after))))
    shown = findings.found[: REPLIES.findings]
    last = ""
    for finding in shown:
        parts += _finding_parts(finding, base, again=finding.entry.id == last)
        last = finding.entry.id
    if (more := len(findings.found) - len(shown)) > 0:
        parts.append(Line(say("across.more", count=more), Tone.NOTE))
    return Reply(tuple(parts), _buttons(findings, turn))


def _finding_parts(finding: Finding, base: KnowledgeBase, *, again: bool) -> Parts:
    """A meeting's line, what it says in short, and the sentence; a meeting is named once."""
    parts: Parts = [] if again else [Line(meeting_line(finding.entry), Tone.HEADING)]
    if finding.text:
        parts.append(Line(finding.text))
    if finding.evidence:
        e = finding.evidence
        place = say("place.paragraph", number=e.paragraph)
        parts.append(quoted(base.report(e.report).text, e.start, e.end, place, (), finding.marks))
    return parts


def _buttons(findings: Findings, turn: Turn) -> tuple[Button, ...]:
    """The paragraphs behind the first meetings, each named by its date."""
    buttons: list[Button] = []
    seen: set[str] = set()
    for index, passage in enumerate(turn.answer.evidence):
        entry = next(f.entry for f in findings.found if f.evidence is passage)
        if entry.id not in seen and len(seen) < REPLIES.nearest:
            seen.add(entry.id)
            label = say("button.source_of", date=date_of(entry), number=passage.paragraph)
            buttons.append(Button(label, f"s:{turn.number}:{index}"))
    return tuple(buttons)
