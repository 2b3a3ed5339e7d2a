"""The options that raise or lower what an input may hold."""

from __future__ import annotations

import click

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.cli.option_groups import Command, with_options

_MEGABYTE = 1_000_000


def limit_options(command: Command) -> Command:
    """Adds `--max-size`, `--max-ratio` and `--max-members` to a command."""
    options = (
        click.option(
            "--max-size",
            type=click.IntRange(1),
            metavar="MB",
            help=f"Most megabytes that an input may unpack to.  [default: {DEFAULT_LIMITS.total_size // _MEGABYTE}, "
            f"{DEFAULT_LIMITS.member_size // _MEGABYTE} for one part]",
        ),
        click.option(
            "--max-ratio",
            type=click.IntRange(1),
            metavar="N",
            default=DEFAULT_LIMITS.ratio,
            show_default=True,
            help="Most times its size that an input may unpack to.",
        ),
        click.option(
            "--max-members",
            type=click.IntRange(1),
            metavar="N",
            default=DEFAULT_LIMITS.members,
            show_default=True,
            help="Most parts that an input may hold.",
        ),
    )
    return with_options(command, options)


def limits_from(max_size: int | None, max_ratio: int, max_members: int) -> Limits:
    """The limits that these options state; a size holds for the whole input and for each of its parts."""
    if max_size is None:
        return Limits(members=max_members, ratio=max_ratio)
    size = max_size * _MEGABYTE
    return Limits(members=max_members, total_size=size, member_size=size, ratio=max_ratio)
