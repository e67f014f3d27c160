"""Every line of a report is kept, and known for what it is."""

from __future__ import annotations

import pytest

from knowledge.errors import ReportError
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind
from knowledge.reader import MAX_CHARACTERS, read_report


def only(text: str) -> Block:
    (block,) = read_report(f"例会\n\n{text}").blocks[1:]
    return block


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("会议讨论了春灌安排，认为渠道清淤要抓紧。", BlockKind.PARAGRAPH, "会议讨论了春灌安排，认为渠道清淤要抓紧。"),
        ("- 渠道清淤由水利站负责", BlockKind.ITEM, "渠道清淤由水利站负责"),
        ("1、渠道清淤由水利站负责。", BlockKind.ITEM, "渠道清淤由水利站负责。"),
        ("## 会议纪要", BlockKind.HEADING, "会议纪要"),
        ("三、讨论事项", BlockKind.HEADING, "讨论事项"),
        ("三、讨论事项：", BlockKind.HEADING, "讨论事项："),
        ("**主持人：** 严大江", BlockKind.FIELD, "主持人：** 严大江"),
        ("责任编辑：佚名", BlockKind.FURNITURE, "责任编辑：佚名"),
        ("您的位置：首页 > 新闻 > 正文", BlockKind.FURNITURE, "您的位置：首页 > 新闻 > 正文"),
    ],
)
def test_a_line_is_known_for_what_it_is(line: str, kind: BlockKind, text: str) -> None:
    block = only(line)
    assert (block.kind, block.text) == (kind, text)


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("时间：3月9日", "时间", "3月9日"),
        ("會議地點 學生會辦公室", "會議地點", "學生會辦公室"),
        ("主席　連會長大山", "主席", "連會長大山"),
        ("**紀錄**　湯小匙（文書）", "紀錄", "湯小匙（文書）"),
        ("参会人 严大江 顾小溪", "参会人", "严大江 顾小溪"),
        ("一、地點：活動中心二樓", "地點", "活動中心二樓"),
    ],
)
def test_a_field_has_a_label_and_a_value(line: str, label: str, value: str) -> None:
    report = read_report(f"例会\n\n{line}")
    block = report.blocks[1]
    assert (block.kind, block.label, report.text[block.value : block.end]) == (BlockKind.FIELD, label, value)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("会议主持人", "host"),
        ("主 持 人", "host"),
        ("到会理事（9 人）", "present"),
        ("参加单位及人员", "present"),
        ("到會方式", ""),
        ("請假委員", "absent"),
        ("未到人員", "absent"),
        ("列席单位", "observer"),
        ("紀錄人員", "record"),
        ("下一步工作安排", "task"),
        ("會議決議", "conclusion"),
        ("遗留事项", "remaining"),
        ("完成时限", "due"),
        ("小李", ""),
    ],
)
def test_labels_are_understood_beyond_the_list(label: str, kind: str) -> None:
    assert field_kind(label) == kind


def test_offsets_lead_back_to_the_text() -> None:
    text = "# 例会\n\n**时间**：3月9日\n* 甲\n| 事项 | 责任人 |\n|---|---|\n| 清淤 | 严大江 |\n"
    report = read_report(text)
    for block in report.blocks:
        assert report.text[block.start : block.end] == block.text
        for cell in block.cells:
            assert report.text[cell.start : cell.end] == cell.text
    assert [b.number for b in report.blocks] == list(range(1, len(report.blocks) + 1))


def test_headings_and_empty_fields_head_what_follows() -> None:
    report = read_report("# 例会\n## 议题一、清淤\n会议结论：\n- 先清北渠\n## 议题二、水价\n暂不调整\n")
    paths = {b.text: b.path for b in report.blocks}
    assert paths["先清北渠"] == ("议题一、 清淤", "会议结论")
    assert paths["暂不调整"] == ("议题二、 水价",)


@pytest.mark.parametrize(
    "table",
    [
        "| 事项 | 责任人 |\n|---|---|\n| 清淤 | 严大江 |",
        "序号\t工作事项\t责任人\t完成时限\n1\t清淤\t严大江\t3月底",
        "| 序号 | 事项 | 责任人 |\n| 1 | 清淤 | 严大江 |",
    ],
)
def test_a_table_row_knows_its_columns(table: str) -> None:
    row = read_report(f"例会\n\n{table}").blocks[-1]
    assert row.kind is BlockKind.ROW
    assert dict(zip(row.header, (c.text for c in row.cells), strict=False))["责任人"] == "严大江"


def test_front_matter_names_the_report() -> None:
    report = read_report('---\nlayout: page\ntitle: "三月第二次會議"\n---\n**主席**：連大山\n')
    assert report.title is not None
    assert report.title.text == "三月第二次會議"


@pytest.mark.parametrize("text", ["", "  \n\u200b\n", "x" * (MAX_CHARACTERS + 1)])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(ReportError):
        read_report(text)


def test_windows_newlines_do_not_matter() -> None:
    assert read_report("例会\r\n甲\r\n").text == "例会\n甲\n"
