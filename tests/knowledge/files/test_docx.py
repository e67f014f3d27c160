"""Word documents by their XML: what the format can say and a reader sees."""

from __future__ import annotations

import io
import zipfile

import pytest

from knowledge.errors import ReportError
from knowledge.files import Part, from_bytes
from knowledge.files.formats.blocks import Block, CannotParseError, Paragraph, Table
from knowledge.files.formats.docx import parse

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def docx(body: str, space: str = W, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def blocks(body: str, **parts: str) -> list[Block]:
    return list(parse(docx(body, **parts)).blocks)


def texts(body: str, **parts: str) -> list[str]:
    return [b.text for b in blocks(body, **parts) if isinstance(b, Paragraph)]


def listed(level: int, num: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def numbering(*levels: tuple[str, str], nums: str = "") -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    base = '<w:abstractNumId w:val="0"/>'
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        f'<w:num w:numId="1">{base}</w:num>{nums}</w:numbering>'
    )


def marks(body: str, lists: str) -> list[str]:
    return [b.mark for b in blocks(body, numbering=lists) if isinstance(b, Paragraph)]


def test_levels_count_and_start_again_below_the_next_one_above() -> None:
    body = p("甲", listed(0)) + p("a", listed(1)) + p("b", listed(1)) + p("乙", listed(0)) + p("c", listed(1))
    lists = numbering(("chineseCountingThousand", "%1、"), ("decimal", "%1.%2"))
    assert marks(body, lists) == ["一、", "一.1", "一.2", "二、", "二.1"]


def test_lists_of_one_definition_go_on_counting_unless_they_say_otherwise() -> None:
    base = '<w:abstractNumId w:val="0"/>'
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbering(
        ("decimal", "%1."), nums=f'<w:num w:numId="2">{base}</w:num><w:num w:numId="3">{base}{over}</w:num>'
    )
    body = p("甲", listed(0)) + p("乙", listed(0, 2)) + p("丙", listed(0, 3)) + p("丁", listed(0, 3))
    assert marks(body, lists) == ["1.", "2.", "1.", "2."]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimalEnclosedCircle", "③"),
        ("ideographLegalTraditional", "參"),
        ("upperLetter", "C"),
        ("lowerRoman", "iii"),
        ("decimalFullWidth", "３"),
        ("ideographTraditional", "丙"),
        ("none", ""),
        ("unheardOf", "3"),
    ],
)
def test_numbers_are_written_as_the_list_wants_them(form: str, expected: str) -> None:
    assert marks(p("甲", listed(0)) * 3, numbering((form, "%1")))[-1] == expected


def test_bullets_are_bullets_and_unknown_lists_nothing() -> None:
    assert marks(p("甲", listed(0)) + p("乙", listed(0, 9)), numbering(("bullet", "\uf0b7"))) == ["-", ""]


def test_a_style_gives_headings_and_numbers_also_to_those_built_on_it() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        f'<w:style w:styleId="H"><w:name w:val="heading 1"/><w:pPr>{listed(0)}</w:pPr></w:style>'
        '<w:style w:styleId="K"><w:name w:val="Mine"/><w:basedOn w:val="H"/></w:style></w:styles>'
    )
    body = "".join(p(s, f'<w:pStyle w:val="{s}"/>') for s in "THK")
    found = blocks(body, styles=styles, numbering=numbering(("chineseCounting", "%1、")))
    assert found == [Paragraph("T", 1), Paragraph("H", 2, "一、"), Paragraph("K", 2, "二、")]


def test_text_keeps_links_insertions_and_controls_and_loses_what_is_not_shown() -> None:
    body = (
        "<w:p><w:r><w:t>会议</w:t></w:r><w:hyperlink><w:r><w:t>决定</w:t></w:r></w:hyperlink>"
        "<w:ins><w:r><w:t>投入</w:t></w:r></w:ins><w:del><w:r><w:delText>三</w:delText></w:r></w:del>"
        "<w:sdt><w:sdtContent><w:r><w:t>五万元</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    parsed = parse(docx(body))
    assert parsed.blocks == (Paragraph("会议决定投入五万元"),)
    assert (parsed.left_out[Part.DELETED], parsed.left_out[Part.HIDDEN]) == (1, 1)


def test_a_line_break_parts_lines_and_a_page_break_does_not() -> None:
    body = '<w:p><w:r><w:t>时间</w:t><w:br/><w:t>地点</w:t><w:br w:type="page"/><w:t>一</w:t></w:r></w:p>'
    assert texts(body) == ["时间", "地点一"]


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('抄送：各村')}</w:txbxContent>"
    drawing = (
        '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:drawing>'
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(f"<w:p><w:r>{drawing}<w:t>会议召开。</w:t></w:r></w:p>") == ["会议召开。", "抄送：各村"]


def test_footnotes_come_after_the_text() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="1">{p("指2023年口径。")}</w:footnote></w:footnotes>'
    )
    assert blocks(p("会议召开。"), footnotes=notes)[-1] == Paragraph("指2023年口径。", mark="注1")


def test_cells_over_rows_are_repeated_and_cells_over_columns_keep_the_columns() -> None:
    def tc(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    rows = [
        tc("部门") + tc("任务") + tc("时限"),
        tc("水利站", '<w:vMerge w:val="restart"/>') + tc("巡查") + tc("3月"),
        tc("", "<w:vMerge/>") + tc("清淤") + tc("4月"),
        tc("合计", '<w:gridSpan w:val="2"/>') + tc("2项"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert blocks(p("前") + table + p("后")) == [
        Paragraph("前"),
        Table(
            (
                ("部门", "任务", "时限"),
                ("水利站", "巡查", "3月"),
                ("水利站", "清淤", "4月"),
                ("合计", "", "2项"),
            )
        ),
        Paragraph("后"),
    ]


def test_the_strict_form_of_the_format_is_read_too() -> None:
    assert parse(docx(p("会议召开。"), STRICT)).blocks == (Paragraph("会议召开。"),)


@pytest.mark.parametrize(
    "data",
    [
        docx(p("会议"))[:-30],
        docx("<w:p>"),
        docx("", W).replace(b"word/document.xml", b"word/dokument.xml"),
        docx('<!DOCTYPE l [<!ENTITY a "会">]>' + p("&a;")),
    ],
)
def test_a_broken_document_is_called_so(data: bytes) -> None:
    with pytest.raises(CannotParseError, match="broken"):
        parse(data)


def test_a_document_type_is_refused_before_its_entities_grow() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        body = f"<w:document {W}><w:body>{p('&b;')}</w:body></w:document>"
        file.writestr("word/document.xml", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + body)
    with pytest.raises(ReportError, match="坏了"):
        from_bytes(out.getvalue(), "纪要.docx")
