"""The commands about the library: what comes in, what is there, what goes out. See :mod:`bot.cli` for the others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot.library_place import default_place, open_library
from bot.reply import joined
from bot.texts import say
from bot.usage import ChineseCommand, config_option

DONE, PROBLEM, INTERRUPTED = 0, 1, 130

library_option = click.option(
    "--library", "library", metavar="LIB", type=click.Path(path_type=Path),
    help="资料库文件；不给就用自己的资料库。",
)  # fmt: skip


@click.command(
    "import", cls=ChineseCommand, help="把报告导入资料库：文件、文件夹、JSON 行（.jsonl、.jsonl.xz），或 - 从标准输入。"
)
@click.argument("places", metavar="FILE|FOLDER|-...", nargs=-1, required=True)
@library_option
def import_command(places: tuple[str, ...], library: Path | None) -> int:
    """Import reports, and say what came in and what did not."""
    from bot.import_summary import summary, unfit
    from bot.progress import import_progress
    from knowledge.store import Outcome, Sources, import_reports

    kept, outcome, interrupted = open_library(library, create=True), Outcome(), False
    sources = Sources(places, sys.stdin.buffer)
    try:
        with import_progress(sources.size) as told:
            import_reports(kept, sources, outcome, lambda done: told(done.reports, done.passages, done.position))
    except KeyboardInterrupt:
        interrupted = True
    for line in (*summary(outcome, len(kept)), *unfit(kept, outcome.replaced)):
        _note(line)
    if interrupted:
        _note(say("import.interrupted"))
        return INTERRUPTED
    return PROBLEM if outcome.left_out else DONE


@click.command(cls=ChineseCommand, help="列出资料库里的会议：编号、日期、标题、主持人。")
@library_option
def meetings(library: Path | None) -> int:
    """List the meetings of the library."""
    from bot.meeting_list import show

    kept = open_library(library)
    if not len(kept):
        _note(say("library.none"))
    show(kept.entries())
    return DONE


@click.command(cls=ChineseCommand, help="忘记报告（编号、名称或标题里的一段）：连同由它得出的一切，不留痕迹。")
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
@click.option("--chats", is_flag=True, help="各个对话记住的问题、还没答的消息也一起忘掉。")
@library_option
def forget(reports: tuple[str, ...], chats: bool, library: Path | None) -> int:
    """Forget reports and all that was derived from them."""
    from knowledge.store import erase

    kept = open_library(library)
    entries = {e.id: e for e in map(kept.find, reports)}
    clean = erase(kept, list(entries), chats=chats) and (not chats or _inbox_emptied())
    _note(say("library.forgotten", titles=joined([f"{e.number}《{e.title}》" for e in entries.values()])))
    if not clean:
        _note(say("library.log_busy"))
    return DONE


def _inbox_emptied() -> bool:
    """Forget what the Telegram bot has not answered yet; false while another program still reads the file."""
    import os

    from bot.bot_file import open_bot_file
    from bot.configuration import read_configuration
    from bot.inbox import clear

    file = read_configuration(os.environ).bot_file
    return not file.exists() or clear(open_bot_file(file))


@click.command(cls=ChineseCommand, help="检查资料库：文件、引用、索引和报告是否一致。")
@library_option
def check(library: Path | None) -> int:
    """Check the library and count what it holds."""
    from knowledge.store import counts, problems

    kept, found = open_library(library), 0
    for problem in problems(kept):
        print(problem)
        found += 1
    if found:
        _note(say("library.unsound", count=found))
        return PROBLEM
    kept.database.truncate_log()
    print(say("library.sound", **counts(kept)))
    return DONE


@click.command(
    cls=ChineseCommand,
    help="把资料库备份成一个文件；加 --all 把资料库和所有聊天的一起备份到一个文件夹里。别的程序可以照常使用。",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@library_option
@click.option("--all", "everything", is_flag=True, help="FILE 是文件夹：每次在里面新建一个以时间命名的备份。")
@click.option("--keep", metavar="N", type=click.IntRange(min=1), help="和 --all 一起用：只留最近的 N 个备份。")
@config_option
def backup(file: Path, library: Path | None, everything: bool, keep: int | None, config: Path | None) -> int:
    """Copy the library to a file, or all that is kept to a folder."""
    if everything:
        return _back_up_all(file, keep, config)
    from knowledge.store import back_up

    kept = open_library(library)
    back_up(kept, file)
    _note(say("library.backed_up", file=file, reports=len(kept)))
    return DONE


def _back_up_all(folder: Path, keep: int | None, config: Path | None) -> int:
    from bot.backups import back_up_all
    from bot.configuration import read_configuration

    target, count = back_up_all(read_configuration(os.environ, config), folder, keep)
    _note(say("library.all_backed_up", folder=target, count=count))
    return DONE


@click.command(
    cls=ChineseCommand,
    help="从备份恢复资料库：先检查备份，原来的留在旁边。加 --all 恢复 backup --all 的一个备份，要先停下机器人。",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@library_option
@click.option("--all", "everything", is_flag=True, help="FILE 是 backup --all 写的一个文件夹。")
@config_option
def restore(file: Path, library: Path | None, everything: bool, config: Path | None) -> int:
    """Put a backup in the library's place, or one of everything in the place of everything."""
    if everything:
        return _restore_all(file, config)
    from knowledge.store import restore as put_back

    place = library or default_place()
    aside = put_back(place, file)
    _note(say("library.restored", reports=len(open_library(place))))
    if aside:
        _note(say("library.kept_aside", file=aside))
    return DONE


