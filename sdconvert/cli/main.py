"""The `sdconvert` command. Each subcommand is imported when it is called, so that the others cost nothing."""

from __future__ import annotations

import os
import sys

import click

from sdconvert.cli.lazy import Entry, LazyGroup
from sdconvert.errors import SdconvertError

_UNREADABLE = 2
_INTERRUPTED = 130
_BROKEN_PIPE = 141


_COMMANDS = {
    "convert": Entry("sdconvert.cli.convert:convert", "Convert Word documents to SDXML and between all formats."),
    "validate": Entry("sdconvert.cli.validate:validate", "Judge SDXML packages and Word files."),
    "annotate": Entry("sdconvert.cli.annotate:annotate", "Put findings into a Word file as comments."),
    "unpack": Entry("sdconvert.cli.unpack:unpack", "Unpack an export into a folder and check its pictures."),
    "pack": Entry("sdconvert.cli.pack:pack", "Check a folder and pack it."),
    "diff": Entry("sdconvert.cli.diff:diff", "Show what changed between two documents of any formats."),
    "formats": Entry("sdconvert.cli.formats:formats", "Show the formats and what each direction cannot carry."),
    "mapping": Entry("sdconvert.cli.mapping:mapping", "Propose a style mapping for Word documents."),
    "review": Entry("sdconvert.cli.review:review", "See Word files beside their conversions and try a mapping."),
    "inspect": Entry("sdconvert.cli.inspect:inspect", "Show what a Word document holds and what would be lost."),
    "merge": Entry("sdconvert.cli.merge:merge", "Fill a Word template once for each record."),
    "upload": Entry("sdconvert.cli.upload:upload", "Bring Word files and SDXML packages into SMASHDOCs."),
    "download": Entry("sdconvert.cli.download:download", "Export documents from SMASHDOCs."),
    "api": Entry("sdconvert.cli.api:api", "Make any other call of the Partner API."),
    "batch": Entry("sdconvert.cli.batch:batch", "Bring thousands of documents through; resume and audit."),
    "ping": Entry("sdconvert.cli.ping:ping", "Check the address and the credentials of a server."),
    "whoami": Entry("sdconvert.cli.ping:whoami", "Show which server is called and by whom."),
    "fetch": Entry("sdconvert.cli.fetch:fetch", "Fetch records of Smartsettle and SmoothSchedule as JSON lines."),
    "sandbox": Entry("sdconvert.cli.sandbox:sandbox", "Run a local server that behaves as the Partner API does."),
    "explain": Entry("sdconvert.cli.explain:explain", "Explain a finding by its code."),
}


class _Main(LazyGroup):
    """The group of all commands; it turns every foreseen end into an exit code."""

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


@click.group(cls=_Main, entries=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
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
