"""How a question is worded: whether reports tend to have the answer to questions worded like it.

Every report says when its meeting took place; few say what it cost, or who stayed away and why. What a question asks for
shows in its words: their n-grams are weighed by a logistic regression that is fitted with the ranking.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from knowledge.normalize import fold

_LONGEST = 3


def wording(question: str) -> frozenset[str]:
    """The n-grams (1 to 3 characters) of a question, punctuation left out.

    >>> sorted(wording("谁来？"))
    ['来', '谁', '谁来']
    """
    text = re.sub(r"[\W_]", "", fold(question))
    return frozenset(text[at : at + n] for n in range(1, _LONGEST + 1) for at in range(len(text) - n + 1))


def answerable(question: str, weights: Mapping[str, float]) -> float:
    """Log-odds that a report has the answer, by the wording of the question alone; 0 is as usual.

    :param weights: what each n-gram adds; those not known add nothing.
    """
    found = wording(question)
    return sum(weights.get(gram, 0.0) for gram in found) / math.sqrt(len(found) or 1)
