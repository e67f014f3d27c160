"""Files that Word processors, browsers and PDF writers wrote: read, told what was left out, and asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import KnowledgeBase, ReportError
from knowledge.facts import extract
from knowledge.files import FileKind, Part, from_bytes, load, load_report
from tests.conftest import ROOT

FILES = ROOT / "tests" / "files"
MINUTES = ["minutes-python-docx.docx", "minutes-libreoffice.docx", "minutes-libreoffice.pdf", "minutes-reportlab.pdf"]
NEWS = ["news-chromium.html", "news-gb18030.html", "news-chromium.pdf"]
CALL = ["call-chromium.html", "call-chromium.pdf"]


def lines(name: str) -> list[str]:
    return [line for line in load(FILES / name).text.split("\n") if line]


def said(name: str, question: str) -> str:
    """The answer with the passages shown beside it: what a file's text must make possible, whatever is weighed how."""
    base = KnowledgeBase()
    base.add(load_report(FILES / name))
    answer = base.ask(question)
    return "\n".join((answer.text, *(passage.text for passage in answer.evidence)))


@pytest.mark.parametrize("name", MINUTES)
def test_minutes_keep_their_numbers_their_order_and_their_paragraphs(name: str) -> None:
    found = [line.strip().lstrip("# ") for line in lines(name)]
    expected = [
        "栖霞镇 2023 年第 4 次镇长办公会议纪要",
        "主持人：镇长封怀谷",
        "| 6 | 车南星 | 水利站站长 | 列席 |",
        "一、关于秋季防火工作",
        "会议听取了卓一宁关于秋季森林防火准备情况的汇报。会议认为，今年入秋以来降雨偏少，火险等级持续升高，各村防火队伍、"
        "物资和值班制度必须在国庆节前全部到位。",
        "（1）卓一宁牵头，9月25日前对12个重点山口设卡检查；",
        "（3）财政所安排防火经费18.6万元，专款专用。",
        "二、关于双河水库除险加固",
        "（1）水利站10月10日前完成招标文件；",
        "三、关于镇敬老院食堂改造",
    ]
    assert [line for line in found if line in expected] == expected


@pytest.mark.parametrize("name", MINUTES)
def test_a_paragraph_that_goes_over_the_page_is_one(name: str) -> None:
    start, end = "会议还研究了村级道路养护", "每周向党政办公室报送一次进展。"
    long = [line for line in lines(name) if line.startswith(start)]
    assert long
    assert all(line.endswith(end) for line in long)


@pytest.mark.parametrize("name", MINUTES)
def test_page_furniture_is_left_out_and_counted(name: str) -> None:
    imported = load(FILES / name)
    assert "栖霞镇人民政府办公室" not in imported.text.split("\n")
    assert "— 1 —" not in imported.text
    assert dict(imported.left_out)[Part.RUNNING] >= 2


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("谁主持会议？", "封怀谷"),
        ("谁请假了？", "毕清源"),
        ("防火经费多少？", "18.6万元"),
        ("双河水库除险加固由谁负责？", "车南星"),
    ],
)
@pytest.mark.parametrize("name", MINUTES)
def test_minutes_can_be_asked(name: str, question: str, expected: str) -> None:
    assert expected in said(name, question)


@pytest.mark.parametrize("name", MINUTES)
def test_facts_are_read_out_of_minutes(name: str) -> None:
    found = extract(load_report(FILES / name))
    assert [quote.text for quote in found.meeting.host] == ["封怀谷"]
    assert str(found.meeting.date) == "2023-09-12"
    assert found.meeting.place is not None
    assert found.meeting.place.text == "镇政府三楼会议室"
    assert {"封怀谷", "卓一宁", "毕清源", "冷秋白", "单雨桐", "车南星"} <= {person.name for person in found.people}
    assert [task for task in found.tasks if "防火承诺书" in task.text and task.due and "9月28日" in task.due]


@pytest.mark.parametrize("name", MINUTES + NEWS + CALL)
def test_the_title_is_found(name: str) -> None:
    titles = {
        "minutes": "栖霞镇 2023 年第 4 次镇长办公会议纪要",
        "news": "云溪区召开老旧小区改造工作推进会",
        "call": "青禾社区第 37 次例会记录",
    }
    report = load_report(FILES / name)
    assert report.title is not None
    assert report.title.text == titles[name.split("-")[0]]


@pytest.mark.parametrize("name", NEWS)
def test_a_news_page_keeps_headline_and_dateline_and_loses_the_menus(name: str) -> None:
    found = lines(name)
    assert found[0] == "# 云溪区召开老旧小区改造工作推进会"
    assert found[1].startswith("2023-06-14 09:20　来源：云溪日报")
    assert not [line for line in found if "登录" in line or "政务公开" in line or "您的位置" in line]
    assert load_report(FILES / name).published is not None


