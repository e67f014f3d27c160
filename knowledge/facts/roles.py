"""What people do at a meeting, read from the verbs around their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge import lexicon
from knowledge.facts.prose import Mention

PRESENT, HOST, SPEECH, WORD, CONVEY = "出席", "主持", "讲话", "发言", "传达"
REPORT, OBSERVE, RECORD, ABSENT = "汇报", "列席", "记录", "请假"
SPOKEN = (SPEECH, WORD, REPORT, CONVEY)
MISSING = "未到"
"""Did not come and was not excused; kept apart from :data:`ABSENT`."""
_LEADING = re.compile(r"指出|强调|要求|希望|提出.{0,6}(?:要求|希望|意见)|勉励|总结|小结")
_SAYING = re.compile(
    r"表示|提出|建议|认为|反映|答复|补充|回应|提问|同意|质疑|主张|担心|介绍|分析|说明|提议|提案|附议|询问|回答|提醒"
    r"|呼吁|坦言|转达|转述|带话|陈述|测算|推荐|反对|讲授|讲述|动议|抱怨|坚持|认同|赞成|追问|反问|担忧|解释|透露|直言|承诺|倡议|感慨|回忆|谈到|谈起|提到|关切|[说问答讲谈](?=[,:了到\"])"
)
_NOT_DONE = re.compile(
    r"精神|稿|材料|要求|会(?![议上前后])|率|人|单|者|提纲|内容|制度|厅|席|台|质量|期|权|书|过?的?情况"
)
_EXPLAINED = re.compile(r"作了?(?:关于|的)[^,。;作]{2,60}?说明")
_EXPERIENCE = re.compile(r"[^,。;]{0,16}(?:经验|做法|体会|心得|故事|经历)")
_INVERTED = re.compile(
    r"(?:邀请|特邀)了?|(?:出席|参加|列席|参会|与会)[^,。;]{0,24}?(?:的)?[^,。;]{0,10}?(?:还有|有|包括|为)\s?:?"
)
_GOES_ON = re.compile(
    r"(?:并|且|还|同时|随后|最后|就|对|代表|围绕|结合|先后|分别|在[^,]{0,12}(?:上|中|时|后|前|会)|向|为|以|从|再|也|又"
    r"|会上|认真|集体|一同|一起|他|她|重点|现场|首先|亲自)"
)
_EXCUSED = re.compile(
    r"因[^。;,]{1,16},?(?:请假|缺席|未|(?:书面)?委托[^,。;]{1,20}(?:出席|代|表决))|(?:书面)?请假|未(?:能)?(?:出席|到会|参会)"
)
_NEXT_TIME = re.compile(r"下一?[次期届](?:会议|例会|周会|双周会|由|主持|会)|下期|轮值主持|主持轮值")
_SENT = re.compile("委托|委派|指派")
_VERB = re.compile(r"宣布|指出|强调|提出|表示|传达|部署|了|向|就|对|受|以|要")
_OTHER_SUBJECT = re.compile(
    r"会议(?!主?席)[^,]{0,6}(?:听取|审议|研究|指出|强调|要求)|大家|与会(?!嘉宾|人员|代表)|(?<!重)要(?!求)|应(?!邀)|请|由|认真听取"
)
_CLAUSE = re.compile(r"[,;:]")
_FROM = re.compile(r"[、,和]来自[^,。;、]{1,16}的$")
_OWNED = re.compile(
    r"(?:总书记|主席|同志|总理|书记)?(?:的|关于[^,。;]{2,20}的)?(?:重要)?(?:指示|批示|讲话(?:和|精神|要求)|论述|思想|贺信|回信|嘱托)"
)
"""What is somebody's when others convey it; naming the owner changes nothing about who acts."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A role word at a place, e.g. 主持."""

    start: int
    end: int
    role: str
    word: str = ""


@cache
def _verbs() -> tuple[re.Pattern[str], dict[str, str]]:
    roles = {word: role for role, words in lexicon.table("roles.txt").items() for word in words}
    return re.compile(lexicon.alternation(tuple(roles))), roles


