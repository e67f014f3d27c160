"""Invented reports of one town, for the tests of the library."""

from __future__ import annotations

from knowledge import Report, read_report

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
CLINIC = """柳湾镇卫生院建设推进会
2024年3月5日，柳湾镇召开卫生院建设推进会，副镇长柯玉兰主持会议。
会议指出，卫生院新楼要在6月底前封顶。
"""
SPRING = """柳湾镇春耕动员会
2024年3月，柳湾镇召开春耕动员会，镇长苏景明作动员讲话。
会议要求各村抓好种子调运。
"""
TEXTS = {"river": RIVER, "school": SCHOOL, "clinic": CLINIC, "spring": SPRING}


def report(name: str) -> Report:
    """One of them, its name as its id."""
    return read_report(TEXTS[name], name)


def numbered(n: int) -> str:
    """The text of one of many invented reports, no two of which are the same."""
    return (
        f"第{n}网格居民议事会\n2024年4月{n % 28 + 1}日，第{n}网格召开居民议事会，网格长苏景明主持会议。\n"
        f"会议要求，物业公司要在{n % 7 + 5}月底前修好{n}号楼的电梯，由贺文涛负责。\n会议还讨论了{n}号车位的划线问题。\n"
    )
