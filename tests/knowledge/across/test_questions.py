"""Which questions are about several meetings, and which only sound like it."""

from __future__ import annotations

import pytest

from knowledge import MemoryShelf, Scope, read_report
from knowledge.across import Matter, ask_across
from knowledge.across.questions import understand
from knowledge.model import PartialDate

NEWEST = PartialDate(2024, 9, 10)

ACROSS = [
    ("柏映秋参加过哪些会", Matter.ATTENDED, "柏映秋", "参加"),
    ("柏映秋参加过哪些会议？", Matter.ATTENDED, "柏映秋", "参加"),
    ("柏映秋主持过哪些会", Matter.ATTENDED, "柏映秋", "主持"),
    ("鲁承舟都主持了哪几次会议", Matter.ATTENDED, "鲁承舟", "主持"),
    ("哪些会议由柏映秋主持", Matter.ATTENDED, "柏映秋", "主持"),
    ("哪些会是鲁承舟主持的", Matter.ATTENDED, "鲁承舟", "主持"),
    ("柏映秋去年参加过哪些会", Matter.ATTENDED, "柏映秋", "参加"),
    ("2023年柏映秋主持了几次会", Matter.ATTENDED, "柏映秋", "主持"),
    ("缪春晖请过几次假", Matter.ATTENDED, "缪春晖", "请假"),
    ("缪春晖在哪些会上请假", Matter.ATTENDED, "缪春晖", "请假"),
    ("哪次会议缪春晖请假了", Matter.ATTENDED, "缪春晖", "请假"),
    ("郜远帆缺席过哪些会", Matter.ATTENDED, "郜远帆", "请假"),
    ("宫晓棠列席过哪些会", Matter.ATTENDED, "宫晓棠", "列席"),
    ("冉思齐在哪些会上汇报过", Matter.ATTENDED, "冉思齐", "汇报"),
    ("路千帆在哪次会上发过言", Matter.ATTENDED, "路千帆", "发言"),
    ("鲁承舟讲过话的会有哪些", Matter.ATTENDED, "鲁承舟", "讲话"),
    ("柏映秋主持的会议有哪些", Matter.ATTENDED, "柏映秋", "主持"),
    ("哪些会有佟立诚", Matter.ATTENDED, "佟立诚", ""),
    ("佟立诚参加了几次会", Matter.ATTENDED, "佟立诚", "参加"),
    ("佟立诚一共参加了多少次会议", Matter.ATTENDED, "佟立诚", "参加"),
    ("佟立诚历次以什么身份参加", Matter.CAPACITY, "佟立诚", ""),
    ("佟立诚历次会议以什么身份参加会议", Matter.CAPACITY, "佟立诚", ""),
    ("历次会议佟立诚是什么职务", Matter.CAPACITY, "佟立诚", ""),
    ("柏映秋每次参会都是什么身份", Matter.CAPACITY, "柏映秋", ""),
    ("柏映秋的职务有什么变化", Matter.CAPACITY, "柏映秋", ""),
    ("柏映秋职务变化", Matter.CAPACITY, "柏映秋", ""),
    ("柏映秋先后担任过哪些职务", Matter.CAPACITY, "柏映秋", ""),
    ("上一次讨论污水管网改造是什么时候", Matter.LAST, "污水管网改造", ""),
    ("上次讨论黑臭水体是什么时候", Matter.LAST, "黑臭水体", ""),
    ("最近一次提到云岭水库是什么时候", Matter.LAST, "云岭水库", ""),
    ("最近一次提到云岭水库", Matter.LAST, "云岭水库", ""),
    ("最近一次研究防溺水是在哪次会上", Matter.LAST, "防溺水", ""),
    ("防溺水最近一次是什么时候讨论的", Matter.LAST, "防溺水", ""),
    ("黑臭水体上次是哪次会议研究的", Matter.LAST, "黑臭水体", ""),
    ("最后一次提到四个到位是哪次会", Matter.LAST, "四个到位", ""),
    ("什么时候最后一次提到云岭水库", Matter.LAST, "云岭水库", ""),
    ("最早提到黑臭水体是哪次会议", Matter.FIRST, "黑臭水体", ""),
    ("黑臭水体最早是什么时候提出的", Matter.FIRST, "黑臭水体", ""),
    ("哪些会议讨论过防溺水", Matter.MENTIONS, "防溺水", ""),
    ("哪几次会提到了“四个到位”", Matter.MENTIONS, "四个到位", ""),
    ("防溺水在哪些会上讨论过", Matter.MENTIONS, "防溺水", ""),
    ("提到云岭水库的会议有哪些", Matter.MENTIONS, "云岭水库", ""),
    ("什么时候讨论过防溺水", Matter.MENTIONS, "防溺水", ""),
    ("对县住建局历次布置了什么任务", Matter.TASKS, "县住建局", ""),
    ("历次会议对县住建局提出了哪些要求", Matter.TASKS, "县住建局", ""),
    ("历次会议给住建局布置了哪些任务", Matter.TASKS, "住建局", ""),
    ("住建局历次的任务是什么", Matter.TASKS, "住建局", ""),
    ("各次会议要求住建局做什么", Matter.TASKS, "住建局", ""),
    ("住建局在历次会议上领了哪些任务", Matter.TASKS, "住建局", ""),
    ("所有会议对县教育局布置过什么任务", Matter.TASKS, "县教育局", ""),
    ("去年对住建局布置了什么任务", Matter.TASKS, "住建局", ""),
    ("最近三次会议对住建局布置了什么任务", Matter.TASKS, "住建局", ""),
    ("哪些会议对教育局提出过要求", Matter.TASKS, "教育局", ""),
    ("2023年开了几次会", Matter.COUNT, "", ""),
    ("2023年召开了多少次会议", Matter.COUNT, "", ""),
    ("一共有几次会议", Matter.COUNT, "", ""),
    ("总共开过几次会", Matter.COUNT, "", ""),
    ("去年开了哪些会", Matter.LIST, "", ""),
    ("2024年有哪些会议", Matter.LIST, "", ""),
    ("这里有几份报告", Matter.COUNT, "", ""),
    ("有哪些会议", Matter.LIST, "", ""),
    ("去年的会议有哪些", Matter.LIST, "", ""),
    ("历次会议都由谁主持", Matter.HOSTS, "", ""),
    ("历次会议的主持人是谁", Matter.HOSTS, "", ""),
    ("去年的会议谁主持", Matter.HOSTS, "", ""),
    ("历次会议在哪里召开", Matter.PLACES, "", ""),
    ("历次会议是什么时候开的", Matter.LIST, "", ""),
    ("最近两次会议有什么不同", Matter.DIFFERENCE, "", ""),
    ("最近两次会议有什么变化", Matter.DIFFERENCE, "", ""),
    ("请问一下，柏映秋都参加过哪些会呀？", Matter.ATTENDED, "柏映秋", "参加"),
    ("上半年开了几次会", Matter.COUNT, "", ""),
    ("佟立誠參加過哪些會議", Matter.ATTENDED, "佟立诚", "参加"),
]

