"""What an import takes, recognises, replaces and leaves out."""

from __future__ import annotations

import io
import json
import lzma
from pathlib import Path

import pytest

from knowledge.store import Library, Outcome, Remark, Sources, import_reports, importing, json_lines
from knowledge.store.upkeep import problems
from tests.conftest import ROOT
from tests.store.reports import CLINIC, RIVER, SCHOOL, TEXTS, numbered

FILES = ROOT / "tests" / "files"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "会议"
    (inside / "2023年").mkdir(parents=True)
    (inside / "河道.txt").write_text(RIVER, "utf-8")
    (inside / "2023年" / "校车.md").write_text(SCHOOL, "utf-8")
    return inside


def run(library: Library, *places: Path | str, stdin: bytes = b"") -> Outcome:
    outcome = Outcome()
    import_reports(library, Sources(map(str, places), io.BytesIO(stdin)), outcome)
    assert list(problems(library)) == []
    return outcome


def rows(*values: object) -> bytes:
    return "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in values).encode()


def test_a_folder_is_taken_with_its_folders_in_the_order_of_names(library: Library, folder: Path) -> None:
    (folder / ".draft.txt").write_text(CLINIC, "utf-8")
    outcome = run(library, folder)
    assert list(library.ids()) == ["2023年/校车", "河道"]
    assert (outcome.reports, outcome.passages, outcome.left_out) == (2, 9, 0)
    assert library.facts("河道").meeting.host[0].text == "苏景明"


