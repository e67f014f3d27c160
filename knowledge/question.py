"""A question to a Query: what it asks for, whom and what it names, and what earlier questions supply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge import lexicon
from knowledge.model import Kind, Query
from knowledge.normalize import clean, fold
from knowledge.numerals import number
from knowledge.pinyin import sounds_like

MAX_QUESTION = 500
"""Longest question in characters; the rest is cut off."""

_ORDINAL = re.compile(r"第([一二三四五六七八九十百0-9]+)(?:个|项|点|条|件|款|步|方面|议题|提案|案|位|名|次)?")
_RANKED = re.compile(r"排(?:在)?第([一二三四五六七八九十0-9]+)")
_QUOTED = re.compile(r"[\"“「『《]([^\"”」』》]{1,40})[\"”」』》]")
_PRONOUN = re.compile(r"他们|她们|他|她|这位|那位|此人|这个人|该(?:同志|领导|负责人)|这位主任|对方|本人")
_CONTINUES = re.compile(
    r"^(那么?|还有|另外|然后|接着|后来|其他的?|剩下的?|这个|这|它|其中|具体|除了他|又|也|至于|什么时候|为什么|在哪|谁|多少|哪)|呢$"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return lexicon.patterns("question_words.txt", Kind)


def kinds(question: str) -> tuple[Kind, ...]:
    """What a folded question may ask for, the likeliest first.

    >>> [str(k) for k in kinds("会议是什么时候召开的?")]
    ['when', 'what']
    >>> [str(k) for k in kinds("杨自力是什么职务")]
    ['title-of', 'what']
    """
    found = tuple(dict.fromkeys(kind for kind, pattern in _patterns() if pattern.search(question)))
    return found or (Kind.TOPIC,)


def ordinal(question: str) -> int | None:
    """The ordinal a folded question names (第四项 → 4)."""
    match = _RANKED.search(question) or _ORDINAL.search(question)
    value = number(match.group(1)) if match else None
    return int(value) if value else None


def named(question: str, names: Iterable[str]) -> dict[str, str]:
    """People of the report a folded question names: the spelling used → the name.

    A spelling may differ from the name by one character, or sound like it.

    >>> named("杨自立是什么职务", ["杨自力", "张剡"])
    {'杨自立': '杨自力'}
    """
    exact = {n: n for n in names if len(n) > 1 and fold(n) in question}
    found = {fold(n): n for n in exact}
    right = frozenset(found)
    for name in names:
        folded = fold(name)
        if name in exact or any(folded in f for f in found):
            continue
        size = len(folded)
        if not (2 <= size <= 4) or folded.isascii():
            continue
        for at in range(len(question) - size + 1):
            used = question[at : at + size]
            if used in right:  # somebody's own name is not another's misspelt
                continue
            same = sum(a == b for a, b in zip(used, folded, strict=True))
            alike = same >= 1 and sounds_like(used, folded)
            one_off = size >= 3 and same == size - 1 and used[0] == folded[0]
            if alike or one_off:
                found[used] = name
                break
    return found


def parse(question: str, names: Iterable[str] = (), *, previous: Sequence[str] = (), focus: str = "") -> Query:
    """Understand a question.

    :param names: people the reports name.
    :param previous: the same user's earlier questions, oldest first.
    :param focus: whom the previous answer was about (a name), for 他 and the like.
    """
    asked = clean(question).strip()[:MAX_QUESTION]
    folded = fold(asked)
    taken = named(folded, tuple(names))
    text = folded
    for used, name in taken.items():
        text = text.replace(used, fold(name))
    carried: list[str] = []
    if focus and _PRONOUN.search(text):
        text = _PRONOUN.sub(fold(focus), text, count=1)
        carried.append(focus)
    own = kinds(text)
    if any(_is_who(text, fold(name)) for name in (*taken.values(), *carried)):
        own = tuple(dict.fromkeys((Kind.TITLE_OF, *own)))
    if previous and set(own) <= {Kind.ALIGNED, Kind.TOPIC, Kind.WHAT} and not re.search("什么|啥|哪|多少", text):
        own = tuple(dict.fromkeys((*kinds(fold(previous[-1])), *own)))
    return Query(
        asked=asked,
        text=text,
        kinds=own,
        people=tuple(dict.fromkeys([*taken.values(), *carried])),
        taken_for=tuple((used, name) for used, name in taken.items() if used != fold(name)),
        ordinal=ordinal(text),
        terms=tuple(m.group(1) for m in _QUOTED.finditer(text)),
        carried=tuple(carried),
    )


def _is_who(question: str, name: str) -> bool:
    """Whether a folded question asks what somebody is (王小明是谁, 王小明是干什么的)."""
    return any(m.group("who") == name for m in _patterns_of_who().finditer(question))


@lru_cache(maxsize=1)
def _patterns_of_who() -> re.Pattern[str]:
    return re.compile(rf"(?P<who>[^,?!]{{2,12}}?)(?:{'|'.join(lexicon.words('who_is_words.txt'))})[?!。]*$")


def continues(question: str) -> bool:
    """Whether a folded question leans on the one before it (那第五项呢, 他是什么职务).

    >>> continues("那第五项呢"), continues("会议由谁主持")
    (True, False)
    """
    return bool(_PRONOUN.search(question) or _CONTINUES.search(question.rstrip("?？。!"))) and len(question) <= 40