OF_ONE_REPORT = [
    "谁参加会议",
    "谁参加了会议？",
    "参加会议的有哪些人",
    "哪些人参加了会议",
    "出席会议的领导有哪些",
    "下一次会议什么时候",
    "下次会议是什么时候",
    "下次会议什么时候开",
    "会议什么时候召开的",
    "会议是谁主持的",
    "谁主持会议",
    "谁主持会议？",
    "会议讨论了什么",
    "会议讨论了哪些议题",
    "会议要求住建局做什么",
    "会议对住建局布置了什么任务",
    "对住建局提出了什么要求",
    "住建局的任务是什么",
    "住建局要完成什么任务",
    "柏映秋以什么身份参加会议",
    "柏映秋是什么职务",
    "柏映秋担任什么职务",
    "柏映秋说了什么",
    "柏映秋强调了什么",
    "县水利局牵头哪些工作",
    "8月底前要完成什么",
    "6月底前完成什么任务",
    "2023年完成了多少公里",
    "去年完成了多少投资",
    "去年共发生爆管多少起",
    "本月要做哪些工作",
    "每月召开几次例会",
    "多久开一次会",
    "领导小组每季度召开几次会议",
    "县政府召开了几次专题会",
    "会议一共有多少人参加",
    "多少人参加了会议",
    "一共有多少人参加会议",
    "有哪些单位参加会议",
    "哪些单位列席会议",
    "会上谁发言了",
    "会上讨论了哪些事项",
    "什么时候完成黑臭水体治理",
    "什么时候开始施工",
    "黑臭水体治理什么时候完成",
    "大坝灌浆什么时候完工的",
    "老城片区改造什么时候讨论",
    "上次会议布置的任务完成了吗",
    "上次会议遗留了哪些问题",
    "上次会议讨论了什么",
    "第三项任务是什么",
    "四个到位是什么",
    "三年行动方案是什么时候通过的",
    "各部门要做什么",
    "各乡镇有什么任务",
    "所有任务有哪些",
    "全部任务有哪些",
    "有哪些任务",
    "会议提到了哪些数字",
    "会议的主题是什么",
    "会议有哪些议程",
    "会议有什么要求",
    "会议有什么变化",
    "任务有哪些变化",
    "这次会议有哪些人",
    "会议在哪里召开",
    "会议地点在哪",
    "会议有几项议程",
    "会议开了多久",
    "谁请假了",
    "有谁请假",
    "缪春晖为什么请假",
    "柏映秋参加会议了吗",
    "柏映秋主持了什么",
    "柏映秋出席了会议吗",
    "柏映秋参加了什么活动",
    "他参加了哪些活动",
    "佟立诚汇报了什么",
    "佟立诚作了什么汇报",
    "他们讨论过什么",
    "会议听取了哪些汇报",
    "会议审议了什么",
    "会议听取了谁的汇报",
    "今年要完成哪些任务",
    "今年的任务是什么",
    "今年的工作重点是什么",
    "去年的工作怎么样",
    "最近有什么任务",
    "最近的期限是哪天",
    "最后一项任务是什么",
    "第一次提到的人是谁",
    "会议强调了什么",
    "会议通报了什么",
    "会议部署了哪些任务",
    "对财政局有什么要求",
    "给教育局安排了什么任务",
    "要求教育局完成哪些任务",
    "县教育局负责什么",
    "要求是什么",
    "会议上讨论防溺水了吗",
    "报告有多少字",
    "报告提到哪些人",
    "有什么会议精神",
    "传达了什么会议精神",
    "传达了哪些会议的精神",
    "全市会议什么时候开的",
    "多少次巡河",
    "每周巡河几次",
]


