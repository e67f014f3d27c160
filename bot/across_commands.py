"""The commands over several meetings: which there are, which are asked, who came, what is due, what changed."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.across_replies import no_meeting
from bot.attendance_picture import LEAST_MEETINGS, attendance_picture
from bot.attendance_reply import as_lines
from bot.card_files import attached, missing
from bot.difference_reply import difference_parts
from bot.fact_replies import Parts
from bot.feedback import kept as kept_feedback
from bot.meeting_line import date_of, meeting_line, titled
from bot.memory import Conversation, Face
from bot.reply import Attachment, Line, Reply, Tone, clip, joined, note, quoted
from bot.rights.caller import require
from bot.rights.levels import Need
from bot.scope import meetings as in_scope
from bot.scope import scope_words, scoped
from bot.settings import REPLIES
from bot.texts import say, words
from bot.timeline_reply import timeline_parts
from knowledge import KnowledgeBase, across
from knowledge.shelf import EVERYTHING, Entry, Scope

_PICTURE = "png"
_YEAR = re.compile(r"(?:19|20)\d\d")


def meetings(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """A page of the meetings, the newest first; of a stretch of time or with a word in the title if one is given."""
    number = re.search(r"(?:^|\s)(\d{1,3})$", argument)
    page, wanted = int(number[1]) if number else 1, argument[: number.start()].strip() if number else argument
    entries = across.newest_first(base.shelf.entries())
    if wanted and (period := _period(base, wanted)):
        entries = across.within(base.shelf, EVERYTHING, period)
        if not entries:
            return note(no_meeting(base, period))
    elif wanted:
        entries = across.meant_by(entries, wanted)
    if not entries:
        return note(say("meetings.none_titled", title=clip(wanted, 20)) if wanted else say("scope.empty"))
    if not number and conversation.face is Face.TELEGRAM:
        return _page(conversation, entries, wanted, 1, len(entries))
    return _page(conversation, entries, wanted, page, REPLIES.meetings)


def _page(conversation: Conversation, entries: list[Entry], wanted: str, page: int, size: int) -> Reply:
    pages = (len(entries) + size - 1) // size
    if not 1 <= page <= pages:
        return note(say("meetings.no_page", page=page, pages=pages))
    parts: Parts = [Line(say("meetings.head", count=len(entries)), Tone.HEADING)]
    for entry in entries[(page - 1) * size : page * size]:
        mark = say("meetings.chosen") if entry.id == conversation.chosen else ""
        host = say("meetings.host", names=joined(entry.host)) if entry.host else ""
        parts.append(Line(f"{mark}{meeting_line(entry)}{host}"))
    if page == pages:
        return Reply((*parts, Line(say("meetings.hint"), Tone.NOTE)))
    following = f"/meetings {wanted} {page + 1}".replace("  ", " ")
    return Reply((*parts, Line(say("meetings.page", page=page, pages=pages, next=following), Tone.NOTE)))


def use(conversation: Conversation, base: KnowledgeBase, wanted: str) -> Reply:
    """Ask one meeting from now on, those of a stretch of time, or all again."""
    if not wanted:
        return note(say("use.now", scope=scope_words(base, conversation.scope)))
    if wanted.lower() in words("use.all_words"):
        return _use(conversation, base, EVERYTHING)
    if period := _period(base, wanted):
        entries = across.within(base.shelf, EVERYTHING, period)
        if not entries:
            return note(no_meeting(base, period))
        if period.latest or len(entries) == 1:
            return _use(conversation, base, Scope(frozenset(e.id for e in entries)))
        return _use(conversation, base, Scope(None, period.since, period.until))
    title, _, every = wanted.rpartition(" ")
    if title and every.lower() in words("use.all_words") and (alike := across.meant_by(base.shelf.entries(), title)):
        return _use(conversation, base, Scope(frozenset(e.id for e in alike)))
    found, problem = one_meeting(base, wanted)
    return _use(conversation, base, Scope(frozenset({found.id}))) if found else problem


def _use(conversation: Conversation, base: KnowledgeBase, scope: Scope) -> Reply:
    """Change what is asked; what was asked before no longer says what 他 is."""
    conversation.scope = scope
    conversation.forget()
    return note(say("use.done", scope=scope_words(base, scope)))


def attendance(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """Who came to which meeting, and as what; of a stretch of time if one is given."""
    if argument.lower() == "csv":
        return export(conversation, base, "attendance")
    draws = conversation.face is Face.TELEGRAM or argument.lower() == _PICTURE
    argument = "" if argument.lower() == _PICTURE else argument
    period = _period(base, argument) if argument else None
    if argument and period is None:
        return note(say("attendance.argument"))
    entries = across.within(base.shelf, conversation.scope, period)
    if period and not entries:
        return note(no_meeting(base, period))
    shown = entries[: REPLIES.attendance_meetings]
    matrix = across.attendance((e, base.facts(e.id)) for e in shown)
    if not matrix.rows:
        return scoped(conversation, base, note(say("attendees.none")))
    left = len(entries) - len(shown)
    reply = Reply(tuple(as_lines(matrix, left)))
    if draws and len(shown) >= LEAST_MEETINGS:
        picture = attendance_picture(matrix, left)
        file = attached(picture, say("attendance.head", count=len(shown)))
        reply = replace(reply, parts=(*reply.parts, *missing(picture)), attachment=file)
    return scoped(conversation, base, reply)


def export(conversation: Conversation, base: KnowledgeBase, kind: str) -> Reply:
    """The meetings in scope in a format that other programs read: Markdown unless another is named."""
    from bot.exports import FEEDBACK, FEEDBACK_FORMS, FORMATS, kept  # the calendar library takes long to load

    kind = kind.lower() or "md"
    name, _, form = kind.partition(" ")
    if name in FEEDBACK and form in ("", *FEEDBACK_FORMS):
        return _feedback(conversation, base, name, form or "csv")
    if kind not in FORMATS:
        return note(say("export.formats", formats=joined((*FORMATS, *FEEDBACK))))
    entries = in_scope(conversation, base)[: REPLIES.table_meetings]
    # A Markdown text without the reports themselves: those are what the conversation is about.
    shown = [kept(base, e, "" if kind == "md" else base.report(e.id).text) for e in reversed(entries)]
    return _handed_over(
        conversation, "".join(FORMATS[kind](shown)), kind, _file_name(kind), say("export.attached", count=len(shown))
    )


def _feedback(conversation: Conversation, base: KnowledgeBase, name: str, form: str) -> Reply:
    """Unanswered questions or votes, for whoever keeps the reports."""
    require(Need.KEEP)
    from bot.exports import FEEDBACK_FORMS

    whole = "".join(FEEDBACK_FORMS[form](name, kept_feedback(conversation, base)))
    return _handed_over(conversation, whole, name, f"huiwen-{name}.{form}", say("export.feedback_attached"))


def _handed_over(conversation: Conversation, whole: str, kind: str, name: str, done: str) -> Reply:
    """An export as a file; in the console as text, if it is not too long."""
    if conversation.face is Face.TELEGRAM:
        return replace(note(done), attachment=Attachment(name, whole.encode("utf-8", "replace")))
    text = whole.lstrip("\ufeff").replace("\r\n", "\n").rstrip("\n")
    if len(text) > REPLIES.export_characters:
        return note(say("export.too_long", count=len(text), kind=kind))
    return Reply((Line(text),))


def _file_name(kind: str) -> str:
    return f"huiwen.{kind}" if kind in ("json", "md", "ics") else f"huiwen-{kind}.csv"


def timeline(conversation: Conversation, base: KnowledgeBase, wanted: str) -> Reply:
    """Meetings and dated tasks in the order of their days, of a topic or a stretch of time if one is given."""
    period = _period(base, wanted) if wanted else None
    topic = "" if period else wanted
    entries = across.within(base.shelf, conversation.scope, period)
    if period and not entries:
        return note(no_meeting(base, period))
    if topic:
        entries = across.speaking_of(base.shelf, entries, topic)
    shown = entries[: REPLIES.table_meetings if topic else REPLIES.timeline_meetings]
    events = across.timeline(base.shelf, shown, topic)
    if not events:
        text = say("timeline.none_of", topic=clip(topic, 20)) if topic else say("timeline.none")
        return scoped(conversation, base, note(text))
    head = say("timeline.of", topic=clip(topic, 20)) if topic else say("timeline.head")
    return scoped(conversation, base, Reply(tuple(timeline_parts(base, events, head, len(entries) - len(shown)))))


def diff(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """What changed from one meeting to another; between the newest two of the scope if none are named."""
    if len(base) < 2:
        return note(say("diff.too_few"))
    if not argument:
        newest = in_scope(conversation, base)[:2]
        if len(newest) < 2:
            return note(say("diff.which"))
        return Reply(tuple(difference_parts(across.difference(base.shelf, newest[1], newest[0]))))
    names = argument.split()
    if len(names) != 2:
        return note(say("diff.which"))
    pair: list[Entry] = []
    for name in names:
        found, problem = one_meeting(base, name)
        if found is None:
            return problem
        pair.append(found)
    if pair[0].id == pair[1].id:
        return note(say("diff.same"))
    after, before = across.newest_first(pair)
    return Reply(tuple(difference_parts(across.difference(base.shelf, before, after))))


def terms(conversation: Conversation, base: KnowledgeBase, wanted: str) -> Reply:
    """Terms set off by quotation marks, and short forms: where they are spelled out, and in what words."""
    entries = in_scope(conversation, base)[: REPLIES.table_meetings]
    found = across.terms(base.shelf, entries, wanted)
    if not found:
        text = say("terms.none_of", term=clip(wanted, 20)) if wanted else say("terms.none")
        return scoped(conversation, base, note(text))
    if not wanted:
        return scoped(conversation, base, Reply(tuple(_term_list(found))))
    parts: Parts = []
    for term in found[: REPLIES.findings]:
        head = say("terms.meaning", term=term.text, meaning=term.meaning) if term.meaning else term.text
        parts.append(Line(head, Tone.ANSWER if term.meaning else Tone.HEADING))
        if term.evidence:
            e = term.evidence
            text = base.report(e.report).text
            at = text.find(term.text, e.start, e.end)
            marks = ((at, at + len(term.text)),) if at >= 0 else ()
            parts.append(quoted(text, e.start, e.end, _place(base, term.entry, e.paragraph), (), marks))
    if (more := len(found) - REPLIES.findings) > 0:
        parts.append(Line(say("across.more", count=more), Tone.NOTE))
    return scoped(conversation, base, Reply(tuple(parts)))


def _term_list(found: list[across.Term]) -> Parts:
    """Each term once: with its meaning, else by itself."""
    parts: Parts = [Line(say("terms.head", count=len({t.text for t in found})), Tone.HEADING)]
    spelled = {t.text: t for t in reversed(found) if t.meaning}
    once = list(dict.fromkeys(t.text for t in found))
    for text in once[: REPLIES.terms]:
        if text in spelled:
            meaning = clip(spelled[text].meaning, REPLIES.nearest_characters)
            parts.append(Line(say("terms.meaning", term=text, meaning=meaning)))
        else:
            parts.append(Line(text))
    if (more := len(once) - REPLIES.terms) > 0:
        parts.append(Line(say("terms.more", count=more), Tone.NOTE))
    return parts


def _place(base: KnowledgeBase, entry: Entry, paragraph: int) -> str:
    if len(base) < 2:
        return say("place.paragraph", number=paragraph)
    return say("place.paragraph_on", date=date_of(entry), title=titled(entry), number=paragraph)


def _period(base: KnowledgeBase, wanted: str) -> across.Period | None:
    """A stretch of time, if that is all that is written."""
    text = f"{wanted}年" if _YEAR.fullmatch(wanted) and not across.meant_by(base.shelf.entries(), wanted) else wanted
    period = across.find_period(text, across.newest_date(base.shelf))
    if period is None:
        return None
    rest = (text[: period.start] + text[period.end :]).strip("的")
    return period if not rest or rest in words("use.meeting_words") else None


def one_meeting(base: KnowledgeBase, wanted: str) -> tuple[Entry | None, Reply]:
    """The meeting of a number or a part of a title, else what to say instead."""
    found = across.meant_by(base.shelf.entries(), wanted)
    if len(found) == 1:
        return found[0], note("")
    if not found:
        key = "use.no_number" if wanted.isdigit() else "use.no_title"
        return None, note(say(key, wanted=clip(wanted, 20), count=len(base)))
    parts: Parts = [Line(say("use.several", wanted=clip(wanted, 20), count=len(found)), Tone.NOTE)]
    parts += [Line(meeting_line(e)) for e in found[: REPLIES.findings]]
    return None, Reply((*parts, Line(say("use.all_of_them", wanted=clip(wanted, 20)), Tone.NOTE)))
