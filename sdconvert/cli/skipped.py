"""What the commands say that go through sources: what was not taken, and that there is nothing to do."""

from __future__ import annotations

from collections.abc import Iterable

import click

from sdconvert.cli.messages import is_quiet, tell
from sdconvert.cli.output import echo
from sdconvert.errors import BadConfiguration
from sdconvert.paths import Skipped, skipped_lines

_NOTHING = "Nothing to do: the sources hold no documents."

fail_empty_option = click.option(
    "--fail-empty",
    "fails_empty",
    is_flag=True,
    help="End with exit code 2 where the sources hold no document. Without, that is no failure.",
)


def tell_of_skipped(skipped: Iterable[Skipped]) -> None:
    """Say on standard error what of the sources was not taken; with -q, what could not be read of it."""
    for line in skipped_lines(one for one in skipped if one.is_unread or not is_quiet()):
        echo(line, err=True)


def check_documents(has_documents: bool, fails_empty: bool) -> None:
    """Raises: BadConfiguration where there is no document and that is asked to be a failure."""
    if fails_empty and not has_documents:
        raise BadConfiguration(_NOTHING)


def tell_of_nothing(has_documents: bool) -> None:
    """Say that there is nothing to do, where that is so."""
    if not has_documents:
        tell(_NOTHING)