@pytest.mark.parametrize(("question", "matter", "subject", "deed"), ACROSS, ids=[row[0] for row in ACROSS])
def test_a_question_over_several_meetings(question: str, matter: Matter, subject: str, deed: str) -> None:
    asked = understand(question, NEWEST)
    assert asked is not None
    assert (asked.matter, asked.subject, asked.deed) == (matter, subject, deed)


@pytest.mark.parametrize("question", OF_ONE_REPORT)
def test_a_question_about_what_one_report_says(question: str) -> None:
    assert understand(question, NEWEST) is None


@pytest.mark.parametrize("question", [row[0] for row in ACROSS])
def test_on_a_single_report_no_question_is_taken_over(question: str) -> None:
    shelf = MemoryShelf()
    shelf.add(read_report("2024年9月10日，县长柏映秋主持会议。会议要求县住建局加快管网改造。", "r1"))
    assert ask_across(shelf, question) is None


@pytest.mark.parametrize("question", [row[0] for row in ACROSS])
def test_in_the_scope_of_one_report_no_question_is_taken_over(question: str, shelf: MemoryShelf) -> None:
    assert ask_across(shelf, question, Scope(frozenset({"tl1"}))) is None


def test_a_long_question_tells_a_story() -> None:
    assert understand("柏映秋参加过哪些会" + "，我是说她当副县长的那几年里" * 5, NEWEST) is None
