"""An answer, a paragraph, or the reasons for an answer as a reply."""

from __future__ import annotations

import re

from bot.memory import Turn
from bot.reply import Button, Line, Part, Quoted, Reply, Tone, clip, clipped, joined, note, quoted, title_of
from bot.settings import REPLIES
from bot.suggestions import label
from bot.texts import reason, say
from knowledge import Answer, Evidence, KnowledgeBase

_PUNCTUATION = re.compile(r"[\s\W_]+")


def answer_reply(turn: Turn, base: KnowledgeBase) -> Reply:
    """The short answer and the words of the report that give it; or that the report does not say, and what is near."""
    answer = turn.answer
    parts = _found_parts(answer, base) if answer.found else _silent_parts(answer, base)
    return Reply(tuple(parts), _buttons(turn, base))


def _found_parts(answer: Answer, base: KnowledgeBase) -> list[Part]:
    quotes = _quotes(answer, base)
    parts: list[Part] = []
    if len(quotes) != 1 or _PUNCTUATION.sub("", quotes[0].text) != _PUNCTUATION.sub("", answer.text):
        parts.append(Line(answer.text, Tone.ANSWER))  # an answer that is the whole quote is not said twice
    parts += [Line(_corrected(written), Tone.NOTE) for written, _ in answer.corrected]
    parts += _understanding(answer)
    if answer.confidence < REPLIES.caution_below:
        parts.append(Line(say("answer.caution"), Tone.CAUTION))
    return [*parts, *quotes]


def _corrected(written: str) -> str:
    """That an answer is a user's, and what the report says."""
    return say("answer.corrected", written=written) if written else say("answer.corrected_unstated")


def _silent_parts(answer: Answer, base: KnowledgeBase) -> list[Part]:
    parts: list[Part] = [Line(say("answer.not_found"), Tone.ANSWER), *_understanding(answer)]
    if not answer.query.carried:
        query = answer.query
        looked_for = query.text if query.taken_for else query.asked
        parts.append(Line(say("answer.looked_for", text=clip(looked_for, REPLIES.question_characters)), Tone.NOTE))
    near = _nearest(answer)
    if not near:
        return [*parts, Line(say("answer.nothing_near"), Tone.NOTE)]
    parts.append(Line(say("answer.nearest"), Tone.NOTE))
    return [*parts, *(_near(base, e) for e in near)]


def _near(base: KnowledgeBase, passage: Evidence) -> Quoted:
    """The beginning of a passage that may be what was looked for."""
    text = base.report(passage.report).text
    quote = quoted(text, passage.start, passage.end, place(base, passage), (), passage.met)
    return clipped(quote, REPLIES.nearest_characters)


def _understanding(answer: Answer) -> list[Part]:
    """What was taken for something else, what was carried over from before, and the question that makes."""
    query = answer.query
    lines: list[Part] = [
        Line(say("answer.taken_for", used=used, name=name), Tone.NOTE) for used, name in query.taken_for
    ]
    if query.carried:
        lines.append(Line(say("answer.carried", what=joined(query.carried)), Tone.NOTE))
        if query.text != query.asked:
            understood = clip(query.text, REPLIES.question_characters)
            lines.append(Line(say("answer.understood", text=understood), Tone.NOTE))
    return lines


def _nearest(answer: Answer) -> tuple[Evidence, ...]:
    return answer.evidence[: REPLIES.nearest]


def _bearing(answer: Answer) -> list[Evidence]:
    """The passages that hold pieces of the answer, best first; the best one for a counted answer."""
    bearing: list[Evidence] = []
    left = list(answer.pieces)
    for passage in answer.evidence:
        held = [p for p in left if passage.report == answer.report and _holds(passage, p.start, p.end)]
        if held or (not answer.pieces and not bearing):
            bearing.append(passage)
            left = [p for p in left if p not in held]
    return (bearing or list(answer.evidence[:1]))[: REPLIES.quotes]


def _holds(passage: Evidence, start: int, end: int) -> bool:
    return passage.start <= start and end <= passage.end


def _quotes(answer: Answer, base: KnowledgeBase) -> list[Quoted]:
    marks = [(p.start, p.end) for p in answer.pieces]
    return [
        quoted(
            base.report(e.report).text,
            e.start,
            e.end,
            place(base, e),
            marks if e.report == answer.report else (),
            e.met,
        )
        for e in _bearing(answer)
    ]