def _restore_all(backup: Path, config: Path | None) -> int:
    from bot.configuration import read_configuration
    from bot.restoring import restore_all

    count, aside = restore_all(read_configuration(os.environ, config), backup)
    _note(say("library.all_restored", count=count))
    if aside.exists():
        _note(say("library.all_kept_aside", folder=aside))
    return DONE


@click.command(
    cls=ChineseCommand,
    help="导出：json、md（全部内容），people、tasks、attendance（CSV 表格），ics（会议和有期限的任务），"
    "unanswered、feedback（答不上来的问题、评价；CSV，文件名以 .json 结尾就是 JSON）。",
)
@click.argument(
    "kind",
    metavar="FORMAT",
    type=click.Choice(["json", "md", "people", "tasks", "attendance", "ics", "unanswered", "feedback"]),
)
@click.argument("file", metavar="[FILE|-]", required=False, default="-")
@click.option("-r", "--report", "reports", metavar="REPORT", multiple=True, help="只导出这份报告，可以给多份。")
@library_option
def export(kind: str, file: str, reports: tuple[str, ...], library: Path | None) -> int:
    """Write what the library holds in a common format."""
    from bot.exporting import exported, exported_feedback, write

    if kind in ("unanswered", "feedback") and reports:
        raise click.UsageError(f"{kind} 不能和 --report 一起用", click.get_current_context())
    kept = open_library(library)
    if kind in ("unanswered", "feedback"):
        write(exported_feedback(kept, kind, file), file)
    else:
        write(exported(kept, kind, [kept.find(r).id for r in reports]), file)
    if file != "-":
        _note(say("export.written", file=file))
    return DONE


@click.command(cls=ChineseCommand, help="列出答不上来的问题：最近一次的日期、问题、次数，新的在前。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 数组。")
@click.option("--clear", is_flag=True, help="列出之后清空。")
@library_option
def unanswered(as_json: bool, clear: bool, library: Path | None) -> int:
    """List what the library could not answer."""
    from bot.unanswered import show

    kept = open_library(library)
    if not show(kept, as_json=as_json):
        _note(say("unanswered.none"))
    if clear:
        from knowledge.store import Feedback

        _note(say("unanswered.cleared", count=Feedback(kept.database).clear_unanswered()))
    return DONE


COMMANDS: tuple[click.Command, ...] = (import_command, meetings, forget, check, backup, restore, export, unanswered)


def _note(text: str) -> None:
    print(text, file=sys.stderr)
