"""The options that several commands have, each declared once: one spelling and one meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from sdconvert.findings import Severity

F = TypeVar("F", bound=Callable[..., Any])

NEVER = "never"
"""What `--fail-on` is where no finding makes the exit code 1."""


def json_option(fields: str) -> Callable[[F], F]:
    """Adds `--json`, which a command gets as `as_json`. `fields` says what stands in it."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print JSON: {fields}.")


def output_option(help: str, *, is_required: bool = False) -> Callable[[F], F]:
    """Adds `-o` for the file with the result, a Path, `-` for standard output."""
    return click.option(
        "-o",
        "--output",
        required=is_required,
        type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
        metavar="FILE",
        help=help,
    )


def output_folder_option(help: str) -> Callable[[F], F]:
    """Adds `-o` for a folder that gets the results, a Path."""
    return click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help=help)


def output_place_option(help: str) -> Callable[[F], F]:
    """Adds `-o` for a file or a folder, a Path, `-` for standard output."""
    return click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), metavar="PATH", help=help)


def html_option(what: str) -> Callable[[F], F]:
    """Adds `--html`, which a command gets as `page`: a file for what is told, as a page for people."""
    return click.option(
        "--html",
        "page",
        type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
        metavar="FILE",
        help=f"Write {what} to this file as a page for people; - is standard output.",
    )


def sarif_option(command: F) -> F:
    """Adds `--sarif`, a file for the findings."""
    return click.option(
        "--sarif",
        type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
        metavar="FILE",
        help="Write the findings to this file as SARIF, for code scanning; - is standard output.",
    )(command)


junit_option = click.option(
    "--junit",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write the report to this file as JUnit; - is standard output.",
)


def force_option(help: str) -> Callable[[F], F]:
    """Adds `--force`."""
    return click.option("--force", is_flag=True, help=help)


def mapping_option(help: str) -> Callable[[F], F]:
    """Adds `--mapping`, the Path of a style mapping."""
    return click.option("--mapping", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=help)


def jobs_option(default: str) -> Callable[[F], F]:
    """Adds `--jobs`, a number or None. `default` says what None comes to."""
    return click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        help=f"How many documents are worked on at once, by a process each.  [default: {default}]",
    )


PROGRESS = ("auto", "bar", "lines", "none")

progress_option = click.option(
    "--progress",
    type=click.Choice(PROGRESS),
    default="auto",
    show_default=True,
    help="How far it is, on standard error: a bar, a line for each document, or nothing. auto is a bar on a terminal, "
    "else nothing.",
)

list_option = click.option(
    "--from-file",
    "lists",
    multiple=True,
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="A list of what to work on, one on a line or ended by NUL; - is standard input. May be repeated.",
)

state_option = click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the journal and the reports of a batch are.  [default: DEST.batch]",
)

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show the requests without their secrets, and send nothing."
)


def fail_on_option(default: Severity | None = Severity.ERROR, more: str = "") -> Callable[[F], F]:
    """Adds `--fail-on`, which a command gets as a Severity, None for never. `more` follows its help."""
    return click.option(
        "--fail-on",
        type=click.Choice([*(str(severity) for severity in Severity), NEVER]),
        default=NEVER if default is None else str(default),
        show_default=True,
        callback=lambda _ctx, _option, value: None if value == NEVER else Severity(value),
        help=f"The lowest severity that makes the exit code 1.{more}",
    )
