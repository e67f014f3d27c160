"""The command line: ``huiwen`` and its commands.

Data goes to stdout, everything else to stderr. Exit codes: 0 answered, 1 error, 2 usage, 3 not in the report. Each
command imports what it needs when it runs, so that ``huiwen ask`` starts fast and knows nothing of Telegram.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import streams
from bot.configuration import LOG_FORMS, LOG_LEVELS, SETTINGS, read_configuration
from bot.doctor_command import doctor
from bot.library_commands import COMMANDS, library_option
from bot.usage import ChineseGroup, config_option, usage_problem
from knowledge.errors import HuiwenError
from knowledge.language import language_of, speak, speaking

if TYPE_CHECKING:
    from bot.rooms import Room
    from knowledge import KnowledgeBase

ANSWERED, ERROR, USAGE, NOT_FOUND, INTERRUPTED = 0, 1, 2, 3, 130


def main(args: Sequence[str] | None = None) -> int:
    """Run a command line (``sys.argv`` by default) and return its exit code; shows errors, never raises them."""
    streams.use_utf8()
    with speaking(language_of(_locale())):
        return _run(args)


def _run(args: Sequence[str] | None) -> int:
    try:
        code = huiwen.main(None if args is None else list(args), prog_name="huiwen", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "huiwen"
        _complain(f"{usage_problem(error)}（用法见 {path} --help）")
        return USAGE
    except HuiwenError as error:
        _complain(str(error))
        return ERROR
    except BrokenPipeError:
        streams.silence_stdout()
        return ERROR
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    return code if isinstance(code, int) else ANSWERED


def _locale() -> str:
    """The name of the locale that texts are to be in, as POSIX looks for it."""
    return next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")


def _complain(text: str) -> None:
    print(f"huiwen: {text}", file=sys.stderr)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from bot.version import version

        print(f"huiwen {version()}")
        ctx.exit()


_reports = click.option(
    "-r", "--report", "reports", metavar="REPORT", multiple=True, type=click.Path(path_type=Path),
    help="报告文件，可以给多份；不给就问资料库，资料库是空的就用自带的报告。",
)  # fmt: skip


@click.group(cls=ChineseGroup, invoke_without_command=True, help="会问：拿会议报告来问。不带命令就开始对话。")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="显示版本。")
@click.option("--language", metavar="zh-Hans|zh-Hant|en", help="说哪种语言；不给就看系统的语言。")
@click.pass_context
def huiwen(ctx: click.Context, language: str | None) -> int | None:
    """Chat about the library, or the bundled report, when called without a command."""
    if language:
        speak(language_of(language))
    return _chat((), None) if ctx.invoked_subcommand is None else None


@huiwen.command(help="就这些报告对话（不给就问资料库，资料库是空的就用自带的报告）；也从管道读问题，一行一个。")
@click.argument("reports", metavar="[REPORT]...", nargs=-1, type=click.Path(path_type=Path))
@library_option
def chat(reports: tuple[Path, ...], library: Path | None) -> int:
    """Open the console conversation."""
    return _chat(reports, library)


def _chat(reports: Sequence[Path], library: Path | None) -> int:
    from bot import console

    console.run(_room(reports, library))
    return ANSWERED


def _room(reports: Sequence[Path], library: Path | None) -> Room:
    """What is asked, and where it is kept what users say of it."""
    from bot.library_place import open_room

    _one_kind(reports, library)
    return open_room(reports, library, _complain)


def _one_kind(reports: Sequence[Path], library: Path | None) -> None:
    """:raises click.UsageError: both files and a library are given."""
    if reports and library:
        raise click.UsageError("报告文件和 --library 只能给一种", click.get_current_context())


def _base(reports: Sequence[Path], library: Path | None, own: Path | None = None) -> KnowledgeBase:
    """What is asked."""
    from bot.library_place import open_base

    _one_kind(reports, library)
    return open_base(reports, library, _complain, own)


@huiwen.command(help="问一个问题。报告里没有时退出码是 3。")
@click.argument("question", metavar="QUESTION")
@_reports
@library_option
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
def ask(question: str, reports: tuple[Path, ...], library: Path | None, as_json: bool) -> int:
    """Answer one question."""
    if not question.strip():
        raise click.UsageError("问题是空的", click.get_current_context())
    room = _room(reports, library)
    base = room.base
    if as_json:
        from bot.asking import answer
        from bot.rows import answer_row, to_line

        given = answer(base, question)
        print(to_line({"question": question, **answer_row(given)}))
        return ANSWERED if given.found else NOT_FOUND
    from bot import console
    from bot.conversation import Conversation, reply

    conversation = Conversation(room=room)
    console.show(reply(conversation, base, question))
    return ANSWERED if conversation.last and conversation.last.found else NOT_FOUND


@huiwen.command(help="批量回答：答案逐行写成 JSON（标准输出），进度在标准错误。")
@click.argument("paths", metavar="[REPORTS_DIR] QUESTIONS.jsonl", nargs=-1, type=click.Path(path_type=Path))
@library_option
def batch(paths: tuple[Path, ...], library: Path | None) -> int:
    """Answer the rows of a question file from the reports of a folder, or from a library."""
    from bot.batch import answers, load_folder, load_library
    from bot.progress import progress
    from bot.rows import read_questions, to_line

    needed = ("QUESTIONS.jsonl",) if library else ("REPORTS_DIR", "QUESTIONS.jsonl")
    if len(paths) < len(needed):
        raise click.UsageError(f"缺少参数 {needed[len(paths)]}", click.get_current_context())
    if len(paths) > len(needed):
        extra = " ".join(map(str, paths[len(needed) :]))
        raise click.UsageError(f"多余的参数：{extra}", click.get_current_context())
    rows = read_questions(paths[-1])
    base = load_library(library, rows) if library else load_folder(paths[0], rows, _complain)
    for row in progress(answers(base, rows), len(rows)):
        print(to_line(row))
    return ANSWERED


@huiwen.command(help="把一份报告的事实写成一个 JSON 对象：会议、人员、单位、任务、对应关系。")
@click.argument("report", metavar="REPORT", type=click.Path(path_type=Path))
def facts(report: Path) -> int:
    """Write a report's facts as JSON."""
    import json

    from knowledge.facts import as_json, extract
    from knowledge.files import load_report

    print(json.dumps(as_json(extract(load_report(report, _complain))), ensure_ascii=False, indent=2))
    return ANSWERED


