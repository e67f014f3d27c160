"""Writes the sample files of this folder anew, with the programs that write such files (see README.md).

python -m tests.files.make

Needs python-docx and reportlab, LibreOffice (soffice), Chromium, and the fonts of fonts-noto-cjk.
"""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
FONT = "Noto Serif CJK SC"

TITLE = "栖霞镇 2023 年第 4 次镇长办公会议纪要"
FIELDS = (
    ("时间", "2023年9月12日上午9:00"),
    ("地点", "镇政府三楼会议室"),
    ("主持人", "镇长封怀谷"),
    ("记录", "党政办公室殷小楼"),
)
ATTENDANCE = (
    ("序号", "姓名", "单位及职务", "备注"),
    ("1", "封怀谷", "镇长", "主持"),
    ("2", "卓一宁", "副镇长", ""),
    ("3", "毕清源", "副镇长", "请假"),
    ("4", "冷秋白", "农业农村办公室主任", ""),
    ("5", "单雨桐", "财政所所长", ""),
    ("6", "车南星", "水利站站长", "列席"),
)
TOPICS = (
    (
        "关于秋季防火工作",
        "会议听取了卓一宁关于秋季森林防火准备情况的汇报。会议认为，今年入秋以来降雨偏少，火险等级持续升高，各村防火队伍、"
        "物资和值班制度必须在国庆节前全部到位。",
        (
            "卓一宁牵头，9月25日前对12个重点山口设卡检查；",
            "各村党支部书记负责，9月28日前逐户签订防火承诺书；",
            "财政所安排防火经费18.6万元，专款专用。",
        ),
    ),
    (
        "关于双河水库除险加固",
        "会议同意水利站提出的双河水库除险加固方案，工程概算426万元，由车南星负责组织实施，2024年汛期前完工。会议要求施工期间"
        "保证下游三个村的灌溉用水。",
        ("水利站10月10日前完成招标文件；", "农业农村办公室负责统计受影响农田面积。"),
    ),
    (
        "关于镇敬老院食堂改造",
        "会议原则同意敬老院食堂改造方案，所需资金从福利彩票公益金中列支。会议强调，改造期间要安排好老人的一日三餐，由民政助理"
        "季松月每日到院检查。",
        (),
    ),
)
LONG = (
    "会议还研究了村级道路养护、乡村旅游厕所管理、集镇停车秩序整治等事项，议定由卓一宁会同派出所、市场监督管理所制定集镇停车"
    "管理办法，十月底前提交下一次镇长办公会议审议；乡村旅游厕所的日常保洁由各村负责，镇里按每座每年三千元的标准给予补助，"
    "补助资金与检查结果挂钩。会议指出，年底前各项工作时间紧、任务重，各分管负责同志要亲自调度，每周向党政办公室报送一次进展。"
)


def main() -> None:
    """Write all files."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        document = minutes()
        document.save(HERE / "minutes-python-docx.docx")
        office(work, HERE / "minutes-python-docx.docx", "pdf", "minutes-libreoffice.pdf")
        office(work, HERE / "minutes-python-docx.docx", "docx", "minutes-libreoffice.docx")
        office(work, HERE / "minutes-python-docx.docx", "doc", "minutes-libreoffice.doc")
        form().save(HERE / "form-python-docx.docx")
        office(work, HERE / "form-python-docx.docx", "pdf", "form-libreoffice.pdf")
        chromium(work, "news", "call")
        gbk = (HERE / "news-chromium.html").read_text("utf-8").replace('charset="utf-8"', 'charset="gb2312"')
        (HERE / "news-gb18030.html").write_bytes(gbk.encode("gb18030"))
        reportlab(HERE / "minutes-reportlab.pdf")
        scan(HERE / "scan-reportlab.pdf")
        locked(HERE / "locked-reportlab.pdf")


def minutes() -> DocumentType:
    """Formal minutes as a clerk writes them in a word processor: lists numbered by the program, tables, a letterhead."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section.header.paragraphs[0].text = "栖霞镇人民政府办公室"
    page_number(section.footer.paragraphs[0])
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(TITLE)
    run.font.size, run.bold = Pt(20), True
    for label, value in FIELDS:
        document.add_paragraph(f"{label}：{value}")
    document.add_paragraph("参会人员签到表：")
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    for row in ATTENDANCE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    outline = outline_list(document)
    for name, text, tasks in TOPICS:
        numbered(document.add_paragraph(name), outline, 0)
        body(document, text)
        for task in tasks:
            numbered(document.add_paragraph(task), outline, 1)
    body(document, LONG)
    document.add_picture(io.BytesIO(png()), width=Cm(3))
    deleted(document.add_paragraph("抄送：镇党委、镇人大主席团。"), "删去的一句。")
    end = document.add_paragraph("栖霞镇人民政府办公室　2023年9月13日印发")
    end.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


