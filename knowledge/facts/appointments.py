"""Who is elected or appointed to what: 任命柴剑雄为石陂县副县长; 郑健当选为主委; 免去养正平的局长职务."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from knowledge import lexicon
from knowledge.facts import names
from knowledge.facts.prose import Mention

_NAME = r"(?:(?![和与])[\u3400-\u9fff·]){2,12}?"
_NAMES = rf"(?P<names>{_NAME}(?:[、和与]{_NAME}){{0,14}})"
_TITLES = r"(?P<titles>[^,。;:!?\s\"]{2,40}?)"
_ADDRESS = r"(?:女士|先生|同志|博士|教授|院士|研究员|律师)?"
_STOP = r"(?=[,。;:\s]|$)"
_GIVEN = re.compile(
    rf"(?:任命|选举|补选|增选|聘任|聘请|推选|推举|增补|提名|委任)了?{_NAMES}{_ADDRESS}(?:为|担任|任){_TITLES}{_STOP}"
)
_TAKEN = re.compile(rf"(?:免去|同意免去){_NAMES}{_ADDRESS}的{_TITLES}职务")
_LEFT = re.compile(rf"接受{_NAMES}{_ADDRESS}(?:因[^,。;]{{2,12}})?辞去(?:其)?{_TITLES}(?:职务)?的?(?:请求|申请|辞呈)")
_ELECTED = re.compile(
    rf"(?<![^,。;:、\s]){_NAMES}(?:等?\d{{1,2}}人)?(?:首次|再次|全票|高票|共同|分别)?"
    rf"(?:当选为?|被任命为|被聘为|被选为|获聘为?|接任|出任|连任|担任){_TITLES}{_STOP}"
)
_AGAIN = re.compile(rf"(?<![^,。;:、\s]){_NAMES}(?:连任|当选|获选){_STOP}(?P<titles>)")
_BY = re.compile(rf"(?<![^,。;:\s])(?P<titles>[^,。;:!?\s\"、]{{2,24}}?)由{_NAMES}(?:接任|担任|出任|兼任)")
_PATTERNS = (
    (re.compile("任命|选举|补选|增选|聘|推选|推举|增补|提名|委任"), _GIVEN),
    (re.compile("免去"), _TAKEN),
    (re.compile("辞去"), _LEFT),
    (re.compile("当选|任命|聘|被选|[接出连担]任"), _ELECTED),
    (re.compile("连任|当选|获选"), _AGAIN),
    (re.compile("[接担出兼]任"), _BY),
)
"""What a sentence must hold for patterns to be tried, which take long to fail; most sentences hold none of it."""
_OWN = re.compile(
    r"(?:本|我|该)?(?:公司|集团|会|院|校|社|协会|学会|单位)的?(?=[副总首]|董|监|经|理事|秘书|独立|常务|名誉|院|校|会)"
)
_END = re.compile(r"(?:\([^()]*\))?(?:职务|一职|的议案|的决定)?$")


@cache
def _stops() -> tuple[str, ...]:
    return lexicon.table("title_stops.txt")["always"]


def appointed(text: str, start: int, end: int) -> Iterator[Mention]:
    """The people that a sentence (folded) says take or leave an office, with the office as title."""
    for pattern in (pattern for hint, pattern in _PATTERNS if hint.search(text, start, end)):
        for match in pattern.finditer(text, start, end):
            titles = _titles(text, *match.span("titles")) if match.group("titles") else ()
            found = list(_people(text, *match.span("names")))
            if not all(found) or not found:
                continue
            for a, b in filter(None, found):
                yield Mention(a, b, titles, b)


def _people(text: str, start: int, end: int) -> Iterator[tuple[int, int] | None]:
    """The names of a list, ``None`` for a part that is none."""
    at = start
    for part in re.split("([、和与])", text[start:end]):
        stop = at + len(part)
        if part not in ("、", "和", "与"):
            named = names.is_name(part) and not names.is_word(part) and part[-1] not in "省市县区镇乡村街"
            yield (at, stop) if named else _styled(text, at, stop)
        at = stop


def _styled(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name in 退休研究员鲍海生."""
    for size in (3, 2):
        at = end - size
        if at > start and names.title_length(text, at) and names.is_name(text[at:end], rare=False):
            return None if names.is_word(text[at:end]) else (at, end)
    return None


def _titles(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The offices of 省高级人民法院审判委员会委员、行政审判庭庭长."""
    spans = []
    at = start
    for part in text[start:end].split("、"):
        stop = at + len(part)
        core = at + len(_END.sub("", part))
        if own := _OWN.match(text, at, core):
            at = own.end()
        if names.title_length(text, core) and not part.startswith(_stops()):
            spans.append((at, core))
        at = stop + 1
    return tuple(spans)
