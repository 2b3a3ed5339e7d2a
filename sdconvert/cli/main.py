"""The `sdconvert` command. Each subcommand is imported when it is called, so that the others cost nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from sdconvert.cli.lazy import Entry, LazyGroup
from sdconvert.cli.output import echo, echo_error
from sdconvert.cli.project_defaults import project_options
from sdconvert.cli.streams import OutputLost, guarded_streams, occupy_closed_streams
from sdconvert.errors import InternalFault, SdconvertError
from sdconvert.faults import describe_fault
from sdconvert.suggestions import did_you_mean

_NOT_ONE_OF = re.compile(r"'(.*)' is not one of ", re.DOTALL)
_UNREADABLE = 2
_FAULT = 70
_OUTPUT_LOST = 74
_INTERRUPTED = 130
_BROKEN_PIPE = 141


_COMMANDS = {
    "convert": Entry("sdconvert.cli.convert:convert", "Convert Word documents to SDXML and between all formats."),
    "validate": Entry("sdconvert.cli.validate:validate", "Judge packages and exports and Word files."),
    "annotate": Entry("sdconvert.cli.annotate:annotate", "Put findings into a Word file as comments."),
    "unpack": Entry("sdconvert.cli.unpack:unpack", "Unpack an export into a folder and check its pictures."),
    "pack": Entry("sdconvert.cli.pack:pack", "Check a folder and pack it."),
    "diff": Entry("sdconvert.cli.diff:diff", "Show what changed between two documents of any formats."),
    "reconcile": Entry("sdconvert.cli.reconcile:reconcile", "Bring edits made in Word home into a package."),
    "formats": Entry("sdconvert.cli.formats:formats", "Show the formats and what each direction cannot carry."),
    "mapping": Entry("sdconvert.cli.mapping:mapping", "Propose a style mapping for Word documents."),
    "review": Entry("sdconvert.cli.review:review", "See Word files beside their conversions and try a mapping."),
    "inspect": Entry("sdconvert.cli.inspect:inspect", "Show what a Word document holds and what would be lost."),
    "anonymise": Entry("sdconvert.cli.anonymise:anonymise", "Copy a file with stand-ins for its words and pictures."),
    "shrink": Entry("sdconvert.cli.shrink:shrink", "Make the smallest file that still shows a fault."),
    "report-bug": Entry("sdconvert.cli.report_bug:report_bug", "Bundle a fault without its words to look at and send."),
    "merge": Entry("sdconvert.cli.merge:merge", "Fill a Word template once for each record."),
    "upload": Entry("sdconvert.cli.upload:upload", "Bring Word files and SDXML packages into SMASHDOCs."),
    "download": Entry("sdconvert.cli.download:download", "Export documents from SMASHDOCs."),
    "api": Entry("sdconvert.cli.api:api", "Make any other call of the Partner API."),
    "batch": Entry("sdconvert.cli.batch:batch", "Bring thousands of documents through; resume and audit."),
    "ping": Entry("sdconvert.cli.ping:ping", "Check the address and the credentials of a server."),
    "whoami": Entry("sdconvert.cli.ping:whoami", "Show which server is called and by whom."),
    "fetch": Entry("sdconvert.cli.fetch:fetch", "Fetch records of Smartsettle and SmoothSchedule as JSON lines."),
    "sandbox": Entry("sdconvert.cli.sandbox:sandbox", "Run a local server that behaves as the Partner API does."),
    "completion": Entry("sdconvert.cli.completion:completion", "Complete words in bash and zsh and fish."),
    "config": Entry("sdconvert.cli.config:config", "Show what holds for a command and where it comes from."),
    "cache": Entry("sdconvert.cli.cache:cache", "Show what kept pictures take or remove them."),
    "explain": Entry("sdconvert.cli.explain:explain", "Explain a finding by its code."),
}


class _Main(LazyGroup):
    """The group of all commands; it turns every end into an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        call = partial(super().main, args, prog_name, complete_var, standalone_mode=False, **extra)
        if not standalone_mode:
            return call()
        with guarded_streams():
            sys.exit(_exit_code(call))

    def invoke(self, ctx: click.Context) -> None:
        try:
            self._invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except SdconvertError as error:
            echo_error(error)
            ctx.exit(_FAULT if isinstance(error, InternalFault) else _UNREADABLE)

    def _invoke(self, ctx: click.Context) -> None:
        """Raises: InternalFault for what nobody foresaw."""
        try:
            super().invoke(ctx)
        except (SdconvertError, OutputLost, click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            raise describe_fault(error) from error


def _exit_code(call: Callable[[], int | None]) -> int:
    """How a call of the command line ends."""
    try:
        code = call()
        sys.stdout.flush()
    except click.ClickException as error:
        _show_usage(error)
        return error.exit_code
    except click.Abort:
        return _INTERRUPTED
    except OutputLost as error:
        if error.is_left:
            return _BROKEN_PIPE
        echo_error(error)
        return _OUTPUT_LOST
    return code or 0


def _show_usage(error: click.ClickException) -> None:
    """As click shows it; a group that is called without a command shows its help alone."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        echo(*error.format_message().split("\n"), err=True)
        return
    if isinstance(error, click.UsageError) and error.ctx is not None:
        echo(*error.ctx.get_usage().split("\n"), err=True)
        if error.ctx.command.get_help_option(error.ctx) is not None:
            echo(f"Try '{error.ctx.command_path} {error.ctx.help_option_names[0]}' for help.", "", err=True)
    meant = _meant_value(error) or _place_of_option(error)
    echo(*f"Error: {error.format_message()}{meant}".split("\n"), err=True)


def _place_of_option(error: click.ClickException) -> str:
    """Where an option of the whole program stands, for one that stands behind a command."""
    if isinstance(error, click.NoSuchOption) and any(error.option_name in param.opts for param in cli.params):
        return f" It stands before the command: sdconvert {error.option_name} COMMAND."
    return ""


def _meant_value(error: click.ClickException) -> str:
    """What was meant by a word that an option does not take."""
    kind = error.param.type if isinstance(error, click.BadParameter) and error.param is not None else None
    said = _NOT_ONE_OF.match(error.message)
    if not isinstance(kind, click.Choice) or said is None:
        return ""
    return did_you_mean(said[1], [str(choice) for choice in kind.choices])


def _show_faults(ctx: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
    """Lead what is known of faults to standard error until the command ends."""
    if not is_asked:
        return
    from sdconvert.cli.logs import tell_faults

    ctx.call_on_close(tell_faults())


def _print_version(ctx: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        echo(f"sdconvert {version('sdconvert')}")
        ctx.exit()


@click.group(
    cls=_Main, entries=_COMMANDS, params=[*project_options()], context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Show the version."
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_faults,
    help="Show all that is known of a fault of sdconvert.",
)
def cli() -> None:
    """The bridge between Microsoft Word and SMASHDOCs.

    Exit codes: 0 fine, 1 findings at or above the threshold, 2 usage or unreadable input, 70 a fault of sdconvert, 74
    standard output cannot be written.
    """


def main() -> None:
    """Run the command line and exit."""
    occupy_closed_streams()
    cli(prog_name="sdconvert")