@pytest.mark.parametrize("name", NEWS)
def test_a_table_keeps_its_columns_and_repeats_what_spans_rows(name: str) -> None:
    assert "| 织造新村 | 青石街道 | 9 | 区城管局 | 2023年11月底 |" in lines(name)
    assert "2023年12月15日" in said(name, "柳塘一村什么时候完工？")


@pytest.mark.parametrize("name", NEWS[:2])
def test_what_stands_beside_and_below_a_news_page_is_left_out(name: str) -> None:
    text = load(FILES / name).text
    assert not [w for w in ("热门排行", "中考", "分享到", "上一篇", "ICP备", "融媒体中心", "document") if w in text]


@pytest.mark.parametrize("name", CALL)
def test_notes_of_a_call_keep_lists_and_the_table_of_tasks(name: str) -> None:
    found = [line.replace(" ", "") for line in lines(name)]
    assert "1.签名证书由@Tobias在3月28日前办好" in found
    assert "|撰写发布说明|@小满|4月2日|" in found
    assert "@千寻" in said(name, "升级测试由谁负责？")


@pytest.mark.parametrize("name", ["form-python-docx.docx", "form-libreoffice.pdf"])
def test_a_form_becomes_labelled_lines_and_its_long_cell_text(name: str) -> None:
    found = [line.replace(" ", "") for line in lines(name)]
    assert "地点：农学楼205室" in found
    assert found[found.index("会议内容：") + 1] == "一、郎书宁汇报了第二批样本的测序质量，合格率为93%。"
    assert found[-1] == "2.覃晚负责把原始数据上传到课题组服务器，5月10日前完成。"
    assert "应知微" in said(name, "谁主持？")
    assert "农学楼205室" in said(name, "在哪里开会？")


@pytest.mark.parametrize(
    ("name", "summary"),
    [
        (
            "minutes-libreoffice.docx",
            "Word 文档：20 段，1 张表格。\n没有读入：图片 1 张，页眉、页脚和页码 2 处，修订中删去的文字 1 处。",
        ),
        ("minutes-libreoffice.pdf", "PDF 文件：2 页，20 段，1 张表格。\n没有读入：图片 1 张，页眉、页脚和页码 4 处。"),
        ("news-gb18030.html", "网页（GB18030）：7 段，1 张表格。\n没有读入：图片 1 张，导航、页脚等 17 处。"),
    ],
)
def test_the_sender_is_told_what_came_in_and_what_did_not(name: str, summary: str) -> None:
    assert load(FILES / name).summary == summary


def test_pasted_text_has_nothing_to_note() -> None:
    imported = from_bytes("会议由王小明主持。\n会议决定三月底前完成改造。".encode(), "")
    assert (imported.kind, imported.notes) == (FileKind.TEXT, ())
    assert imported.summary == "纯文本（UTF-8）：2 段。"


@pytest.mark.parametrize(
    ("name", "called", "note"),
    [
        ("minutes-libreoffice.docx", "纪要.txt", "扩展名是 .txt，内容是 Word 文档。"),
        ("minutes-reportlab.pdf", "纪要.docx", "扩展名是 .docx，内容是 PDF 文件。"),
        ("news-gb18030.html", "新闻.doc", "扩展名是 .doc，内容是网页。"),
    ],
)
def test_a_wrong_suffix_is_named_and_the_file_read_all_the_same(name: str, called: str, note: str) -> None:
    data = (FILES / name).read_bytes()
    imported = from_bytes(data, called)
    assert imported.notes[0] == note
    assert imported.text == load(FILES / name).text


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("minutes-libreoffice.doc", "旧版 Word 文档（.doc），读不了；请在 Word 或 WPS 里另存为 .docx"),
        ("scan-reportlab.pdf", "只有图片、没有文字，像是扫描件"),
        ("locked-reportlab.pdf", "加了密码"),
    ],
)
def test_what_holds_no_text_is_refused_with_the_reason(name: str, why: str) -> None:
    with pytest.raises(ReportError) as raised:
        load(FILES / name)
    assert str(raised.value).startswith(f"{FILES / name}：")
    assert why in str(raised.value)


def test_warnings_name_the_file_and_what_was_left_out(tmp_path: Path) -> None:
    path = tmp_path / "纪要.txt"
    path.write_bytes((FILES / "minutes-libreoffice.pdf").read_bytes())
    said: list[str] = []
    assert load_report(path, said.append).id == "纪要"
    assert said == [
        f"{path}：扩展名是 .txt，内容是 PDF 文件。",
        f"{path}：没有读入：图片 1 张，页眉、页脚和页码 4 处。",
    ]