def test_the_same_command_again_brings_nothing_twice(library: Library, folder: Path) -> None:
    run(library, folder)
    outcome = run(library, folder)
    assert (outcome.reports, len(outcome.known), len(library)) == (0, 2, 2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_same_report_renamed_and_in_another_encoding_is_recognised(
    library: Library, folder: Path, tmp_path: Path, encoding: str
) -> None:
    run(library, folder)
    copy = tmp_path / "另存的副本.txt"
    copy.write_bytes(RIVER.replace("\n", "\r\n").encode(encoding))
    outcome = run(library, copy)
    assert outcome.known == [("另存的副本.txt", "河道")]
    assert len(library) == 2


def test_the_same_text_twice_in_one_import_comes_in_once(library: Library, tmp_path: Path) -> None:
    for name in ("甲", "乙", "丙"):
        (tmp_path / f"{name}.txt").write_text(RIVER, "utf-8")
    outcome = run(library, *(tmp_path / f"{name}.txt" for name in ("甲", "乙", "丙")))
    assert list(library.ids()) == ["甲"]
    assert [known for _, known in outcome.known] == ["甲", "甲"]


def test_a_changed_text_replaces_what_its_id_had(library: Library, folder: Path) -> None:
    run(library, folder)
    (folder / "河道.txt").write_text(RIVER.replace("12万元", "15万元"), "utf-8")
    outcome = run(library, folder)
    assert (outcome.reports, outcome.replaced, len(library)) == (1, ["河道"], 2)
    assert "15万元" in library.text("河道")


def test_files_of_one_name_in_different_folders_are_different_reports(library: Library, tmp_path: Path) -> None:
    for place, text in (("甲", RIVER), ("乙", SCHOOL)):
        (tmp_path / place).mkdir()
        (tmp_path / place / "纪要.txt").write_text(text, "utf-8")
    run(library, tmp_path / "甲" / "纪要.txt", tmp_path / "乙" / "纪要.txt")
    assert list(library.ids()) == ["纪要", "纪要-2"]


def test_what_cannot_be_read_is_named_with_its_reason_and_the_rest_comes_in(library: Library, folder: Path) -> None:
    (folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "空.txt").write_text(" \n", "utf-8")
    outcome = run(library, folder, folder / "没有.txt")
    assert outcome.reports == 2
    left_out = {Path(r.source).name: r.text for r in outcome.remarks if r.left_out}
    assert set(left_out) == {"图.png", "空.txt", "没有.txt"}
    assert all(left_out.values())


def test_bytes_that_could_not_be_decoded_are_remarked_on(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "坏字.txt"
    file.write_bytes(RIVER.encode() + b"\xff\n")
    outcome = run(library, file)
    assert (outcome.reports, outcome.left_out, len(outcome.remarks)) == (1, 0, 1)


@pytest.mark.parametrize("name", ["会议.jsonl", "会议.jsonl.xz", "-"])
def test_json_lines_come_from_a_file_packed_or_not_and_from_standard_input(
    library: Library, tmp_path: Path, name: str
) -> None:
    data = rows(
        {"id": "a1", "title": "柳湾镇河道治理工作会议", "date": "2023-08-16", "text": RIVER},
        {"id": 2, "date": "2024-01-31", "title": "夜校开班", "text": "夜校由邹丽萍主持开班。"},
    )
    if name != "-":
        packed = lzma.compress(data) if name.endswith(".xz") else data
        (tmp_path / name).write_bytes(packed)
    outcome = run(library, name if name == "-" else tmp_path / name, stdin=data)
    assert list(library.ids()) == ["a1", "2"]
    assert outcome.reports == 2
    assert library.text("a1").count("柳湾镇河道治理工作会议") == 1
    assert library.entry("2").title == "夜校开班"
    assert str(library.entry("2").date) == "2024-01-31"


def test_standard_input_is_one_report_where_it_is_no_json(library: Library) -> None:
    for text in (CLINIC, SCHOOL, CLINIC):
        run(library, "-", stdin=text.encode("gb18030"))
    assert [library.text(i) for i in library.ids()] == [CLINIC, SCHOOL]  # the second does not replace the first
    assert all(i.startswith("标准输入-") for i in library.ids())


def test_word_and_pdf_files_come_in_too_under_any_name(library: Library, tmp_path: Path) -> None:
    written = ROOT / "tests" / "files"
    word, pdf = written / "minutes-python-docx.docx", written / "call-chromium.pdf"
    (tmp_path / "没有后缀").write_bytes(word.read_bytes())
    outcome = run(library, tmp_path / "没有后缀", pdf, "-", stdin=word.read_bytes())
    assert list(library.ids()) == ["没有后缀", "call-chromium"]
    assert outcome.known == [("标准输入", "没有后缀")]
    assert outcome.left_out == 0
    assert all(not r.left_out and r.text for r in outcome.remarks)


def test_standard_input_may_be_a_document_and_says_what_it_left_out(library: Library) -> None:
    outcome = run(library, "-", stdin=(FILES / "minutes-libreoffice.pdf").read_bytes())
    (entry,) = library.entries()
    assert (outcome.reports, entry.title) == (1, "栖霞镇 2023 年第 4 次镇长办公会议纪要")
    assert outcome.remarks == [Remark("标准输入", "没有读入：图片 1 张，页眉、页脚和页码 4 处。", left_out=False)]


def test_a_document_saved_anew_by_another_program_is_known(library: Library) -> None:
    outcome = run(library, FILES / "minutes-python-docx.docx", FILES / "minutes-libreoffice.docx")
    assert list(library.ids()) == ["minutes-python-docx"]
    assert outcome.known == [("minutes-libreoffice.docx", "minutes-python-docx")]


BAD_LINES = [
    (b'{"id": "x", "text": ', "不是一行 JSON"),
    (b'["x"]', "JSON 对象"),
    (b'{"text": "y"}', "缺少 id"),
    (b'{"id": "", "text": "y"}', "缺少 id"),
    (b'{"id": true, "text": "y"}', "缺少 id"),
    (b'{"id": "x"}', "text 应是"),
    (b'{"id": "x", "text": ""}', "空的"),
    (b'{"id": "x", "text": " \\n"}', "空的"),
    (b'{"id": "x", "text": "y", "title": 3}', "title 应是"),
    (b'{"id": "x", "text": "y", "date": []}', "date 应是"),
    ('{"id": "x", "text": "会"}'.encode("gb18030"), "UTF-8"),
    (b"[" * 5000, "不是一行 JSON"),
]


@pytest.mark.parametrize(("line", "told"), BAD_LINES)
def test_a_bad_line_is_named_by_its_number_and_the_others_come_in(
    library: Library, tmp_path: Path, line: bytes, told: str
) -> None:
    file = tmp_path / "会议.jsonl"
    file.write_bytes(
        b"\xef\xbb\xbf" + rows({"id": "a", "text": RIVER}) + b"\n" + line + b"\n" + rows({"id": "b", "text": SCHOOL})
    )
    outcome = run(library, file)
    (remark,) = outcome.remarks
    assert remark.source == "会议.jsonl 第 3 行"
    assert told in remark.text
    assert list(library.ids()) == ["a", "b"]


def test_a_line_longer_than_any_report_is_left_out_alone(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "MAX_BYTES", 2000)
    file = tmp_path / "会议.jsonl"
    file.write_bytes(rows({"id": "a", "text": "长" * 3000}, {"id": "b", "text": SCHOOL}))
    outcome = run(library, file)
    assert [r.source for r in outcome.remarks] == ["会议.jsonl 第 1 行"]
    assert list(library.ids()) == ["b"]


def test_a_packed_file_that_is_cut_off_gives_what_came_before(library: Library, tmp_path: Path) -> None:
    packed = lzma.compress(rows(*({"id": n, "text": numbered(n)} for n in range(2000))))
    file = tmp_path / "会议.jsonl.xz"
    file.write_bytes(packed[: len(packed) // 4])
    outcome = Outcome()
    found = list(Sources([str(file)]))
    remarks = [f for f in found if isinstance(f, Remark)]
    assert len(remarks) == 1
    assert "没有读完" in remarks[0].text
    assert outcome.reports == 0


def test_lone_surrogates_in_json_do_no_harm(library: Library) -> None:
    run(
        library,
        "-",
        stdin=b'{"id": "a\\ud800", "text": "\\ud83d\\u4f1a\\u8bae\\u7531\\u738b\\u5c0f\\u660e\\u4e3b\\u6301"}\n',
    )
    assert library.text("a?") == "?会议由王小明主持"


def test_an_error_in_one_text_does_not_end_the_import(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importing.make_record

    def fragile(report: object, source: str) -> object:
        if report.id == "b":  # type: ignore[attr-defined]
            raise RuntimeError("on purpose")
        return real(report, source)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "make_record", fragile)
    outcome = run(
        library, "-", stdin=rows(*({"id": i, "text": t} for i, t in zip("abc", TEXTS.values(), strict=False)))
    )
    assert list(library.ids()) == ["a", "c"]
    assert [(r.source, r.left_out) for r in outcome.remarks] == [("标准输入 第 2 行", True)]


def test_workers_read_many_reports_and_their_order_is_kept(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH_REPORTS", 3)
    told: list[int] = []
    outcome, data = Outcome(), rows(*({"id": f"r{n}", "text": numbered(n)} for n in range(20)))
    import_reports(library, Sources(["-"], io.BytesIO(data)), outcome, lambda o: told.append(o.reports))
    assert list(library.ids()) == [f"r{n}" for n in range(20)]
    assert told[-1] == outcome.reports == 20
    assert told == sorted(told)
    assert outcome.passages == library.index.count()