_TELEGRAM_EPILOG = """\b
先向 @BotFather 要一个令牌（/newbot），然后：

  TELEGRAM_BOT_TOKEN=… TELEGRAM_ALLOWED_IDS=… huiwen telegram

\b
每一项设置可以用环境变量，也可以写进配置文件，环境变量优先：
{settings}

\b
huiwen doctor 检查设置对不对。按 Ctrl-C 停止：正在回答的答完，其余的留到下次启动。
"""


@huiwen.command(
    help="运行 Telegram 机器人。",
    epilog=_TELEGRAM_EPILOG.format(settings="\n".join(f"  {s.variable:<24} {s.key}" for s in SETTINGS)),
)
@_reports
@library_option
@config_option
@click.option(
    "--log-format",
    "log_format",
    metavar="FORMAT",
    type=click.Choice(LOG_FORMS),
    help="日志的格式：text，或每行一个 JSON 对象的 json。",
)
@click.option(
    "--log-level", "log_level", metavar="LEVEL", type=click.Choice(LOG_LEVELS),
    help="记录到哪一级：debug、info（不给就是它）、warning、error。",
)  # fmt: skip
def telegram(
    reports: tuple[Path, ...], library: Path | None, config: Path | None, log_format: str | None, log_level: str | None
) -> int:
    """Run the Telegram bot until it is stopped."""
    from bot.settings import TelegramSettings
    from bot.telegram import app

    configuration = read_configuration(os.environ, config).overlaid(log_format=log_format, log_level=log_level)
    settings = TelegramSettings.of(configuration)
    app.run(settings, _base(reports, library, configuration.library))
    return ANSWERED


for _command in (*COMMANDS, doctor):
    huiwen.add_command(_command)