def body(document: DocumentType, text: str) -> None:
    """A paragraph of text, its first line indented by two characters."""
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(28)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def outline_list(document: DocumentType) -> int:
    """An automatic list of two levels: 一、二、 for topics, （1）（2） for points, which start again under each topic."""
    numbering = document.part.numbering_part.element
    xml = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/>
        <w:pPr><w:ind w:left="840" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum>"""
    numbering.insert(0, parse_xml(xml))
    return int(numbering.add_num(77).numId)


def numbered(paragraph: Paragraph, num_id: int, level: int) -> None:
    """Put a paragraph in a list."""
    numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbers.get_or_add_ilvl().val = level
    numbers.get_or_add_numId().val = num_id


def page_number(paragraph: Paragraph) -> None:
    """— 1 — in the middle, counted by the program."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
    paragraph.add_run(" —")


def deleted(paragraph: Paragraph, text: str) -> None:
    """Text that a tracked change took out."""
    xml = f'<w:del {nsdecls("w")} w:id="9" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
    paragraph._p.append(parse_xml(xml))


def form() -> DocumentType:
    """Minutes on a printed form: one table with labels, and the text in a cell."""
    document = Document()
    document.add_heading("课题组周会记录表", 0)
    table = document.add_table(rows=5, cols=4, style="Table Grid")
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(2, 1).merge(table.cell(2, 3))
    table.cell(3, 1).merge(table.cell(3, 3))
    table.cell(4, 1).merge(table.cell(4, 3))
    for row, column, text in (
        (0, 0, "会议主题"), (0, 1, "水稻抗旱基因数据整理"), (1, 0, "时间"), (1, 1, "2024年5月7日14:00"),
        (1, 2, "地点"), (1, 3, "农学楼205室"), (2, 0, "主持人"), (2, 1, "应知微"),
        (3, 0, "参会人员"), (3, 1, "应知微、郎书宁、桑柏、覃晚"), (4, 0, "会议内容"),
    ):  # fmt: skip
        table.cell(row, column).text = text
    content = table.cell(4, 1)
    content.text = "一、郎书宁汇报了第二批样本的测序质量，合格率为93%。"
    for line in (
        "二、桑柏提出重做三号田的对照组，应知微同意。",
        "三、会议决定：",
        "1. 郎书宁5月15日前补测7份不合格样本；",
        "2. 覃晚负责把原始数据上传到课题组服务器，5月10日前完成。",
    ):
        content.add_paragraph(line)
    return document


def png() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\x00" + b"\xc0\x30\x30" * 40 for _ in range(40)))
    header = struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def office(work: Path, source: Path, suffix: str, name: str) -> None:
    """Let LibreOffice write a file anew."""
    out = work / suffix
    command = ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(out), str(source)], check=True, capture_output=True)
    shutil.copy(out / f"{source.stem}.{suffix}", HERE / name)


def chromium(work: Path, *names: str) -> None:
    """Let Chromium open the page, then save it and print it."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work}/chromium"]
    for name in names:
        page = (SOURCES / f"{name}.html").as_uri()
        saved = subprocess.run([*command, "--dump-dom", page], check=True, capture_output=True).stdout
        (HERE / f"{name}-chromium.html").write_bytes(saved)
        subprocess.run(
            [*command, f"--print-to-pdf={HERE / f'{name}-chromium.pdf'}", page], check=True, capture_output=True
        )


def reportlab(path: Path) -> None:
    """The same minutes from a program that makes PDF files without embedding a font."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = ParagraphStyle("plain", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    indented = ParagraphStyle("indented", plain, firstLineIndent=24)
    large = ParagraphStyle("large", plain, fontSize=18, leading=28, alignment=1)

    def edges(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, 810, "栖霞镇人民政府办公室")
        canvas.drawCentredString(297, 30, f"第 {document.page} 页")

    story = [Text(TITLE, large), *(Text(f"{label}：{value}", plain) for label, value in FIELDS), Spacer(1, 10)]
    story.append(
        Table(ATTENDANCE, style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light")])
    )
    for number, (name, text, tasks) in zip("一二三", TOPICS, strict=True):
        story += [Text(f"{number}、{name}", plain), Text(text, indented)]
        story += [Text(f"（{n}）{task}", indented) for n, task in enumerate(tasks, 1)]
    story += [Text(LONG, indented)] * 3
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story, onFirstPage=edges, onLaterPages=edges)


def scan(path: Path) -> None:
    """A page that is a picture."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    canvas.drawImage(ImageReader(io.BytesIO(png())), 0, 0, 595, 842)
    canvas.save()


def locked(path: Path) -> None:
    """A page behind a password."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1, encrypt="secret")
    canvas.drawString(72, 720, "locked")
    canvas.save()


if __name__ == "__main__":
    main()
