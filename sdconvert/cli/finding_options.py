"""The options about findings that several commands have: what is shown of them, and which make the exit code 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from sdconvert.cli.option_groups import Command, with_options
from sdconvert.findings import Severity

F = TypeVar("F", bound=Callable[..., Any])


def fail_on_option(more: str = "") -> Callable[[F], F]:
    """Adds `--fail-on`, which a command gets as a Severity. `more` follows its help."""
    return click.option(
        "--fail-on",
        type=click.Choice([str(severity) for severity in Severity]),
        default=str(Severity.ERROR),
        show_default=True,
        callback=lambda _ctx, _option, value: Severity(value),
        help=f"The lowest severity that makes the exit code 1.{more}",
    )


def finding_options(command: Command) -> Command:
    """Adds `--report`, `--findings`, `--strict` and `--fail-on` to a command that makes documents, which gets
    `report`, `shows` and `threshold`."""

    @wraps(command)
    def with_threshold(*arguments: Any, strict: bool, fail_on: Severity, **values: Any) -> Any:
        return command(*arguments, threshold=Severity.WARNING if strict else fail_on, **values)

    options = (
        click.option(
            "--report",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write all findings as JSON, with the ledgers of conversions.",
        ),
        click.option(
            "--findings/--no-findings", "shows", default=False, help="Print each finding, not only their number."
        ),
        click.option(
            "--strict", is_flag=True, help="Exit code 1 for any finding but infos: the same as --fail-on warning."
        ),
        fail_on_option(" An error is something lost, a warning something changed."),
    )
    return with_options(with_threshold, options)
