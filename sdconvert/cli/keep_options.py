"""The options that say what a smaller file has to show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from sdconvert.cli.completers import complete_codes
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.progress import progress_of
from sdconvert.codes import known_codes
from sdconvert.options import ConversionOptions
from sdconvert.sharing import Keep, KeepsCode, KeepsError, KeepsExitCode, Progress
from sdconvert.sharing.keeping import is_code
from sdconvert.suggestions import did_you_mean

T = TypeVar("T")


def keep_options(command: Command) -> Command:
    """Adds `--keep`, `--keep-error`, `--time-limit` and `--try-limit` to a command."""
    options = (
        click.option(
            "--keep",
            metavar="CODE",
            shell_complete=complete_codes,
            help="What the smaller file has to show still: a finding with this code, or the exit code of a command in "
            "which {} stands for the file, such as --keep 'python check.py {}'. The command is run without a shell.",
        ),
        click.option(
            "--keep-error", is_flag=True, help="Keep the error that the conversion ends with, or that it hangs."
        ),
        click.option(
            "--time-limit",
            type=click.FloatRange(0, min_open=True),
            default=60,
            show_default=True,
            metavar="SECONDS",
            help="How long smaller files are looked for; the smallest so far is the result.",
        ),
        click.option(
            "--try-limit",
            type=click.FloatRange(0, min_open=True),
            default=20,
            show_default=True,
            metavar="SECONDS",
            help="How long a try with --keep-error or a command may take; one that takes longer hangs.",
        ),
    )
    return with_options(command, options)


def parse_keep(
    keep: str | None, keep_error: bool, try_limit: float, options: ConversionOptions, file: Path
) -> Keep | None:
    """What is to be kept, None where nothing is said. Raises: click.UsageError, BadConfiguration."""
    if keep is not None and keep_error:
        raise click.UsageError("--keep and --keep-error exclude each other.")
    if keep_error:
        return KeepsError(options, try_limit)
    if keep is None:
        return None
    if not is_code(keep):
        return KeepsExitCode(keep, file.suffix or ".docx", try_limit)
    if keep.upper() not in known_codes():
        raise click.UsageError(f"There is no code {keep!r}.{did_you_mean(keep.upper(), known_codes())}")
    return KeepsCode(keep, options)


def with_progress(choice: str, work: Callable[[Callable[[Progress], None]], T]) -> T:
    """Do the work and tell how much was cut, as `--progress` says."""
    with progress_of(100, "Shrinking", choice) as advance:
        largest: list[int] = []

        def tell_progress(progress: Progress) -> None:
            largest.append(max(largest[-1:] or [progress.size]))
            cut = 100 - 100 * progress.size // largest[-1]
            advance(cut, f"{progress.stage}: {progress.blocks} blocks, {progress.size:,} bytes, {progress.tries} tries")

        return work(tell_progress)


def shrunk_as_dict(shrunk: Any) -> dict[str, object]:
    """The account of what was cut, for JSON."""
    return {
        "blocks": shrunk.blocks,
        "blocks_before": shrunk.blocks_before,
        "size": len(shrunk.data),
        "size_before": shrunk.size_before,
        "tries": shrunk.tries,
        "is_smallest": shrunk.is_smallest,
    }
