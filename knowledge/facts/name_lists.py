"""Names in a row in running text: a list tells for people what no single entry does (柏宗岳、却英、巴特尔出席会议)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.facts import names
from knowledge.facts.prose import JOIN, Mention, clause_starts
from knowledge.facts.shapes import something_else

_START = re.compile(r"[。!?;:,、\s有为括请举]")
_MIN_RUN = 3
_LONGEST = 8
"""Characters of a name in a list: 古丽·买买提."""
_MOST = 80
"""Names in a list."""
_JOINED = re.compile(r"\s?(?:、|和|与|及|以及)\s?")
_BEHIND = re.compile(r"等(?:\d{1,3}[名位人])?(?:领导)?(?:同志)?")


def name_runs(text: str, start: int, end: int) -> Iterator[Mention]:
    """Three or more bare names in a row (刘国中、李干杰、何立峰): a list of people even without a title."""
    at = start
    while at < end:
        run: list[Mention] = []
        position = at
        while True:
            stop = names.name_end(text, position, rare=True, titled=bool(run))
            if not stop or stop > end or names.is_common_word(text[position:stop]) or names.title_length(text, stop):
                break
            run.append(Mention(position, stop, after=stop))
            match = JOIN.match(text, stop)
            if not match or "," in match.group():
                break
            position = match.end()
        if len(run) >= _MIN_RUN:
            yield from run
            at = run[-1].end
        following = _START.search(text, at, end)
        at = following.end() if following else end


def acting_lists(text: str, start: int, end: int) -> Iterator[Mention]:
    """The entries of a list at the start of a clause that does what people do, where most of them look like names.

    >>> t = "柏宗岳、却英、巴特尔出席会议。"
    >>> [t[m.start:m.end] for m in acting_lists(t, 0, len(t))]
    ['柏宗岳', '却英', '巴特尔']
    """
    behind = start
    for at in clause_starts(text, start, end):
        found = _acting_list(text, at, end) if at >= behind else []
        if found and _coherent([text[a:b] for a, b in found]):
            behind = found[-1][1]
            yield from (Mention(a, b, after=b) for a, b in found)


def _acting_list(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of two or more joined entries before a verb; none if no verb follows."""
    found: list[tuple[int, int]] = []
    at = start
    while len(found) < _MOST and (entry := _entry(text, at, end)):
        stop, behind = entry
        found.append((at, stop))
        if behind:
            return found if len(found) > 1 else []
        at = behind or _JOINED.match(text, stop).end()  # type: ignore[union-attr]
    return []


def _entry(text: str, at: int, end: int) -> tuple[int, bool] | None:
    """Where an entry ends, and whether the verb stands right behind it; ``None`` where no entry stands."""
    for stop in range(at + 2, min(end, at + _LONGEST) + 1):
        if not all(names.is_han(c) or c in "·•・" for c in text[at:stop]):
            return None
        if _JOINED.match(text, stop, end) and not _spelt_on(text, at, stop):
            return stop, False
        rest = _BEHIND.match(text, stop, end)
        if names.follows(text, rest.end() if rest else stop, "speech", "act"):
            return stop, True
    return None


def _spelt_on(text: str, start: int, at: int) -> bool:
    """Whether what joins names is part of one: 和 in 张忠和、李群."""
    return text[at] in "和与及" and at - start < 3 and _JOINED.match(text, at + 1) is not None


def _coherent(entries: list[str]) -> bool:
    """Whether entries are names: two that certainly look so, or most of more; and none that is something else."""
    if any(something_else(e) for e in entries):
        return False
    sure = sum(names.is_name(e, rare=False) and not names.is_common_word(e) for e in entries)
    likely = sum(names.is_name(e) and not names.is_common_word(e) for e in entries)
    return sure >= 1 and likely == 2 if len(entries) < _MIN_RUN else sure >= 1 and 2 * likely > len(entries)
