"""What users put right: facts say it, quotes do not, and it finds its place again when the report comes in anew."""

from __future__ import annotations

import pytest

from knowledge import KnowledgeBase, Scope, read_report
from knowledge.across import ask_across
from knowledge.corrections import Corrected, CorrectedBase, Correction, Field, apply
from knowledge.facts import extract
from knowledge.model import Task

RIVER = """柳湾镇河道治理工作会议
2023年8月16日上午，柳湾镇召开河道治理工作会议，镇长苏景明主持会议，副镇长柯玉兰出席会议并讲话。
会议要求，镇水务站要在9月20日前完成青石河清淤，由贺文涛负责。
会议决定，拨付资金12万元用于护坡加固。
"""
SCHOOL = """柳湾镇校车安全专题会议
时间：2023年11月2日
主持人：苏景明
会议研究了校车路线调整问题，要求中心小学在11月底前公布新路线。
中心小学校长邹丽萍汇报了乘车学生人数。
"""
HEADING = next(t.heading for t in extract(read_report(RIVER, "river")).tasks if "清淤" in t.heading)


def made(*corrections: Correction, text: str = RIVER) -> Corrected:
    return apply(extract(read_report(text, "river")), corrections)


def base(*corrections: Correction, **others: Correction) -> CorrectedBase:
    under = KnowledgeBase()
    under.add(read_report(RIVER, "river"))
    under.add(read_report(SCHOOL, "school"))
    return CorrectedBase(under, {"river": corrections, **{r: (c,) for r, c in others.items()}})


def task(facts: Corrected) -> Task:
    return next(t for t in facts.facts.tasks if "清淤" in t.heading)


def test_a_name_is_right_wherever_the_facts_name_the_person() -> None:
    right = made(Correction(Field.NAME, "苏景明", "苏景铭"))
    assert [p.name for p in right.facts.people if p.name.startswith("苏")] == ["苏景铭"]
    assert [q.text for q in right.facts.meeting.host] == ["苏景铭"]
    assert right.marked(Field.NAME, "苏景铭")
    assert right.as_written("苏景铭") == "苏景明"


def test_two_spellings_become_one_person() -> None:
    text = "镇长苏景明主持会议。\n会后，苏景名检查了工地。\n"
    right = made(Correction(Field.NAME, "苏景名", "苏景明"), text=text)
    assert sum(p.name == "苏景明" for p in right.facts.people) == 1


def test_titles_owner_and_due_are_what_the_user_says() -> None:
    right = made(
        Correction(Field.TITLES, "苏景明", "镇党委副书记、镇长"),
        Correction(Field.OWNER, HEADING, "葛立新"),
        Correction(Field.DUE, HEADING, "2023-10-08"),
        Correction(Field.DONE, HEADING, "1"),
    )
    person = next(p for p in right.facts.people if p.name == "苏景明")
    assert person.titles == ("镇党委副书记", "镇长")
    assert (task(right).owner, task(right).due) == ("葛立新", "2023-10-08")
    assert right.done(task(right))
    assert right.written[Field.DUE, task(right).heading].startswith("9月20日")


def test_what_the_report_says_anyway_leaves_no_mark() -> None:
    assert not made(Correction(Field.HOST, "", "苏景明"), Correction(Field.DONE, HEADING, "")).written


def test_a_task_is_known_by_its_words_when_the_report_comes_in_anew() -> None:
    done = Correction(Field.DONE, HEADING, "1")
    changed = RIVER.replace("完成青石河清淤", "全面完成青石河清淤").replace(
        "会议要求，", "会议要求，各村要在8月底前清理沿河垃圾，由葛立新负责。\n会议还要求，"
    )
    again = made(done, text=changed)
    assert [again.done(t) for t in again.facts.tasks if "清淤" in t.heading] == [True]
    assert sum(again.done(t) for t in again.facts.tasks) == 1
    assert again.unfit == ()


def test_what_no_longer_fits_is_said() -> None:
    done, name = Correction(Field.DONE, HEADING, "1"), Correction(Field.NAME, "苏景明", "苏景铭")
    again = made(done, name, text=SCHOOL.replace("苏景明", "马青"))
    assert again.unfit == (done, name)
    assert not again.written
    assert made(name, text=RIVER.replace("苏景明", "苏景铭")).unfit == ()


