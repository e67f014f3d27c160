"""The library on the command line: in, looked at, asked, out."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from bot import cli
from bot.library_place import default_place
from bot.texts import say
from knowledge.store import Library
from tests.conftest import ROOT
from tests.store.reports import CLINIC, RIVER, TEXTS, report


@pytest.fixture
def library(tmp_path: Path) -> Path:
    file = tmp_path / "library.db"
    kept = Library(file)
    for name in TEXTS:
        kept.add(report(name))
    kept.close()
    return file


def run(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    code = cli.main([str(a) for a in args])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_what_was_imported_is_asked_without_being_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not default_place().exists()
    assert run(capsys, "ask", "会议在哪里召开？")[1] != ""  # the bundled report
    (tmp_path / "河道.txt").write_text(RIVER, "utf-8")
    code, out, err = run(capsys, "import", tmp_path / "河道.txt")
    assert (code, out) == (0, "")
    assert say("import.added", reports=1, passages=4, total=1) in err
    assert default_place().exists()
    code, out, _ = run(capsys, "ask", "谁主持会议？")
    assert code == 0
    assert "苏景明" in out.splitlines()[0]
    seed = run(capsys, "ask", "谁主持会议？", "-r", ROOT / "seeds" / "seed.txt")
    assert "苏景明" not in seed[1]


def test_a_library_may_be_named(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "卫生院建设推进会由谁主持？", "--library", library, "--json")
    assert code == 0
    assert json.loads(out)["answer"] == "柯玉兰"
    assert json.loads(out)["evidence"][0]["report"] == "clinic"


@pytest.mark.parametrize(
    "args",
    [
        ["ask", "谁主持会议？"], ["chat"], ["meetings"], ["check"], ["forget", "1"], ["backup", "b.db"], ["export", "json"],
    ],
)  # fmt: skip
def test_a_library_that_is_not_there_is_said(
    args: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *args, "--library", tmp_path / "无.db")
    assert (code, out) == (cli.ERROR, "")
    assert "没有这个资料库" in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "无.db").exists()


def test_an_empty_library_that_is_named_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Library(tmp_path / "空.db").close()
    code, _, err = run(capsys, "ask", "谁主持会议？", "--library", tmp_path / "空.db")
    assert code == cli.ERROR
    assert "还没有报告" in err


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["ask", "谁", "-r", "a.txt", "--library", "b.db"], "只能给一种"),
        (["batch", "a", "b", "--library", "c"], "多余的参数：b"),
        (["batch", "--library", "c"], "缺少参数 QUESTIONS.jsonl"),
        (["batch"], "缺少参数 REPORTS_DIR"),
        (["import"], "缺少参数 FILE"),
        (["export", "docx"], "FORMAT"),
        (["forget"], "缺少参数 REPORT"),
    ],
)
def test_wrong_use_is_one_line(args: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *args)
    assert (code, out) == (cli.USAGE, "")
    assert expected in err
    assert len(err.splitlines()) == 1


def test_an_import_tells_what_it_knew_replaced_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "会议"
    folder.mkdir()
    (folder / "河道.txt").write_text(RIVER, "utf-8")
    (folder / "卫生院.txt").write_text(CLINIC, "utf-8")
    assert run(capsys, "import", folder)[0] == 0
    (folder / "卫生院.txt").write_text(CLINIC.replace("6月", "7月"), "utf-8")
    (folder / "空.txt").write_text("", "utf-8")
    code, _, err = run(capsys, "import", folder)
    lines = err.splitlines()
    assert code == 1
    assert lines[0] == say("import.added", reports=1, passages=3, total=2)
    assert lines[1] == say("import.replaced", count=1, ids="卫生院")
    assert lines[2] == say("import.known", count=1, ids="河道.txt（河道）")
    assert lines[3] == say("import.left_out", count=1)
    assert "空.txt：" in lines[4]
    assert len(lines) == 5


def test_ctrl_c_keeps_what_came_in_and_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge.store import importing

    monkeypatch.setattr(importing, "BATCH_REPORTS", 1)
    monkeypatch.setattr(importing, "JOBS", 2)
    real, written = Library.write, []

    def interrupted(self: Library, *args: object, **options: object) -> object:
        if written:
            raise KeyboardInterrupt
        written.append(1)
        return real(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "write", interrupted)
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    files = [tmp_path / f"{name}.txt" for name in TEXTS]
    code, _, err = run(capsys, "import", *files)
    assert code == cli.INTERRUPTED
    assert err.splitlines() == [say("import.added", reports=1, passages=4, total=1), say("import.interrupted")]
    monkeypatch.setattr(Library, "write", real)
    code, _, err = run(capsys, "import", *files)
    assert code == 0
    assert say("import.added", reports=3, passages=11, total=4) in err


def test_meetings_are_lines_with_tabs_in_a_pipe(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "meetings", "--library", library)
    assert code == 0
    assert out.splitlines() == [
        "1\t2023-08-16\t柳湾镇河道治理工作会议\t苏景明",
        "2\t2023-11-02\t柳湾镇校车安全专题会议\t苏景明",
        "3\t2024-03-05\t柳湾镇卫生院建设推进会\t柯玉兰",
        "4\t2024-03\t柳湾镇春耕动员会\t",
    ]


def test_forgetting_names_what_is_gone(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "forget", "2", "卫生院", "--library", library)
    assert code == 0
    assert err.strip() == say("library.forgotten", titles="2《柳湾镇校车安全专题会议》、3《柳湾镇卫生院建设推进会》")
    assert [line[0] for line in run(capsys, "meetings", "--library", library)[1].splitlines()] == ["1", "4"]
    code, _, err = run(capsys, "forget", "1", "校车", "--library", library)
    assert code == cli.ERROR
    assert "没有“校车”" in err
    assert len(run(capsys, "meetings", "--library", library)[1].splitlines()) == 2


def test_check_counts_a_sound_library_and_names_what_is_wrong(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", "--library", library)
    assert code == 0
    assert out.startswith("资料库完好：4 份报告，15 段")
    kept = Library(library)
    kept.database.connect().execute("DELETE FROM paragraphs WHERE report = 1")
    kept.close()
    code, out, err = run(capsys, "check", "--library", library)
    assert code == 1
    assert "索引" in out
    assert err.strip() == say("library.unsound", count=1)


def test_a_backup_is_restored(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "backup", tmp_path / "备份.db", "--library", library)[0] == 0
    run(capsys, "forget", "1", "2", "3", "--library", library)
    code, _, err = run(capsys, "restore", tmp_path / "备份.db", "--library", library)
    assert code == 0
    assert say("library.restored", reports=4) in err
    assert len(run(capsys, "meetings", "--library", library)[1].splitlines()) == 4


def test_batch_answers_over_a_library(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"id": 1, "report": "school", "question": "谁主持会议？"},
        {"id": 2, "report": None, "question": "卫生院建设推进会由谁主持？"},
    ]
    questions.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    code, out, _ = run(capsys, "batch", "--library", library, questions)
    assert code == 0
    assert [json.loads(line)["answer"] for line in out.splitlines()] == ["苏景明", "柯玉兰"]
    questions.write_text(json.dumps({"id": 1, "report": "nowhere", "question": "谁"}), "utf-8")
    code, out, err = run(capsys, "batch", "--library", library, questions)
    assert (code, out) == (cli.ERROR, "")
    assert "没有报告“nowhere”" in err


def exported(capsysbinary: pytest.CaptureFixture[bytes], *args: str | Path) -> bytes:
    assert cli.main(["export", *map(str, args)]) == 0
    return capsysbinary.readouterr().out


def test_json_holds_every_meeting_with_text_and_facts(
    library: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    meetings = json.loads(exported(capsysbinary, "json", "--library", library))
    assert [m["id"] for m in meetings] == list(TEXTS)
    assert [m["text"] for m in meetings] == list(TEXTS.values())
    assert meetings[0]["meeting"]["host"] == ["苏景明"]
    assert meetings[0]["date"] == "2023-08-16"


def test_markdown_has_a_section_for_each_meeting(library: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    text = exported(capsysbinary, "md", "-r", "river", "--library", library).decode()
    assert text.startswith("# 柳湾镇河道治理工作会议\n")
    assert "- 主持：苏景明" in text
    assert "> 会议决定，拨付资金12万元用于护坡加固。" in text
    assert text.count("\n# ") == 0


@pytest.mark.parametrize(("kind", "cell"), [("people", "柯玉兰"), ("tasks", "2023-09-20")])
def test_tables_open_in_a_spreadsheet(
    library: Path, capsysbinary: pytest.CaptureFixture[bytes], kind: str, cell: str
) -> None:
    data = exported(capsysbinary, kind, "--library", library)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head[:3] == ["编号", "会议", "日期"]
    assert all(len(row) == len(head) for row in rows)
    assert any(cell in row for row in rows)


def test_a_calendar_has_meetings_and_dated_tasks_under_lasting_names(
    library: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = exported(capsysbinary, "ics", "--library", library)
    events = {str(e["summary"]): e for e in Calendar.from_ical(data).walk("VEVENT")}
    assert str(events["柳湾镇河道治理工作会议"]["dtstart"].dt) == "2023-08-16"
    assert "柳湾镇春耕动员会" not in events  # its day is not known
    due = [e for name, e in events.items() if name.startswith("到期：") and str(e["dtstart"].dt) == "2023-09-20"]
    assert len(due) == 1
    assert len({str(e["uid"]) for e in events.values()}) == len(events)
    assert exported(capsysbinary, "ics", "--library", library) == data
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_an_export_does_not_write_over_a_file(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "人员.csv"
    assert run(capsys, "export", "people", file, "--library", library) == (
        0,
        "",
        say("export.written", file=file) + "\n",
    )
    before = file.read_bytes()
    code, _, err = run(capsys, "export", "people", file, "--library", library)
    assert code == cli.ERROR
    assert "已经有" in err
    assert file.read_bytes() == before
    code, _, err = run(capsys, "export", "people", tmp_path / "无" / "人员.csv", "--library", library)
    assert code == cli.ERROR
    assert "写不进去" in err


def test_reports_come_through_a_pipe(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n" for name, text in TEXTS.items())
    command = [sys.executable, "-m", "bot", "import", "-", "--library", str(tmp_path / "library.db")]
    done = subprocess.run(command, cwd=ROOT, input=rows.encode(), capture_output=True)
    assert (done.returncode, done.stdout) == (0, b"")
    assert say("import.added", reports=4, passages=15, total=4) in done.stderr.decode()
