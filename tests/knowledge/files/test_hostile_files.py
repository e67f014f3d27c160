"""Files made to harm, and files broken by accident, end in one sentence: no crash, no swelling, no hanging."""

from __future__ import annotations

import io
import os
import random
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest

from knowledge.errors import ReportError
from knowledge.files import from_bytes, parsing
from knowledge.files.formats import child, package
from knowledge.files.formats.blocks import Trouble
from tests.conftest import ROOT

FILES = ROOT / "tests" / "files"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, more: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for n in range(more):
            file.writestr(f"word/media/{n}", "")
    return out.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(content: bytes, filters: str) -> bytes:
    head = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj "
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj "
        f"4 0 obj<</Length {len(content)}/Filter[{filters}]>>stream\n"
    )
    return head.encode() + content + b"\nendstream endobj trailer<</Root 1 0 R>>"


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(ReportError) as raised:
        from_bytes(data, name)
    said = str(raised.value)
    assert said.startswith(f"{name}：")
    assert "\n" not in said
    return said


def test_a_document_that_unpacks_to_much_is_refused_unread() -> None:
    assert "大得不正常" in refusal(docx(p("会" * 20_000_000)), "炸弹.docx")


def test_a_document_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(docx(p("会议" * 100_000)))
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 100)
    assert "坏了" in refusal(bytes(data), "谎.docx")


def test_a_document_of_too_many_parts_is_refused() -> None:
    assert "大得不正常" in refusal(docx(p("会议"), more=package.MAX_ENTRIES), "多.docx")


def test_a_document_longer_than_any_report_is_refused_with_the_limit() -> None:
    page = "<html><body>" + "".join(f"<p>{'会议要求' * 300_000}</p>" for _ in range(4))
    assert "最多读 4,000,000 字" in refusal(page.encode(), "长.html")


def test_a_page_nested_deeper_than_any_page_is_refused() -> None:
    deep = "<html><body>" + "<div class=nav>" * 200_000 + "会议"
    assert "坏了" in refusal(deep.encode(), "深.html")


def test_a_page_of_brackets_is_text_or_refused() -> None:
    assert from_bytes(b"<html>" + b"<" * 300_000, "括号.html").text
    assert "没有文字" in refusal(b"<html>" + b"<p " * 100_000, "括号.html")


def test_a_pdf_that_unpacks_to_much_ends_in_a_sentence() -> None:
    text = b"BT /F1 12 Tf (" + b"A" * 50_000_000 + b") Tj ET"
    packed = zlib.compress(zlib.compress(text, 9), 9)
    try:
        assert from_bytes(pdf(packed, "/FlateDecode/FlateDecode"), "炸弹.pdf").text
    except ReportError as error:
        assert str(error).startswith("炸弹.pdf：")


def test_a_small_pdf_of_the_same_make_is_read() -> None:
    packed = zlib.compress(b"BT /F1 12 Tf 72 700 Td (meeting) Tj ET")
    assert from_bytes(pdf(packed, "/FlateDecode"), "小.pdf").text == "meeting\n"


@pytest.mark.parametrize("name", ["minutes-libreoffice.docx", "minutes-libreoffice.pdf", "minutes-reportlab.pdf"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_file_cut_short_is_called_broken(name: str, share: float) -> None:
    data = (FILES / name).read_bytes()
    assert "坏了" in refusal(data[: int(len(data) * share)], name)


@pytest.mark.parametrize("name", ["form-python-docx.docx", "minutes-reportlab.pdf", "call-chromium.html"])
def test_a_damaged_file_is_read_or_refused_in_a_sentence(name: str) -> None:
    good = (FILES / name).read_bytes()
    chance = random.Random(name)
    for _ in range(8):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert from_bytes(bytes(data), name).text.strip()
        except ReportError as error:
            assert str(error).startswith(f"{name}：")


@pytest.mark.parametrize(
    ("ending", "trouble"),
    [
        ("raise RuntimeError", Trouble.BROKEN),
        ("import os; os.abort()", Trouble.CRASH),
        ("import time; time.sleep(60)", Trouble.TIME),
    ],
)
def test_whatever_happens_to_the_child_is_one_sentence(
    ending: str, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "_START", ending)
    monkeypatch.setattr(parsing, "SECONDS", 1.0)
    sentence = {Trouble.BROKEN: "坏了", Trouble.CRASH: "出了意外", Trouble.TIME: "读得太久"}[trouble]
    assert sentence in refusal((FILES / "form-python-docx.docx").read_bytes(), "纪要.docx")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_the_child_has_a_limit_to_its_memory() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from formats import child; child._limit(); "
        f"bytearray({child.MEMORY})"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(ROOT / "knowledge" / "files")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "MemoryError" in done.stderr


def test_the_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    seen: dict[str, str] = {}

    def run(*_: object, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(env)
        return subprocess.CompletedProcess([], 0, b'{"trouble": "empty"}', b"")

    monkeypatch.setattr(parsing.subprocess, "run", run)
    assert "没有文字" in refusal(docx(p("会议")), "纪要.docx")
    assert "PATH" in seen or "PATH" not in os.environ
    assert not [value for value in seen.values() if "secret" in value]
