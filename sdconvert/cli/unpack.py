"""`sdconvert unpack`: an export made into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.output import echo, echo_text
from sdconvert.cli.render import FileOutcome, as_json, as_text
from sdconvert.findings import Severity
from sdconvert.packages import unpack as unpack_package


@click.command()
@click.argument("export", type=click.Path(path_type=Path), metavar="EXPORT")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to make. Default: the name of the export without its suffix.",
)
@click.option("--force", is_flag=True, help="Replace files of the same names in a folder that exists; others stay.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print findings.")
@limit_options
@click.pass_context
def unpack(
    ctx: click.Context,
    export: Path,
    output: Path | None,
    force: bool,
    form: str,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
) -> None:
    """Unpack an SDXML, HTML or parsX EXPORT, or a Word file, and check its pictures.

    Every picture that the document refers to has to be there; those that nothing refers to are named.

    Exit code: 0 fine, 1 a picture is missing, 2 the export cannot be read or the folder not be written.
    """
    target = export.with_suffix("") if output is None else output
    result = unpack_package(export, target, force, limits_from(max_size, max_ratio, max_members))
    outcome = FileOutcome(str(export), result.findings)
    if form == "json":
        echo_text(as_json([outcome]))
    else:
        echo(*as_text([outcome]))
    echo(f"{export} -> {target}", err=True)
    ctx.exit(int(outcome.fails_at(Severity.ERROR)))
