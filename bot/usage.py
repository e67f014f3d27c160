"""The command line's help and usage errors in Chinese: click speaks English only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

config_option = click.option(
    "--config", "config", metavar="FILE", type=click.Path(path_type=Path),
    help="配置文件（TOML）；不给就看环境变量 HUIWEN_CONFIG，再看自己配置文件夹里的 huiwen.toml。",
)  # fmt: skip


class ChineseCommand(click.Command):
    """A command whose help has Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the help."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and for a group the commands after them."""
        records = [r for p in self.get_params(ctx) if isinstance(p, click.Option) and (r := p.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
            with formatter.section("命令"):
                formatter.write_dl([(name, command.help or "") for name, command in commands if not command.hidden])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` with a Chinese help text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份帮助。"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group whose help and unknown commands are in Chinese; commands stand in the order they were written."""

    command_class = ChineseCommand

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order they were written."""
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command that the first argument names.

        :raises click.UsageError: there is none of that name.
        """
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            raise click.UsageError(f"没有命令“{name}”；要提问请用：huiwen ask “{name}”", ctx)
        return super().resolve_command(ctx, args)


def usage_problem(error: click.UsageError) -> str:
    """What is wrong with a command line, in one Chinese line."""
    for kind, text in _PROBLEMS:
        if isinstance(error, kind):
            return str(text(error))
    message = error.format_message()
    if message.startswith("Got unexpected extra argument"):
        return "多余的参数：" + message[message.find("(") + 1 : message.rfind(")")]
    return message


def _parameter(error: Any) -> str:
    if error.param is None:
        return ""
    return str(error.param.make_metavar(error.ctx) if isinstance(error.param, click.Argument) else error.param.opts[0])


# From the particular to the general: MissingParameter is a BadParameter.
_PROBLEMS: tuple[tuple[type[click.UsageError], Any], ...] = (
    (click.NoSuchOption, lambda e: f"没有选项 {e.option_name}"),
    (click.BadOptionUsage, lambda e: f"选项 {e.option_name} 的用法不对，要跟一个值吗？"),
    (click.MissingParameter, lambda e: f"缺少参数 {_parameter(e)}"),
    (click.BadParameter, lambda e: f"参数 {_parameter(e)} 不对"),
)
