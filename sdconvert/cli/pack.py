"""`sdconvert pack`: a folder made into a package."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.output import echo, echo_text
from sdconvert.cli.render import FileOutcome, as_json, as_text
from sdconvert.errors import OutputRefused
from sdconvert.files import save
from sdconvert.findings import Severity
from sdconvert.packages import pack as pack_folder


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The package to write."
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@click.option("--validate/--no-validate", default=True, help="Write nothing that has errors, or pack without a look.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print findings.")
@limit_options
@click.pass_context
def pack(
    ctx: click.Context,
    folder: Path,
    output: Path,
    force: bool,
    validate: bool,
    form: str,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
) -> None:
    """Pack the folder DIR, as `sdconvert unpack` makes it, into a package: SDXML, HTML, parsX or a Word file.

    It is checked first: SDXML as `sdconvert validate` does, others for their pictures.

    Exit code: 0 fine, 1 errors were found and nothing was written, 2 the folder cannot be read or the file not written.
    """
    if output.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(f"{output} lies in the folder that is packed; name another place with -o.")
    if output.exists() and not force:
        raise OutputRefused(f"{output} exists already; --force replaces it.")
    result = pack_folder(folder, validate, limits_from(max_size, max_ratio, max_members))
    outcome = FileOutcome(str(folder), result.findings)
    has_errors = outcome.fails_at(Severity.ERROR)
    if form == "json":
        echo_text(as_json([outcome]))
    else:
        echo(*as_text([outcome]))
    if has_errors:
        echo(f"{output} was not written; --no-validate packs the folder as it is.", err=True)
    else:
        save(output, result.value)
        echo(f"{folder} -> {output}", err=True)
    ctx.exit(int(has_errors))
