"""Facts of small invented reports: each test states one thing that is read out of a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.facts import as_json, extract
from knowledge.model import Facts, Person
from knowledge.reader import read_report

SEED = Path(__file__).parents[2] / "seeds" / "seed.txt"


def facts(text: str) -> Facts:
    return extract(read_report(text))


def people(text: str) -> dict[str, Person]:
    return {p.name: p for p in facts(text).people}


def roles(text: str) -> dict[str, set[str]]:
    return {name: set(p.roles) for name, p in people(text).items()}


def news(sentence: str) -> str:
    return f"南川县召开春灌工作会议\n3月9日，南川县召开春灌工作会议。{sentence}\n"


# ---------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "县委书记严大江出席会议并讲话，县委副书记、县长顾小溪主持会议。",
            {"严大江": {"出席", "讲话"}, "顾小溪": {"主持"}},
        ),
        ("会议由副县长裴远主持。", {"裴远": {"主持"}}),
        (
            "副县长裴远、谈丽华，县政协副主席欧阳岭出席会议。",
            {"裴远": {"出席"}, "谈丽华": {"出席"}, "欧阳岭": {"出席"}},
        ),
        ("县水利局局长裴远通报了渠道清淤情况。", {"裴远": {"汇报"}}),
        ("会上，裴远传达了省水利工作会议精神。", {"裴远": {"传达"}}),
        ("裴远指出，春灌是全年农业的头一仗。", {"裴远": {"讲话"}}),
        ("谈丽华委员建议，水价分档收取。", {"谈丽华": {"发言"}}),
        ("乡长裴远、村支书谈丽华分别介绍了清淤经验。", {"裴远": {"发言"}, "谈丽华": {"发言"}}),
        ("受县长委托，副县长裴远列席会议。", {"裴远": {"列席"}}),
        ("出席会议的还有严大江、顾小溪、裴远等。", {"严大江": {"出席"}, "顾小溪": {"出席"}, "裴远": {"出席"}}),
        ("委员裴远因公出差书面请假。", {"裴远": {"请假"}}),
        ("裴远、却英、巴特尔出席会议。", {"裴远": {"出席"}, "却英": {"出席"}, "巴特尔": {"出席"}}),
        ("裴远、谈丽华参加会议。", {"裴远": {"出席"}, "谈丽华": {"出席"}}),
        ("来自渠首站的裴远代表、来自河口站的谈丽华代表依次发言。", {"裴远": {"发言"}, "谈丽华": {"发言"}}),
        ("副县长裴远传达省长顾小溪重要指示并讲话。", {"裴远": {"传达", "讲话"}}),
        ("裴远在主持会议时表示，渠道要通。", {"裴远": {"主持", "发言"}}),
        ("县长裴远主持召开座谈会，听取对《年度报告（征求意见稿）》的意见。", {"裴远": {"主持"}}),
        ("南岭国总统贝加里、南岭国首相索瓦塔出席开闸仪式。", {"贝加里": {"出席"}, "索瓦塔": {"出席"}}),
        ("古丽·买买提副县长主持会议。", {"古丽·买买提": {"主持"}}),
        ("顾小溪书记曾指出，渠道要通。县长向大会报告工作。", {"顾小溪": {"讲话"}}),
    ],
)
def test_what_people_do_is_read_from_the_verbs(sentence: str, expected: dict[str, set[str]]) -> None:
    assert roles(news(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("县委副书记、代县长顾小溪主持会议。", ("县委副书记", "代县长")),
        ("县发展和改革局局长顾小溪通报了情况。", ("县发展和改革局局长",)),
        ("县水利局有关负责人顾小溪通报了情况。", ("县水利局有关负责人",)),
        ("会议选举顾小溪为用水协会会长。", ("用水协会会长",)),
        ("顾小溪当选用水协会副会长。", ("用水协会副会长",)),
        ("会议由县长顾小溪主持。", ("县长",)),
    ],
)
def test_titles_are_kept_as_written(sentence: str, titles: tuple[str, ...]) -> None:
    assert people(news(sentence))["顾小溪"].titles == titles


@pytest.mark.parametrize(
    "sentence",
    [
        "会议强调，要高度重视渠道清淤。",
        "会议学习了中央领导同志重要讲话精神。",
        "各乡镇负责人和有关部门负责人参加会议。",
        "方案要求年内完成。安全部门表示支持。",
        "会议纪念顾小溪同志诞辰一百周年。",
    ],
)
def test_words_and_the_absent_are_not_taken_for_people(sentence: str) -> None:
    assert not people(news(sentence))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("严大江、顾小溪、裴远", ["严大江", "顾小溪", "裴远"]),
        ("严大江 顾小溪 Priya 裴远", ["严大江", "顾小溪", "Priya", "裴远"]),
        ("主任委员 连大山、副主委方小雨（请假）", ["连大山", "方小雨"]),
        ("连會長大山、方秘書長小雨、財務部長裴遠、石部員青", ["连會長大山", "方秘書長小雨", "石部員青", "裴遠"]),
        ("水利站裴远、供销社会计 谈丽华", ["裴远", "谈丽华"]),
        ("E棟 任先生、阿宝、Sunny Hu、凌老师（河西二小）", ["任先生", "阿宝", "Sunny Hu", "凌老师"]),
        ("[mossy](https://git.example/mossy)、严大江[@yan](https://git.example/yan)", ["mossy", "严大江"]),
        ("严大江（水利站站长）", ["严大江"]),
        ("理事：严大江、顾小溪；监事：裴远", ["严大江", "顾小溪", "裴远"]),
    ],
)
def test_lists_of_attendees_are_taken_apart(value: str, names: list[str]) -> None:
    found = people(f"三月例会纪要\n时间：2021年3月9日\n出席人员：{value}\n")
    assert sorted(found) == sorted(names)
    assert all(set(p.roles) <= {"出席", "请假"} for p in found.values())


def test_a_list_gives_titles_before_behind_and_in_brackets() -> None:
    found = people("例会\n参会：主任医师严大江、顾小溪，裴远（护士长）；谈丽华会计\n")
    assert {n: p.titles for n, p in found.items()} == {
        "严大江": ("主任医师",),
        "顾小溪": ("主任医师",),
        "裴远": ("护士长",),
        "谈丽华": ("会计",),
    }


def test_fields_give_roles() -> None:
    text = "例会\n主持人：严大江\n记录：顾小溪\n列席：裴远\n请假：谈丽华（出差）\n汇报人：连大山\n"
    assert roles(text) == {
        "严大江": {"主持"},
        "顾小溪": {"记录"},
        "裴远": {"列席"},
        "谈丽华": {"请假"},
        "连大山": {"汇报"},
    }


def test_those_who_just_did_not_come_are_no_attendees() -> None:
    found = facts("例會紀錄\n出席人員：連大山、方小雨\n未到人員：石青青\n")
    assert [p.roles for p in found.people if p.name == "石青青"] == [("未到",)]
    assert [p["name"] for p in as_json(found)["people"]] == ["連大山", "方小雨"]


def test_dialogue_makes_speakers_of_attendees() -> None:
    text = "# TC 例会\n## 参会人员\n- mossgarden\n- felix_on_mars\n- 老潘\n## 议题\nmossgarden: 先冻结\nfelix: 同意\n路人甲: 我也同意\n"
    assert roles(text) == {"mossgarden": {"出席", "发言"}, "felix_on_mars": {"出席", "发言"}, "老潘": {"出席"}}


def test_a_table_of_attendees_is_known_by_its_heads() -> None:
    rows = "| 单 位 | 姓 名 | 职 务 | 备 注 |\n|---|---|---|---|\n| 水利站 | 沈 亮 | 站长 | |\n| 设计院 | 顾晓溪 | 设代 | 请假 |\n"
    found = people(f"工地例会纪要\n与会人员签到表\n{rows}一、进度\n沈亮汇报了进度。\n")
    assert {n: (p.titles, set(p.roles)) for n, p in found.items()} == {
        "沈亮": (("站长",), {"出席", "汇报"}),
        "顾晓溪": (("设代",), {"请假"}),
    }


def test_a_drawn_table_gives_offices_by_column() -> None:
    table = "┌───┬───┐\n│组　长│副组长　│\n├───┼───┤\n│沈大亮│顾晓溪、严 江│\n└───┴───┘\n"
    found = people(f"巡察部署会召开\n授权如下：\n{table}")
    assert {n: p.titles for n, p in found.items()} == {
        "沈大亮": ("组　长",),
        "顾晓溪": ("副组长",),
        "严江": ("副组长",),
    }


def test_a_list_goes_on_line_by_line_under_its_label() -> None:
    text = "评审会议记录\n参评部门及人员：\n  产品：沈亮、顾晓溪（产品经理）\n  硬件：严大江、Marco Rossi（外聘顾问，线上）\n记录：卞小舟\n"
    assert roles(text) == {
        "沈亮": {"出席"},
        "顾晓溪": {"出席"},
        "严大江": {"出席"},
        "Marco Rossi": {"出席"},
        "卞小舟": {"记录"},
    }


def test_labels_drawn_out_are_read_beside_each_other() -> None:
    assert roles("例会纪要\n主  持  人 ：沈大亮              记  录 ：顾晓溪\n") == {
        "沈大亮": {"主持"},
        "顾晓溪": {"记录"},
    }


def test_mentions_in_a_row_are_people() -> None:
    assert set(people("周会\n参会人：@沈大亮@Sora@顾晓溪\n")) == {"沈大亮", "Sora", "顾晓溪"}


def test_who_speaks_without_being_listed_is_of_the_meeting() -> None:
    text = "村民会记录\n主持：沈大亮\n顾晓溪（六组代表）：水渠要先修。\n市水利局副局长严江：同意安排资金。\n"
    found = people(text)
    assert found["顾晓溪"].titles == ("六组代表",) and found["顾晓溪"].roles == ("发言",)
    assert found["严江"].titles == ("市水利局副局长",)


def test_names_in_other_letters_are_read_after_a_title_and_before_a_verb() -> None:
    text = "论坛开幕。竞赛主任 Anders Vik 出席会议，理事会副主席英格丽·哈勒和总干事 Rosa Lind 先后发言。"
    assert set(people(text)) == {"Anders Vik", "英格丽·哈勒", "Rosa Lind"}


def test_those_elected_are_no_hosts() -> None:
    found = people("代表大会公报\n四、选举结果\n主  席： 沈大亮\n副主席： 顾晓溪  严 江(女)\n")
    assert {n: (p.titles, p.roles) for n, p in found.items()} == {
        "沈大亮": (("主  席",), ()),
        "顾晓溪": (("副主席",), ()),
        "严江": (("副主席",), ()),
    }


def test_a_form_of_address_is_the_person_it_can_only_be() -> None:
    text = "调度会纪要\n主持：副总经理 严大江\n参会：顾小溪（车间主任）\n一、问题\n严总要求三天内修好。\n"
    assert roles(text) == {"严大江": {"主持", "讲话"}, "顾小溪": {"出席"}}


# ---------------------------------------------------------------- meeting


@pytest.mark.parametrize(
    ("text", "title", "date", "place"),
    [
        ("# 架构组例会 2024-08-20 9:30-12:00\n## 议题\n甲\n", "架构组例会", "2024-08-20", None),
        ("春灌会纪要\n时间：110年3月9日下午\n地点：二楼会议室\n", "春灌会纪要", "2021-03-09", "二楼会议室"),
        ("合规组例会 0307\n2025年重点工作讨论\n", "合规组例会 0307", "2025-03-07", None),
        ("31日，南川县在县礼堂召开春灌工作会议，部署春灌。\n来源：某报 2021-03-31\n", None, "2021-03-31", "县礼堂"),
        ("南川县召开春灌会议\n3月9日，春灌会议在水利站召开。会期一天。\n", "南川县召开春灌会议", "03-09", "水利站"),
        ("2021年3月9日下午，用水协会成立大会在县礼堂举行。裴远出席。\n", "用水协会成立大会", "2021-03-09", "县礼堂"),
        ("三月例会\n会议讨论了清淤。\n", "三月例会", None, None),
    ],
)
def test_the_meeting_has_a_name_a_date_and_a_place(
    text: str, title: str | None, date: str | None, place: str | None
) -> None:
    meeting = as_json(facts(text))["meeting"]
    assert (meeting["date"], meeting["place"]) == (date, place)
    assert title is None or meeting["title"] == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("南川农垦报　2024年3月9日　第02版\n春灌工作会议在柳塘召开\n3月8日，会议召开。\n", "春灌工作会议在柳塘召开"),
        ("会　议　纪　要\n南农纪〔2024〕3号\n会议名称：春灌调度第二次例会\n时间：2024年3月9日\n", "春灌调度第二次例会"),
        (
            "南川县政府专题会议纪要\n〔2024〕3号\n关于春灌水价问题的专题会议纪要\n3月9日，会议召开。\n",
            "关于春灌水价问题的专题会议纪要",
        ),
        ("编号：NC-07\n日期：2024年3月9日\n灌区管理所三月份例会纪要\n地点：值班室\n", "灌区管理所三月份例会纪要"),
        ("会议纪要\n3月9日，裴远在值班室召开春灌水价分析会，研究水价。水价分档收取。\n", "春灌水价分析会"),
    ],
)
def test_the_line_that_names_the_meeting_is_its_title(text: str, title: str) -> None:
    assert facts(text).meeting.title == title


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("春灌例会\n发布　2024-03-12 08:30\n3月9日，春灌例会召开。\n", "2024-03-09"),
        ("春灌例会\n南农纪〔2024〕3号\n3月9日，春灌例会召开。\n", "2024-03-09"),
        ("春灌例会\n10月9日，春灌例会召开。2023年水费已收齐，2024年水费收了八成。\n", "2024-10-09"),
        ("春灌例会\n时间：3/9（六）\n", "03-09"),
        ("春灌例会\n2024.03.12\n昨（11）日，春灌例会在柳塘召开。\n", "2024-03-11"),
        (
            "省长对春灌作出指示\n2024-03-14\n省长近日作出指示。指示要求，抓紧蓄水。要清淤。要查险。要补种。要用好农机。要稳水价。"
            "全省春灌工作会议12日至13日在柳塘召开。\n",
            "2024-03-12",
        ),
    ],
)
def test_what_settles_the_year_of_a_meeting(text: str, date: str) -> None:
    assert str(facts(text).meeting.date) == date


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("春灌例会\n会议形式：现场\n评审地点：水利站二楼\n", "水利站二楼"),
        ("春灌例会\n2024年3月9日 9:00　水利站二楼\n主持：裴远\n", "水利站二楼"),
        ("春灌例会\n3月9日，县长在水利站二楼以视频连线方式召开春灌例会。\n", "水利站二楼"),
        ("春灌例会\n县长顾小溪在柳塘镇出席全省春灌第三次会晤第二阶段会议，会议研究水价。\n", "柳塘镇"),
    ],
)
def test_where_the_meeting_was_held(text: str, place: str) -> None:
    found = facts(text).meeting.place
    assert found is not None and found.text == place


def test_host_and_speakers_are_people_of_the_report() -> None:
    meeting = facts(news("严大江主持会议，顾小溪讲话。")).meeting
    assert [q.text for q in meeting.host] == ["严大江"]
    assert [q.text for q in meeting.speakers] == ["顾小溪"]


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("各乡镇党委书记、水利站站长，有关部门负责人参加会议。", ["各乡镇党委书记、水利站站长", "有关部门负责人"]),
        ("县长顾小溪、全体在家县领导出席会议。", ["全体在家县领导"]),
        ("用水大户代表作了发言。", ["用水大户代表"]),
        ("12名公民旁听会议。", ["12名公民"]),
        ("会议听取了三项汇报。", []),
        (
            "县水利局、县财政局、县气象局及柳塘镇有关负责人，各灌区管理所所长、技术员参加会议。",
            ["县水利局", "县财政局", "县气象局", "柳塘镇有关负责人", "各灌区管理所所长、技术员"],
        ),
        ("副县长裴远及县水利局全体干部参加会议。", ["县水利局全体干部"]),
        ("种粮大户、农技员代表列席会议。", ["种粮大户、农技员代表"]),
        ("农户代表、乡镇干部以及6名用水协会会员共40人参加会议。", ["农户代表", "乡镇干部", "6名用水协会会员"]),
        ("参加会议的还有灌区各村村支书，县广播站记者。", ["灌区各村村支书", "县广播站记者"]),
        ("县水利局、县财政局、县气象局作了交流发言。", []),
        ("未完成清淤的乡镇干部应参加复查。", []),
        (
            "县发展改革局、县财政局和柳塘镇政府、青坪镇政府负责人在会上发言。",
            ["县发展改革局", "县财政局", "柳塘镇政府", "青坪镇政府负责人"],
        ),
        ("柳塘镇、青坪镇负责同志分别介绍了清淤经验。", ["柳塘镇、青坪镇负责同志"]),
        (
            "灌区管理领导小组部分成员单位负责人，有关民主党派县委会负责人参加会议。",
            ["灌区管理领导小组部分成员单位负责人", "有关民主党派县委会负责人"],
        ),
        ("县政府全体会议组成人员出席会议。", ["县政府全体会议组成人员"]),
        ("各乡镇主要负责人以视频形式在当地列席会议。", ["各乡镇主要负责人"]),
        ("县长听取了农户代表的发言。", []),
    ],
)
def test_groups_of_attendees_are_kept_as_written(sentence: str, groups: list[str]) -> None:
    assert [q.text for q in facts(news(sentence)).groups] == groups


# ---------------------------------------------------------------- tasks


def tasks(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(t.heading, t.owner, t.due) for t in facts(text).tasks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (news("严大江强调，一是要围绕增产目标，抓好渠道清淤。二是要管好用水秩序。"), ["抓好渠道清淤", "管好用水秩序"]),
        (
            news("会议强调，要抓好渠道清淤，确保水到田头；要管好用水秩序。"),
            ["抓好渠道清淤，确保水到田头", "管好用水秩序"],
        ),
        (news("会议对抓好清淤、管好水价、守住安全等作出部署。"), ["抓好清淤", "管好水价", "守住安全"]),
    ],
)
def test_requirements_of_a_speech(text: str, expected: list[str]) -> None:
    assert [heading for heading, _, _ in tasks(text)] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- 渠道清淤 -- 裴远", ("渠道清淤", "裴远", None)),
        ("- 整理问题清单 责任人：裴远 截止日期：2021/3/12", ("整理问题清单", "裴远", "2021/3/12")),
        ("- 请水利站于3月12日前完成清淤", ("完成清淤", "水利站", "3月12日前")),
        ("- 由裴远负责修好水泵", ("负责修好水泵", "裴远", None)),
        ("- 水泵选型（裴远、谈丽华）", ("水泵选型", "裴远、谈丽华", None)),
        ("- 裴远：画出渠道图，3月12日前", ("画出渠道图，3月12日前", "裴远", "3月12日前")),
    ],
)
def test_action_items_have_owner_and_deadline(line: str, expected: tuple[str, str | None, str | None]) -> None:
    assert tasks(f"# 例会\n## 与会人\n裴远、谈丽华\n## 遗留问题\n{line}\n") == [expected]


def test_a_table_of_tasks() -> None:
    text = "# 例会\n## 待办\n| 事项 | 责任人 | 完成时限 |\n|---|---|---|\n| 渠道清淤 | 裴远 | 3月底 |\n| TBA | | |\n"
    assert tasks(text) == [("渠道清淤", "裴远", "3月底")]


def test_votes_and_what_is_done_are_no_tasks() -> None:
    text = "# 例会\n**议题1**\n会议结论：\n- 上月清淤已完成。\n- 同意9票，反对0票。\n- 需补充水泵报价。\n"
    assert [heading for heading, _, _ in tasks(text)] == ["需补充水泵报价"]


# ---------------------------------------------------------------- pairs, statements, terms, counts


def test_pairs_need_lists_of_one_length() -> None:
    told = "北渠村、南渠村分别围绕{}作了发言。"
    assert [(p.subject, p.object) for p in facts(news(told.format("清淤、水价"))).aligned] == [
        ("北渠村", "清淤"),
        ("南渠村", "水价"),
    ]
    assert not facts(news(told.format("清淤、水价、种子"))).aligned


def test_statements_say_who_said_what() -> None:
    report = read_report(news("严大江强调，要抓好清淤。会议指出，春灌时间紧。"))
    said = {s.speaker: report.text[s.start : s.end] for s in extract(report).statements}
    assert said == {"严大江": "要抓好清淤。", "会议": "春灌时间紧。"}


def test_terms_and_counts() -> None:
    found = facts(
        news("会议落实“到田头”要求，审议《用水办法（草案）》，12名代表、3.5万元经费到位，进一步抓好2021年工作。")
    )
    assert [q.text for q in found.terms] == ["到田头", "《用水办法（草案）》"]
    assert [(c.text, c.value, c.unit, c.counted) for c in found.counts] == [
        ("12名", 12.0, "名", "代表"),
        ("3.5万元", 35_000.0, "元", "经费到位"),
    ]


# ---------------------------------------------------------------- as a whole


def test_the_seed_is_read_in_full() -> None:
    found = facts(SEED.read_text("utf-8"))
    assert [(p.name, p.titles, p.roles) for p in found.people] == [
        ("张剡", ("市委书记",), ("出席", "讲话")),
        ("杨自力", ("市委副书记", "代市长"), ("主持",)),
        ("谢道全", ("市人大常委会主任",), ("出席",)),
        ("单荣", ("市政协主席",), ("出席",)),
        ("于会文", ("市委副书记",), ("出席",)),
    ]
    assert str(found.meeting.date) == "2015-08-18"
    assert found.meeting.title == "攀枝花市召开市委统战工作会议"
    assert [len(found.groups), len(found.tasks), len(found.aligned)] == [6, 6, 6]


def test_offsets_lead_back_to_the_text() -> None:
    report = read_report(SEED.read_text("utf-8"))
    found = extract(report)
    for person in found.people:
        assert report.text[person.start : person.end] == person.name
    for quote in (*found.groups, *found.terms, *found.meeting.host):
        assert report.text[quote.start : quote.end] == quote.text
    for task in found.tasks:
        assert task.heading in report.text[task.start : task.end]


def test_the_json_is_complete() -> None:
    data = as_json(facts(SEED.read_text("utf-8")))
    assert list(data) == ["meeting", "people", "groups", "tasks", "aligned"]
    assert list(data["meeting"]) == ["title", "date", "place", "host", "speakers"]
    assert list(data["tasks"][0]) == ["ordinal", "heading", "owner", "due", "text", "start", "end"]
    json.dumps(data)


def test_a_report_without_facts_has_none() -> None:
    data = as_json(facts("今天天气不错。"))
    assert data["meeting"] == {"title": None, "date": None, "place": None, "host": [], "speakers": []}
    assert [data[kind] for kind in ("people", "groups", "tasks", "aligned")] == [[], [], [], []]


@pytest.mark.parametrize(
    "line", ["和" * 200_000, "、" * 200_000, "出席：" + "张三、" * 50_000, "(" * 200_000, "由请要" * 60_000]
)
def test_an_endless_line_is_read_in_time(line: str) -> None:
    assert extract(read_report(line)) is not None


def test_points_without_a_verb_of_duty_are_a_task_each() -> None:
    facts = extract(read_report("某区召开调度会\n会议部署三项任务。一是清理河道垃圾；二是封堵排污口；三是修复护岸。"))
    assert [t.heading for t in facts.tasks] == ["清理河道垃圾", "封堵排污口", "修复护岸"]
