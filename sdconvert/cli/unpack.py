"""`sdconvert unpack`: an export made into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.messages import tell
from sdconvert.cli.render import FileOutcome, exit_code, show_one
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import fail_on_option, force_option, json_option, output_folder_option
from sdconvert.cli.stdio import DASH, name_of_source, source_at
from sdconvert.findings import Severity
from sdconvert.packages import unpack as unpack_package


@click.command(cls=SharedCommand)
@click.argument("export", type=click.Path(path_type=Path, allow_dash=True), metavar="EXPORT")
@output_folder_option("The folder to make. Default: the name of the export without its suffix.")
@force_option("Replace files of the same names in a folder that exists; others stay.")
@fail_on_option()
@limit_options
@json_option("`files` with `file`, `output`, `error` and `findings`; `summary`")
@click.pass_context
def unpack(
    ctx: click.Context,
    export: Path,
    output: Path | None,
    force: bool,
    fail_on: Severity | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    as_json: bool,
) -> None:
    """Unpack an SDXML, HTML or parsX EXPORT, or a Word file, or - for standard input, and check its pictures.

    Every picture that the document refers to has to be there; those that nothing refers to are named.

    Exit code: 0 fine, 1 findings at or above --fail-on, such as a missing picture, 2 the export cannot be read or the
    folder not be written.

    \b
    sdconvert unpack export.zip
    sdconvert unpack export.zip -o folder --force
    """
    if export == DASH and output is None:
        raise click.UsageError("Name the folder for standard input with -o.")
    target = export.with_suffix("") if output is None else output
    limits = limits_from(max_size, max_ratio, max_members)
    result = unpack_package(source_at(export, limits), target, force, limits)
    outcome = FileOutcome(name_of_source(export), result.findings)
    show_one(outcome, target, as_json=as_json)
    tell(f"{outcome.name} -> {target}")
    ctx.exit(exit_code([outcome], fail_on))
