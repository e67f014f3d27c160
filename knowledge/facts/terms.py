"""Terms a report sets off: “四个纳入”, 《森林草原防灭火条例（草案）》."""

from __future__ import annotations

import re

from knowledge.facts.source import Source
from knowledge.model import Quote

_TERM = re.compile(r"[“「『\"](?P<quoted>[^“”「」『』\"\n]{2,40})[”」』\"]|《(?P<titled>[^《》\n]{2,80})》")


def find_terms(source: Source) -> tuple[Quote, ...]:
    """Each term once, where first written; titles keep their marks."""
    found: dict[str, Quote] = {}
    for match in _TERM.finditer(source.report.text):
        start, end = match.span("quoted") if match.group("quoted") else match.span()
        found.setdefault(source.text[start:end], source.report.quote(start, end))
    return tuple(found.values())
