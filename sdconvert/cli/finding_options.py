"""The options about findings that commands have which make documents: where they go, and which make the exit code 1."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.shared_options import fail_on_option


def finding_options(command: Command) -> Command:
    """Adds `--report` and `--fail-on` to a command that makes documents, which gets `report` and `fail_on`."""
    options = (
        click.option(
            "--report",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to this file what --json prints: all findings, with the ledgers of conversions.",
        ),
        fail_on_option(more=" An error is something lost, a warning something changed."),
    )
    return with_options(command, options)
