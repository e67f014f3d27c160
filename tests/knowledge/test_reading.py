"""Lists that a report announces or builds by parallel clauses."""

from __future__ import annotations

from knowledge.facts import extract
from knowledge.reader import read_report
from knowledge.reading import Reading


def series(text: str) -> list[list[str]]:
    report = read_report(text)
    return [[report.text[a:b] for _, a, b in s.points] for s in Reading(report, extract(report)).series]


def opening(text: str, first_point: str) -> str:
    report = read_report(text)
    reading = Reading(report, extract(report))
    found = next(s for s in reading.series if report.text.startswith(first_point, s.points[0][1]))
    p = reading.passages[found.intro]
    return report.text[p.start : p.end]


def test_lines_after_a_colon_are_a_list() -> None:
    text = "例会纪要\n\n需要更换的零件：\n水泵密封圈\n进水阀\n压力表\n\n下次再议。\n"
    assert ["水泵密封圈", "进水阀", "压力表"] in series(text)
    assert opening(text, "水泵密封圈") == "需要更换的零件："


def test_a_list_is_opened_by_the_line_with_the_colon_above_it_rather_than_by_its_heading() -> None:
    text = "## 结论\n- 开渠前必须办完：\n1. 清淤验收\n2. 闸门检修\n"
    assert opening(text, "清淤验收") == "开渠前必须办完："


def test_clauses_that_begin_alike_are_a_list() -> None:
    text = "会议强调，坚持水价公开，坚持先缴后放，坚持按亩计量，把好事办好。\n"
    assert ["坚持水价公开", "坚持先缴后放", "坚持按亩计量"] in series(text)


def test_two_clauses_that_begin_alike_are_not() -> None:
    assert not any(len(s) == 2 for s in series("会议强调，坚持水价公开，坚持先缴后放，把好事办好。\n"))