def place(base: KnowledgeBase, passage: Evidence) -> str:
    """Where a passage stands: its paragraph, and its report where there are several."""
    if len(base) < 2:
        return say("place.paragraph", number=passage.paragraph)
    title = clip(title_of(base, passage.report), REPLIES.title_characters)
    return say("place.paragraph_of", title=title, number=passage.paragraph)


def _buttons(turn: Turn, base: KnowledgeBase) -> tuple[Button, ...]:
    """The paragraphs behind an answer or near it, why, and what to ask next."""
    answer = turn.answer
    passages = _bearing(answer)[:1] if answer.found else _nearest(answer)
    sources = {(e.report, e.paragraph): answer.evidence.index(e) for e in passages}
    buttons = [
        Button(say("button.source", number=paragraph), f"s:{turn.number}:{index}")
        for (_, paragraph), index in sources.items()
    ]
    buttons.append(Button(say("button.why"), f"y:{turn.number}"))
    buttons += [Button(_label(text), f"f:{turn.number}:{n}") for n, text in enumerate(turn.follow_ups)]
    return tuple(buttons)


def _label(text: str) -> str:
    """What a follow-up's button says: a question as it is, a command in words."""
    command, _, argument = text.partition(" ")
    if command == "/who":
        return say("button.who", name=argument)
    return say("button.brief") if command == "/brief" else label(text)


def follow_ups(answer: Answer, base: KnowledgeBase) -> tuple[str, ...]:
    """Commands that may be given next: people the answer names; the brief after a silence."""
    if not answer.found:
        return ("/brief",)
    shown = "".join(p.text for p in answer.pieces) or answer.text
    people = base.facts(answer.report).people if answer.report else ()
    return tuple(f"/who {p.name}" for p in people if p.name in shown)[: REPLIES.follow_ups]


def source_reply(base: KnowledgeBase, report_id: str, number: int, answer: Answer | None) -> Reply:
    """Paragraph ``number`` of a report, with what an answer quoted from it marked."""
    report = base.report(report_id)
    block = next((b for b in report.blocks if b.number == number), None)
    if block is None:
        return note(say("source.range", number=number, count=report.blocks[-1].number))
    start = report.text.rfind("\n", 0, block.start) + 1
    end = report.text.find("\n", block.start)
    line = report.text[start : end if end >= 0 else None]
    start += len(line) - len(line.lstrip())
    end = start + len(line.strip())
    shown = [e for e in (answer.evidence if answer else ()) if e.report == report_id][: REPLIES.nearest]
    marks, met = [(e.start, e.end) for e in shown], [span for e in shown for span in e.met]
    passage = Evidence(report_id, number, start, end, "", 0.0)
    return Reply((quoted(report.text, start, end, place(base, passage), marks, met),))


def _reasons(answer: Answer) -> list[str]:
    """The strongest reasons in words, those of one name together."""
    sums: dict[str, float] = {}
    for name, weight in answer.reasons:
        sums[reason(name)] = sums.get(reason(name), 0.0) + weight
    strongest = sorted(sums.items(), key=lambda item: -abs(item[1]))
    return [f"{name} {weight:+.2f}" for name, weight in strongest[: REPLIES.reasons]]


def why_reply(answer: Answer, base: KnowledgeBase) -> Reply:
    """How a question was understood, what matched and what spoke for and against the answer."""
    query = answer.query
    lines = []
    if query.text and query.text != query.asked:
        lines.append(say("why.understood", text=query.text))
    lines.append(say("why.kind", kinds=joined([say(f"kind.{kind}") for kind in query.kinds])))
    lines.append(say("why.confidence", percent=round(answer.confidence * 100)))
    if not answer.found:
        lines.append(say("why.silent"))
    if answer.matched:
        lines.append(say("why.matched", words=joined(answer.matched)))
    if answer.reasons:
        lines.append(say("why.reasons", reasons=joined(_reasons(answer))))
    scores = [
        Line(say("why.passage", place=place(base, e), score=f"{e.score:.2f}"), Tone.DETAIL) for e in _nearest(answer)
    ]
    return Reply((*(Line(text) for text in lines), *scores))
