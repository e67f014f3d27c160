"""The kind of a file is told from its bytes, and each kind that is no report has its own sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from knowledge.errors import ReportError
from knowledge.files import FileKind, from_bytes
from knowledge.files.kinds import READABLE, is_html, kind_by_bytes
from knowledge.files.texts import wording


def zipped(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\r\n\r\n%PDF-1.4\n", FileKind.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), FileKind.DOCX),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), FileKind.XLSX),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), FileKind.PPTX),
        (zipped("content.xml", first=b"application/vnd.oasis.opendocument.text"), FileKind.ODT),
        (zipped("OFD.xml"), FileKind.OFD),
        (zipped("纪要.txt", "word/纪要.txt"), FileKind.ZIP),
        (compound("WordDocument"), FileKind.DOC),
        (compound("Workbook"), FileKind.XLS),
        (compound("PowerPoint Document"), FileKind.PPT),
        (compound("EncryptedPackage"), FileKind.LOCKED),
        (compound("Other"), FileKind.OLE),
        (b"{\\rtf1\\ansi", FileKind.RTF),
        (b"Rar!\x1a\x07\x00", FileKind.RAR),
        (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
        (b"\x1f\x8b\x08", FileKind.GZIP),
        (b"BZh91AY", FileKind.BZIP2),
        (b"\xfd7zXZ\x00", FileKind.XZ),
        (bytes(257) + b"ustar\x00", FileKind.TAR),
        (b"\x89PNG\r\n\x1a\n", FileKind.PICTURE),
        (b"\xff\xd8\xff\xe0", FileKind.PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBP", FileKind.PICTURE),
        (b"\x00\x00\x00\x20ftypheic", FileKind.PICTURE),
        (b"\x00\x00\x00\x20ftypisom", FileKind.SOUND),
        (b"RIFF\x00\x00\x00\x00WAVE", FileKind.SOUND),
        (b"\x7fELF\x02", FileKind.BINARY),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nContent-Type: text/html\n", FileKind.MHTML),
        ("会议由王小明主持。".encode(), None),
        ("会议由王小明主持。".encode("utf-16"), None),
    ],
)
def test_a_kind_is_recognised(data: bytes, kind: FileKind | None) -> None:
    assert kind_by_bytes(data) is kind


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("<!DOCTYPE html><p>会议", "a.txt", True),
        ("\ufeff \n<!-- saved from url=(0014)about:internet -->\n<HTML>", "a", True),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "a", True),
        ("<div class='text'>会议</div>", "a.txt", True),
        ("会议<br>决定", "a.html", True),
        ("<div align=center>纪要</div>\n\n会议由王小明主持。\n\n## 决定", "a.md", False),
        ("<center>纪要</center>\n会议由王小明主持。\n会议决定：清淤。\n", "a.txt", False),
        ("会议<br>决定", "a.txt", False),
        ("3<5，会议", "a.html", False),
        ("# 纪要\n\n<details>\n会议\n</details>", "a.md", False),
    ],
)
def test_a_page_is_told_from_text(text: str, name: str, expected: bool) -> None:
    assert is_html(text, name) is expected


@pytest.mark.parametrize("kind", sorted(set(FileKind) - READABLE))
def test_every_kind_that_is_refused_says_what_to_do(kind: FileKind) -> None:
    assert wording()[f"advice.{kind}"]
    assert wording()[f"kind.{kind}"]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (compound("WordDocument"), "纪要.docx", "纪要.docx：扩展名是 .docx，内容是旧版 Word 文档（.doc），读不了"),
        (compound("EncryptedPackage"), "纪要.docx", "纪要.docx：这是加了密码的 Office 文档，打不开；请去掉密码再试。"),
        (zipped("纪要.txt"), "纪要.zip", "纪要.zip：这是压缩文件（zip），请解压后把里面的报告发来。"),
        (zipped("[Content_Types].xml", "xl/x"), "表.xlsx", "表.xlsx：这是 Excel 表格（.xlsx），不是会议报告"),
        (b"\x89PNG\r\n\x1a\n", "图.png", "图.png：这是图片，里面没有可读的文字；请先做文字识别（OCR）。"),
        (b"ID3\x04", "音.mp3", "音.mp3：这是录音或录像，里面没有可读的文字；请先转写成文字。"),
        (b"", "空.docx", "空.docx：文件是空的。"),
        (b"\x00" * 50, "空.pdf", "空.pdf：文件是空的。"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(ReportError) as raised:
        from_bytes(data, name)
    assert str(raised.value).startswith(sentence)
    assert "\n" not in str(raised.value)


def test_a_larger_file_than_is_read_is_refused_with_the_limit() -> None:
    with pytest.raises(ReportError, match="20 MB"):
        from_bytes(b"%PDF-1.7\n" + bytes(20_000_000), "大.pdf")
