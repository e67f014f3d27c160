"""Files of every encoding are read, and what is no text is refused in one line that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import ReportError
from knowledge.files import MAX_BYTES, decode, load_report, read_text

SIMPLIFIED = "3月5日上午，南湖区召开河长制工作会议，区长王小明主持会议。\n会议要求：加强巡河，落实责任。\n"
TRADITIONAL = "會議時間：113年3月5日上午10時\n主席：王小明區長\n決議：照案通過，請各單位加強宣導。\n"


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32-le"),
        ("plain ASCII\n", "ascii", "utf-8"),
    ],
)
def test_an_encoding_is_recognised(text: str, codec: str, named: str, tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_bytes(text.encode(codec))
    decoded = read_text(file)
    assert (decoded.text, decoded.encoding, decoded.replaced) == (text, named, 0)


def test_the_tests_own_reports_are_read_in_every_encoding_they_can_be_written_in(practice: list[Path]) -> None:
    for path in practice:
        text = path.read_text("utf-8")
        for codec in ("gb18030", "big5", "utf-16"):
            try:
                data = text.encode(codec)
            except UnicodeEncodeError:
                continue
            assert decode(data, path.name).text == text, (path.name, codec)


def test_newlines_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n", "x").text == "a\nb\nc\n"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_broken_bytes_are_counted_and_the_rest_is_read(codec: str) -> None:
    decoded = decode(SIMPLIFIED[:25].encode(codec) + b"\xff" + SIMPLIFIED[25:].encode(codec), "x")
    assert decoded.encoding == codec
    assert decoded.replaced == 1
    assert "加强巡河，落实责任" in decoded.text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (b" \n\t\r\n", "空"),
        (b"\xef\xbb\xbf", "空"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"abc\x00\x01\x02def", "不是文本"),
        (bytes(range(1, 32)) * 20, "不是文本"),
    ],
)
def test_what_is_no_text_is_refused_by_name(content: bytes, why: str, tmp_path: Path) -> None:
    file = tmp_path / "坏.txt"
    file.write_bytes(content)
    with pytest.raises(ReportError) as raised:
        read_text(file)
    assert str(file) in str(raised.value)
    assert why in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("name", "why"), [("没有.txt", "没有这个文件"), ("", "文件夹"), ("a" * 300, "读不了")])
def test_what_is_no_file_is_refused_by_name(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ReportError) as raised:
        load_report(tmp_path / name)
    assert why in str(raised.value)
    assert str(tmp_path) in str(raised.value)


def test_a_file_over_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "大.txt"
    with file.open("wb") as out:
        out.truncate(MAX_BYTES + 1)
    with pytest.raises(ReportError, match="20 MB"):
        read_text(file)


def test_a_line_of_20_mb_is_refused_with_the_limit_in_characters(tmp_path: Path) -> None:
    file = tmp_path / "一行.txt"
    file.write_text("会议" * (MAX_BYTES // 6), "utf-8")
    with pytest.raises(ReportError) as raised:
        load_report(file)
    assert str(file) in str(raised.value)
    assert "最多" in str(raised.value)


def test_a_report_is_called_by_its_files_stem(tmp_path: Path) -> None:
    file = tmp_path / "三月.例会.txt"
    file.write_text(SIMPLIFIED, "utf-8")
    assert load_report(file).id == "三月.例会"


def test_an_endless_file_ends() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("no /dev/zero here")
    with pytest.raises(ReportError):
        read_text(endless)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=80).map(lambda t: t.encode("gb18030", "replace"))))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "x")
    except ReportError as error:
        assert str(error).startswith("x：")
    else:
        assert "\r" not in decoded.text
        assert decoded.replaced >= 0
