"""The command line: ``huiwen`` and its commands.

Data goes to stdout, everything else to stderr. Exit codes: 0 answered, 1 error, 2 usage, 3 not in the report. Each
command imports what it needs when it runs, so that ``huiwen ask`` starts fast and knows nothing of Telegram.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot import streams
from bot.usage import ChineseGroup, usage_problem
from knowledge.errors import HuiwenError

ANSWERED, ERROR, USAGE, NOT_FOUND, INTERRUPTED = 0, 1, 2, 3, 130


def main(args: Sequence[str] | None = None) -> int:
    """Run a command line (``sys.argv`` by default) and return its exit code; shows errors, never raises them."""
    streams.use_utf8()
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


def _complain(text: str) -> None:
    print(f"huiwen: {text}", file=sys.stderr)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from bot.version import version

        print(f"huiwen {version()}")
        ctx.exit()


_reports = click.option(
    "-r", "--report", "reports", metavar="REPORT", multiple=True, type=click.Path(path_type=Path),
    help="报告文件，可以给多份；不给就用自带的报告。",
)  # fmt: skip


@click.group(cls=ChineseGroup, invoke_without_command=True, help="会问：拿会议报告来问。不带命令就开始对话。")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="显示版本。")
@click.pass_context
def huiwen(ctx: click.Context) -> int | None:
    """Chat about the bundled report when called without a command."""
    return _chat(()) if ctx.invoked_subcommand is None else None


@huiwen.command(help="就这些报告对话（不给就用自带的报告）；也从管道读问题，一行一个。")
@click.argument("reports", metavar="[REPORT]...", nargs=-1, type=click.Path(path_type=Path))
def chat(reports: tuple[Path, ...]) -> int:
    """Open the console conversation."""
    return _chat(reports)


def _chat(reports: Sequence[Path]) -> int:
    from bot import console
    from bot.reports import load_base

    console.run(load_base(reports, _complain))
    return ANSWERED


@huiwen.command(help="问一个问题。报告里没有时退出码是 3。")
@click.argument("question", metavar="QUESTION")
@_reports
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
def ask(question: str, reports: tuple[Path, ...], as_json: bool) -> int:
    """Answer one question."""
    from bot.reports import load_base
    from bot.rows import answer_row, to_line

    if not question.strip():
        raise click.UsageError("问题是空的", click.get_current_context())
    base = load_base(reports, _complain)
    if as_json:
        answer = base.ask(question)
        print(to_line({"question": question, **answer_row(answer)}))
        return ANSWERED if answer.found else NOT_FOUND
    from bot import console
    from bot.conversation import Conversation, reply

    conversation = Conversation()
    console.show(reply(conversation, base, question))
    return ANSWERED if conversation.last and conversation.last.found else NOT_FOUND


@huiwen.command(help="批量回答：答案逐行写成 JSON（标准输出），进度在标准错误。")
@click.argument("folder", metavar="REPORTS_DIR", type=click.Path(path_type=Path))
@click.argument("questions", metavar="QUESTIONS.jsonl", type=click.Path(path_type=Path))
def batch(folder: Path, questions: Path) -> int:
    """Answer the rows of a question file from the reports of a folder."""
    from bot.batch import answers, load_folder
    from bot.progress import progress
    from bot.rows import read_questions, to_line

    rows = read_questions(questions)
    base = load_folder(folder, rows, _complain)
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


@huiwen.command(help="运行 Telegram 机器人；令牌取自环境变量 TELEGRAM_BOT_TOKEN。")
@_reports
def telegram(reports: tuple[Path, ...]) -> int:
    """Run the Telegram bot until it is stopped."""
    import os

    from bot.reports import load_base
    from bot.settings import TelegramSettings
    from bot.telegram import app

    settings = TelegramSettings.from_environment(os.environ)
    app.run(settings, load_base(reports, _complain))
    return ANSWERED