def deeds(text: str, start: int, end: int) -> Iterator[Deed]:
    """The role words of a sentence that are done, not named (讲话精神, 汇报材料)."""
    pattern, roles = _verbs()
    for match in pattern.finditer(text, start, end):
        bracket = text.rfind("(", max(start, match.start() - 12), match.start())
        aside = bracket >= 0 and ")" not in text[bracket : match.start()] and ")" in text[match.end() : match.end() + 8]
        opened = text.rfind("《", start, match.start())
        aside = aside or opened >= 0 and "》" not in text[opened : match.start()]
        if not _NOT_DONE.match(text, match.end()) and not aside:
            shared = match.group() == "介绍" and _EXPERIENCE.match(text, match.end())
            yield Deed(match.start(), match.end(), WORD if shared else roles[match.group()], match.group())
    for match in _EXPLAINED.finditer(text, start, end):
        yield Deed(match.start(), match.end(), REPORT)


def said(text: str, start: int, end: int) -> str:
    """How what follows a name up to ``end`` says that the person speaks: :data:`SPEECH`, :data:`WORD`, or ``""``.

    Only the first clause counts, and later ones without a subject of their own.
    """
    at, found = start, ""
    for stop in [m.end() for m in _CLAUSE.finditer(text, start, end)] + [end]:
        leads = _LEADING.search(text, at, stop)
        if at > start and not _GOES_ON.match(text, at, stop) and not (leads and leads.start() == at):
            break
        if leads:
            return SPEECH
        if _SAYING.search(text, at, stop):
            found = WORD
        at = stop
    return found


def assign(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Roles of the people mentioned in one sentence.

    Names gather until a verb; the next name after a verb begins a new group (张三出席会议，李四主持会议).
    """
    if _NEXT_TIME.search(text, start, end):
        return
    inverted = _INVERTED.search(text, start, end)
    done = list(deeds(text, start, end))
    marks: list[tuple[int, Mention | Deed]] = [*((m.start, m) for m in people), *((d.start, d) for d in done)]
    group: list[Mention] = []
    acted, spoke = 0, False
    for at, mark in sorted(marks, key=lambda m: m[0]):
        if isinstance(mark, Mention):
            if group and _OWNED.match(text, mark.after):
                continue
            if group and not _goes_with(text, group[-1], mark, bool(acted)):
                group = []
            acted, spoke = 0, False
            if text[at - 1 : at] == "受" or _SENT.match(text, mark.after) and "受" in text[max(start, at - 16) : at]:
                continue
            if _EXCUSED.match(text, mark.after, end):
                yield mark, ABSENT
                continue
            group.append(mark)
            if inverted and at >= inverted.end():
                yield mark, next((d.role for d in done if d.start >= inverted.start()), PRESENT)
        elif group and _reaches(text, acted or group[-1].end, mark, bool(acted)):
            if mark.word == "介绍" and spoke:
                continue
            spoke = spoke or mark.role == WORD
            charged = mark.role == HOST and "由" in text[max(start, group[-1].start - 40) : group[-1].start]
            for member in _tail(text, group) if charged else group:
                yield member, mark.role
            acted = mark.end


def _tail(text: str, group: Sequence[Mention]) -> Sequence[Mention]:
    """The last names of a list that are joined by 、 or 和: 会议由甲、乙先后主持."""
    first = len(group) - 1
    while first > 0 and text[group[first - 1].end : group[first].start].strip() in ("、", "和"):
        first -= 1
    return group[first:]


def _goes_with(text: str, before: Mention, mention: Mention, acted: bool) -> bool:
    """Whether two people stand in one list: only joining words, titles and groups between them."""
    between = text[
        before.after : mention.titles[0][0]
        if mention.titles and mention.titles[0][0] < mention.start
        else mention.start
    ]
    if acted:
        return between.strip() in ("、", "和")
    ends = not between or between.rstrip()[-1:] in "、,和与及以()" or _FROM.search(between)
    return len(between) < 60 and not _VERB.search(between) and bool(ends)


def _reaches(text: str, at: int, deed: Deed, acted: bool) -> bool:
    """Whether the verb can belong to those named before ``at``: no new subject in between."""
    between = text[at : deed.start]
    reach = 600 if deed.role in (PRESENT, OBSERVE) and not acted else 80
    if len(between) > reach or _OTHER_SUBJECT.search(between):
        return False
    clause = _CLAUSE.split(between)
    return len(clause) == 1 or not clause[-1].strip() or bool(_GOES_ON.match(clause[-1].strip())) or not acted
