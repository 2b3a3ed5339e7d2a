"""The `sdconvert` command. Each subcommand is imported when it is called, so that the others cost nothing."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NamedTuple

import click

from sdconvert.errors import SdconvertError

_UNREADABLE = 2
_INTERRUPTED = 130
_BROKEN_PIPE = 141


class _Entry(NamedTuple):
    target: str
    summary: str


_COMMANDS = {
    "convert": _Entry(
        "sdconvert.cli.convert:convert", "Convert documents from any format to any: Word, SDXML, HTML, parsX."
    ),
    "validate": _Entry("sdconvert.cli.validate:validate", "Judge SDXML packages: zips, folders, bare sd.xml files."),
    "unpack": _Entry("sdconvert.cli.unpack:unpack", "Unpack an export into a folder and check its pictures."),
    "pack": _Entry("sdconvert.cli.pack:pack", "Check a folder and pack it."),
    "diff": _Entry("sdconvert.cli.diff:diff", "Show what changed between two documents of any formats."),
    "formats": _Entry("sdconvert.cli.formats:formats", "Show the formats and what each direction cannot carry."),
    "mapping": _Entry("sdconvert.cli.mapping:mapping", "Propose a style mapping for Word documents."),
    "inspect": _Entry("sdconvert.cli.inspect:inspect", "Show what a Word document holds and what would be lost."),
    "merge": _Entry("sdconvert.cli.merge:merge", "Fill a Word template once for each record."),
    "upload": _Entry("sdconvert.cli.upload:upload", "Bring Word files and SDXML packages into SMASHDOCs."),
    "download": _Entry("sdconvert.cli.download:download", "Export documents from SMASHDOCs."),
    "api": _Entry("sdconvert.cli.api:api", "Make any other call of the Partner API."),
    "ping": _Entry("sdconvert.cli.ping:ping", "Check the address and the credentials of a server."),
    "whoami": _Entry("sdconvert.cli.ping:whoami", "Show which server is called, and by whom."),
    "fetch": _Entry("sdconvert.cli.fetch:fetch", "Fetch records of Smartsettle and SmoothSchedule as JSON lines."),
    "sandbox": _Entry("sdconvert.cli.sandbox:sandbox", "Run a local server that behaves as the Partner API does."),
    "explain": _Entry("sdconvert.cli.explain:explain", "Explain a finding by its code."),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and turns every foreseen end into an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SdconvertError as error:
            click.echo(f"sdconvert: error: {error}", err=True)
            ctx.exit(_UNREADABLE)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except BrokenPipeError:
            _silence_stdout()
            ctx.exit(_BROKEN_PIPE)


def _silence_stdout() -> None:
    """Point standard output nowhere, or Python complains when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(ctx: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        click.echo(f"sdconvert {version('sdconvert')}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """The bridge between Microsoft Word and SMASHDOCs.

    Exit codes: 0 fine, 1 findings at or above the threshold, 2 usage or unreadable input.
    """


def main() -> None:
    """Run the command line."""
    cli(prog_name="sdconvert")
