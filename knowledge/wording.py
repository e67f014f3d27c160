"""How a question asks: whether reports tend to have the answer to questions worded like it.

Everybody knows when a meeting took place, few reports say what it cost or who could not come and why. What is asked for
stands around the question word; its n-grams are weighed by a logistic regression fitted with the ranking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.normalize import fold

_QUESTION_WORD = re.compile(r"为什么|什么|为何|如何|何时|何人|怎么|怎样|多少|多久|多大|多长|是否|没有|啥|哪|谁|几|咋|吗|何")
_REACH = 4
"""Characters taken at either side of a question word."""
_LONGEST = 3


def wording(question: str) -> frozenset[str]:
    """The n-grams (1 to 3 characters) around a question's words of asking; of its end if there are none.

    >>> sorted(wording("谁"))
    ['谁']
    """
    text = re.sub(r"[\W_]", "", fold(question))
    windows = [text[max(0, m.start() - _REACH) : m.end() + _REACH] for m in _QUESTION_WORD.finditer(text)]
    return frozenset(
        window[at : at + size]
        for window in windows or [text[-2 * _REACH :]]
        for size in range(1, _LONGEST + 1)
        for at in range(len(window) - size + 1)
    )


def answerable(question: str, weights: Mapping[str, float]) -> float:
    """Log-odds that a report has the answer, by the wording of the question alone; 0 is as usual.

    :param weights: what each n-gram adds; those not known add nothing.
    """
    found = wording(question)
    return sum(weights.get(gram, 0.0) for gram in found) / (len(found) or 1) ** 0.5
