"""What a command says besides its result, on standard error: nothing with `-q`, more with `-v`; and its colours."""

from __future__ import annotations

import os

import click

from sdconvert.cli.output import echo

_VERBOSITY = "sdconvert.verbosity"
_QUIET, _VERBOSE = -1, 1
_OPTION = {_QUIET: "-q", _VERBOSE: "-v"}


def message_options() -> list[click.Parameter]:
    """The options that every command has; none of them reaches its function."""
    return [
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            expose_value=False,
            callback=_set_quiet,
            help="Say nothing but the result and errors.",
        ),
        click.Option(
            ["-v", "--verbose"],
            is_flag=True,
            expose_value=False,
            callback=_set_verbose,
            help="Say more on standard error: each finding, each call and how long it took.",
        ),
        click.Option(
            ["--color/--no-color"],
            default=None,
            expose_value=False,
            callback=_set_color,
            help="Colour the text, or do not.  [env: NO_COLOR, FORCE_COLOR; default: on a terminal]",
        ),
    ]


def is_quiet() -> bool:
    """Whether only results and errors are wanted."""
    return _verbosity() == _QUIET


def is_verbose() -> bool:
    """Whether more is wanted than is usual."""
    return _verbosity() == _VERBOSE


def tell(*lines: str) -> None:
    """Say on standard error what a person may want to know and no program needs."""
    if not is_quiet():
        echo(*lines, err=True)


def tell_more(*lines: str) -> None:
    """Say on standard error what is wanted with `-v` only."""
    if is_verbose():
        echo(*lines, err=True)


def _verbosity() -> int:
    context = click.get_current_context(silent=True)
    return 0 if context is None else int(context.meta.get(_VERBOSITY, 0))


def _set_quiet(ctx: click.Context, _option: click.Parameter, is_given: bool) -> None:
    if is_given:
        _set(ctx, _QUIET)


def _set_verbose(ctx: click.Context, _option: click.Parameter, is_given: bool) -> None:
    if is_given:
        _set(ctx, _VERBOSE)
        _show_log(ctx)


def _set(ctx: click.Context, verbosity: int) -> None:
    if ctx.meta.setdefault(_VERBOSITY, verbosity) != verbosity:
        raise click.UsageError(f"Give {_OPTION[_QUIET]} or {_OPTION[_VERBOSE]}, not both.")


def _show_log(ctx: click.Context) -> None:
    from sdconvert.cli.logs import tell_log

    ctx.call_on_close(tell_log())


def _set_color(ctx: click.Context, _option: click.Parameter, is_wanted: bool | None) -> None:
    ctx.color = _color_of_environment() if is_wanted is None else is_wanted


def _color_of_environment() -> bool | None:
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