def test_the_meeting_is_listed_as_put_right_and_found_by_its_date() -> None:
    right = base(Correction(Field.DATE, "", "2024-02-01"), Correction(Field.TITLE, "", "河道治理动员会"))
    entry = right.shelf.entry("river")
    assert (entry.title, str(entry.date)) == ("河道治理动员会", "2024-02-01")
    assert [e.id for e in right.shelf.entries(Scope(None, "2024-01-01", ""))] == ["river"]
    assert [e.id for e in right.shelf.entries(Scope(None, "", "2023-12-31"))] == ["school"]
    assert right.ask("谁主持会议？", scope=Scope(None, "2024-01-01", "")).report == "river"


@pytest.mark.parametrize(
    ("correction", "question", "text", "written"),
    [
        (Correction(Field.HOST, "", "柯玉兰"), "谁主持会议？", "柯玉兰", "苏景明"),
        (Correction(Field.PLACE, "", "镇政府三楼"), "会议在哪里召开？", "镇政府三楼", "柳湾镇"),
        (Correction(Field.DATE, "", "2023-08-17"), "会议什么时候召开？", "2023-08-17", "2023-08-16"),
        (Correction(Field.OWNER, HEADING, "葛立新"), "青石河清淤由谁负责？", "葛立新", "镇水务站"),
        (Correction(Field.DUE, HEADING, "2023-10-08"), "青石河清淤什么时候完成？", "2023-10-08", "9月20日前"),
        (Correction(Field.TITLES, "苏景明", "镇党委书记"), "苏景明是什么职务？", "镇党委书记", "镇长"),
        (Correction(Field.NAME, "苏景明", "苏景铭"), "谁主持会议？", "苏景铭", "苏景明"),
    ],
)
def test_an_answer_says_what_is_right_and_quotes_what_is_written(
    correction: Correction, question: str, text: str, written: str
) -> None:
    right = base(correction)
    answer = right.ask(question, report="river")
    assert (answer.found, answer.text) == (True, text)
    assert answer.corrected == ((written, text),)
    report = right.report("river")
    assert all(report.text[e.start : e.end] == e.text for e in answer.evidence)


def test_a_question_is_answered_where_the_report_says_nothing() -> None:
    right = base(school=Correction(Field.PLACE, "", "中心小学"))
    answer = right.ask("会议在哪里召开？", report="school")
    assert (answer.found, answer.text, answer.corrected) == (True, "中心小学", (("", "中心小学"),))
    assert answer.evidence == ()


def test_other_answers_stay_as_they_are() -> None:
    right = base(Correction(Field.DATE, "", "2023-08-17"), Correction(Field.HOST, "", "柯玉兰"))
    for question in ("青石河清淤什么时候完成？", "谁负责青石河清淤？", "拨付资金多少？"):
        assert right.ask(question, report="river") == right._under.ask(question, report="river")


def test_a_person_is_asked_by_the_right_name() -> None:
    right = base(Correction(Field.NAME, "苏景明", "苏景铭"))
    answer = right.ask("苏景铭是什么职务？", report="river")
    assert (answer.found, answer.text) == (True, "镇长")
    assert answer.query.asked == "苏景铭是什么职务？"


def test_over_several_meetings_too() -> None:
    under = base(Correction(Field.NAME, "苏景明", "苏景铭"), school=Correction(Field.NAME, "苏景明", "苏景铭"))
    findings = ask_across(under.shelf, "苏景铭主持过哪些会？")
    assert findings
    assert {f.entry.id for f in findings.found} == {"river", "school"}
    assert all(f.evidence and "苏景明" in f.evidence.text for f in findings.found)


def test_the_base_under_it_knows_nothing_of_it() -> None:
    right = base(Correction(Field.HOST, "", "柯玉兰"))
    assert right._under.ask("谁主持会议？", report="river").text == "苏景明"
    assert right._under.shelf.entry("river").host == ("苏景明",)
