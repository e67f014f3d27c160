"""The command line: what goes to stdout and stderr, and the exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli, reports
from bot.configuration import SETTINGS
from bot.texts import say
from tests.bot.fake_base import TEXT, FakeBase
from tests.conftest import ROOT


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "河长制.txt"
    file.write_text(TEXT, "utf-8")
    return file


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeBase:
    """The base that every command gets."""
    base = FakeBase({"谁主持会议": "王小明"})
    monkeypatch.setattr(reports, "load_base", lambda *_: base)
    return base


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = cli.main(args)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_ask_shows_the_answer_and_its_quote(fake: FakeBase, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ask", "谁主持会议")
    assert code == cli.ANSWERED
    assert out.splitlines()[0] == "王小明"
    assert "区长【王小明】主持会议" in out
    assert "第2段" in out
    assert err == ""


def test_ask_exits_with_3_when_the_report_does_not_say(fake: FakeBase, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "谁迟到了")
    assert code == cli.NOT_FOUND
    assert say("answer.not_found") in out


@pytest.mark.parametrize(("question", "found", "code"), [("谁主持会议", True, 0), ("谁迟到了", False, 3)])
def test_ask_json_is_one_object(
    fake: FakeBase, capsys: pytest.CaptureFixture[str], question: str, found: bool, code: int
) -> None:
    given, out, _ = run(capsys, "ask", question, "--json")
    row = json.loads(out)
    assert given == code
    assert list(row) == ["question", "found", "answer", "confidence", "evidence"]
    assert row["found"] is found
    assert row["answer"] == ("王小明" if found else "")
    assert list(row["evidence"][0]) == ["report", "paragraph", "start", "end", "text", "score"]


def test_ask_takes_several_reports_also_of_one_name(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "另一个" / report.name
    other.parent.mkdir()
    other.write_text("东风镇防汛会议\n2024年5月1日，东风镇召开防汛会议。\n", "utf-8")
    base = reports.load_base([report, other])
    assert [r.id for r in base] == ["河长制", "河长制-2"]
    assert run(capsys, "ask", "谁主持会议", "-r", str(report), "-r", str(other))[0] in (cli.ANSWERED, cli.NOT_FOUND)


def test_facts_is_one_object(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "facts", str(report))
    facts = json.loads(out)
    assert code == cli.ANSWERED
    assert list(facts) == ["meeting", "people", "groups", "tasks", "aligned"]
    assert list(facts["meeting"]) == ["title", "date", "place", "host", "speakers"]
    assert all(TEXT[p["start"] : p["end"]] == p["name"] for p in facts["people"])


def test_the_bundled_report_is_asked_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert [r.id for r in reports.load_base([])] == ["seed"]
    assert "攀枝花市召开市委统战工作会议" in reports.seed_report().text


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["ask", "谁", "-r", "没有.txt"], "没有.txt"),
        (["facts", "没有.txt"], "没有.txt"),
        (["chat", "没有.txt"], "没有.txt"),
        (["batch", "没有", "没有.jsonl"], "没有.jsonl"),
        (["telegram"], "TELEGRAM_BOT_TOKEN"),
    ],
)
def test_an_error_is_one_line_on_stderr_and_exit_1(
    args: list[str], named: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    code, out, err = run(capsys, *args)
    assert code == cli.ERROR
    assert out == ""
    assert named in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["谁主持会议"], "没有命令“谁主持会议”"),
        (["ask"], "缺少参数 QUESTION"),
        (["ask", "  "], "问题是空的"),
        (["ask", "a", "b"], "多余的参数：b"),
        (["ask", "a", "--nothing"], "没有选项 --nothing"),
        (["ask", "a", "-r"], "-r"),
        (["facts"], "缺少参数 REPORT"),
        (["batch", "a"], "缺少参数 QUESTIONS.jsonl"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_2(
    args: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *args)
    assert code == cli.USAGE
    assert out == ""
    assert expected in err
    assert len(err.splitlines()) == 1


def test_help_is_in_chinese_and_lists_the_commands_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == cli.ANSWERED
    assert out.startswith("用法：huiwen")
    positions = [out.index(f"  {name} ") for name in ("chat", "ask", "batch", "facts", "telegram")]
    assert positions == sorted(positions)
    for name in cli.huiwen.commands:
        assert "Options" not in run(capsys, name, "--help")[1]


def test_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    import tomllib

    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert run(capsys, "--version") == (cli.ANSWERED, f"huiwen {version}\n", "")


def test_undecodable_parts_of_a_file_are_told_on_stderr(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_bytes(report.read_bytes() + b"\xff\n")
    code, out, err = run(capsys, "facts", str(report))
    assert code == cli.ANSWERED
    assert json.loads(out)
    assert "1 处" in err


# ---------------------------------------------------------------- as a program


def program(*args: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bot", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, **options)  # type: ignore[call-overload, no-any-return]


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = os.environ | {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"}
    done = program(input=b"/brief\n", env=environment)
    assert done.returncode == 0
    assert "攀枝花市召开市委统战工作会议" in done.stdout.decode()
    assert done.stderr == b""


def test_a_reader_that_leaves_is_no_error_message() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "facts", "seeds/seed.txt"], cwd=ROOT, stdout=writer, stderr=subprocess.PIPE
        )
    finally:
        os.close(writer)
    assert done.stderr == b""


def test_the_project_folder_may_have_spaces_and_chinese_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "会 问"
    folder.mkdir()
    for name in ("bot", "knowledge", "seeds"):
        (folder / name).symlink_to(ROOT / name)
    done = subprocess.run([sys.executable, "-m", "bot"], cwd=folder, input=b"/brief\n", capture_output=True, check=True)
    assert "攀枝花" in done.stdout.decode()


def test_stdin_that_is_not_utf8_is_no_crash(
    fake: FakeBase, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n" + "谁主持会议\n".encode()), "ascii"))
    code, out, _ = run(capsys, "chat")
    assert code == cli.ANSWERED
    assert "王小明" in out


@pytest.mark.parametrize("name", ["minutes-libreoffice.pdf", "minutes-libreoffice.docx"])
def test_facts_reads_documents_and_says_on_stderr_what_it_left_out(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    code, out, err = run(capsys, "facts", str(ROOT / "tests" / "files" / name))
    assert code == cli.ANSWERED
    assert json.loads(out)["meeting"]["date"] == "2023-09-12"
    assert f"{name}：没有读入：图片 1 张" in err


def test_a_refused_document_is_one_line_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ask", "谁主持会议", "-r", str(ROOT / "tests" / "files" / "scan-reportlab.pdf"))
    assert (code, out) == (cli.ERROR, "")
    assert err.count("\n") == 1
    assert "扫描件" in err


def test_a_folder_holds_reports_of_all_kinds() -> None:
    found = reports.folder_files(ROOT / "tests" / "files")
    assert {"minutes-libreoffice", "form-python-docx", "call-chromium", "README"} <= found.keys()
    assert found["call-chromium"].suffix == ".pdf"


def test_the_bots_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "telegram", "--help")
    assert code == 0
    assert all(f"{setting.variable} " in out and setting.key in out for setting in SETTINGS)
    assert "BotFather" in out
    assert max(len(line) for line in out.splitlines()) < 80
